"""The door of an HTCondor-CE, with tools that print what those of HTCondor print.

No daemon of HTCondor can be installed from the packages of Debian or the Python index,
so no real CE was asked; the words are those of HTCondor's source.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import claims, mint
from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said, Unsupported
from tokenlint.probe.doors.condor import LEVELS, CondorDoor
from tokenlint.probe.doors.condor_words import read_words
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.settings import Limits, Settings
from tokenlint.probe.token import Token

WRITE = "compute.create compute.modify compute.cancel"
TOOL = """#!{python} -IS
import base64, json, os, pathlib, stat, sys, time
file = pathlib.Path(os.environ["_condor_SCITOKENS_FILE"])
seen = {{"arguments": sys.argv[1:], "environment": sorted(os.environ), "file": str(file)}}
seen["authentication"] = os.environ["_condor_SEC_CLIENT_AUTHENTICATION"]
seen["modes"] = [stat.S_IMODE(each.stat().st_mode) for each in (file, file.parent)]
(pathlib.Path(sys.argv[0]).parent / "seen.json").write_text(json.dumps(seen))
{before}
level, text = sys.argv[-1], file.read_text().strip()
if not text:
    print(level + " failed!\\nAUTHENTICATE:1003:Failed to authenticate with any method\\n")
    sys.exit(1)
