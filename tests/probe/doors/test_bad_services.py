"""Services that are down, slow, broken or wicked: each is an answer in words, and soon."""

import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.credentials.certificates import server as localhost_only
from tests.probe.doors.asking import IMPATIENT, ask, door_to, planted
from tests.probe.reference import Hostile, hostile, reference
from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.doors import wire
from tokenlint.probe.doors.settings import Limits
from tokenlint.probe.token import Token

SECRET = "made-up-" + "x" * 40


def _nothing(answer: Answer) -> tuple[str, str]:
    assert answer.said is Said.NOTHING
    assert answer.why.isprintable()
    assert answer.facts.get("advice")
    assert SECRET not in repr((answer, answer.content, answer.curl))
    return answer.status, answer.why


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
        assert _nothing(answer)[0] == status
        assert time.monotonic() - began < 10
        assert len(server.asked) <= (6 if kind is Hostile.LOOPS else 1), "nothing is sent twice"


@pytest.mark.parametrize("kind", [Hostile.NO_MULTISTATUS, Hostile.ENTITIES])
@pytest.mark.parametrize("operation", [Operation.STAT, Operation.LIST, Operation.DELETE])
def test_what_is_no_multistatus_is_garbage(kind: Hostile, operation: Operation) -> None:
    with hostile(kind) as server:
        status, why = _nothing(ask(server.url, operation, "/f", SECRET))
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
        status, why = _nothing(ask(url, Operation.STAT, "/", SECRET))
    assert status == "refused"
    assert why.startswith("nothing listens at 127.0.0.1:")


def test_a_name_without_an_address() -> None:
    answer = ask("https://storage.invalid", Operation.STAT, "/", SECRET)
    assert _nothing(answer) == ("unresolved", "no address is known for storage.invalid")


def test_a_name_that_no_resolver_takes() -> None:
    answer = ask("https://a..b.example", Operation.STAT, "/", SECRET)
    assert _nothing(answer)[0] == "unresolved"


def test_a_resolver_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(20) and [])
    answer = ask("https://storage.example", Operation.STAT, "/", SECRET, limits=IMPATIENT)
    answered.set()
    assert _nothing(answer)[0] == "timeout"


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
    assert _nothing(answer)[0] == "timeout"


def test_a_certificate_of_nobody_that_is_trusted() -> None:
    with reference(tls=True) as server:
        status, why = _nothing(ask(server.url, Operation.STAT, "/", SECRET))
        assert status == "certificate"
        assert "not accepted (" in why
        assert not server.log


def test_a_certificate_for_another_name() -> None:
    with reference(tls=localhost_only()) as server:
        url = server.url.replace("127.0.0.1", "127.0.0.2")
        port = int(url.rpartition(":")[2])
        with pytest.MonkeyPatch.context() as patch:
            reached = wire.connected
            patch.setattr(
                wire, "connected", lambda _host, _port, until: reached("127.0.0.1", port, until)
            )
            answer = ask(url, Operation.STAT, "/", SECRET, authorities=server.ca)
        status, why = _nothing(answer)
        assert status == "certificate"
        assert why.endswith("is for another name")
        assert not server.log


def test_http_where_https_was_asked_for() -> None:
    with reference() as server:
        url = server.url.replace("http:", "https:")
        assert _nothing(ask(url, Operation.STAT, "/", SECRET, limits=IMPATIENT))[0] == "garbage"


def test_https_where_http_was_asked_for() -> None:
    with reference(tls=True) as server:
        url = server.url.replace("https:", "http:")
        answer = ask(url, Operation.STAT, "/", SECRET, limits=IMPATIENT)
        assert _nothing(answer)[0] in {"closed", "garbage"}


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


def test_clear_text_needs_leave() -> None:
    with pytest.raises(UsageError, match="is not encrypted"):
        door_to("http://storage.example/data")
    door_to("http://storage.example/data", plain=True).close()
    door_to("http://[::1]:80/").close()


def test_authorities_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.pem", Path(__file__)):
        with pytest.raises(UsageError):
            door_to("https://storage.example", authorities=path)


def test_a_folder_of_hashed_certificates_is_trusted(tmp_path: Path) -> None:
    with reference(tls=True) as server:
        assert server.ca is not None
        folder = _hashed(server.ca, tmp_path)
        answer = ask(server.url, Operation.STAT, "/", server.token(), authorities=folder)
        assert answer.said is Said.YES
        assert f"--capath {folder}" in answer.curl


def _hashed(certificate: Path, folder: Path) -> Path:
    import subprocess

    subject = subprocess.run(
        ["/usr/bin/openssl", "x509", "-noout", "-hash", "-in", certificate],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (folder / f"{subject}.0").write_bytes(certificate.read_bytes())
    return folder


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
            answer = ask(server.url, operation, "/f", SECRET, limits=IMPATIENT)
            assert answer.status
            assert answer.why.isprintable()
            assert answer.server.isprintable()
            assert answer.said is not Said.YES or said.startswith(b"HTTP/1")


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


def test_old_versions_of_tls_are_not_spoken() -> None:
    from tokenlint.probe.doors.trust import tls_context

    context = tls_context(None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
