"""Redirects: a token never leaves the origin that it was made for."""

from collections.abc import Iterator

import pytest

from tests.probe.doors.asking import ask, door_to, planted
from tests.probe.reference import Hostile, Planted, Reference, hostile, reference
from tests.probe.reference.hostile import Wicked
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said
from tokenlint.probe.token import Token

SECRET = "made-up-" + "y" * 40


@pytest.fixture
def pool() -> Iterator[Reference]:
    """Another port of this machine, which serves without a token."""
    with reference(flaws=frozenset({Planted.ANONYMOUS_WRITES})) as started:
        planted(started.root)
        yield started


def test_another_port_of_the_host_answers_without_the_token(pool: Reference) -> None:
    with hostile(Hostile.REDIRECTS, location=f"{pool.url}/data/f?uuid=1") as door:
        answer = ask(door.url, Operation.READ, "/data/f", SECRET)
        assert SECRET.encode() in door.asked[0]
    assert (answer.said, answer.content) == (Said.YES, b"content of f")
    assert answer.facts["redirected"] == pool.url.removeprefix("http://")
    assert [entry.token for entry in pool.log] == [False]


def test_an_upload_is_carried_on(pool: Reference) -> None:
    with hostile(Hostile.REDIRECTS, location=f"{pool.url}/data/new?uuid=1") as door:
        answer = ask(door.url, Operation.CREATE, "/data/new", SECRET, content=b"new")
    assert answer.status == "201"
    assert (pool.root / "data" / "new").read_bytes() == b"new"


@pytest.mark.parametrize("named", [False, True], ids=["unnamed", "named"])
def test_another_host_answers_only_when_it_is_named(pool: Reference, *, named: bool) -> None:
    location = pool.url.replace("127.0.0.1", "localhost") + "/data/f"
    with hostile(Hostile.REDIRECTS, location=location) as door:
        hosts = frozenset({"LOCALHOST"} if named else ())
        answer = ask(door.url, Operation.READ, "/data/f", SECRET, redirect_to=hosts)
    if named:
        assert answer.said is Said.YES
        assert [entry.token for entry in pool.log] == [False]
    else:
        assert (answer.said, answer.status) == (Said.NOTHING, "redirect")
        said = "redirects to localhost, which was not named on the command line"
        assert answer.why == f"{door.url.removeprefix('http://')} {said}"
        assert "--redirect-to" in answer.facts["advice"]
        assert pool.log == []


def test_a_token_does_not_come_back_after_it_was_left_behind() -> None:
    with hostile(Hostile.REDIRECTS) as home, hostile(Hostile.REDIRECTS) as away:
        home.location, away.location = f"{away.url}/f", f"{home.url}/f"
        answer = ask(home.url, Operation.READ, "/f", SECRET)
        assert answer.why.endswith("redirects more than 5 times")
        assert [SECRET.encode() in each for each in home.asked] == [True, False, False]
        assert not any(SECRET.encode() in each for each in away.asked)


def test_within_the_origin_the_token_goes_along() -> None:
    with hostile(Hostile.LOOPS) as server:
        answer = ask(server.url, Operation.DELETE, "/f", SECRET)
        assert answer.status == "redirect"
        assert [SECRET.encode() in each for each in server.asked] == [True] * 6


@pytest.mark.parametrize("operation", [Operation.DELETE, Operation.CREATE, Operation.RENAME])
def test_a_change_is_not_carried_to_another_path_of_the_origin(operation: Operation) -> None:
    with hostile(Hostile.REDIRECTS, location="/of-somebody-else") as server:
        parts = {"target": "/g"} if operation is Operation.RENAME else {}
        answer = ask(server.url, operation, "/f", SECRET, **parts)
        assert answer.why.endswith("redirects a change to another path")
        assert len(server.asked) == 1


def test_from_https_to_http_is_no_way(pool: Reference) -> None:
    with hostile(Hostile.REDIRECTS, location=f"{pool.url}/data/f", tls=True) as door:
        answer = ask(door.url, Operation.READ, "/data/f", SECRET, authorities=door.ca)
    assert answer.status == "redirect"
    assert "redirects from https to http" in answer.why
    assert pool.log == []


@pytest.mark.parametrize(
    ("location", "status"),
    [
        ("ftp://127.0.0.1/f", "garbage"),
        ("http://user:word@127.0.0.1/f", "garbage"),
        ("http://[::1", "garbage"),
        ("http://127.0.0.1:99999/", "garbage"),
        ("http://127.0.0.1:0/", "garbage"),
        ("javascript:alert(1)", "garbage"),
        ("http://\x1b[2J.example/", "garbage"),
        ("//elsewhere.example/f", "redirect"),
        ("http://127.0.0.1.elsewhere.example/f", "redirect"),
        ("http://elsewhere.example#@127.0.0.1/", "redirect"),
        ("http://elsewhere.example\\@127.0.0.1/", "garbage"),
        ("", "redirect"),
    ],
)
def test_a_location_cannot_steer_the_request_away(location: str, status: str) -> None:
    with hostile(Hostile.REDIRECTS, location=location) as server:
        answer = ask(server.url, Operation.READ, "/f", SECRET)
        assert (answer.said, answer.status) == (Said.NOTHING, status)
        assert answer.why.isprintable()
        assert len(server.asked) == 1


