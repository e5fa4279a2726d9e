"""`tokenlint can`: what is asked, who answers, which exit code."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import AT, program, tokenlint
from tests.conftest import ROOT
from tests.credentials.macaroon.minting import minted
from tests.credentials.proxy.made import attributes, file
from tests.judging import QUICK_HEADER
from tests.minting import claims, jwks, mint
from tests.permissions.asking import VO

NORTH = ROOT / "examples" / "storage"
DELETE = "delete /data/vo/scratch/x"


@pytest.fixture(autouse=True)
def _there(here: Path) -> None:
    """Every test works in a folder of its own."""


@pytest.fixture
def captured(here: Path) -> Path:
    """A token of the VO that may read."""
    file = here / "captured.jwt"
    file.write_text(mint(claims(**VO, scope="storage.read:/scratch"), QUICK_HEADER))
    return file


def can(*arguments: str | Path, **more: Any) -> Any:
    return tokenlint("can", "--at", AT, *arguments, **more)


def test_by_the_profile(captured: Path) -> None:
    result = can(captured)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "What it can do with files by WLCG profile 1.3" in result.stdout
    assert f"note: the token came from {captured}" in " ".join(result.stdout.split())


def test_at_a_service_with_the_deciding_line_in_a_frame(captured: Path) -> None:
    result = can(captured, "--service", NORTH, "--request", DELETE)
    assert result.exit_code == 0
    assert f" ✓ YES  {DELETE}  at XRootD 5.7.1 (" in result.stdout
    assert "│ o https://issuer.vo.example /data/vo/scratch a" in result.stdout


def test_files_of_a_service_can_be_named_one_by_one(captured: Path) -> None:
    files = [NORTH / name for name in ("xrootd.cfg", "scitokens.cfg", "authdb")]
    options = [each for file in files for each in ("--service", file)]
    assert can(captured, *options, "--request", DELETE, "--expect", "yes").exit_code == 0


@pytest.mark.parametrize(("release", "expected"), [("xrootd@5.4.3", "yes"), ("xrootd@6.2.1", "no")])
def test_releases_of_a_service(here: Path, release: str, expected: str) -> None:
    file = here / "t.jwt"
    file.write_text(mint(claims(**VO, scope="storage.read:/o storage.create:/o"), QUICK_HEADER))
    asked = ("--request", "delete /data/vo/o/x", "--expect", expected)
    assert can(file, "--service", NORTH, "--implementation", release, *asked).exit_code == 0


@pytest.mark.parametrize(("expected", "code"), [("yes", 0), ("no", 1)])
def test_an_expectation_is_an_assertion(captured: Path, expected: str, code: int) -> None:
    asked = ("--service", NORTH, "--path", "/data/vo/scratch/x", "--operation", "delete")
    assert can(captured, *asked, "--expect", expected).exit_code == code


def test_depends_is_neither_expected_answer(captured: Path, here: Path) -> None:
    keys = here / "keys.json"
    keys.write_text(json.dumps(jwks("EdDSA", kids=("another",))))
    asked = ("--jwks", keys, "--request", "read /scratch/x", "--expect")
    assert can(captured, *asked, "yes").exit_code == 1
    assert can(captured, *asked, "no").exit_code == 1


def test_a_signature_can_be_verified(captured: Path, here: Path) -> None:
    keys = here / "keys.json"
    keys.write_text(json.dumps(jwks("ES256")))
    result = can(captured, "--jwks", keys, "--request", "read /scratch/x")
    assert "verified with key key-1" in result.stdout
    keys.write_text(json.dumps(jwks("ES256", owner="somebody else")))
    result = can(captured, "--jwks", keys, "--request", "read /scratch/x", "--expect", "no")
    assert (result.exit_code, "not that of the given keys" in result.stdout) == (0, True)


def test_a_service_may_know_itself_by_another_audience(captured: Path) -> None:
    asked = ("--request", "read /scratch/x", "--expect", "no")
    result = can(captured, "--audience", "https://a.example", *asked)
    assert result.exit_code == 0
    assert "would be yes with  the audience https://a.example\n" in result.stdout


def test_standard_input_and_discovery(captured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = captured.read_bytes()
    result = can("-", "--format", "json", stdin=token)
    assert json.loads(result.stdout)["notes"] == ["the token came from standard input"]
    monkeypatch.setenv("BEARER_TOKEN", token.decode())
    assert "BEARER_TOKEN" in json.loads(can("--format", "json").stdout)["notes"][0]


def test_a_token_is_never_taken_from_the_arguments() -> None:
    token = mint(claims(), QUICK_HEADER)
    result = can(token)
    assert (result.exit_code, token[:40] in result.output) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--request", "remove /x"], "is no operation"),
        (["--request", "delet /x"], "did you mean delete?"),
        (["--request", "delete"], "is no path"),
        (["--request", "delete x"], "write it from the root"),
        (["--request", "submit /x"], "about jobs"),
        (["--request", "read /x", "--path", "/x"], "--request says operation and path"),
        (["--path", "x"], "is no path"),
        (["--operation", "x"], "there are stat, list"),
        (["--expect", "yes"], "--expect needs --request or --path"),
        (["--implementation", "nothing"], "no rows are known"),
        (["--service", str(NORTH), "--audience", "https://a.example"], "without --service"),
        (["--service", str(NORTH), "--request", "submit"], "asked about jobs"),
        (["--service", str(NORTH), "--operation", "submit"], "asked about jobs"),
        (["--service", str(NORTH), "--implementation", "dcache"], "none of the services"),
        (["--at", "soon"], "is no time"),
        (["--service", "nowhere"], "does not exist"),
    ],
)
def test_slips_of_the_pen(captured: Path, arguments: list[str], words: str) -> None:
    result = can(captured, *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_a_folder_without_a_service_is_nothing(captured: Path, here: Path) -> None:
    (here / "empty").mkdir()
    result = can(captured, "--service", here / "empty")
    assert result.exit_code == 3
    assert "no service that holds files or runs jobs" in result.stderr


def test_no_token_anywhere_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from tokenlint.cli import reading

    monkeypatch.setattr(reading, "discover", lambda *_: reading.NotFound(("here",)))
    assert can().exit_code == 3


def test_what_cannot_be_read_makes_it_incomplete(captured: Path, here: Path) -> None:
    odd = here / "letter.txt"
    odd.write_text("Dear colleague,\n")
    result = can(captured, "--service", NORTH, "--service", odd, "--request", DELETE)
    assert result.exit_code == 4
    assert "neither a workflow declaration" in " ".join(result.stdout.split())
    assert f"YES  {DELETE}" in result.stdout
    alone = can(captured, "--service", odd, "--request", DELETE, "--expect", "yes")
    assert alone.exit_code == 4


@pytest.mark.parametrize("data", [b"", b"no token", b"eyJhbGciOiJub25lIn0.e30", b"\xff\x00" * 99])
def test_an_unreadable_credential_is_no_answer(data: bytes) -> None:
    result = can("-", "--service", NORTH, "--request", DELETE, stdin=data)
    expected = {b"eyJhbGciOiJub25lIn0.e30": 0}.get(data, 4)
    assert result.exit_code == expected
    if expected:
        assert "no claims can be read in it" in result.stderr


MAPPING = """\
tokenlint: mapping/1
services:
  disk:
    audience: https://disk.north.example
    rights: [{who: /made-up, scope: "storage.read:/data"}]
