"""Services that are down, slow, broken or wicked: each is an answer in words, and soon."""

import contextlib
import socket
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.probe.doors.asking import IMPATIENT, SECRET, USUAL, ask, door_to, nothing, planted
from tests.probe.reference import Hostile, hostile, reference
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said, Unsupported
from tokenlint.probe.doors.settings import Limits
from tokenlint.probe.token import Token


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Hostile.HANGS, "timeout"),
        (Hostile.DRIPS_HEADERS, "timeout"),
        (Hostile.DRIPS_BODY, "timeout"),
        (Hostile.CLOSES_AT_ONCE, "closed"),
        (Hostile.CLOSES_AFTER_REQUEST, "closed"),
        (Hostile.CLOSES_IN_HEADERS, "closed"),
        (Hostile.CLOSES_IN_BODY, "closed"),
        (Hostile.GARBAGE, "garbage"),
        (Hostile.BAD_CHUNKS, "closed"),
        (Hostile.ENDLESS_HEADERS, "garbage"),
        (Hostile.STRANGE_STATUS, "garbage"),
        (Hostile.LOOPS, "redirect"),
    ],
)
def test_a_bad_answer_is_named(kind: Hostile, status: str, *, tls: bool) -> None:
    with hostile(kind, tls=tls) as server:
        began = time.monotonic()
        answer = ask(
            server.url, Operation.READ, "/f", SECRET, limits=IMPATIENT, authorities=server.ca
        )
        assert nothing(answer)[0] == status
        assert time.monotonic() - began < 10
        assert len(server.asked) <= (6 if kind is Hostile.LOOPS else 1), "nothing is sent twice"


@pytest.mark.parametrize("kind", [Hostile.NO_MULTISTATUS, Hostile.ENTITIES])
@pytest.mark.parametrize("operation", [Operation.STAT, Operation.LIST, Operation.DELETE])
def test_what_is_no_multistatus_is_garbage(kind: Hostile, operation: Operation) -> None:
    with hostile(kind) as server:
        status, why = nothing(ask(server.url, operation, "/f", SECRET))
        assert status == "garbage"
        assert "multi-status cannot be read" in why


def test_a_huge_body_is_cut() -> None:
    with hostile(Hostile.HUGE_BODY) as server:
        answer = ask(server.url, Operation.READ, "/f", SECRET, limits=Limits(body_bytes=70_000))
        assert (answer.said, len(answer.content)) == (Said.YES, 70_000)
        assert answer.facts["cut"] == "70000"


def test_what_steers_a_terminal_is_taken_out() -> None:
    with hostile(Hostile.TERMINAL) as server:
        answer = ask(server.url, Operation.READ, "/f", SECRET)
        assert (answer.said, answer.status) == (Said.NO, "403")
        assert answer.server.isprintable()
        assert answer.server


def test_a_token_that_is_handed_back_is_not_shown() -> None:
    with hostile(Hostile.ECHO) as server:
        answer = ask(server.url, Operation.READ, "/f", SECRET)
        assert SECRET.encode() in server.asked[0]
        assert SECRET.encode() not in answer.content
        assert b"(token)" in answer.content
        assert SECRET not in answer.server


def test_nothing_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # it does not listen
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        status, why = nothing(ask(url, Operation.STAT, "/", SECRET))
    assert status == "refused"
    assert why.startswith("nothing listens at 127.0.0.1:")


def test_a_name_without_an_address() -> None:
    answer = ask("https://storage.invalid", Operation.STAT, "/", SECRET)
    assert nothing(answer) == ("unresolved", "no address is known for storage.invalid")


def test_a_name_that_no_resolver_takes() -> None:
    answer = ask("https://a..b.example", Operation.STAT, "/", SECRET)
    assert nothing(answer)[0] == "unresolved"


def test_a_resolver_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(20) and [])
    answer = ask("https://storage.example", Operation.STAT, "/", SECRET, limits=IMPATIENT)
    answered.set()
    assert nothing(answer)[0] == "timeout"