def test_from_http_to_https_of_the_host_is_a_way_without_the_token() -> None:
    with (
        reference(tls=True, flaws=frozenset({Planted.ANONYMOUS_READS})) as safe,
        hostile(Hostile.REDIRECTS, location=f"{safe.url}/data/f") as door,
    ):
        planted(safe.root)
        answer = ask(door.url, Operation.READ, "/data/f", SECRET, authorities=safe.ca)
        assert answer.content == b"content of f"
        assert [entry.token for entry in safe.log] == [False]


@pytest.mark.parametrize("operation", [Operation.READ, Operation.DELETE])
def test_see_other_is_followed_by_a_get_alone(pool: Reference, operation: Operation) -> None:
    other = f"HTTP/1.1 303 See Other\r\nLocation: {pool.url}/data/f\r\nContent-Length: 0\r\n\r\n"
    with hostile(Hostile.RAW) as door:
        door.raw = other.encode()
        answer = ask(door.url, operation, "/data/f", SECRET)
    if operation is Operation.READ:
        assert answer.content == b"content of f"
    else:
        assert (answer.said, answer.status) == (Said.NOTHING, "redirect")
        assert pool.log == []


def test_connections_to_several_addresses_are_kept_apart(pool: Reference) -> None:
    with hostile(Hostile.REDIRECTS, location=f"{pool.url}/data/f") as server:
        door = door_to(server.url)
        for _ in range(3):
            answer = door.ask(Demand(Operation.READ, "/data/f"), Token(SECRET))
            assert answer.content == b"content of f"
        assert server.connections == 1
        door.close()


def test_a_change_does_not_come_back_to_another_path() -> None:
    with hostile(Hostile.REDIRECTS) as home, hostile(Hostile.REDIRECTS) as away:
        home.location, away.location = f"{away.url}/f", f"{home.url}/of-somebody-else"
        answer = ask(home.url, Operation.DELETE, "/f", SECRET)
        assert answer.why.endswith("redirects a change to another path")
        assert (len(home.asked), len(away.asked)) == (1, 1)


def _answering(server: Wicked, location: str, status: str = "307 Away") -> None:
    server.raw = f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize("status", ["301", "302", "307", "308"])
@pytest.mark.parametrize("operation", [Operation.READ, Operation.DELETE])
def test_each_sort_of_redirect_keeps_the_request(
    pool: Reference, status: str, operation: Operation
) -> None:
    with hostile(Hostile.RAW) as door:
        _answering(door, f"{pool.url}/data/f", f"{status} Away")
        answer = ask(door.url, operation, "/data/f", SECRET)
    assert answer.said is Said.YES
    assert [entry.token for entry in pool.log] == [False]
    assert (pool.root / "data" / "f").exists() is (operation is Operation.READ)


def test_a_change_may_go_to_its_own_path_with_a_query() -> None:
    with hostile(Hostile.REDIRECTS, location="/f?round=1") as server:
        answer = ask(server.url, Operation.DELETE, "/f", SECRET)
        assert answer.why.endswith("redirects more than 5 times")
        assert len(server.asked) == 6


def test_once_encrypted_it_stays_encrypted(pool: Reference) -> None:
    with hostile(Hostile.RAW, tls=True) as safe, hostile(Hostile.RAW) as door:
        _answering(safe, f"{pool.url}/data/f")
        _answering(door, f"{safe.url}/data/f")
        answer = ask(door.url, Operation.READ, "/data/f", SECRET, authorities=safe.ca)
        assert len(safe.asked) == 1
    assert "redirects from https to http" in answer.why
    assert pool.log == []


def test_a_named_host_may_send_the_request_back_to_the_first(pool: Reference) -> None:
    with hostile(Hostile.RAW) as away, hostile(Hostile.RAW) as door:
        _answering(away, f"{pool.url}/data/f")
        _answering(door, away.url.replace("127.0.0.1", "localhost") + "/data/f")
        hosts = frozenset({"localhost"})
        answer = ask(door.url, Operation.READ, "/data/f", SECRET, redirect_to=hosts)
    assert answer.content == b"content of f"
    assert [entry.token for entry in pool.log] == [False]


@pytest.mark.parametrize("host", ["other127.0.0.1", "127.0.0.1.example", "27.0.0.1", "localhos"])
def test_a_host_that_is_called_alike_is_another(host: str) -> None:
    with hostile(Hostile.REDIRECTS, location=f"http://{host}/f") as server:
        hosts = frozenset({"localhost"})
        answer = ask(server.url, Operation.READ, "/f", SECRET, redirect_to=hosts)
        assert f"redirects to {host}, which was not named" in answer.why


def test_a_fragment_is_not_sent(pool: Reference) -> None:
    with hostile(Hostile.REDIRECTS, location=f"{pool.url}/data/f#part") as door:
        answer = ask(door.url, Operation.READ, "/data/f", SECRET)
    assert answer.content == b"content of f"


@pytest.mark.parametrize("operation", [Operation.READ, Operation.STAT, Operation.LIST])
def test_what_only_looks_may_go_to_another_path(operation: Operation) -> None:
    with hostile(Hostile.REDIRECTS, location="/elsewhere") as server:
        answer = ask(server.url, operation, "/f", SECRET)
        assert answer.why.endswith("redirects more than 5 times")
