"""`tokenlint scan`: every exit code, every format, every kind of bad input; never a token."""

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from tests.cli.command import USUAL, program, tokenlint
from tests.judging import READER as WORKFLOW
from tests.judging import Scripted, always, fault
from tests.minting import jwks
from tests.scan.making import folder, log_lines, of
from tests.scan.sieving import RSA_HEADER, regular, wrapped
from tokenlint.capture.limits import CaptureLimits
from tokenlint.cli import scanning
from tokenlint.report.scan.json import schema
from tokenlint.scan.jobs import Plan, plan
from tokenlint.scan.worker import Setup

TOKEN = regular()[0]


def scan(*arguments: str | Path, **environ: str) -> Result:
    return tokenlint("scan", *USUAL, "--workers", "1", *arguments, **environ)


def data(*arguments: str | Path) -> dict[str, Any]:
    """The JSON of a scan, which fits its schema."""
    result = scan("--format", "json", *arguments)
    found: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(schema()).validate(found)
    assert (result.exit_code == 4) == bool(found["errors"])
    return found


def errors(*arguments: str | Path) -> list[tuple[str, str]]:
    """What was left out: kind and file."""
    return [(each["kind"], each["source"]["file"]) for each in data(*arguments)["errors"]]


@pytest.fixture
def log(here: Path) -> Path:
    path = here / "access"
    path.write_bytes(log_lines(30))
    return path


@pytest.fixture(autouse=True)
def _at_home(here: Path, scripted: Scripted) -> None:
    """In an empty folder, and with an engine that finds nothing until it is told to."""


# Exit codes


def test_0_for_nothing_at_or_above_the_threshold(log: Path, scripted: Scripted) -> None:
    result = scan(log)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "30 tokens" in result.stdout
    assert {document["kind"] for document in scripted.asked} >= {"token"}


