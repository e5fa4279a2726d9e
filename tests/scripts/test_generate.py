"""What is generated from the rules is fresh, and staleness is noticed."""

import json
import shutil
from pathlib import Path

import pytest

from scripts import generate


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources with one rule: reading all of them takes seconds. Pages are not generated."""
    monkeypatch.setattr(generate, "GENERATORS", (generate.compiled_rules,))
    monkeypatch.setattr(generate, "OWNED", ())
    (tmp_path / "rules" / "aud").mkdir(parents=True)
    shutil.copy(root / "rules" / "aud" / "AUD001.yaml", tmp_path / "rules" / "aud")
    for data in (root / "rules").glob("*.yaml"):
        shutil.copy(data, tmp_path / "rules")
    return tmp_path


@pytest.mark.slow  # `make generated` says the same
def test_the_repository_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 0, capsys.readouterr().out


def test_the_same_rules_give_the_same_text(copy: Path) -> None:
    assert generate.generate(copy) == generate.generate(copy)


def test_what_is_stale_is_named_and_written(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([], copy) == 0
    capsys.readouterr()
    limits = copy / "rules" / "limits.yaml"
    limits.write_text(limits.read_text().replace("value: 10\n", "value: 11\n"))
    assert generate.main(["--check"], copy) == 1
    assert capsys.readouterr().out == "stale: rules/compiled.json\n"
    assert generate.main([], copy) == 0
    assert generate.main(["--check"], copy) == 0
    compiled = json.loads((copy / "rules" / "compiled.json").read_text())
    assert compiled["limits"]["audience_many"] == 11


def test_left_over_files_are_stale(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy / "docs" / "reference" / "rules"
    folder.mkdir(parents=True)
    (folder / "OLD001.md").write_text("a rule that is gone")
    monkeypatch.setattr(generate, "OWNED", ("docs/reference/rules",))
    assert generate.main([], copy) == 0
    assert generate.stale_files(copy, generate.generate(copy)) == []
    assert not (folder / "OLD001.md").exists()


def test_broken_sources_write_nothing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "rules" / "aud" / "AUD001.yaml").write_text("code: AUD001\n")
    (copy / "rules" / "limits.yaml").write_text("a: [")
    assert generate.main([], copy) == 4
    said = capsys.readouterr().err
    assert "AUD001.yaml:1:1: the member 'name' is missing" in said
    assert "limits.yaml:1:5" in said
    assert not (copy / "rules" / "compiled.json").exists()
