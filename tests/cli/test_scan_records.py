"""`tokenlint scan --records` and `--parquet`: lines and columns, and outputs that fail."""

import base64
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from tests.cli.command import USUAL, program, tokenlint
from tests.conftest import ROOT
from tests.judging import QUICK_HEADER, Scripted, always
from tests.minting import claims, mint
from tokenlint.cli.schema import load
from tokenlint.policy.engine import Verdict
from tokenlint.report.records.destination import to_stream
from tokenlint.report.records.parquet import schema
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job

SCHEMA = Draft202012Validator(
    load("record"),  # type: ignore[arg-type]
    format_checker=validator_for({}).FORMAT_CHECKER,
)


@pytest.fixture
def captured(here: Path) -> Path:
    """A folder with tokens of several kinds."""
    odd = mint('{"iss":"https://x.example","iss":"https://y.example","exp":1}')
    lines = [
        *(mint(claims(sub=f"user-{number}"), QUICK_HEADER) for number in range(5)),
        base64.b64encode(mint(claims(aud=None, exp=None), {"alg": "none"}).encode()).decode(),
        odd,
        mint(claims(scope=None, aud=["https://a.example", "https://b.example"])),
        mint(claims())[:-20],
        mint(claims()).rpartition(".")[0][:-9],
        "-----BEGIN CERTIFICATE-----\nMIIC" + "A" * 60 + "\n-----END CERTIFICATE-----",
    ]
    (here / "logs").mkdir()
    (here / "logs" / "access.txt").write_text("\n".join(lines))
    return here / "logs"


def records_in(text: str) -> list[dict[str, Any]]:
    """The records, each of which fits the schema."""
    records = [json.loads(line) for line in text.splitlines()]
    for record in records:
        SCHEMA.validate(record)
    return records


@pytest.mark.usefixtures("scripted")
def test_records_on_standard_output_are_all_that_is_there(captured: Path) -> None:
    result = tokenlint("scan", captured, "--records", "-", *USUAL)
    assert (result.exit_code, result.stderr) == (0, "")
    records = records_in(result.stdout)
    assert len(records) == 10
    assert [record["line"] for record in records] == [*range(1, 10), 11]  # 10: within its claims
    assert {record["kind"] for record in records} == {"jwt", "certificates"}
    assert records[5]["layers"] == ["base64"]
    assert "expiry" not in records[5]
    assert records[8]["missing"]
    assert result.stdout.isascii()


def test_the_exit_code_is_that_of_the_report(captured: Path, scripted: Scripted) -> None:
    scripted.answer = of_tokens
    result = tokenlint("scan", captured, "--records", "-", *USUAL)
    assert result.exit_code == 1
    records = records_in(result.stdout)
    assert {(each["kind"], *each.get("rules", ())) for each in records} == {
        ("jwt", "SIG001"),
        ("certificates",),
    }


def of_tokens(document: Mapping[str, Any]) -> Verdict:
    """The same finding on each token, and nothing on the capture as a whole."""
    return always("SIG001", "/credential")(document) if document["kind"] == "token" else []


def of_the_capture(document: Mapping[str, Any]) -> Verdict:
    """A finding on the capture as a whole, and on nothing in it."""
    at = "/capture/valid_tokens"
    return always("CAP003", at, tokens="#" + at)(document) if document["kind"] == "capture" else []


def test_what_is_said_of_the_capture_is_said_in_the_report(
    captured: Path, here: Path, scripted: Scripted
) -> None:
    scripted.answer = of_the_capture
    report = here / "report.json"
    result = tokenlint("scan", captured, "--records", "-", "--format", f"json={report}", *USUAL)
    assert result.exit_code == 1
    assert not any(each.get("rules") for each in records_in(result.stdout))
    told = json.loads(report.read_text())
    (finding,) = told["findings"]
    assert finding["rule"] == "CAP003"
    assert finding["evidence"]["tokens"] == told["tokens"]["valid"] == 7