def test_1_for_findings(log: Path, scripted: Scripted) -> None:
    scripted.answer = of(always("SCP003"), "token")
    result = scan(log)
    assert result.exit_code == 1
    assert "SCP003" in result.stdout
    assert "30 tokens of" in result.stdout
    assert scan("--fail-on", "critical", log).exit_code == 0
    assert scan("--ignore", "SCP", log).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--format", "picture", "access"],
        ["--workers", "0", "access"],
        ["--workflow", "access#none", "access"],
        ["--jwks", "access", "access"],
        ["--format", "json", "--format", "full", "access"],
        ["--format", "json=/nowhere/report.json", "access"],
        ["--at", "soon", "access"],
    ],
)
def test_2_for_what_cannot_be_meant(arguments: list[str]) -> None:
    result = tokenlint("scan", "--no-config", *arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""


def test_2_for_a_token_among_the_arguments() -> None:
    result = scan(TOKEN.decode())
    assert result.exit_code == 2
    assert "never" in result.stderr or "argument" in result.stderr


@pytest.mark.parametrize("text", [b"", b"nothing to see\n" * 100, b"\0" * 5_000, os.urandom(3_000)])
def test_3_for_no_credential(here: Path, text: bytes) -> None:
    (here / "log").write_bytes(text)
    result = scan(here / "log")
    assert result.exit_code == 3
    assert "no credential in 1 input" in result.stderr


def test_4_for_what_could_not_be_judged(log: Path, scripted: Scripted) -> None:
    scripted.answer = of(fault, "token")
    result = scan(log)
    assert result.exit_code == 4
    assert "it fell over" in result.stdout
    assert "30 tokens" in result.stdout


# Bad input: whatever is left out is named, and the rest is told.


def test_a_file_that_is_not_there(log: Path) -> None:
    assert errors(log, log.parent / "gone") == [("unreadable", str(log.parent / "gone"))]
    assert data(log, log.parent / "gone")["tokens"]["found"] == 30


def test_a_packed_file_that_breaks_off(here: Path) -> None:
    packed = gzip.compress(log_lines(400))
    (here / "old.gz").write_bytes(packed[: len(packed) // 2])
    found = data(here / "old.gz")
    assert [each["kind"] for each in found["errors"]] == ["truncated"]
    assert "what came before was read" in found["errors"][0]["reason"]
    assert 0 < found["tokens"]["found"] < 400


def test_an_archive_that_breaks_off(here: Path) -> None:
    for name, text in (("a.tar", _tar()), ("b.zip", _zip())):
        (here / name).write_bytes(text[: len(text) - 700])
    found = data(here)
    assert {each["source"]["file"].partition("!")[0] for each in found["errors"]} == {
        str(here / "a.tar"),
        str(here / "b.zip"),
    }
    assert found["tokens"]["found"] >= 10


def _tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name in ("one", "two"):
            text = log_lines(10)
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    return stream.getvalue().rstrip(b"\0")


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one", log_lines(10))
        archive.writestr("two", log_lines(10))
    return stream.getvalue()


def test_members_of_archives_are_places(here: Path, scripted: Scripted) -> None:
    (here / "a.tar").write_bytes(_tar() + b"\0" * 10_240)
    scripted.answer = of(always("SCP003"), "token")
    (finding,) = data(here)["findings"]
    assert finding["locations"][0]["file"] == f"{here}/a.tar!one"
    assert finding["locations"][0]["line"] % 2 == 1
    assert finding["evidence"]["tokens"] == 20


def test_a_bomb(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = CaptureLimits(max_unpacked=3_000_000, max_ratio=100, ratio_after=100_000)
    monkeypatch.setattr(scanning, "Setup", partial(Setup, limits=limits))
    (here / "large.gz").write_bytes(gzip.compress(TOKEN + b"\n" + os.urandom(4_000_000)))
    (here / "bomb.gz").write_bytes(gzip.compress(TOKEN + b"\n" + b"\0" * 2_000_000))
    found = data(here)
    assert sorted((each["kind"], each["source"]["file"]) for each in found["errors"]) == [
        ("decompression-bomb", str(here / "bomb.gz")),
        ("oversize", str(here / "large.gz")),
    ]
    assert found["tokens"]["found"] == 2
    assert found["inputs"]["bytes"] < 7_000_000


def test_zero_bytes_and_text_in_other_encodings(here: Path) -> None:
    text = TOKEN.decode()
    (here / "zero").write_bytes(b"\0\0" + TOKEN + b"\0\0\n")
    (here / "environ").write_bytes(b"PATH=/bin\0BEARER_TOKEN=" + TOKEN + b"\0HOME=/\0")
    (here / "latin").write_bytes(b"caf\xe9 \xff " + TOKEN + b" \x80\n")
    (here / "little").write_bytes(f"\ufeffx {text}\n".encode("utf-16-le"))
    (here / "big").write_bytes(f"\ufeffx {text}\n".encode("utf-16-be"))
    (here / "mixed").write_bytes(f"\ufeffx {text}\n".encode("utf-16-le") + TOKEN + b"\n")
    found = data(here)
    assert found["errors"] == []
    assert (found["tokens"]["found"], found["tokens"]["distinct"]["count"]) == (7, 1)


def _meanwhile(patch: pytest.MonkeyPatch, happens: Any) -> None:
    """Something happens after the sizes of all files were looked up."""

    def planned(*given: Any) -> Plan:
        todo = plan(*given)
        happens()
        return todo

    patch.setattr(scanning, "plan", planned)


def test_a_file_that_grows_is_read_as_far_as_it_went(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokenlint.scan.jobs._SMALLEST_PART", 2_000)

    with log.open("ab", buffering=0) as stream:
        _meanwhile(monkeypatch, lambda: stream.write(log_lines(30)))
        assert data(log)["tokens"]["found"] == 30


def test_a_file_that_shrinks(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenlint.scan.jobs._SMALLEST_PART", 2_000)
    size = log.stat().st_size
    _meanwhile(monkeypatch, lambda: os.truncate(log, size // 2))
    found = data(log)
    assert {(each["kind"], each["source"]["file"]) for each in found["errors"]} == {
        ("truncated", str(log))
    }
    assert found["tokens"]["found"] < 30


def test_a_file_that_goes_away(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _meanwhile(monkeypatch, log.unlink)
    assert errors(log) == [("unreadable", str(log))]


def test_a_folder_without_permission(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be root, whom no mode keeps out."""
    closed, listing = log.parent / "closed", os.scandir
    closed.mkdir()

    def refuse(path: Any) -> Any:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert errors(log.parent) == [("unreadable", str(closed))]


def test_a_loop_of_links_and_a_pipe_below_a_folder(log: Path) -> None:
    (log.parent / "loop").symlink_to(log.parent)
    (log.parent / "again").symlink_to(log)
    os.mkfifo(log.parent / "pipe")
    found = data(log.parent)
    assert found["inputs"]["passed_over"] == 3
    assert found["tokens"]["found"] == 30


@pytest.mark.parametrize("format_", ["json", "full", "sarif"])
def test_a_full_disk(log: Path, format_: str) -> None:
    result = scan("--format", f"{format_}=/dev/full", log)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr


def test_a_full_disk_under_standard_output(log: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tokenlint", "scan", *USUAL, "--workers", "1", str(log)],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(scanning.__file__).parents[2])},
            check=False,
            timeout=60,
        )
    assert done.returncode in (2, 4)
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


# Formats


@pytest.mark.parametrize(
    "format_", ["full", "concise", "json", "sarif", "junit", "gitlab", "svg", "html"]
)
def test_every_format_tells_the_finding(log: Path, scripted: Scripted, format_: str) -> None:
    scripted.answer = of(always("SCP003"), "token")
    result = scan("--format", format_, log)
    assert result.exit_code == 1
    assert "SCP003" in result.stdout or format_ == "svg"
    assert str(log) in result.stdout or format_ == "svg"
    assert len(result.stdout) > 100


def test_several_formats_at_once(log: Path) -> None:
    result = scan("--format", "json=out.json", "--format", "sarif=out.sarif", log)
    assert result.exit_code == 0
    found = json.loads((log.parent / "out.json").read_text())
    assert found["schema"] == "tokenlint.scan/1"
    assert json.loads((log.parent / "out.sarif").read_text())["version"] == "2.1.0"


def test_the_numbers(here: Path) -> None:
    (here / "log").write_bytes(log_lines(24) + wrapped("url-encoded", 0) + b"\n" + TOKEN[:-9])
    found = data(here)
    assert found["inputs"] == {"read": 1, "passed_over": 0, "bytes": (here / "log").stat().st_size}
    assert found["tokens"]["found"] == 26
    assert found["shapes"]["evaluated"] == found["shapes"]["found"]
    assert [each["name"] for each in found["noted"]["wrapped"]] == ["url-encoded"]
    (broken,) = found["noted"]["broken"]
    assert broken["places"] == [{"file": str(here / "log"), "offset": _cut_at(here), "line": 50}]
    assert sum(each["tokens"] for each in found["distributions"]["lifetimes"]) == 26
    assert len(found["worst"]["by_magnitude"]) == 10


def _cut_at(top: Path) -> int:
    return (top / "log").read_bytes().rindex(TOKEN[:-9])


def test_a_workflow_tells_the_excess(log: Path) -> None:
    (log.parent / "w.yaml").write_text(WORKFLOW)
    found = data("--workflow", "w.yaml#nightly", log)
    assert found["worst"]["by_excess"]
    assert data(log)["worst"]["by_excess"] == []


def test_what_is_wrong_in_the_file_of_a_workflow_is_told(log: Path) -> None:
    """Its need would be another one."""
    more = WORKFLOW + "  broken: {kind: no-such-kind}\n"
    (log.parent / "w.yaml").write_text(more)
    result = scan("--workflow", "w.yaml#nightly", "--format", "concise", log)
    assert result.exit_code == 4
    assert "w.yaml:" in result.stdout


def test_keys_are_taken(log: Path) -> None:
    (log.parent / "keys.json").write_text(json.dumps(jwks("RS256", kids=(RSA_HEADER["kid"],))))
    assert data("--jwks", "keys.json", log)["tokens"]["found"] == 30


# Processes


def test_several_processes_say_what_one_says(
    here: Path, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokenlint.scan.jobs._SMALLEST_PART", 3_000)
    scripted.answer = of(always("SCP003"), "token")
    logs = here / "logs"
    logs.mkdir()
    folder(logs)
    alone, together = data(logs), data("--workers", "2", logs)
    for each in (alone, together):
        del each["tool"]
    assert together == alone


def test_standard_input() -> None:
    """A program of its own, with the engine and the rules as they ship."""
    done = program("scan", *USUAL, "--format", "json", "-", stdin=log_lines(30))
    found = json.loads(done.stdout)
    Draft202012Validator(schema()).validate(found)
    assert done.stderr == b""
    assert done.returncode == 1
    assert found["tokens"]["found"] == 30
    assert found["errors"] == []
    (any_audience,) = [each for each in found["findings"] if each["rule"] == "AUD001"]
    place = any_audience["locations"][0]
    assert place["file"] == "-"
    assert place["line"] > 0
    assert place["label"].startswith("first of ")


def test_packed_standard_input() -> None:
    done = program("scan", *USUAL, "-", stdin=gzip.compress(log_lines(30)))
    assert b"30 tokens" in done.stdout
    assert done.returncode == 1


def test_no_time_is_lost_on_nothing(here: Path) -> None:
    begun = time.monotonic()
    assert scan(here).exit_code == 3
    assert time.monotonic() - begun < 5