body = text.split(".")[1]
scope = set(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["scope"].split())
needs = {{"READ": {{"compute.read"}}, "WRITE": set("{write}".split())}}[level]
granted = "TRUE" if needs <= scope else "FALSE"
print("Destination:                 schedd ce.example")
print("Remote Version:              $CondorVersion: 23.0.12 2024-06-13 BuildID: 1 $")
print("Local  Version:              $CondorVersion: 23.0.12 2024-06-13 BuildID: 1 $")
print("Instruction:                 " + level)
print("Authenticated using:         SCITOKENS\\nRemote Mapping:              nobody@users")
print("Authorized:                  " + granted + "\\n")
"""


def tool(folder: Path, before: str = "", name: str = "condor_ce_ping") -> Path:
    folder.mkdir(exist_ok=True)
    text = TOOL.format(python=sys.executable, before=before, write=WRITE)
    (folder / name).write_text(text)
    (folder / name).chmod(0o700)
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    return tool(tmp_path / "bin")


def door(programs: Path, **more: object) -> CondorDoor:
    opened = open_door(
        "condor://ce.example",
        Settings(programs=str(programs), **more),  # type: ignore[arg-type]  # as they are named
    )
    assert isinstance(opened, CondorDoor)
    return opened


def token(scope: str) -> Token:
    return Token(mint(claims(scope=scope)))


def seen(programs: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((programs / "seen.json").read_text())
    return found


@pytest.mark.parametrize(
    ("operation", "scope", "said"),
    [
        (Operation.QUERY, "compute.read", Said.YES),
        (Operation.QUERY, WRITE, Said.NO),
        (Operation.SUBMIT, "compute.create", Said.NO),
        (Operation.SUBMIT, WRITE, Said.YES),
        (Operation.CANCEL, WRITE, Said.YES),
        (Operation.MODIFY_JOB, "compute.read", Said.NO),
    ],
)
def test_the_level_is_what_is_granted(
    programs: Path, operation: Operation, scope: str, said: Said
) -> None:
    answer = door(programs).ask(Demand(operation), token(scope))
    assert answer.said is said
    assert answer.facts["level"] == LEVELS[operation]
    assert answer.facts["judged-by"] == "level"
    assert (answer.facts["method"], answer.facts["version"]) == ("SCITOKENS", "23.0.12")
    assert not answer.job  # nothing was submitted


def test_the_token_is_in_a_private_file_and_nowhere_else(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BEARER_TOKEN", "X509_USER_PROXY", "_CONDOR_SCITOKENS_FILE"):
        monkeypatch.setenv(name, "of somebody else")
    bearer = token(WRITE)
    answer = door(programs).ask(Demand(Operation.SUBMIT), bearer)
    told = seen(programs)
    assert told["modes"] == [0o600, 0o700]
    assert told["authentication"] == "REQUIRED", "what anybody may do is no right of the token"
    assert not Path(str(told["file"])).parent.exists()
    assert not any(bearer.value in word for word in told["arguments"])
    words = "-verbose -name ce.example -pool ce.example:9619 WRITE"
    assert told["arguments"] == words.split()
    names = set(told["environment"])
    assert not names & {"BEARER_TOKEN", "X509_USER_PROXY", "_CONDOR_SCITOKENS_FILE"}
    assert bearer.value not in repr(answer)
    assert '"$TOKEN_FILE"' in answer.curl


def test_without_a_token_none_is_found(programs: Path) -> None:
    answer = door(programs).ask(Demand(Operation.SUBMIT), None)
    assert (answer.said, answer.status) == (Said.NO, "not-authenticated")
    assert seen(programs)["authentication"] == "OPTIONAL"


def test_the_runtime_folder_of_the_user_comes_first(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    door(programs).ask(Demand(Operation.QUERY), token("compute.read"))
    assert str(seen(programs)["file"]).startswith(f"{runtime}/")
    assert not list(runtime.iterdir())


@pytest.mark.slow
def test_a_tool_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    before = (
        "import subprocess; child = subprocess.Popen(['sleep', '60'])\n"
        "(pathlib.Path(sys.argv[0]).parent / 'child').write_text(str(child.pid))\ntime.sleep(60)"
    )
    programs = tool(tmp_path / "bin", before)
    started = time.monotonic()
    limits = Limits(total_seconds=1)
    answer = door(programs, limits=limits).ask(Demand(Operation.QUERY), token("compute.read"))
    assert (answer.said, answer.status) == (Said.NOTHING, "timeout")
    assert time.monotonic() - started < 10
    state = Path(f"/proc/{(programs / 'child').read_text()}/stat")
    for _ in range(100):
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("a child of the tool goes on")
    assert not Path(str(seen(programs)["file"])).exists()


def test_a_tool_that_talks_without_end_is_stopped(tmp_path: Path) -> None:
    programs = tool(tmp_path / "bin", "while True: print('Authorized: TRUE' * 100)")
    started = time.monotonic()
    answer = door(programs).ask(Demand(Operation.QUERY), token("compute.read"))
    assert (answer.said, answer.status) == (Said.NOTHING, "garbage")
    assert time.monotonic() - started < 10


def test_a_tool_that_cannot_be_started(programs: Path) -> None:
    opened = door(programs)
    (programs / "condor_ce_ping").write_text("#!/no/such/program\n")
    answer = opened.ask(Demand(Operation.QUERY), token("compute.read"))
    assert (answer.said, answer.status) == (Said.NOTHING, "unusable")


def test_without_the_tools_there_is_no_door(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not installed"):
        door(tmp_path)


def test_the_tool_of_the_batch_system_will_do(tmp_path: Path) -> None:
    programs = tool(tmp_path / "bin", name="condor_ping")
    assert door(programs).ask(Demand(Operation.QUERY), token("compute.read")).said is Said.YES


@pytest.mark.parametrize("operation", sorted(set(Operation) - LEVELS.keys()))
def test_what_has_no_level(programs: Path, operation: Operation) -> None:
    assert not door(programs).can(operation)
    with pytest.raises(Unsupported):
        door(programs).ask(Demand(operation), None)


@pytest.mark.parametrize(
    ("text", "said", "status"),
    [
        ("Authorized:                  FALSE\n", Said.NO, "denied"),
        ("Authentication:              none\nAuthorized:   TRUE\n", Said.YES, "allowed"),
        (
            'WRITE failed!\nSECMAN:2010:Received "DENIED" from server using method X\n',
            Said.NO,
            "denied",
        ),
        (
            "WRITE failed!\nAUTHENTICATE:1003:Failed to authenticate with any method\n",
            Said.NO,
            "not-authenticated",
        ),
        (
            "READ failed!\nCEDAR:6001:Failed to connect to <127.0.0.1:9619>\n",
            Said.NOTHING,
            "refused",
        ),
        ("ERROR: couldn't locate ce.example!\n", Said.NOTHING, "unresolved"),
        ("READ failed!\nSECMAN:2007:Failed to end classad message.\n", Said.NOTHING, "closed"),
        (
            "READ failed!\nAUTHENTICATE:1003:Failed\nSSL:1:certificate verify failed\n",
            Said.NOTHING,
            "certificate",
        ),
        ("READ failed!\n", Said.NOTHING, "garbage"),
        ("AUTHENTICATE:1003\n", Said.NOTHING, "garbage"),
        ("", Said.NOTHING, "garbage"),
    ],
)
def test_words(text: str, said: Said, status: str) -> None:
    words = read_words(text, "ce.example:9619")
    assert (words.said, words.status) == (said, status)
    assert bool(words.why) is (said is Said.NOTHING)


@given(st.text())
def test_no_words_are_taken_for_leave(text: str) -> None:
    words = read_words(text, "ce.example")
    assert words.said is not Said.YES or "Authorized:" in text
