"""`tokenlint check`: files and folders, what is passed over, exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import USUAL, program, tokenlint
from tests.conftest import ROOT
from tests.judging import READER, SERVICES, Scripted, always, fault
from tests.minting import claims, jwks, mint
from tokenlint.cli.schema import load

FORMATS = (
    *("full", "concise", "json", "sarif", "junit", "github", "gitlab", "svg"),
    *("html", "space", "space-svg"),
)


def report(*arguments: str | Path) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(
        tokenlint("check", *USUAL, "--format=json", *arguments).stdout
    )
    return whole


@pytest.fixture
def declared(here: Path) -> Path:
    """A file with one workflow."""
    file = here / "w.yaml"
    file.write_text(READER)
    return file


@pytest.mark.parametrize(
    ("code", "fail_on", "exit_code"),
    [("SCP001", "medium", 1), ("SCP001", "critical", 0), (None, "info", 0)],
)
def test_findings_at_the_threshold_fail_it(
    declared: Path, scripted: Scripted, code: str | None, fail_on: str, exit_code: int
) -> None:
    if code:
        scripted.answer = always(code, "/workflow")
    result = tokenlint("check", *USUAL, declared, "--fail-on", fail_on)
    assert result.exit_code == exit_code


def test_a_folder_is_walked_and_the_current_one_is_the_default(
    declared: Path, scripted: Scripted
) -> None:
    (declared.parent / "notes.txt").write_text("hello")
    (declared.parent / "captured.jwt").write_text(mint(claims()))
    whole = report()
    assert [document["kind"] for document in whole["documents"]] == ["workflow", "token"]
    assert report(declared.parent)["summary"]["documents"] == 2
    assert len(scripted.asked) == 4


def test_files_can_be_shown_by_what_they_were_taken_for(declared: Path, scripted: Scripted) -> None:
    (declared.parent / "notes.txt").write_text("hello")
    result = tokenlint("check", *USUAL, "--show-files")
    assert [line.split(maxsplit=2) for line in result.stderr.splitlines()] == [
        ["other", "notes.txt", "(no product knows its name with this content)"],
        ["workflows", "w.yaml"],
    ]
    assert scripted.asked


@pytest.mark.parametrize(("count", "words"), [(0, "no files"), (1, "1 file"), (2, "2 files")])
def test_nothing_to_check_has_a_code_of_its_own(
    here: Path, scripted: Scripted, count: int, words: str
) -> None:
    for number in range(count):
        (here / f"{number}.txt").write_text("hello")
    result = tokenlint("check", *USUAL)
    assert result.exit_code == 3
    assert f"nothing to check: {words} without" in result.stderr
    assert "--show-files" in result.stderr
    assert result.stdout == ""
    assert scripted.asked == []


@pytest.mark.parametrize("format_", FORMATS)
def test_an_inventory_alone_is_checked(here: Path, scripted: Scripted, format_: str) -> None:
    (here / "services.yaml").write_text(SERVICES)
    result = tokenlint("check", *USUAL, "services.yaml", "--format", format_)
    assert (result.exit_code, result.stderr) == (0, "")
    assert scripted.asked == []


def test_an_inventory_is_a_document_of_the_report(here: Path, scripted: Scripted) -> None:
    (here / "services.yaml").write_text(SERVICES)
    whole = report("services.yaml")
    Draft202012Validator(load("report")).validate(whole)  # type: ignore[arg-type]  # it is one
    (document,) = whole["documents"]
    assert (document["kind"], document["facts"]) == ("inventory", {"services": "2 services"})
    assert scripted.asked == []


def test_a_broken_inventory_is_incomplete(here: Path, scripted: Scripted) -> None:
    (here / "services.yaml").write_text(SERVICES + "  odd: {}\n")
    assert tokenlint("check", *USUAL, "services.yaml").exit_code == 4
    assert scripted.asked == []


def test_signatures_are_verified_with_keys(here: Path, scripted: Scripted) -> None:
    (here / "a.jwt").write_text(mint(claims()))
    (here / "keys.json").write_text(json.dumps(jwks()))
    assert report("a.jwt", "--jwks", "keys.json")["errors"] == []
    assert scripted.asked[-1]["credential"]["token"]["verification"] == "verified"
    report("a.jwt")
    assert scripted.asked[-1]["credential"]["token"]["verification"] == "claimed"


def test_keys_that_cannot_be_read_are_incomplete(here: Path, scripted: Scripted) -> None:
    (here / "a.jwt").write_text(mint(claims()))
    result = tokenlint("check", *USUAL, "a.jwt", "--jwks", "absent.json")
    assert result.exit_code == 4
    assert "the keys cannot be read" in result.stdout
    assert len(scripted.asked) == 1


def test_what_the_engine_cannot_judge_is_incomplete(declared: Path, scripted: Scripted) -> None:
    scripted.answer = fault
    result = tokenlint("check", *USUAL, declared)
    assert result.exit_code == 4
    assert "it fell over" in result.stdout


def test_several_formats_go_to_their_places(declared: Path, scripted: Scripted) -> None:
    outputs = ("--format=concise", "--format=json=r.json", "--format=sarif=r.sarif")
    result = tokenlint("check", *USUAL, declared, *outputs)
    assert result.exit_code == 0
    assert json.loads(Path("r.json").read_text())["summary"]["documents"] == 1
    assert json.loads(Path("r.sarif").read_text())["version"] == "2.1.0"
    assert scripted.asked


def test_what_a_report_is_written_to_must_be_writable(declared: Path, scripted: Scripted) -> None:
    result = tokenlint("check", *USUAL, declared, "--format=json=absent/r.json")
    assert result.exit_code == 2
    assert "there is no folder absent" in result.stderr
    assert len(scripted.asked) == 1


# With the real engine


def test_the_examples_are_full_of_findings() -> None:
    done = program("check", *USUAL, "--format=json", "examples")
    whole = json.loads(done.stdout)
    assert (done.returncode, whole["errors"], done.stderr) == (1, [], b"")
    assert {"SCP001", "AUD002"} <= {finding["rule"] for finding in whole["findings"]}
    assert "examples/services.yaml" in {document["id"] for document in whole["documents"]}


def test_the_flagship_is_found_in_the_current_folder(declared: Path) -> None:
    done = program("check", "--at", "2026-11-20T12:00:00Z", "--format=concise", cwd=declared.parent)
    assert done.returncode == 1
    assert b"w.yaml:9:" in done.stdout
    assert b"SCP001" in done.stdout
    assert declared.parent != ROOT