"""


@pytest.fixture
def held(here: Path) -> Path:
    """A folder with a proxy, a macaroon, a token with groups and a mapping."""
    (here / "x509up_u1").write_bytes(file(attributes()))
    (here / "shared").write_bytes(minted("path:/data", "activity:MANAGE", END))
    (here / "groups").write_text(mint(claims(**GROUPS), QUICK_HEADER))
    (here / "m.yaml").write_text(MAPPING)
    return here


END = "before:2026-11-20T13:00:00Z"
GROUPS = {"scope": None, "aud": "https://disk.north.example", "wlcg.groups": ["/made-up"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x509up_u1",), ["any service: depends"]),
        (("x509up_u1", "--mapping", "m.yaml"), ["disk: yes"]),
        (("x509up_u1", "--implementation", "dcache"), ["dCache: depends"]),
        (("x509up_u1", "--service", NORTH), ["xrootd.cfg: depends"]),
        (("groups",), ["WLCG profile 1.3: depends"]),
        (("groups", "--mapping", "m.yaml"), ["disk: yes"]),
        (("shared",), ["dCache: no", "XRootD: no"]),
        (("shared", "--implementation", "xrootd"), ["XRootD: no"]),
        (("shared", "--service", NORTH), ["xrootd.cfg: depends"]),
    ],
)
@pytest.mark.usefixtures("held")
def test_every_kind_of_credential(arguments: tuple[str | Path, ...], words: list[str]) -> None:
    result = can(*arguments, "--request", "read /data/x", "--format", "concise")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [row for row in result.stdout.splitlines() if not row.startswith("note:")]
    assert len(rows) == len(words)
    for row, expected in zip(rows, words, strict=True):
        assert f"{expected}: read /data/x: " in row
    assert json.loads(can(*arguments, "--format", "json").stdout)["notes"]


def test_no_key_and_no_signature_is_shown(held: Path) -> None:
    proxy, macaroon = (held / "x509up_u1").read_text(), (held / "shared").read_text()
    for name in ("x509up_u1", "shared"):
        for form in ("full", "concise", "json"):
            shown = can(name, "--format", form, "--mapping", "m.yaml").stdout
            assert macaroon[-20:] not in shown
            assert not any(line in shown for line in proxy.split() if len(line) > 20)
            assert "Made Up Person" not in shown


@pytest.mark.usefixtures("held")
def test_the_row_of_a_mapping_is_shown_in_a_frame() -> None:
    result = can("x509up_u1", "--mapping", "m.yaml", "--request", "read /data/x")
    assert '5 │     rights: [{who: /made-up, scope: "storage.read:/data"}]' in result.stdout
    assert "the row of disk about /made-up grants storage.read:/data" in result.stdout


@pytest.mark.parametrize("name", ["captured.jwt", "shared"])
@pytest.mark.usefixtures("held", "captured")
def test_a_mapping_that_is_not_used_is_told(name: str) -> None:
    assert "the mapping is not used" in can(name, "--mapping", "m.yaml", "--format=json").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x509up_u1", "--jwks", "keys.json"), "this is a proxy"),
        (("shared", "--jwks", "keys.json"), "this is a macaroon"),
        (("shared", "--implementation", "storm-webdav"), "issues no macaroons"),
        (("shared", "--request", "submit"), "asked about jobs"),
        (("x509up_u1", "--mapping", "m.yaml", "--request", "submit"), "asked about jobs"),
        (("x509up_u1", "--mapping", "m.yaml", "--service", NORTH), "without --service"),
        (("x509up_u1", "--mapping", "m.yaml", "--implementation", "dcache"), "without --mapping"),
        (("groups", "--mapping", "m.yaml", "--audience", "https://a.example"), "lists no service"),
    ],
)
def test_slips_with_other_credentials(
    held: Path, arguments: tuple[str | Path, ...], words: str
) -> None:
    (held / "keys.json").write_text(json.dumps(jwks("ES256")))
    result = can(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_what_of_another_credential_cannot_be_read_is_no_answer(held: Path) -> None:
    for name, words in (("x509up_u1", "read as a proxy"), ("shared", "read this as a macaroon")):
        data = (held / name).read_bytes()
        torn = data.replace(b"MII", b"MIJ", 1) if name == "x509up_u1" else data[:60]
        result = can("-", "--mapping", "m.yaml", "--path", "/x", "--expect", "no", stdin=torn)
        assert result.exit_code == 4
        assert words in " ".join(result.stderr.split())
        assert result.stdout == ""


def test_a_broken_mapping_is_not_used_at_all(held: Path) -> None:
    (held / "m.yaml").write_text(MAPPING.replace("storage.read", "storage.reed"))
    assert can("x509up_u1", "--mapping", "m.yaml").exit_code == 4


def test_as_a_program_it_needs_no_engine(captured: Path) -> None:
    done = program("can", captured, "--at", AT, "--format", "concise", "--service", str(NORTH))
    assert (done.returncode, done.stderr) == (0, b"")
    assert b": yes: delete /data/vo/scratch: " in done.stdout
