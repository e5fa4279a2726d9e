"""Catalogue entries as YAML files: all that is wrong is said at once, each at its place."""

from pathlib import Path

import pytest

from tests.policy.entry_text import ENTRY
from tokenlint.policy.entries import MAX_BYTES, read_data, read_entries
from tokenlint.source import Problem


def _problems(folder: Path, text: str, name: str = "SITE001.yaml") -> list[tuple[int, str]]:
    (folder / name).write_text(text)
    entries, problems = read_entries([folder])
    assert (not entries) == bool(problems)
    return [(problem.source.line, problem.reason) for problem in problems]


def test_a_complete_entry_has_no_problem(tmp_path: Path) -> None:
    assert _problems(tmp_path, ENTRY) == []


def test_entries_come_from_folders_below_and_by_their_code(tmp_path: Path) -> None:
    below = tmp_path / "site"
    below.mkdir()
    (below / "SITE001.yml").write_text(ENTRY)
    (below / "services.yaml").write_text("no: entry")
    entries, problems = read_entries([tmp_path])
    assert list(entries) == ["SITE001"]
    assert entries["SITE001"]["references"] == [{"title": "House rules", "section": "1"}]
    assert problems == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("severity: low", "severity: lo", 6, "'lo' is none of critical, high, medium, low, info"),
        ("severity: low", "severity: hihg", 6, "did you mean high?"),
        ("since: 0.1.0", "sinse: 0.1.0", 1, "the member 'since' is missing"),
        ("since: 0.1.0", "sinse: 0.1.0", 1, "no member is called sinse; did you mean since?"),
        ("kinds: [token]", "kinds: token", 9, "'token' is no array"),
        ("kinds: [token]", "kinds: []", 9, "[]"),
        ("code: SITE001", "code: SITE002", 1, "the file is called SITE001.yaml"),
        ("family: SITE", "family: HOME", 4, "a rule of family HOME has a code like HOME001"),
        ("{document} was", "{document was", 11, "the template cannot be filled"),
        ("{document} was", "{a-b} was", 11, "{a-b} is no name of an argument"),
        ("Ask for {document}", "Ask for {}", 13, "{} is no name of an argument"),
        ('raw_claims: "nothing"', "keys: none", 24, "exactly one of claims and raw_claims"),
        (
            'raw_claims: "nothing"',
            "{claims: {}, header: {}, raw_header: x}",
            24,
            "only one of header and raw_header can be given",
        ),
        ("token:\n        raw", "note:\n        raw", 22, "exactly one of workflow and token"),
    ],
)
def test_each_mistake_is_said_in_words_at_its_place(
    old: str, new: str, line: int, reason: str, tmp_path: Path
) -> None:
    assert old in ENTRY
    found = _problems(tmp_path, ENTRY.replace(old, new, 1))
    assert any(place == line and reason in text for place, text in found), found


def test_everything_is_reported_at_once(tmp_path: Path) -> None:
    text = ENTRY.replace("low", "lo").replace("axis: none", "axis: what")
    (tmp_path / "SITE002.yaml").write_text("- a list")
    reasons = [reason for _, reason in _problems(tmp_path, text)]
    assert len(reasons) == 3
    assert any("is no object" in reason for reason in reasons)


def test_a_column_and_a_pointer_lead_to_the_place(tmp_path: Path) -> None:
    (tmp_path / "SITE001.yaml").write_text(ENTRY.replace("title: House", "titel: House"))
    _, problems = read_entries([tmp_path])
    places = [(str(p.source), p.source.pointer) for p in problems]
    assert (f"{tmp_path}/SITE001.yaml:15:5", "/references/0") in places


def test_what_a_merge_key_brings_is_placed_where_it_stands(tmp_path: Path) -> None:
    merged = "  - {<<: {section: 1}, title: x}"
    (tmp_path / "SITE001.yaml").write_text(
        ENTRY.replace('  - {title: House rules, section: "1"}', merged)
    )
    _, problems = read_entries([tmp_path])
    assert [str(p.source) for p in problems] == [f"{tmp_path}/SITE001.yaml:15:20"]


@pytest.mark.parametrize("taken", [["SITE001"], []])
def test_a_code_is_taken_once(taken: list[str], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "SITE001.yaml").write_text(ENTRY)
    if not taken:
        (other / "SITE001.yaml").write_text(ENTRY)
    entries, problems = read_entries([tmp_path], taken)
    assert len(problems) == 1
    assert problems[0].reason.startswith("the code SITE001 is taken by")
    assert list(entries) == ([] if taken else ["SITE001"])


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", "schema", "the file is empty"),
        (b"# only a comment\n", "schema", "the file is empty"),
        (b"\xff", "unreadable", "utf-8"),
        (b"code: 'SITE001", "syntax", "end of stream"),
        (b"code: a\ncode: b\n", "syntax", "duplicate key"),
        (b"a: 1\n---\nb: 2\n", "syntax", "document"),
        (b"a: \x00", "syntax", "not allowed"),
        (b"[" * 20_000, "unreadable", "open brackets"),
        (b"[" * 300, "syntax", ""),
        (b"- " * 5_000, "unreadable", "nested too deeply"),
        (b"#" * (MAX_BYTES + 1), "unreadable", "larger than"),
    ],
)
def test_what_is_no_entry_is_a_problem(data: bytes, kind: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "SITE001.yaml").write_bytes(data)
    entries, problems = read_entries([tmp_path])
    assert entries == {}
    assert [(problem.kind, reason in problem.reason) for problem in problems] == [(kind, True)]


def test_data_is_read_or_a_problem(tmp_path: Path) -> None:
    (tmp_path / "limits.yaml").write_text("audience_many: {value: 10}")
    assert read_data(tmp_path / "limits.yaml") == {"audience_many": {"value": 10}}
    missing = read_data(tmp_path / "nothing.yaml")
    assert isinstance(missing, Problem)
    assert missing.kind == "unreadable"
