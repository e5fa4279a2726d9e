"""`tokenlint baseline`, and `tokenlint check` beside a baseline."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import USUAL, tokenlint
from tests.judging import READER, Scripted, always, fault
from tests.minting import claims, mint
from tokenlint.cli import baseline as commands
from tokenlint.cli.schema import load
from tokenlint.policy.finding import RawFinding

NAME = "tokenlint-baseline.json"
CHANGED = READER.replace("lifetime: 6h", "lifetime: 7h")
MOVED = "# new\n\n" + READER.replace("  nightly:", "\n  nightly:   # why").replace(
    "lifetime: 6h", 'lifetime: "6h"'
)
BOTH = READER + READER[READER.index("  nightly:") :].replace("nightly", "daily")


@pytest.fixture
def declared(here: Path, scripted: Scripted) -> Path:
    """A file with one workflow, in which a rule finds something."""
    scripted.answer = always("SCP001", "/workflow")
    file = here / "w.yaml"
    file.write_text(READER)
    return file


def write(*arguments: str | Path) -> str:
    result = tokenlint("baseline", "write", *USUAL, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def prune(*arguments: str | Path) -> str:
    result = tokenlint("baseline", "prune", *USUAL, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def check(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    result = tokenlint("check", *USUAL, "--baseline", NAME, "--format=json", *arguments)
    return result.exit_code, json.loads(result.stdout)


def entries(file: str | Path = NAME) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(file).read_text())["findings"]
    return found


@pytest.mark.usefixtures("declared")
def test_what_was_written_is_known_and_counted() -> None:
    assert write().splitlines() == [
        f"{NAME}: 1 finding",
        (
            f"`tokenlint check --baseline {NAME}` looks at it; "
            f'so does every check where tokenlint.toml says baseline = "{NAME}"'
        ),
    ]
    Draft202012Validator(load("baseline")).validate(json.loads(Path(NAME).read_text()))
    code, report = check()
    assert (code, report["summary"]["findings"], report["summary"]["baseline"]) == (0, 0, 1)
    (item,) = report["suppressed"]
    assert (item["reason"], item["baseline"]) == ("known before, in the baseline", True)
    Draft202012Validator(load("report")).validate(report)
    assert report["notes"] == []


@pytest.mark.parametrize(
    ("format_", "words"),
    [
        ("full", "1 known before, in the baseline"),
        ("concise", "1 suppressed (1 known before, in the baseline)"),
        ("github-summary", "Suppressed: 1, 1 of them known before, in the baseline."),
        ("junit", "suppressed: known before, in the baseline"),
        ("sarif", '"justification": "known before, in the baseline"'),
    ],
)
@pytest.mark.usefixtures("declared")
def test_every_report_counts_the_known(format_: str, words: str) -> None:
    write()
    result = tokenlint("check", *USUAL, "--baseline", NAME, "--format", format_)
    assert result.exit_code == 0
    assert words in result.stdout


def test_lines_may_move_and_values_may_not(declared: Path) -> None:
    write()
    declared.write_text(MOVED)
    assert check()[0] == 0
    declared.write_text(CHANGED)
    code, report = check()
    assert (code, report["summary"]["findings"]) == (1, 1)
    assert report["notes"] == [
        f"1 entry of {NAME} matches no finding any more; `tokenlint baseline prune` takes them out"
    ]


def test_what_is_new_fails_the_check(declared: Path) -> None:
    write()
    declared.write_text(BOTH)
    code, report = check()
    assert code == 1
    assert [each["document"] for each in report["findings"]] == ["w.yaml#daily"]
    assert write().splitlines() == [
        "+ high     SCP001   w.yaml#/workflows/daily",
        f"{NAME}: 2 findings; 1 added, 0 taken out",
    ]
    assert check()[0] == 0
    assert write() == f"{NAME}: 2 findings; 0 added, 0 taken out; unchanged\n"


@pytest.mark.usefixtures("declared")
def test_a_finding_that_grew_graver_is_open() -> None:
    write()
    text = Path(NAME).read_text()
    Path(NAME).write_text(text.replace('"high"', '"low"'))
    code, report = check()
    assert (code, report["summary"]["findings"]) == (1, 1)
    assert report["notes"][0] == f"1 finding graver than {NAME} knows"
    assert "1 graver than before" in write()
    assert check()[0] == 0


@pytest.mark.usefixtures("scripted")
def test_pruning_takes_out_what_is_gone_and_adds_nothing(
    declared: Path,
) -> None:
    declared.write_text(BOTH)
    write()
    declared.write_text(CHANGED)  # `nightly` is changed, `daily` is gone
    assert prune().splitlines() == [
        "- high     SCP001   w.yaml#/workflows/daily",
        "- high     SCP001   w.yaml#/workflows/nightly",
        f"{NAME}: 2 findings taken out, 0 left",
    ]
    code, report = check()
    assert (code, report["summary"]["findings"], report["notes"]) == (1, 1, [])
    before = Path(NAME).stat()
    assert prune() == f"{NAME}: 0 findings taken out, 0 left\n"
    assert Path(NAME).stat() == before


@pytest.mark.usefixtures("scripted")
def test_a_run_that_is_not_complete_writes_and_prunes_nothing(
    declared: Path,
) -> None:
    write()
    before = Path(NAME).read_bytes()
    (declared.parent / "broken.yaml").write_text("tokenlint: workflows/1\nworkflows: [\n")
    declared.write_text(CHANGED)
    for command, way in (("write", "; or --allow-incomplete"), ("prune", "")):
        result = tokenlint("baseline", command, *USUAL)
        assert result.exit_code == 4
        assert "could not be read or judged" in result.stderr
        assert "broken.yaml:" in result.stderr
        assert result.stderr.endswith(f"mend what is listed above{way}\n")
    assert Path(NAME).read_bytes() == before
    assert check()[1]["notes"] == []  # whether an entry is stale cannot be told
    told = write("--allow-incomplete")
    assert "not read: broken.yaml:" in told
    assert len(entries()) == 2  # the old one is kept: nobody can tell that it is gone


@pytest.mark.usefixtures("declared")
def test_an_engine_that_fails_is_an_incomplete_run(scripted: Scripted) -> None:
    scripted.answer = fault
    assert tokenlint("baseline", "write", *USUAL).exit_code == 4
    assert not Path(NAME).exists()


def test_a_run_over_a_part_takes_nothing_out(declared: Path) -> None:
    (declared.parent / "other.yaml").write_text(READER)
    write()
    declared.write_text(CHANGED)
    code, report = check("w.yaml")
    assert (code, report["notes"]) == (1, [])
    result = tokenlint("baseline", "prune", *USUAL, "w.yaml")
    assert result.exit_code == 2
    assert "was written for ., and this run looked only at a part" in result.stderr
    assert write("w.yaml").splitlines()[-1] == f"{NAME}: 2 findings; 1 added, 1 taken out"
    assert {entry["file"] for entry in entries()} == {"w.yaml", "other.yaml"}
    assert json.loads(Path(NAME).read_text())["paths"] == ["."]


@pytest.mark.usefixtures("declared")
def test_rules_that_are_not_judged_keep_their_entries(scripted: Scripted) -> None:
    write()
    scripted.answer = lambda _: []
    assert tokenlint("baseline", "prune", *USUAL, "--select", "AUD").stdout.endswith("1 left\n")
    assert check("--select", "AUD")[1]["notes"] == []
    write("--select", "AUD")
    assert len(entries()) == 1
    assert prune().endswith("1 finding taken out, 0 left\n")


@pytest.mark.usefixtures("declared")
def test_prune_looks_through_what_was_written_for(here: Path) -> None:
    sub = here / "sub"
    sub.mkdir()
    (sub / "v.yaml").write_text(READER)
    write("sub", "w.yaml")
    (sub / "v.yaml").unlink()
    os.chdir(sub)
    result = tokenlint("baseline", "prune", *USUAL, "--baseline", f"../{NAME}")
    assert result.stdout.splitlines()[0] == "- high     SCP001   sub/v.yaml#/workflows/nightly"
    assert [entry["file"] for entry in entries(here / NAME)] == ["w.yaml"]


@pytest.mark.usefixtures("declared")
def test_equal_findings_are_counted(scripted: Scripted) -> None:
    found = always("SCP001", "/workflow")
    many = 2

    def answer(document: Any) -> Any:
        words = found(document)[0].args  # type: ignore[index, union-attr]
        return [
            RawFinding("SCP001", ("/workflow",), {**words, name: f"word {number}"})
            for number in range(many)
            for name in list(words)[:1]
        ]

    scripted.answer = answer
    write()
    assert [entry["ordinal"] for entry in entries()] == [1, 2]
    many = 3
    code, report = check()
    assert (code, report["summary"]["findings"], report["summary"]["baseline"]) == (1, 1, 2)


@pytest.mark.usefixtures("declared")
def test_the_configuration_names_the_baseline(here: Path) -> None:
    usual = [each for each in USUAL if each != "--no-config"]
    (here / "tokenlint.toml").write_text('baseline = "known/old.json"\n')
    (here / "known").mkdir()
    result = tokenlint("check", *usual)
    assert (result.exit_code, "there is no baseline" in result.stderr) == (2, True)
    written = tokenlint("baseline", "write", *usual)
    assert (written.exit_code, written.stdout) == (0, "known/old.json: 1 finding\n")
    assert entries("known/old.json")[0]["file"] == "../w.yaml"
    assert tokenlint("check", *usual).exit_code == 0
    assert tokenlint("check", *usual, "--no-baseline").exit_code == 1
    assert "1 finding (1 high)" in tokenlint("baseline", "show").stdout


def test_show_lists_and_counts(declared: Path) -> None:
    declared.write_text(BOTH)
    write()
    assert tokenlint("baseline", "show").stdout.splitlines() == [
        "high     SCP001   w.yaml#/workflows/daily",
        "high     SCP001   w.yaml#/workflows/nightly",
        f"{NAME}: 2 findings (2 high)",
    ]


@pytest.mark.usefixtures("here", "scripted")
def test_nothing_to_check_needs_no_baseline() -> None:
    assert tokenlint("baseline", "write", *USUAL).exit_code == 3
    assert not Path(NAME).exists()


GOOD = {
    "file": "w.yaml",
    "rule": "SCP001",
    "pointer": "/workflows/nightly",
    "fingerprint": "0" * 24,
    "ordinal": 1,
    "severity": "high",
}


def _text(*rows: object, schema: str = "tokenlint.baseline/1", **more: object) -> str:
    return json.dumps({"schema": schema, "findings": rows, **more})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no baseline: Expecting value"),
        ("[]", "its schema is not tokenlint.baseline/1"),
        ("{", "no baseline: Expecting property name"),
        ("[" * 100_000, "no baseline: it nests too deep"),
        ('{"schema": "tokenlint.baseline/1", "schema": "x"}', "'schema' is there twice"),
        (_text(schema="tokenlint.baseline/2"), "it is of version '2'"),
        (_text(schema="tokenlint.report/1"), "its schema is not"),
        (_text({**GOOD, "ordinal": 0}), "findings/0/ordinal: 0 is less than the minimum of 1"),
        (_text({**GOOD, "rule": "x"}), "findings/0/rule"),
        (_text({**GOOD, "note": "x"}), "Additional properties are not allowed"),
        (_text(GOOD, GOOD), "findings/1: SCP001 in w.yaml is there twice with one ordinal"),
        (_text(GOOD, paths="."), "paths: '.' is not of type 'array'"),
        (_text(*[{**GOOD, "ordinal": 0}] * 9), "and 4 more"),
        ("\udcff", "no baseline: 'utf-8'"),
    ],
)
@pytest.mark.usefixtures("declared")
def test_a_bad_baseline_is_told_and_left_alone(text: str, reason: str) -> None:
    data = text.encode("utf-8", "surrogateescape")
    Path(NAME).write_bytes(data)
    for command in (
        ("check", *USUAL, "--baseline", NAME),
        ("baseline", "write", *USUAL),
        ("baseline", "prune", *USUAL),
        ("baseline", "show"),
    ):
        result = tokenlint(*command)
        assert result.exit_code == 2
        assert reason in result.stderr
    assert Path(NAME).read_bytes() == data


@pytest.mark.usefixtures("declared")
def test_a_missing_baseline_is_an_error_where_it_is_named() -> None:
    for command in (
        ("check", *USUAL, "--baseline", "none.json"),
        ("baseline", "prune", *USUAL, "--baseline", "none.json"),
        ("baseline", "show", "--baseline", "none.json"),
    ):
        result = tokenlint(*command)
        assert result.exit_code == 2
        assert "there is no baseline none.json" in result.stderr
        assert "tokenlint baseline write" in result.stderr


@pytest.mark.usefixtures("declared")
def test_a_folder_is_no_baseline(here: Path) -> None:
    (here / "folder").mkdir()
    for command in (("baseline", "write", *USUAL), ("check", *USUAL)):
        result = tokenlint(*command, "--baseline", "folder")
        assert result.exit_code == 2
        assert "cannot be read" in result.stderr


@pytest.mark.usefixtures("declared")
def test_a_folder_that_is_not_there_is_told() -> None:
    result = tokenlint("baseline", "write", *USUAL, "--baseline", "none/b.json")
    assert result.exit_code == 2
    assert "there is no folder none" in result.stderr


def test_a_baseline_that_changed_meanwhile_is_left_alone(
    declared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    declared.write_text(CHANGED)
    judged = commands._judged

    def meanwhile(*arguments: Any, **more: Any) -> Any:
        Path(NAME).write_text("somebody else was here")
        return judged(*arguments, **more)

    monkeypatch.setattr(commands, "_judged", meanwhile)
    for command in ("write", "prune"):
        if command == "prune":
            Path(NAME).write_text(_text(GOOD))
        result = tokenlint("baseline", command, *USUAL)
        assert result.exit_code == 4
        assert "changed while tokenlint ran" in result.stderr
        assert Path(NAME).read_text() == "somebody else was here"
    assert [each.name for each in declared.parent.iterdir() if each.name.startswith(".t")] == []


@pytest.mark.usefixtures("declared")
def test_no_token_and_no_secret_is_in_a_baseline(here: Path, scripted: Scripted) -> None:
    """Claims are fingerprinted, and texts of reports have their secrets covered."""
    minted = mint(claims(scope="storage.modify:/"))
    (here / "t.jwt").write_text(minted)
    scripted.answer = lambda document: (
        always("SCP002", "/credential")(document)
        if "credential" in document
        else always("SCP001", "/workflow")(document)
    )
    write("--persona", "auditor")
    text = Path(NAME).read_text()
    assert {entry["file"] for entry in entries()} == {"w.yaml", "t.jwt"}
    assert all(part not in text for part in minted.split("."))


def test_the_next_token_with_the_same_claims_is_known(here: Path, scripted: Scripted) -> None:
    scripted.answer = always("AUD001", "/credential/audience")
    (here / "t.jwt").write_text(mint(claims(jti="one")))
    write()
    (here / "t.jwt").write_text(mint(claims(jti="two")))
    assert check()[0] == 0
    (here / "t.jwt").write_text(mint(claims(jti="two", aud="https://other.example")))
    assert check()[0] == 1


def test_hostile_names_are_shown_as_they_may_be(here: Path, scripted: Scripted) -> None:
    scripted.answer = always("SCP001", "/workflow")
    (here / "w\x1b[2J\n.yaml").write_text(READER)
    assert "\x1b" not in write()
    assert "\x1b" not in tokenlint("baseline", "show").stdout
    assert "\x1b" not in Path(NAME).read_text()
    assert check()[0] == 0
