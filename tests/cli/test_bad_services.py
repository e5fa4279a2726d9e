"""What bad configurations of services get: a message at its place, and the rest is judged."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import bad_issuers
from tests.cli.bad_services import CASES, INCOMPLETE, OWNS_ROOT, SCITOKENS, Bad, Said
from tests.cli.command import USUAL, tokenlint, use_running
from tests.judging import Scripted
from tokenlint.policy.engine import Engine


@pytest.fixture(autouse=True)
def judged(shipped_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """Commands are answered by the real engine, which stays when they end."""
    return use_running(monkeypatch, shipped_engine)


def checked(here: Path, bad: Bad) -> tuple[int, set[Said]]:
    """The exit code, and everything that was said."""
    for name, content in bad.files.items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = tokenlint("check", *USUAL, "--format=json", *bad.options, ".")
    assert "Traceback" not in result.output
    whole = json.loads(result.stdout)
    errors = {(_place(e["source"]), e["kind"], e["reason"]) for e in whole["errors"]}
    findings = {(_place(f["locations"][0]), f["rule"], f["message"]) for f in whole["findings"]}
    return result.exit_code, errors | findings


def _place(source: Mapping[str, object]) -> str:
    parts = (source.get(key) for key in ("file", "line", "column"))
    return ":".join(str(part) for part in parts if part)


def has(said: set[Said], wanted: Said) -> bool:
    return any((place, kind) == wanted[:2] and wanted[2] in words for place, kind, words in said)


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES)
def test_bad_input(here: Path, bad: Bad) -> None:
    code, said = checked(here, bad)
    for wanted in (*bad.said, *bad.rest):
        assert has(said, wanted), said
    assert code == bad.code
    assert all(kind.startswith("SVC") or bad.code == INCOMPLETE for _, kind, _ in said)


@pytest.mark.parametrize("bad", bad_issuers.CASES.values(), ids=bad_issuers.CASES)
def test_bad_input_of_issuers(here: Path, bad: Bad) -> None:
    code, said = checked(here, bad)
    for wanted in (*bad.said, *bad.rest):
        assert has(said, wanted), said
    assert code == bad.code


@pytest.mark.parametrize("name", ["authdb", "condor_mapfile", "rucio.cfg", "pelican.yaml"])
def test_a_file_over_the_limit(here: Path, name: str) -> None:
    start = time.monotonic()
    bad = Bad({name: b"#" * 17_000_000, "scitokens.cfg": SCITOKENS}, (), ())
    code, said = checked(here, bad)
    assert code == INCOMPLETE
    assert has(said, (name, "limit", "16,777,216 bytes"))
    assert has(said, OWNS_ROOT)
    assert time.monotonic() - start < 30  # a hang, not slowness


def test_an_expression_of_exponential_time_is_not_run(here: Path) -> None:
    """Hundreds of them, each with a line that it nearly matches."""
    lines = "".join(
        f"SCITOKENS /^https:\\/\\/i\\.example,(a+)+{at}$/ u{at}\n"
        f"SCITOKENS /^https:\\/\\/i\\.example,{'a' * 40}!{at}$/ v{at}\n"
        for at in range(100)
    )
    start = time.monotonic()
    code, said = checked(here, Bad({"condor_mapfile": lines}, (), ()))
    assert code == 0
    assert sum(kind == "SVC023" for _, kind, _ in said) == 100
    assert time.monotonic() - start < 30  # a hang, not slowness


def test_a_file_of_the_run_is_not_missing(here: Path) -> None:
    """Also one that is somewhere else, or that no product knows."""
    files = {
        "xrootd.cfg": "all.export /data\nofs.authorize\nofs.authlib ++ libXrdAccSciTokens.so\n"
        "acc.authdb /etc/xrootd/nofile\n",
        "far/away/nofile": "hello\n",
    }
    _, said = checked(here, Bad(files, (), (), options=("--persona", "pedantic")))
    assert not any(kind == "SVC045" for _, kind, _ in said)


@pytest.mark.parametrize(
    "written",
    ["{{ .Values.authdb }}", "/etc/$(site)/authdb", "<your authdb>", "/etc/xrootd/authdb.pem"],
)
def test_what_no_repository_holds_is_not_missing(here: Path, written: str) -> None:
    text = f"all.export /data\nofs.authorize\nacc.authdb {written}\n"
    bad = Bad({"xrootd.cfg": text}, (), (), options=("--persona", "pedantic"))
    assert not any(kind == "SVC045" for _, kind, _ in checked(here, bad)[1])