@pytest.mark.usefixtures("scripted")
def test_a_file_of_records_stands_beside_the_report(captured: Path, here: Path) -> None:
    out = here / "records.jsonl"
    result = tokenlint("scan", captured, "--records", out, "--format", "json", *USUAL)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    records = records_in(out.read_text())
    assert told["tokens"]["found"] == len(records) == 10
    assert sum("form" in record for record in records) == 9
    mask = os.umask(0o022)
    os.umask(mask)
    assert stat.S_IMODE(out.stat().st_mode) == 0o666 & ~mask
    assert sorted(each.name for each in here.iterdir()) == [".git", "logs", "records.jsonl"]


@pytest.mark.usefixtures("scripted")
def test_records_and_a_report_in_a_file_share_a_run(captured: Path, here: Path) -> None:
    report = here / "report.json"
    arguments = ("--records", "-", "--format", f"json={report}")
    result = tokenlint("scan", captured, *arguments, *USUAL)
    assert len(records_in(result.stdout)) == 10
    assert json.loads(report.read_text())["tokens"]["found"] == 10


@pytest.mark.usefixtures("scripted")
def test_formats_of_a_configuration_give_way_to_records(captured: Path, here: Path) -> None:
    (here / "tokenlint.toml").write_text('format = ["concise", "json=report.json"]\n')
    result = tokenlint("scan", captured, "--records", "-", *USUAL[1:])
    assert len(records_in(result.stdout)) == 10
    assert (here / "report.json").exists()


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--records", "-", "--format", "full"),
        ("--records", "-", "--format", "json=-"),
        ("--records", "a.out", "--format", "json=a.out"),
        ("--records", "a.out", "--parquet", "a.out"),
        ("--parquet", "-"),
        ("--parquet", ""),
        ("--records", "no/such/folder.jsonl"),
        ("--records", "."),
        ("--parquet", "no/such/folder.parquet"),
    ],
)
def test_outputs_that_cannot_be_had_are_a_usage_error(
    captured: Path, here: Path, arguments: Sequence[str]
) -> None:
    before = sorted(here.iterdir())
    result = tokenlint("scan", captured, *arguments, *USUAL)
    assert result.exit_code == 2
    assert result.stderr.startswith("tokenlint: ")
    assert result.stdout == ""
    assert sorted(here.iterdir()) == before


def test_nothing_found_is_no_record(here: Path, scripted: Scripted) -> None:
    (here / "empty.txt").write_text("nothing\n")
    result = tokenlint("scan", here / "empty.txt", "--records", here / "out.jsonl", *USUAL)
    assert result.exit_code == 3
    assert (here / "out.jsonl").read_text() == ""
    assert [document["kind"] for document in scripted.asked] == ["capture"]


def test_standard_input_is_recorded_too(captured: Path) -> None:
    text = (captured / "access.txt").read_bytes()
    done = program("scan", "-", "--records", "-", *USUAL, stdin=text)
    assert {record["file"] for record in records_in(done.stdout.decode())} == {"-"}


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize("option", ["--records", "--parquet"])
def test_records_in_the_folder_that_is_scanned_are_no_inputs(captured: Path, option: str) -> None:
    arguments = (option, captured / "out.jsonl", "--format", "json")
    assert json.loads(tokenlint("scan", captured, *arguments, *USUAL).stdout)["inputs"]["read"] == 1


@pytest.mark.parametrize(("dask", "shared"), [(None, True), ("tcp://d", False)])
def test_records_wait_on_a_disk_that_readers_share(
    captured: Path, monkeypatch: pytest.MonkeyPatch, dask: str | None, *, shared: bool
) -> None:
    """Machines of a cluster cannot hand on files."""
    from tokenlint.cli import scanning
    from tokenlint.scan.hands import hands
    from tokenlint.scan.worker import Setup

    folders: list[str] = []

    class Read(Exception):
        """The reading has begun."""

    def read(setup: Setup, *_: Any) -> Iterator[Any]:
        assert setup.recording
        folders.append(setup.recording.folder)
        raise Read

    @contextmanager
    def those(*_: Any) -> Iterator[Any]:
        with hands(None, 1) as crew:
            yield replace(crew, read=read)

    monkeypatch.setattr(scanning, "hands", those)
    more = ("--dask", dask) if dask else ()
    assert tokenlint("scan", captured, "--records", "-", *more, *USUAL).exit_code == 4
    assert [bool(folder) for folder in folders] == [shared]


