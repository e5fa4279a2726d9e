"""Operations over WebDAV against the reference server: what is sent, done and told."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.probe.doors.asking import ask, door_to, planted
from tests.probe.reference import Hostile, Planted, Reference, hostile, reference
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said, Unsupported
from tokenlint.probe.doors.product import implementation_of
from tokenlint.probe.token import Token


@pytest.fixture(params=[False, True], ids=["http", "https"])
def server(request: pytest.FixtureRequest) -> Iterator[Reference]:
    with reference(tls=request.param, tape=True) as started:
        planted(started.root)
        yield started


def test_every_operation_is_done_and_told(server: Reference) -> None:
    data, token = server.root / "data", Token(server.token())
    door = door_to(server.url, authorities=server.ca)

    def said(operation: Operation, path: str, target: str = "", content: bytes = b"") -> str:
        answer = door.ask(Demand(operation, path, target, content), token)
        assert answer.said is Said.YES, answer
        return answer.status

    assert said(Operation.CREATE, "/data/new", content=b"one") == "201"
    assert (data / "new").read_bytes() == b"one"
    assert said(Operation.OVERWRITE, "/data/new", content=b"") == "204"
    assert (data / "new").read_bytes() == b""
    assert said(Operation.MKDIR, "/data/made") == "201"
    assert (data / "made").is_dir()
    assert said(Operation.RENAME, "/data/new", "/data/made/named") == "201"
    assert said(Operation.RENAME_OVER, "/data/made/named", "/data/f") == "204"
    assert (data / "f").read_bytes() == b""
    assert said(Operation.DELETE, "/data/f") == "204"
    assert not (data / "f").exists()
    door.close()


def test_a_file_and_a_folder_are_told_apart(server: Reference) -> None:
    file = ask(server.url, Operation.STAT, "/data/f", server.token(), authorities=server.ca)
    folder = ask(server.url, Operation.STAT, "/data", server.token(), authorities=server.ca)
    assert file.facts == {"http": "207", "thing": "file", "size": "12"}
    assert folder.facts == {"http": "207", "thing": "directory"}


def test_what_is_read_and_listed_is_the_content(server: Reference) -> None:
    (server.root / "data" / "with space").write_bytes(b"")
    read = ask(server.url, Operation.READ, "/data/f", server.token(), authorities=server.ca)
    names = ask(server.url, Operation.LIST, "/data", server.token(), authorities=server.ca)
    assert read.content == b"content of f"
    assert sorted(names.content.decode().split("\n")) == ["f", "folder", "with space"]


def test_what_is_not_there_or_not_allowed_is_no(server: Reference) -> None:
    token = server.token(scope="storage.read:/data")
    absent = ask(server.url, Operation.STAT, "/data/none", token, authorities=server.ca)
    beside = ask(server.url, Operation.READ, "/database/f", token, authorities=server.ca)
    nobody = ask(server.url, Operation.READ, "/data/f", None, authorities=server.ca)
    seen = [(each.said, each.status) for each in (absent, beside, nobody)]
    assert seen == [(Said.NO, "404"), (Said.NO, "403"), (Said.NO, "401")]


def test_a_rename_overwrites_only_when_it_is_told_to(server: Reference) -> None:
    (server.root / "data" / "g").write_bytes(b"g")
    asked = {"target": "/data/f", "authorities": server.ca}
    kept = ask(server.url, Operation.RENAME, "/data/g", server.token(), **asked)
    assert (kept.said, kept.status) == (Said.NO, "412")
    assert (server.root / "data" / "f").read_bytes() == b"content of f"


@pytest.mark.parametrize(
    "path",
    [
        "/data/../database/f",
        "/data/%2e%2e/database/f",
        "/data/..%2fdatabase/f",
        "//data//f",
        "/a[1]",
    ],
)
def test_a_path_goes_out_as_it_is_spelled(path: str) -> None:
    with hostile(Hostile.ECHO) as server:
        answer = ask(server.url, Operation.READ, path, None)
        assert answer.content.startswith(f"GET {path} HTTP/1.1\r\n".encode())


def test_traversal_leads_out_where_a_server_lets_it() -> None:
    flaws = frozenset({Planted.DECODES_TRAVERSAL})
    for sloppy, said in ((flaws, Said.YES), (frozenset(), Said.NO)):
        with reference(flaws=sloppy) as server:
            planted(server.root)
            token = server.token(scope="storage.read:/data")
            answer = ask(server.url, Operation.READ, "/data/%2e%2e/database/f", token)
            assert answer.said is said


def test_files_on_tape_are_staged_polled_and_evicted(server: Reference) -> None:
    server.nearline.add("/data/f")
    token = server.token(scope="storage.stage:/data storage.read:/data")

    def told(operation: Operation) -> tuple[Said, str]:
        answer = ask(server.url, operation, "/data/f", token, authorities=server.ca)
        return answer.said, answer.facts.get("locality", answer.status)

    assert told(Operation.READ) == (Said.NO, "409")
    assert told(Operation.POLL) == (Said.YES, "TAPE")
    assert told(Operation.STAGE) == (Said.YES, "201")
    assert told(Operation.POLL) == (Said.YES, "DISK_AND_TAPE")
    assert told(Operation.READ) == (Said.YES, "200")
    assert told(Operation.EVICT) == (Said.YES, "200")
    assert told(Operation.POLL) == (Said.YES, "TAPE")


def test_staging_that_fails_is_no_though_it_was_accepted(server: Reference) -> None:
    token = server.token(scope="storage.stage:/data")
    answer = ask(server.url, Operation.STAGE, "/data/none", token, authorities=server.ca)
    assert (answer.said, answer.status) == (Said.NO, "201/failed")
    elsewhere = ask(server.url, Operation.POLL, "/database/f", token, authorities=server.ca)
    assert (elsewhere.said, elsewhere.status) == (Said.NO, "200/error")


def test_a_service_without_tape_has_no_such_requests() -> None:
    with reference() as server:
        door = door_to(server.url)
        assert not any(map(door.can, (Operation.STAGE, Operation.POLL, Operation.EVICT)))
        assert door.can(Operation.STAT)
        with pytest.raises(Unsupported, match="offers no WLCG Tape REST API"):
            door.ask(Demand(Operation.STAGE, "/data/f"), Token(server.token()))
        assert len(server.log) == 1, "it is asked for once, and without a token"
        assert not server.log[0].token
        door.close()


def test_a_tape_service_elsewhere_sees_tokens_only_when_it_is_named() -> None:
    with reference(tape=True) as tape, reference(tape=True) as server:
        planted(tape.root)
        assert server.tape is not None
        server.tape.uri = f"{tape.url}/api/v1"
        token = tape.token()
        with pytest.raises(Unsupported, match="was not named"):
            ask(server.url, Operation.POLL, "/data/f", token)
        assert not tape.log
        named = frozenset({tape.url})
        answer = ask(server.url, Operation.POLL, "/data/f", token, tape_origins=named)
        assert answer.said is Said.YES
        assert [entry.token for entry in tape.log] == [True]


def test_what_has_no_request_is_unsupported(server: Reference) -> None:
    door = door_to(server.url, authorities=server.ca)
    assert not door.can(Operation.SUBMIT)
    with pytest.raises(Unsupported, match="no request for submit"):
        door.ask(Demand(Operation.SUBMIT), None)
    for path in ("data", "/with space", "/new\nline", "/späth", "/a#b", ""):
        with pytest.raises(Unsupported):
            door.ask(Demand(Operation.READ, path), None)
    assert not server.log


def test_connections_are_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from tokenlint.probe.doors import wire

    made: list[str] = []
    connected = wire.connected
    monkeypatch.setattr(wire, "connected", lambda *args: made.append(args[0]) or connected(*args))
    with reference() as server:
        door = door_to(server.url)
        tokens = [Token(server.token()), Token(server.token()), None]
        for token in tokens * 5:
            door.ask(Demand(Operation.STAT, "/"), token)
        door.close()
    assert len(made) == len(tokens)  # one for each: none is taken for another


@pytest.mark.parametrize(
    ("operation", "parts"),
    [
        (Operation.STAT, {}),
        (Operation.LIST, {}),
        (Operation.READ, {"path": "/data/folder/%2e%2e/f"}),
        (Operation.CREATE, {"path": "/data/it's", "content": b"@a 'b' $HOME\"\\"}),
        (Operation.CREATE, {"path": "/data/new", "content": bytes(range(256))}),
        (Operation.OVERWRITE, {"path": "/data/f", "content": b""}),
        (Operation.RENAME, {"path": "/data/f", "target": "/data/$(id)[1-3]{a,b}"}),
        (Operation.MKDIR, {"path": "/data/m"}),
        (Operation.DELETE, {"path": "/data/f"}),
        (Operation.POLL, {"path": "/data/f"}),
    ],
    ids=lambda value: value.value if isinstance(value, Operation) else None,
)
def test_the_line_of_curl_does_the_same(
    server: Reference, operation: Operation, parts: dict[str, object], tmp_path: Path
) -> None:
    demand = Demand(operation, **{"path": "/data/f", **parts})  # type: ignore[arg-type]
    token = server.token()
    with reference(tls=server.ca is not None, tape=True) as other:
        planted(other.root)
        door = door_to(other.url, authorities=other.ca)
        answer = door.ask(demand, Token(other.token()))
        door.close()
        line = answer.curl.replace(other.url, server.url).replace(str(other.ca), str(server.ca))
        done = subprocess.run(
            [shutil.which("bash") or "bash", "-c", line],
            env={"PATH": os.environ["PATH"], "TOKEN": token, "HOME": str(tmp_path)},
            capture_output=True,
            check=False,
            timeout=20,
        )
        assert f" {answer.facts['http']} ".encode() in done.stdout.splitlines()[0]
        assert _tree(server.root) == _tree(other.root)
    assert "$TOKEN" in line
    assert token not in line


def _tree(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes() if file.is_file() else b"(folder)"
        for file in root.rglob("*")
    }


def test_a_request_without_a_token_has_none_in_its_line() -> None:
    with reference() as server:
        assert "TOKEN" not in ask(server.url, Operation.READ, "/x", None).curl


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("XrootD/v5.5.3", "xrootd@5.5.3"),
        ("XRootD", "xrootd"),
        ("dCache/9.2.1", "dcache@9.2.1"),
        ("nginx/1.24.0", ""),
        ("Reference/1.0", ""),
    ],
)
def test_a_product_is_known_by_its_name(header: str, named: str) -> None:
    with reference(product=header) as server:
        answer = ask(server.url, Operation.STAT, "/", server.token())
        assert answer.server == header
        assert implementation_of([answer, answer]) == named
