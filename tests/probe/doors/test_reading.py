"""What a multi-status says, and what no bytes can make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Said
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Reply
from tokenlint.probe.doors.multistatus import Unreadable, read_multistatus
from tokenlint.probe.doors.reading import Claim, claim_of

_OK = "<D:status>HTTP/1.1 200 OK</D:status>"


def _body(*members: str) -> bytes:
    inner = "".join(f"<D:response>{member}</D:response>" for member in members)
    return f'<D:multistatus xmlns:D="DAV:">{inner}</D:multistatus>'.encode()


def _found(href: str, properties: str = "", status: str = _OK) -> str:
    return f"<D:href>{href}</D:href><D:propstat><D:prop>{properties}</D:prop>{status}</D:propstat>"


def _claim(operation: Operation, body: bytes, status: int = 207) -> Claim:
    return claim_of(operation, Reply(status, {}, body))


def test_properties_that_are_missing_are_no_refusal() -> None:
    missing = "<D:propstat><D:prop/><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>"
    folder = "<D:resourcetype><D:collection/></D:resourcetype>"
    claim = _claim(Operation.STAT, _body(_found("/d/", folder) + missing))
    assert (claim.said, claim.facts) == (Said.YES, {"thing": "directory"})


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_member_that_is_refused_is_no(status: int) -> None:
    line = f"<D:status>HTTP/1.1 {status} No</D:status>"
    for body in (_body(f"<D:href>/f</D:href>{line}"), _body(_found("/f", status=line))):
        for operation in (Operation.STAT, Operation.DELETE):
            claim = _claim(operation, body)
            assert (claim.said, claim.status) == (Said.NO, f"207/{status}")


def test_one_failure_among_many_is_no_success() -> None:
    failed = "<D:href>/d/b</D:href><D:status>HTTP/1.1 423 Locked</D:status>"
    claim = _claim(Operation.DELETE, _body(_found("/d/a"), failed))
    assert (claim.said, claim.status) == (Said.NO, "207/423")


def test_names_are_decoded_unless_they_would_mislead() -> None:
    body = _body(
        _found("/d/%61%20b"),
        _found("https://storage.example/d/"),
        _found("/d/x%0ay"),
        _found("/d/..%2fe"),
        _found("/d/%ff"),
        _found("/d/sub/"),
    )
    names = _claim(Operation.LIST, body).content.decode().split("\n")
    assert names == ["a b", "x%0ay", "..%2fe", "%ff", "sub"]


def test_a_size_that_is_none_is_not_told() -> None:
    for size in ("-1", "1e9", "٣", ""):
        length = f"<D:getcontentlength>{size}</D:getcontentlength>"
        claim = _claim(Operation.STAT, _body(_found("/f", length)))
        assert claim.facts == {"thing": "file"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a/>",
        _body(),
        b"<!DOCTYPE a><a/>",
        b'<multistatus xmlns="DAV:">',
        b"<D:multistatus xmlns:D='DAV:'>" + b"<a>" * 60 + b"</a>" * 60 + b"</D:multistatus>",
        b'<?xml version="1.0" encoding="made-up"?><a/>',
    ],
)
def test_what_is_no_multistatus(body: bytes) -> None:
    with pytest.raises(Failure) as caught:
        _claim(Operation.STAT, body)
    assert caught.value.status == "garbage"


@pytest.mark.parametrize("status", [300, 304])
def test_a_status_that_answers_nothing(status: int) -> None:
    with pytest.raises(Failure):
        _claim(Operation.READ, b"", status)


def test_success_without_a_multistatus_tells_nothing_of_a_name() -> None:
    with pytest.raises(Failure, match="where a multi-status belongs"):
        _claim(Operation.STAT, b"<html/>", 200)


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_else(data: bytes) -> None:
    for body in (data, b'<multistatus xmlns="DAV:"><response>' + data):
        try:
            members = read_multistatus(body)
        except Unreadable:
            continue
        assert members


_HREF = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF), max_size=30)


@given(st.lists(_HREF, min_size=1, max_size=5))
def test_whatever_names_a_server_invents_none_steers_a_terminal(hrefs: list[str]) -> None:
    escaped = [h.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for h in hrefs]
    content = _claim(Operation.LIST, _body(*map(_found, escaped))).content.decode()
    assert all(line.isprintable() for line in content.split("\n"))


def test_what_is_nested_too_deep_is_not_read() -> None:
    deep = f"<D:href>/f</D:href><D:propstat>{'<a>' * 60}{'</a>' * 60}{_OK}</D:propstat>"
    with pytest.raises(Failure, match="too deep"):
        _claim(Operation.STAT, _body(deep))


@pytest.mark.parametrize("line", ["", "OK", "HTTP/1.1", "HTTP/1.1 2OO OK", "HTTP/1.1 2000 OK"])
def test_a_status_that_cannot_be_read_is_no_success(line: str) -> None:
    told = f"<D:href>/f</D:href><D:status>{line}</D:status>"
    for operation in (Operation.DELETE, Operation.STAT):
        claim = _claim(operation, _body(told))
        assert (claim.said, claim.status) == (Said.NO, "207/599")


def test_a_member_is_named_by_its_first_href() -> None:
    twice = f"<D:href>/d/a</D:href>{_found('/d/b')}"
    claim = _claim(Operation.LIST, _body(_found("/d/"), twice))
    assert claim.content == b"a"


def test_of_several_failures_the_gravest_is_told() -> None:
    lines = [f"<D:href>/d/{n}</D:href><D:status>HTTP/1.1 {n} No</D:status>" for n in (404, 507)]
    assert _claim(Operation.DELETE, _body(*lines)).status == "207/507"


def test_a_document_type_is_not_taken_whatever_follows() -> None:
    body = b'<!DOCTYPE multistatus [<!ENTITY a "/f">]>' + _body(_found("/f"))
    with pytest.raises(Failure, match="document type"):
        _claim(Operation.STAT, body)


def test_words_of_another_namespace_say_nothing() -> None:
    other = '<X:status xmlns:X="urn:other">HTTP/1.1 200 OK</X:status>'
    refused = f"<D:href>/f</D:href><D:status>HTTP/1.1 403 No</D:status>{other}"
    claim = _claim(Operation.DELETE, _body(refused))
    assert (claim.said, claim.status) == (Said.NO, "207/403")