@pytest.mark.usefixtures("scripted")
def test_names_of_files_are_shown_harmlessly(here: Path) -> None:
    secret = mint('{"sub":"a-made-up-one"}', {"alg": "HS256"})
    folder = here / "a\u202eb\x7fc"
    folder.mkdir()
    for name in (secret, "caf\udce9"):
        (folder / name).write_text(mint(claims()))
    result = tokenlint("scan", folder, "--records", "-", "--parquet", "x.parquet", *USUAL)
    first, second = records_in(result.stdout)
    assert "a\u202eb\x7fc" in first["file"]
    assert second["file"].endswith("*" * 43)
    assert first["file"].endswith("caf\\udce9")
    assert result.stdout.isascii()
    assert "\x7f" not in result.stdout
    assert {row["file"] for row in _columns(here / "x.parquet")} == {first["file"], second["file"]}


@pytest.mark.usefixtures("scripted")
def test_a_sign_that_terminals_obey_is_escaped(here: Path) -> None:
    (here / "a\x7fb").write_text(mint(claims()))
    result = tokenlint("scan", here / "a\x7fb", "--records", "-", *USUAL)
    assert records_in(result.stdout)[0]["file"].endswith("a\x7fb")
    assert "\x7f" not in result.stdout


# --- columns --------------------------------------------------------------------------------


def _columns(file: Path) -> list[dict[str, Any]]:
    from pyarrow import parquet

    rows: list[dict[str, Any]] = parquet.read_table(file).to_pylist()
    return rows


