"""A record read again: whole, cut, broken, and of somebody else."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe import made_results as made
from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import Ended, Gone, Made, Submitted
from tokenlint.probe.recorded import LONGEST, MOST_PROBLEMS, Recorded, read_record

PROBE = made.flawed()
LINES = made.lines(PROBE)


def read(tmp_path: Path, data: bytes) -> Recorded:
    file = tmp_path / "record.jsonl"
    file.write_bytes(data)
    return read_record(str(file))


def row(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def test_a_whole_record(tmp_path: Path) -> None:
    found = read(tmp_path, LINES)
    assert found.begun == PROBE.begun
    assert found.results == PROBE.results
    assert found.ended == Ended(1_204, 31.4)
    assert (found.problems, found.cut, found.unterminated, found.runs) == ((), False, False, 1)
    assert found.size == len(LINES)
    assert found.unclear == sum(each.verdict is Verdict.UNTESTED for each in PROBE.results) == 3


def test_cells_that_were_never_reached_are_unclear(tmp_path: Path) -> None:
    found = read(tmp_path, made.lines(replace(PROBE, results=PROBE.results[:-10]), ended=False))
    assert found.ended is None
    assert found.unclear == 13


@given(st.integers(0, len(LINES) - 1))
def test_cut_anywhere_it_loses_no_line_that_was_whole(size: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), LINES[:size])
    whole = LINES[:size].count(b"\n")
    lone = LINES[:size].endswith(b"}")  # the line feed alone is missing
    results = min(len(PROBE.results), max(0, whole - 1 + lone))
    assert len(found.results) == results
    assert found.results == PROBE.results[:results]
    assert found.cut == (not lone and not LINES[:size].endswith(b"\n") and size > 0)
    assert found.size == (size if lone else LINES[:size].rfind(b"\n") + 1)
    assert [each.kind for each in found.problems] == ([] if whole + lone else ["empty"])


def test_the_last_result_of_a_cell_counts_and_keeps_its_place(tmp_path: Path) -> None:
    again = made.excess(PROBE.results[0])
    found = read(tmp_path, LINES + row(PROBE.begun) + row(again))
    assert found.results == (again, *PROBE.results[1:])
    assert (found.runs, found.ended) == (2, None)


def test_what_is_still_there_is_what_came_since_the_last_gone(tmp_path: Path) -> None:
    told = [
        PROBE.begun, Made("/t", directory=True), Submitted("job-1"), Gone(("/t/x",)),
        Made("/t/a"), Made("/t/a"), Submitted("job-2"),
    ]  # fmt: skip
    found = read(tmp_path, b"".join(map(row, told)))
    assert found.made == (Made("/t/a"),)
    assert found.submitted == (Submitted("job-2"),)
    assert found.left == ("/t/x",)
    assert read(tmp_path, b"".join(map(row, [*told, Gone()]))).made == ()


def test_a_cut_line_before_a_continuation_is_no_error(tmp_path: Path) -> None:
    begun = row(PROBE.begun)
    cut = row(PROBE.results[0])[:50] + b"\n"
    assert read(tmp_path, begun + cut + begun).problems == ()
    alone = read(tmp_path, begun + cut + row(PROBE.results[1]))
    assert [(each.kind, each.source.line) for each in alone.problems] == [("syntax", 2)]
    assert alone.results == PROBE.results[1:2]


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        (b"nonsense\n", "syntax", "no JSON"),
        (b"[1, 2]\n", "schema", "no line of a record"),
        (b'{"line": "other"}\n', "schema", "no line of a record"),
        (b'{"line": "result", "cell": 1}\n', "schema", "no line of a record"),
        (b"\xff\xfe\n", "syntax", "no JSON"),
        (b"[" * 10_000 + b"\n", "s", "it is no"),
        (b"x" * (LONGEST + 9) + b"\n", "too-long", "more than"),
        (b"x" * (3 * LONGEST) + b"\n", "too-long", "more than"),
    ],
    ids=["text", "list", "unknown", "types", "bytes", "deep", "long", "longer"],
)
def test_bad_lines_are_named_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, kind: str, words: str
) -> None:
    begun, first, second = map(row, (PROBE.begun, *PROBE.results[:2]))
    found = read(tmp_path, begun + first + line + b"\n" + second)
    assert [each.source.line for each in found.problems] == [3]
    problem = found.problems[0]
    assert problem.kind.startswith(kind)
    assert words in problem.reason
    assert problem.advice
    assert found.results == PROBE.results[:2]
    assert found.size == len(begun + first + line + b"\n" + second)


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, row(PROBE.begun) + b"x\n" * (MOST_PROBLEMS + 7))
    assert len(found.problems) == MOST_PROBLEMS + 1
    assert "7 more lines" in found.problems[-1].reason


def test_what_is_no_record(tmp_path: Path) -> None:
    assert [each.kind for each in read(tmp_path, b"").problems] == ["empty"]
    assert [each.kind for each in read_record(str(tmp_path / "gone")).problems] == ["unreadable"]
    assert [each.kind for each in read_record(str(tmp_path)).problems] == ["unreadable"]
    assert [each.kind for each in read_record("a\0b").problems] == ["unreadable"]
    other = read(tmp_path, row(msgspec.structs.replace(PROBE.begun, schema="x/2")))
    assert [each.kind for each in other.problems] == ["schema"]
    headless = read(tmp_path, row(PROBE.results[0]))
    assert [each.kind for each in headless.problems] == ["schema"]
    assert headless.results == PROBE.results[:1]


def test_a_record_of_two_plans(tmp_path: Path) -> None:
    other = msgspec.structs.replace(PROBE.begun, plan="plan-2")
    found = read(tmp_path, row(PROBE.begun) + row(other))
    assert [(each.kind, each.source.line) for each in found.problems] == [("mixed", 2)]


@pytest.mark.parametrize("other", [{"plan": "another"}, {"endpoint": "https://other.example"}])
def test_a_continuation_of_something_else_is_told(tmp_path: Path, other: dict[str, str]) -> None:
    begun = msgspec.structs.replace(PROBE.begun, **other)
    found = read(tmp_path, LINES + row(begun))
    assert [problem.kind for problem in found.problems] == ["mixed"]
    assert found.begun == PROBE.begun, "the first of all"
    assert read(tmp_path, LINES + row(PROBE.begun)).problems == ()
