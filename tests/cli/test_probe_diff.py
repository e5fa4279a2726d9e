"""`tokenlint probe diff` exits as it found, and never calls a record clean that was cut."""

import json
from pathlib import Path

import pytest

from tests.cli.command import tokenlint
from tests.probe import made_results as made
from tokenlint.report.probe_diff.render import FORMATS


@pytest.fixture
def records(tmp_path: Path) -> tuple[str, str]:
    names = (tmp_path / "old.jsonl", tmp_path / "new.jsonl")
    for name, changes in zip(names, ({}, {"create:read": made.excess}), strict=True):
        name.write_bytes(made.lines(made.probe(changes)))
    return str(names[0]), str(names[1])


def run(*arguments: str) -> tuple[int, str]:
    done = tokenlint("probe", "diff", *arguments)
    return done.exit_code, done.stdout or done.stderr


def test_the_command_exits_as_it_found(records: tuple[str, str]) -> None:
    old, new = records
    assert run(old, new)[0] == 1
    assert run(new, old)[0] == 0
    assert run(old, old)[0] == 0
    code, said = run(old, "no-such-file", "--format", "json")
    assert code == 4
    assert json.loads(said)["errors"][0]["kind"] == "unreadable"


def test_a_record_that_was_killed_is_never_clean(records: tuple[str, str]) -> None:
    old, _ = records
    data = Path(old).read_bytes()
    Path(old).write_bytes(data[: len(data) // 2])
    code, said = run(old, old)
    assert code == 4
    assert "did not come to its end" in said


def test_formats_go_where_they_are_told(records: tuple[str, str], tmp_path: Path) -> None:
    code, said = run(*records, "--format", "full", "--format", f"json={tmp_path / 'd.json'}")
    assert code == 1
    assert "Worse (1)" in said
    assert json.loads((tmp_path / "d.json").read_text())["schema"] == "tokenlint.probe-diff/1"
    assert set(FORMATS) == {"full", "json"}
    code, said = run(*records, "--format", "html")
    assert code == 2
    assert "no format of a comparison of probes" in said
