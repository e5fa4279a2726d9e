"""Real files for machines, and fingerprints that survive edits."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report import samples
from tokenlint.policy.finding import Finding, Location, Report
from tokenlint.report.place import is_file, place, rows_of, uri
from tokenlint.source import Source


def marks(report: Report) -> list[str]:
    return [item.fingerprint for item in place(report, report.findings)]


def moved(finding: Finding, by: int) -> Finding:
    def shift(location: Location) -> Location:
        source = location.source
        if source.file != "reaper.yaml":
            return location
        return replace(location, source=replace(source, line=source.line + by))

    return replace(finding, locations=tuple(shift(location) for location in finding.locations))


@pytest.mark.parametrize("lines", [1, 7])
def test_a_fingerprint_survives_moved_lines(lines: int) -> None:
    texts = {**samples.REPORT.texts, "reaper.yaml": "# new\n" * lines + samples.YAML}
    findings = tuple(moved(finding, lines) for finding in samples.REPORT.findings)
    assert marks(replace(samples.REPORT, texts=texts, findings=findings)) == marks(samples.REPORT)


def test_a_fingerprint_survives_a_new_element_before_its_own() -> None:
    finding = samples.SCP001
    source = replace(finding.locations[0].source, pointer="/workflows/nightly-reaper/operations/2")
    shifted = replace(finding, locations=(replace(finding.locations[0], source=source),))
    report = replace(samples.REPORT, findings=(finding,))
    assert marks(replace(report, findings=(shifted,))) == marks(report)


def test_a_fingerprint_changes_with_what_is_found() -> None:
    report = replace(samples.REPORT, findings=(samples.SCP007,))
    text = samples.YAML.replace("storage.create:/scratch", "storage.create:/scrotch")
    other = [
        replace(report, texts={"reaper.yaml": text}),
        replace(report, findings=(replace(samples.SCP007, rule="SCP008"),)),
        replace(report, findings=(replace(samples.SCP007, document="other"),)),
    ]
    assert len({marks(each)[0] for each in (report, *other)}) == 4


def test_a_stale_ignore_is_the_same_one_after_lines_moved() -> None:
    def stale(line: int) -> Report:
        place_ = Location(Source("reaper.yaml", line, 5))
        finding = replace(samples.SCP007, document=f"reaper.yaml:{line}:5", locations=(place_,))
        texts = {"reaper.yaml": "\n" * (line - 1) + "    # tokenlint: ignore[SCP001] old"}
        return replace(samples.REPORT, findings=(finding,), texts=texts)

    assert marks(stale(3)) == marks(stale(9))


def test_equal_findings_are_told_apart_by_their_order() -> None:
    first, second = marks(replace(samples.REPORT, findings=(samples.SCP007,) * 2))
    assert first != second


def test_a_message_with_a_time_does_not_change_a_fingerprint() -> None:
    later = replace(samples.LIF010, message="this token can delete for 3 d")
    report = replace(samples.REPORT, findings=(samples.LIF010,))
    assert marks(report) == marks(replace(report, findings=(later,)))


def test_places_without_column_line_or_text_have_fingerprints() -> None:
    sources = [Source("reaper.yaml", 5), Source("reaper.yaml", 5, 3), Source("reaper.yaml")]
    sources += [Source("unknown.yaml", 3, 1), Source("reaper.yaml", 999)]
    findings = [replace(samples.SCP007, locations=(Location(source),)) for source in sources]
    findings.append(replace(samples.SCP007, locations=()))
    assert len(set(marks(replace(samples.REPORT, findings=tuple(findings))))) == len(findings)


def test_inside_a_token_the_file_is_that_of_the_token() -> None:
    items = place(samples.REPORT, samples.REPORT.findings)
    assert items[2].source.file == samples.IN_TOKEN
    assert items[2].file_source == Source("stolen.jwt")
    assert items[1].file_source.line == 9
    stray = replace(samples.AUD001, document="unknown")
    assert place(samples.REPORT, [stray])[0].file_source.file == samples.IN_TOKEN
    bare = replace(stray, locations=())
    assert place(samples.REPORT, [bare])[0].source == Source("unknown")
    owned = replace(samples.AUD001, locations=())
    assert place(samples.REPORT, [owned])[0].source == Source("stolen.jwt")


def test_what_is_a_file() -> None:
    assert [is_file(name) for name in ("a.yaml", "-", "<claims>")] == [True, False, False]


def test_lines_of_a_text() -> None:
    assert rows_of("a", {}) == ()
    assert rows_of("a", {"a": "1\r\n2\u20283\x854\r5"}) == ("1", "2", "3", "4", "5")
    assert rows_of("<a>", {"<a>": "1\r\n2\u20283\r4"}) == ("1", "2\u20283", "4")


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("a/b.yaml", "a/b.yaml"),
        ("./a.yaml", "a.yaml"),
        ("a b#c?.yaml", "a%20b%23c%3F.yaml"),
        ("/abs/a.yaml", "file:///abs/a.yaml"),
        ("//host/a", "file:///host/a"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("d\\e.yaml", "d%5Ce.yaml"),
        ("\udcff", "%FF"),
        ("\ud800", "%5Cud800"),
        ("", "."),
    ],
)
def test_a_file_as_a_uri(file: str, address: str) -> None:
    assert uri(file) == address


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_uri_is_always_a_path(file: str) -> None:
    parts = urlsplit(uri(file))
    assert parts.scheme in {"", "file"}
    assert not parts.netloc
    assert not parts.query
    assert unquote(parts.path)