def test_an_address_that_takes_nobody() -> None:
    """A listener whose queue is full lets connections wait."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        try:
            answer = ask(f"http://127.0.0.1:{port}", Operation.STAT, "/", SECRET, limits=IMPATIENT)
        finally:
            for each in waiting:
                each.close()
    assert nothing(answer)[0] == "timeout"


def test_after_a_failure_a_fresh_connection_serves() -> None:
    with hostile(Hostile.CLOSES_IN_BODY) as server:
        door = door_to(server.url)
        for _ in range(3):
            door.ask(Demand(Operation.READ, "/"), None)
        door.close()
        assert server.connections == 3


def test_a_server_that_lets_go_of_an_idle_connection_costs_no_answer() -> None:
    with reference() as server:
        planted(server.root)
        door, token = door_to(server.url), Token(server.token())
        assert door.ask(Demand(Operation.READ, "/data/f"), token).said is Said.YES
        ((_, idle),) = door._courier._idle
        idle._connection.shut()  # as its end by the other side looks
        assert door.ask(Demand(Operation.DELETE, "/data/f"), token).said is Said.YES
        assert [entry.method for entry in server.log] == ["GET", "DELETE"]
        door.close()


_LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 207 Multi-Status",
        b"HTTP/1.1 307 Away",
        b"HTTP/1.0 403 No",
        b"HTTP/1.1 100 Continue",
        b"Content-Length: 5",
        b"Content-Length: -5",
        b"Content-Length: 5, 6",
        b"Transfer-Encoding: chunked",
        b"Location: /elsewhere",
        b"Location: //x",
        b"Server: \xff\x1b[1m",
        b"fffffffffffffffffff",
        b"-5",
        b"",
        b"<multistatus xmlns='DAV:'>",
    ]
)


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=80), st.lists(_LINES, max_size=8).map(b"\r\n".join)))
def test_whatever_a_server_says_is_an_answer(said: bytes) -> None:
    with hostile(Hostile.RAW) as server:
        server.raw = said
        for operation in (Operation.READ, Operation.STAT, Operation.POLL):
            try:
                answer = ask(server.url, operation, "/f", SECRET, limits=IMPATIENT)
            except Unsupported:  # it says clearly that it has no such interface
                assert operation is Operation.POLL
                assert said.startswith(b"HTTP/")
                continue
            assert answer.status
            assert answer.why.isprintable()
            assert answer.server.isprintable()
            assert answer.said is not Said.YES or said.startswith(b"HTTP/1")


@pytest.mark.parametrize("kind", [Hostile.HANGS, Hostile.GARBAGE, Hostile.CLOSES_IN_BODY])
def test_whether_there_is_tape_is_not_guessed(kind: Hostile) -> None:
    with hostile(kind) as server:
        door = door_to(server.url, IMPATIENT)
        assert door.can(Operation.STAGE), "nobody said that there is none"
        answer = door.ask(Demand(Operation.STAGE, "/f"), Token(SECRET))
        door.close()
        assert nothing(answer)[0] in {"timeout", "garbage", "closed"}
        assert not any(SECRET.encode() in each for each in server.asked)


def test_a_token_that_no_header_can_hold_is_not_sent() -> None:
    with hostile(Hostile.ECHO) as server:
        door = door_to(server.url)
        for value in ("a b", "a\r\nX: y", "ä", ""):
            with pytest.raises(Unsupported) as caught:
                door.ask(Demand(Operation.READ, "/f"), Token(value))
            assert value == "" or value not in str(caught.value)
        door.close()
        assert server.asked == []


def test_no_proxy_and_no_netrc_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("default login somebody password something\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with hostile(Hostile.ECHO) as server:
        answer = ask(server.url, Operation.READ, "/f", None)
        assert answer.said is Said.YES
        assert b"Authorization" not in answer.content
        assert b"Cookie" not in answer.content


def test_an_address_that_takes_nobody_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as full, hostile(Hostile.ECHO) as server:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        answers = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        found = [(socket.AF_INET, 0, 0, "", place) for place in (full.getsockname(), answers)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        answer = ask(server.url, Operation.READ, "/f", None, limits=IMPATIENT)
        for each in waiting:
            each.close()
    assert answer.said is Said.YES


@pytest.mark.parametrize("status", ["101 Switching", "199 Early"])
def test_a_status_that_is_no_answer(status: str) -> None:
    with hostile(Hostile.RAW) as server:
        server.raw = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()
        assert nothing(ask(server.url, Operation.DELETE, "/f", SECRET))[0] == "garbage"


def test_one_step_has_its_own_time() -> None:
    limits = Limits(connect_seconds=5, step_seconds=0.3, total_seconds=30)
    with hostile(Hostile.HANGS) as server:
        began = time.monotonic()
        assert nothing(ask(server.url, Operation.READ, "/f", SECRET, limits=limits))[0] == "timeout"
        assert time.monotonic() - began < 5


def test_a_connection_that_was_idle_is_not_used_again() -> None:
    with reference() as server:
        planted(server.root)
        door = door_to(server.url)
        assert door.ask(Demand(Operation.READ, "/data/f"), Token(server.token())).said is Said.YES
        ((_, wire),) = door._courier._idle
        assert wire.usable
        wire._used -= USUAL.idle_seconds + 0.1
        assert not wire.usable
        door.close()


@pytest.mark.parametrize(("most", "cut"), [(11, True), (12, False), (13, False)])
def test_a_body_of_exactly_the_bound_is_whole(most: int, cut: bool) -> None:
    with reference() as server:
        planted(server.root)
        limits = Limits(body_bytes=most)
        answer = ask(server.url, Operation.READ, "/data/f", server.token(), limits=limits)
    assert ("cut" in answer.facts) is cut
    assert answer.content == b"content of f"[:most]


def test_a_body_without_a_length_that_never_ends_is_no_whole_answer() -> None:
    """Its end by the clock looks like the end that the server makes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drips() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(10_000)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nbegun")
                for _ in range(100):
                    connection.sendall(b".")
                    time.sleep(0.05)

        dripping = threading.Thread(target=drips, daemon=True)
        dripping.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        answer = ask(url, Operation.READ, "/f", SECRET, limits=IMPATIENT)
        dripping.join(10)
    assert nothing(answer)[0] == "timeout"
