"""What `tokenlint fix` did: one line for each finding, or JSON (`tokenlint.fix/1`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tokenlint import __version__
from tokenlint.fix.edit import Edit
from tokenlint.fix.held import Held
from tokenlint.fix.run import Fixed, Left, Result
from tokenlint.policy.finding import Finding
from tokenlint.report.escape import encodable, log_line, one_line
from tokenlint.report.json import dump, error_data, source_data
from tokenlint.source import Problem

SCHEMA = "tokenlint.fix/1"


@dataclass(frozen=True, slots=True)
class Told:
    """A result with what became of its files; `written` are the names of those on the disk.

    `problems` are all that could not be read, judged or written.
    """

    result: Result
    written: frozenset[str]
    problems: tuple[Problem, ...]
    shown_only: bool = False


def render(told: Told) -> str:
    """One line for each repair and each finding that stays, then problems and a summary."""
    result = told.result
    rows = [_fixed(each, told) for each in result.fixed]
    rows += [_left(each, told) for each in result.left]
    rows += [_error(each) for each in told.problems]
    return "".join(f"{log_line(row)}\n" for row in (*rows, summary(told)))


def _fixed(each: Fixed, told: Told) -> str:
    finding, file = each.plan.finding, each.plan.file
    word = "would fix" if told.shown_only else "fixed"
    if not told.shown_only and file not in told.written:
        word = "not written"
    place = f"{file}:{each.line}:{each.column}"
    return f"{word} {one_line(place)}: {_rule(finding)} {_hidden(each.plan.says, told)}"


def _left(each: Left, told: Told) -> str:
    finding = each.finding
    return f"left {_place(finding)}: {_rule(finding)} {_hidden(each.reason, told)}"


def _rule(finding: Finding) -> str:
    return f"{finding.severity} {finding.rule} {finding.name}:"


def _place(finding: Finding) -> str:
    return one_line(str(finding.locations[0].source) if finding.locations else finding.document)


def _hidden(words: str, told: Told) -> str:
    return one_line(told.result.before.veil(words))


def _error(error: Problem) -> str:
    advice = f"; {error.advice}" if error.advice else ""
    return f"{one_line(str(error.source))}: error {error.kind} {one_line(error.reason + advice)}"


def summary(told: Told) -> str:
    """How many were fixed, in how many files, and what remains."""
    result = told.result
    done = [each for each in result.fixed if told.shown_only or each.plan.file in told.written]
    files = len({each.plan.file for each in done})
    verb = "would be fixed" if told.shown_only else "fixed"
    parts = [f"{_count(len(done), 'finding')} {verb}"]
    parts[0] += f" in {_count(files, 'file')}" if done else ""
    if result.settled:
        parts.append(f"{result.settled} more settled by that")
    unsafe = sum(each.unsafe for each in result.left)
    also = f" ({unsafe} with --unsafe)" if unsafe else ""
    parts.append(f"{_count(len(result.left), 'finding')} left{also}")
    if told.problems:
        parts.append(_count(len(told.problems), "error"))
    return ", ".join(parts)


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'s' if number != 1 else ''}"


def render_json(told: Told) -> str:
    """The same for machines; see fix.schema.json."""
    result = told.result
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "tokenlint", "version": __version__},
            "files": list(_files(told)),
            "fixed": [_fixed_data(each, told) for each in result.fixed],
            "left": [_left_data(each, told) for each in result.left],
            "errors": [error_data(each) for each in told.problems],
            "summary": {
                "fixed": len(result.fixed),
                "settled": result.settled,
                "left": len(result.left),
                "unsafe": sum(each.unsafe for each in result.left),
                "errors": len(told.problems),
            },
        }
    )


def _files(told: Told) -> Iterable[Mapping[str, Any]]:
    result = told.result
    for name, edits in result.edits.items():
        held = result.before.files[name]
        yield {
            "file": encodable(name),
            "written": name in told.written,
            "edits": _edits(held, edits, told),
        }


def _edits(held: Held, edits: Sequence[Edit], told: Told) -> list[dict[str, Any]]:
    rows = []
    for edit in edits:
        line, column = held.place(edit.start)
        text = encodable(told.result.before.veil(edit.text))
        start, end = held.bytes_before(edit.start), held.bytes_before(edit.end)
        rows.append({"line": line, "column": column, "start": start, "end": end, "text": text})
    return rows


def _fixed_data(each: Fixed, told: Told) -> dict[str, Any]:
    finding = each.plan.finding
    return _of(finding) | {
        "file": encodable(each.plan.file),
        "line": each.line,
        "column": each.column,
        "safe": each.plan.safe,
        "says": encodable(told.result.before.veil(each.plan.says)),
    }


def _left_data(each: Left, told: Told) -> dict[str, Any]:
    place = [source_data(location.source) for location in each.finding.locations[:1]]
    return _of(each.finding) | {
        "locations": place,
        "reason": encodable(told.result.before.veil(each.reason)),
        "unsafe": each.unsafe,
    }


def _of(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "document": encodable(finding.document),
        "message": encodable(finding.message),
    }
