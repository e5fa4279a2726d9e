"""The root protocol through the XRootD client.

Fakes show what a client is given; the real one is asked where nobody listens.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.doors.address import read_address
from tokenlint.probe.doors.root_commands import OPERATIONS
from tokenlint.probe.doors.roots import RootDoor
from tokenlint.probe.doors.settings import Limits, Settings
from tokenlint.probe.token import Token

SECRET = "made-up-" + "z" * 40
URL = "roots://storage.example:1094/data"
STATED = "[ \"$2\" = stat ] && printf 'Size:   1\\nFlags:  16 (IsReadable)\\n'; "
SHORT = Limits(connect_seconds=1, step_seconds=1, total_seconds=1, body_bytes=100_000)

Ask = Callable[..., Answer]


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], Path]:
    """Fake clients of one script; both record what they were given."""

    def write(script: str) -> Path:
        for name in ("xrdfs", "xrdcp"):
            program = tmp_path / name
            head = f'#!/bin/bash\nprintf "%s\\n" "{name} $*" >>{tmp_path}/asked\n'
            program.write_text(head + script + "\n")
            program.chmod(0o755)
        return tmp_path

    return write


def _door(folder: Path, **settings: object) -> RootDoor:
    path = f"{folder}:/usr/bin:/bin"
    return RootDoor(read_address(URL), Settings(programs=path, limits=SHORT, **settings))  # type: ignore[arg-type]


def _ask(folder: Path, operation: Operation, token: str | None = SECRET, **parts: object) -> Answer:
    door = _door(folder)
    try:
        demand = Demand(operation, **{"path": "/data/f", **parts})  # type: ignore[arg-type]
        return door.ask(demand, Token(token) if token else None)
    finally:
        door.close()


def _asked(folder: Path) -> list[str]:
    return (folder / "asked").read_text().splitlines()


@pytest.mark.parametrize(
    ("operation", "parts", "command"),
    [
        (Operation.STAT, {}, "xrdfs roots://storage.example stat /data/f"),
        (Operation.LIST, {}, "xrdfs roots://storage.example ls /data/f"),
        (Operation.MKDIR, {}, "xrdfs roots://storage.example mkdir /data/f"),
        (Operation.DELETE, {}, "xrdfs roots://storage.example rm /data/f"),
        (Operation.DELETE, {"path": "/data/"}, "xrdfs roots://storage.example rmdir /data/"),
        (Operation.RENAME, {"target": "/g"}, "xrdfs roots://storage.example mv /data/f /g"),
        (Operation.STAGE, {}, "xrdfs roots://storage.example prepare -s /data/f"),
        (Operation.EVICT, {}, "xrdfs roots://storage.example prepare -e /data/f"),
        (
            Operation.POLL,
            {"job": "1:2.3"},
            "xrdfs roots://storage.example query prepare 1:2.3 /data/f",
        ),
        (
            Operation.READ,
            {"path": "/data/../%2e%2e/f"},
            "xrdfs roots://storage.example cat /data/../%2e%2e/f",
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Operation) else None,
)
def test_each_operation_is_a_command(
    fake: Callable[[str], Path], operation: Operation, parts: dict[str, str], command: str
) -> None:
    folder = fake(STATED + "exit 0")
    answer = _ask(folder, operation, **parts)
    assert command in _asked(folder)
    assert answer.curl.endswith(command)
    assert answer.curl.startswith('BEARER_TOKEN="$TOKEN" XrdSecPROTOCOL=ztn ')


@pytest.mark.parametrize(
    ("operation", "force"), [(Operation.CREATE, ""), (Operation.OVERWRITE, "--force ")]
)
def test_an_upload_is_the_content_and_nothing_else(
    fake: Callable[[str], Path], operation: Operation, force: str
) -> None:
    copied = '[ "$0" != "${0%xrdcp}" ] && cp "${@: -2:1}" "${0%/*}/uploaded"; exit 0'
    folder = fake(STATED + copied)
    answer = _ask(folder, operation, content=b"\x00content")
    assert (folder / "uploaded").read_bytes() == b"\x00content"
    assert answer.said is Said.YES
    expected = f"xrdcp --nopbar --silent {force}content roots://storage.example//data/f"
    assert answer.curl.endswith(expected)


def test_the_client_sees_the_token_and_nothing_of_its_user(
    fake: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X509_USER_PROXY", "/proxy")
    monkeypatch.setenv("BEARER_TOKEN_FILE", "/token")
    monkeypatch.setenv("XrdSecGSISRVNAMES", "*")
    folder = fake('env >"${0%/*}/seen"')
    for token in (SECRET, None):
        _ask(folder, Operation.LIST, token)
        seen = dict(line.split("=", 1) for line in (folder / "seen").read_text().splitlines())
        assert (seen.get("BEARER_TOKEN") == SECRET) is bool(token)
        assert seen["XrdSecPROTOCOL"] == ("ztn" if token else "host")
        foreign = {"X509_USER_PROXY", "BEARER_TOKEN_FILE", "XrdSecGSISRVNAMES"}
        assert not foreign & seen.keys()
        assert seen["HOME"] == seen["XDG_RUNTIME_DIR"] != os.environ.get("HOME")
        assert seen["XRD_REDIRECTLIMIT"] == "0"


@pytest.mark.slow
def test_nobody_reads_the_token_in_the_arguments(fake: Callable[[str], Path]) -> None:
    folder = fake('echo $$ >"${0%/*}/pid"; sleep 20 & wait')
    work = threading.Thread(target=_ask, args=(folder, Operation.LIST))
    work.start()
    deadline = time.monotonic() + 5
    while not (folder / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    pid = (folder / "pid").read_text().strip()
    arguments = Path("/proc", pid, "cmdline").read_bytes()
    work.join()
    assert b"ls\0/data/f" in arguments
    assert SECRET.encode() not in arguments


@pytest.mark.slow
@pytest.mark.parametrize("trap", ["", 'trap "" TERM; '], ids=["polite", "stubborn"])
@pytest.mark.parametrize("inner", ["sleep 30", "(trap '' TERM; sleep 30)"], ids=["soft", "hard"])
def test_a_client_that_hangs_is_ended_with_its_children(
    fake: Callable[[str], Path], trap: str, inner: str
) -> None:
    folder = fake(f'{trap}{inner} & echo $! >"${{0%/*}}/child"; wait; sleep 30')
    began = time.monotonic()
    answer = _ask(folder, Operation.LIST)
    assert (answer.said, answer.status) == (Said.NOTHING, "timeout")
    child = (folder / "child").read_text().strip()
    while _runs(child) and time.monotonic() < began + 20:
        time.sleep(0.01)
    assert time.monotonic() < began + 20


def _runs(pid: str) -> bool:
    try:
        return "zombie" not in Path("/proc", pid, "status").read_text()
    except OSError:
        return False


def test_a_client_that_talks_without_end_is_cut(fake: Callable[[str], Path]) -> None:
    answer = _ask(fake("yes"), Operation.LIST)
    assert (answer.said, answer.facts["cut"]) == (Said.YES, "100000")
    quarrels = _ask(fake("yes >&2"), Operation.LIST)
    assert (quarrels.said, quarrels.status) == (Said.NOTHING, "garbage")


def test_attributes_are_read(fake: Callable[[str], Path]) -> None:
    file = fake("printf 'Path:   /f\\nSize:   19\\nFlags:  48 (IsReadable|IsWritable)\\n'")
    assert _ask(file, Operation.STAT).facts == {"thing": "file", "size": "19"}
    folder = fake("printf 'Path:   /f\\nSize:   4096\\nFlags:  51 (XBitSet|IsDir)\\n'")
    assert _ask(folder, Operation.STAT).facts == {"thing": "directory"}
    for words in ("hello", "Size: 5", "Flags: 16 (IsReadable)", "Size: x\\nFlags: 16"):
        assert _ask(fake(f"printf '{words}\\n'"), Operation.STAT).said is Said.NOTHING


def test_the_version_is_asked_for_once(fake: Callable[[str], Path]) -> None:
    folder = fake('[ "$2" = query ] && echo v5.5.3; exit 0')
    door = _door(folder)
    answers = [door.ask(Demand(Operation.LIST, "/"), None) for _ in range(3)]
    door.close()
    assert answers[-1].facts == {"product": "xrootd", "version": "5.5.3"}
    assert sum("query config version" in line for line in _asked(folder)) == 1


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        ("[ERROR] Server responded with an error: [3010] denied\\0", Said.NO, "3010"),
        ("[ERROR] Server responded with an error: [3011] no\\0 (source)", Said.NO, "3011"),
        ("[FATAL] Auth failed: No protocols left to try", Said.NO, "auth"),
        ("[FATAL] Connection error", Said.NOTHING, "refused"),
        ("[FATAL] Invalid address", Said.NOTHING, "unresolved"),
        ("[FATAL] Socket error: connection reset by peer", Said.NOTHING, "closed"),
        ("[FATAL] TLS error: Unable to use CA", Said.NOTHING, "certificate"),
        ("[FATAL] Redirect limit has been reached", Said.NOTHING, "redirect"),
        ("[ERROR] Operation expired", Said.NOTHING, "timeout"),
        ("[ERROR] Invalid operation: file exists", Said.NOTHING, "exists"),
        ("\\033[2Jowned", Said.NOTHING, "garbage"),
    ],
)
def test_what_the_client_says_is_a_word(
    fake: Callable[[str], Path], words: str, said: Said, status: str
) -> None:
    answer = _ask(fake(f"printf '{words}' >&2; exit 54"), Operation.LIST)
    assert (answer.said, answer.status) == (said, status)
    assert answer.content.decode().isprintable()
    assert bool(answer.why) is (said is Said.NOTHING)
    assert bool(answer.facts.get("advice")) is (said is Said.NOTHING)


def test_a_folder_is_taken_away_when_it_is_no_file(fake: Callable[[str], Path]) -> None:
    script = '[ "$2" = rm ] && { echo "error: [3016] is a directory" >&2; exit 54; }; exit 0'
    folder = fake(script)
    answer = _ask(folder, Operation.DELETE)
    assert answer.said is Said.YES
    assert answer.curl.endswith("rmdir /data/f")


@pytest.mark.parametrize(
    "operation", sorted(OPERATIONS - {Operation.DELETE, Operation.POLL}), ids=str
)
def test_a_folder_is_not_taken_away_by_anything_but_a_deletion(
    fake: Callable[[str], Path], operation: Operation
) -> None:
    script = '[ "$2" = rmdir ] && exit 0; echo "error: [3016] is a directory" >&2; exit 54'
    folder = fake(script)
    target = {"target": "/g"} if operation in {Operation.RENAME, Operation.RENAME_OVER} else {}
    answer = _ask(folder, operation, **target)
    assert (answer.said, answer.status) == (Said.NO, "3016")
    assert not any(" rmdir " in line for line in _asked(folder))


@pytest.mark.parametrize("operation", [Operation.READ, Operation.CREATE, Operation.OVERWRITE])
def test_a_service_that_redirects_is_not_asked_to_open_a_file(
    fake: Callable[[str], Path], operation: Operation
) -> None:
    folder = fake('[ "$2" = stat ] && { echo "Redirect limit has been reached" >&2; exit 51; }')
    answer = _ask(folder, operation)
    assert (answer.said, answer.status) == (Said.NOTHING, "redirect")
    assert _asked(folder) == ["xrdfs roots://storage.example stat /data/f"]


@pytest.mark.parametrize("path", ["/a b", "/a'b", '/a"b', "/a?authz=x", "/a\\b", "/a\nb", "a", ""])
def test_what_the_client_would_take_otherwise_is_not_sent(
    fake: Callable[[str], Path], path: str
) -> None:
    folder = fake("exit 0")
    with pytest.raises(Unsupported):
        _ask(folder, Operation.READ, path=path)
    assert not (folder / "asked").exists()


def test_a_token_that_is_handed_back_is_not_shown(fake: Callable[[str], Path]) -> None:
    answer = _ask(fake('echo "$BEARER_TOKEN"; echo "[3010] $BEARER_TOKEN" >&2'), Operation.LIST)
    assert SECRET.encode() not in answer.content
    refused = _ask(fake('echo "error: [3010] $BEARER_TOKEN" >&2; exit 54'), Operation.LIST)
    assert b"(token)" in refused.content
    assert SECRET not in repr((answer, refused, refused.content))


def test_without_the_client_there_is_advice(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xrdfs of the XRootD client is not installed") as caught:
        RootDoor(read_address(URL), Settings(programs=str(tmp_path)))
    assert "https" in caught.value.advice


def test_authorities_of_the_client_are_a_folder(fake: Callable[[str], Path]) -> None:
    folder = fake("exit 0")
    with pytest.raises(UsageError, match="trusts nothing else"):
        _door(folder, authorities=folder / "ca.pem")
    door = _door(folder, authorities=folder)
    assert door.ask(Demand(Operation.LIST, "/"), None).curl.startswith(f"X509_CERT_DIR={folder} ")
    door.close()


def test_the_real_client_where_nothing_listens(unavailable: Callable[[str], None]) -> None:
    if shutil.which("xrdfs") is None:
        unavailable("xrdfs is missing")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # it does not listen
        url = f"roots://127.0.0.1:{taken.getsockname()[1]}/"
        door = RootDoor(read_address(url), Settings(limits=Limits(connect_seconds=1)))
        answer = door.ask(Demand(Operation.STAT, "/"), Token(SECRET))
        door.close()
    assert (answer.said, answer.status) == (Said.NOTHING, "refused")
