"""The reasons of a table as numbered notes: what is said of many cells is said once.

Answers have one note when they miss or hold the same and the same line decides;
where the words of the lines differ, as in the name of an operation, they are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tokenlint.permissions.answer import Answer, Cause, Reason
from tokenlint.report.escape import one_line
from tokenlint.report.full import cite
from tokenlint.report.lines import Line, wrap
from tokenlint.source import Source

Key = tuple[object, ...]


@dataclass
class Notes:
    """Numbers for answers, and the answers of each number."""

    _numbers: dict[Key, int] = field(default_factory=dict)
    _answers: list[list[Answer]] = field(default_factory=list)

    def number(self, answer: Answer) -> int:
        """The number of the answer's note, from 1."""
        key = _key(answer)
        if key not in self._numbers:
            self._numbers[key] = len(self._answers) + 1
            self._answers.append([])
        self._answers[self._numbers[key] - 1].append(answer)
        return self._numbers[key]

    def texts(self) -> list[list[tuple[str, str]]]:
        """For each note in order its rows: a place (or nothing) and what is said."""
        return [_rows(answers) for answers in self._answers]


def place_of(reason: Reason) -> str:
    """Where the reason stands: a file and line; nothing for what lies in the credential."""
    source = reason.source
    if source is None or source.file.startswith("<"):
        return ""
    return one_line(str(Source(source.file, source.line)))


def said(reason: Reason) -> str:
    """What it says, with `depends` before what is open, and with its published source."""
    lead = "depends on " if reason.cause is Cause.OPEN else ""
    source = f" [{cite(reason.reference)}]" if reason.reference else ""
    return f"{lead}{one_line(reason.says)}{source}"


def placed(lead: str, place: str, text: str, width: int) -> list[Line]:
    """A reason behind `lead`: its place, then what is said, wrapped together."""
    room = max(20, width - len(lead))
    rows = wrap(f"{place}  {text}" if place else text, room)
    head: Line = ((lead, "strong"), (rows[0], ""))
    if place and rows[0].startswith(place):
        head = ((lead, "strong"), (place, "place"), (rows[0][len(place) :], ""))
    return [head, *(((" " * len(lead), ""), (row, "")) for row in rows[1:])]


def _key(answer: Answer) -> Key:
    own = [(each.cause, said(each)) for each in answer.reasons if not _is_line(each)]
    lines = [each for each in answer.reasons if _is_line(each)]
    return answer.verdict, tuple(own), place_of(lines[-1]) if lines else ""


def _is_line(reason: Reason) -> bool:
    return reason.cause is Cause.CONFIGURATION


def _rows(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """The reasons of the answer that says least, in words that are true for all of them."""
    first = min(answers, key=lambda each: len(each.reasons))
    rows = []
    for reason in first.reasons:
        same = [
            said(each)
            for answer in answers
            for each in answer.reasons
            if each.cause is reason.cause and each.source == reason.source
        ]
        rows.append((place_of(reason), _common(same) if _is_line(reason) else said(reason)))
    return rows


def _common(texts: Sequence[str]) -> str:
    """The words at the beginning and the end that all texts share, an ellipsis between them."""
    different = [text.split(" ") for text in dict.fromkeys(texts)]
    if len(different) == 1:
        return texts[0]
    head = _shared(different)
    tail = _shared([words[len(head) :][::-1] for words in different])
    return " ".join([*head, "…", *tail[::-1]])


def _shared(rows: Sequence[Sequence[str]]) -> list[str]:
    shared = []
    for words in zip(*rows, strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return shared
