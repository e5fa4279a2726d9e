"""A service in the words and at the lines of its configuration."""

from dataclasses import replace

import pytest

from tests.judging import catalogue, settings
from tests.services.made_up import FILE, ISSUER, acceptance, line, service
from tokenlint.errors import PolicyError
from tokenlint.policy.describe import describe
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.source import Source

SUBJECT = ServiceSubject(service(), settings(), unasked=(0,))

WORDS = {
    "/service": f"XRootD ({FILE})",
    "/service/audience": "https://storage.example, ANY",
    "/service/audience/accepted/1": "ANY",
    "/service/issuers/0": ISSUER,
    "/service/issuers/1/areas/0": "/data/inner",
    "/service/shared/0": f"https://other-issuer.example and {ISSUER} both own /data/inner",
    "/service/ways/0": "every member of /vo may delete, overwrite, create and read below /data",
    "/service/mappings/0": f"every token of {ISSUER} becomes root",
    "/service/mappings/1": "some tokens of any issuer become the account that it names",
    "/service/mappings/0/account": "root",
    "/service/patterns/0/also": "https://xyexample,",
    "/service/patterns/0/defects": "any-sign",
    "/service/unknown_keys/0": "onmising",
    "/service/unknown_keys/0/suggestion": "onmissing",
    "/service/unknown_keys/0/default": "passthrough",
    "/service/dead/0/says": "an earlier line decides",
    "/service/absent/0": "/etc/map",
    "/service/absent/0/what": "mapfile",
    "/service/settings/0": "macaroons.maxduration = 86400",
    "/service/settings/0/seconds": "1 d",
    "/service/deletions/0": (
        f"a token of {ISSUER} with the group /vo and no scope may DELETE /data/some-file"
    ),
    "/service/deletions/0/by": "gives all rights to /vo",
    "/service/unasked/0": "https://storage.example",
}
LINES = {
    "/service": Source(FILE),
    "/service/audience": line(1),
    "/service/audience/accepted/1": line(2),
    "/service/issuers/1": line(5),
    "/service/issuers/1/areas/0": line(6),
    "/service/issuers/0/near": line(3),
    "/service/shared/0": line(6),
    "/service/ways/0": line(9),
    "/service/mappings/1/account": line(11),
    "/service/patterns/0/also": line(12),
    "/service/unknown_keys/0": line(13),
    "/service/dead/0": line(14),
    "/service/dead/0/by": line(9),
    "/service/absent/0": line(16),
    "/service/settings/0/seconds": line(15),
    "/service/deletions/0": line(9),
    "/service/unasked/0": line(1),
}


@pytest.mark.parametrize("pointer", WORDS)
def test_words(pointer: str) -> None:
    assert SUBJECT.text(pointer) == WORDS[pointer]


@pytest.mark.parametrize("pointer", LINES)
def test_lines(pointer: str) -> None:
    assert SUBJECT.location(pointer).source == LINES[pointer]


@pytest.mark.parametrize("pointer", ["/service/ways/7", "/service/nothing", "/service/issuers/0/x"])
def test_a_pointer_to_nothing_is_a_broken_policy(pointer: str) -> None:
    with pytest.raises(PolicyError):
        SUBJECT.text(pointer)


def test_evidence_of_a_witness_is_the_request_and_its_lines() -> None:
    found = SUBJECT.evidence(["/service/deletions/0"])
    assert found["request"] == WORDS["/service/deletions/0"]
    assert found["steps"] == f"{line(9)}: gives all rights to /vo"
    assert SUBJECT.evidence(["/service/patterns/0"]) == {"also_matches": "https://xyexample,"}
    assert SUBJECT.evidence(["/service/ways/0", "/service"]) == {}


def test_the_document() -> None:
    document = SUBJECT.document
    assert (document.kind, document.title) == ("service", f"XRootD ({FILE})")
    assert document.facts["files"] == f"{FILE}, etc/authdb"
    assert document.vector is None


def test_an_account_for_tokens_that_hold_no_storage_scope() -> None:
    left_over = replace(acceptance().mappings[0], method="non-authz-id")
    subject = ServiceSubject(service(mappings=(left_over,)), settings())
    said = subject.text("/service/mappings/0")
    assert said == f"every token of {ISSUER} that holds no storage scope becomes root"


def test_a_label_that_the_message_says_already_is_left_out() -> None:
    raw = RawFinding("SVC007", ("/service/ways/0",), {"way": "#/service/ways/0", "advice": "x"})
    rule = catalogue().rules["SVC007"]
    (place,) = describe(raw, SUBJECT, replace(rule, message="beside: {way}", fix="x")).locations
    assert place.label == ""
    (place,) = describe(raw, SUBJECT, replace(rule, message="beside", fix="x")).locations
    assert place.label == WORDS["/service/ways/0"]