def _as_line(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON tells it: what is null is absent, instants are text."""
    known = {name: value for name, value in row.items() if value is not None}
    for name, value in known.items():
        if isinstance(value, datetime):
            known[name] = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return known


def test_columns_tell_what_lines_tell(captured: Path, here: Path, scripted: Scripted) -> None:
    scripted.answer = of_tokens
    both = ("--records", "a.jsonl", "--parquet", "a.parquet")
    assert tokenlint("scan", captured, *both, *USUAL).exit_code == 1
    lines = records_in((here / "a.jsonl").read_text())
    named = [
        {"schema": "tokenlint.record/1"} | _as_line(row) for row in _columns(here / "a.parquet")
    ]
    assert named == lines


def test_columns_are_members_of_the_schema() -> None:
    members: Any = load("record")
    assert ["schema", *schema(0).names] == [*_in_order(members["properties"], schema(0).names)]
    assert set(members["properties"]) == {"schema", *schema(0).names}
    assert schema(0).metadata[b"schema"] == b"tokenlint.record/1"


def _in_order(members: dict[str, Any], names: Sequence[str]) -> Iterator[str]:
    yield from (name for name in ("schema", *names) if name in members)


@pytest.mark.usefixtures("scripted")
def test_groups_of_rows_are_bounded(
    captured: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow.parquet import ParquetFile

    monkeypatch.setattr("tokenlint.report.records.parquet.ROWS_A_GROUP", 4)
    tokenlint("scan", captured, "--parquet", "a.parquet", *USUAL)
    with ParquetFile(here / "a.parquet") as file:
        groups = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert groups == [4, 4, 2]


@pytest.mark.usefixtures("scripted")
def test_columns_need_a_library(captured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    result = tokenlint("scan", captured, "--parquet", "a.parquet", *USUAL)
    assert result.exit_code == 2
    assert "pip install 'wlcg-tokenlint[parquet]'" in result.stderr


def test_no_library_is_loaded_that_nobody_asked_for(captured: Path) -> None:
    code = (
        "import sys; from tokenlint.cli.app import run;"
        f"run(['scan', {str(captured)!r}, '--records', '-', '--no-config', '--workers', '1']);"
        "print('pyarrow' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.endswith("False\n")


# --- outputs that fail ----------------------------------------------------------------------


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize("option", ["--records", "--parquet"])
def test_a_full_device_makes_the_scan_incomplete(captured: Path, option: str) -> None:
    result = tokenlint("scan", captured, option, "/dev/full", "--format", "json", *USUAL)
    assert result.exit_code == 4
    told = json.loads(result.stdout)
    assert told["tokens"]["found"] == 10  # the report is complete
    (error,) = told["errors"]
    assert error["source"]["file"] == "/dev/full"
    assert "No space left on device" in error["reason"]


@pytest.mark.parametrize("option", ["--records", "--parquet"])
def test_a_disk_that_is_full_keeps_no_half_of_a_file(here: Path, option: str) -> None:
    lines = [mint(claims(jti=f"one-of-many-{number}"), QUICK_HEADER) for number in range(200)]
    (here / "many.txt").write_text("\n".join(lines))
    out = here / "records.old"
    out.write_text("of before")
    limited = f'ulimit -f 4; exec "{sys.executable}" -m tokenlint "$@"'
    arguments = ("scan", "many.txt", option, out, "--format", "concise", "--no-config")
    # The limit holds for all files: nobody may write bytecode or coverage, which others would read.
    environ = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    environ |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        ["/bin/bash", "-c", limited, "tokenlint", *map(str, arguments)],
        cwd=here, env=environ, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 4
    told = " ".join(done.stdout.split())
    assert f"{out}: error unwritten the records cannot be written: File too large" in told
    assert done.stderr == ""
    assert out.read_text() == "of before"
    assert sorted(each.name for each in here.iterdir()) == [".git", "many.txt", "records.old"]


def test_a_reader_who_goes_away_ends_the_scan(captured: Path) -> None:
    arguments = ("scan", str(captured), "--records", "-", "--no-config")
    with subprocess.Popen(
        [sys.executable, "-m", "tokenlint", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        told = running.stderr.read()
    assert running.returncode == 4
    assert told == (
        "tokenlint: whoever read the records from <standard output> went away\n"
        "  the scan was stopped\n"
    )


def test_a_full_standard_output_is_told(captured: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tokenlint", "scan", captured, "--records", "-", "--no-config"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert "No space left on device" in done.stderr


@pytest.mark.usefixtures("scripted")
def test_what_was_read_before_an_interruption_is_kept(
    captured: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tokenlint.scan import hands

    usual = hands.read_locally

    def interrupted(*given: Any) -> Iterator[tuple[Job, Summary]]:
        yield next(iter(usual(*given)))
        raise KeyboardInterrupt

    monkeypatch.setattr(hands, "read_locally", interrupted)
    result = tokenlint("scan", captured, "--records", "a.jsonl", *USUAL)
    assert result.exit_code == 4
    assert len(records_in((here / "a.jsonl").read_text())) == 10


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize("option", ["--records", "--parquet"])
def test_a_scan_that_breaks_off_leaves_the_file_of_before(
    captured: Path, here: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    from tokenlint.scan import hands

    def broken(*given: Any) -> Iterator[tuple[Job, Summary]]:
        raise RuntimeError(given)

    out = here / "a.out"
    out.write_text("of before")
    monkeypatch.setattr(hands, "read_locally", broken)
    assert tokenlint("scan", captured, option, out, *USUAL).exit_code == 4
    assert out.read_text() == "of before"
    assert sorted(each.name for each in here.iterdir()) == [".git", "a.out", "logs"]


def test_a_named_pipe_is_written_as_it_is_read(captured: Path, here: Path) -> None:
    os.mkfifo(here / "pipe")
    command = [sys.executable, "-c", "import sys; print(len(open(sys.argv[1]).readlines()))"]
    with subprocess.Popen([*command, here / "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        done = program("scan", captured, "--records", here / "pipe", "--no-config", cwd=ROOT)
        if done.returncode != 1:
            reader.kill()  # it may wait for a writer that never comes
        assert reader.stdout
        assert (done.returncode, reader.stdout.read()) == (1, "10\n"), done.stderr


def test_a_terminal_gets_records_behind_what_was_written_before(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    with file.open("w") as stream:
        stream.write("before\n")
        place = to_stream(stream)
        place.stream.write(b"a record\n")
        place.keep()
        stream.write("behind\n")
    assert file.read_text() == "before\na record\nbehind\n"
