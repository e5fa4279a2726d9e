"""JSON lines of any product, by a mapping file; the way for volume.

Ordinary lines go through one loop; whatever does not fit it is looked at carefully, one by one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.readers.json_careful import Careful
from tokenlint.audit.readers.json_rows import Rows
from tokenlint.audit.readers.json_times import Times
from tokenlint.audit.readers.log_mapping import Choice, LogMapping
from tokenlint.audit.readers.paths import HARMLESS, unusual
from tokenlint.audit.readers.reader import Batch, Circumstances, Told, sorted_out
from tokenlint.source import Problem

_MOST: Final = 1_024


class _Remembered(dict[Any, Any]):
    """Answers of a function, the first so many of them kept."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: Any) -> Any:
        found = self._answer(key)
        if len(self) < _MOST:
            self[key] = found
        return found


class JsonLines:
    """The reader of one log, after a mapping."""

    in_order = False

    def __init__(self, mapping: LogMapping, where: Circumstances) -> None:
        self.name = mapping.name
        self._where = where
        self._times = Times(mapping, where)
        self._rows = Rows(mapping, zoned=not self._times.zone_given)
        self._careful = Careful(mapping, where, self._times)
        self._service = mapping.service or where.service
        quick = mapping.time_format == "iso" and not self._times.zone_given
        self._seconds = datetime.timestamp if quick else self._times.seconds
        self.in_seconds = mapping.time_format == "seconds"
        self._verdicts = _Remembered(mapping.statuses.verdict)
        if "status" not in mapping.members:
            self._verdicts[None] = mapping.every_line
        simple = not (
            mapping.percent or mapping.strip or where.strip or "allowed" in mapping.members
        )
        self._simple = simple and not {"scope", "audience", "token"} & mapping.members.keys()
        self._words = _words(mapping)

    @property
    def plain_rows(self) -> Rows | None:
        """How lines are decoded, where a row holds all that an ordinary line tells."""
        return self._rows if self._rows.narrow is not None and self._simple else None

    def seconds(self, time: Any) -> float:
        """The time of a row. Raises ValueError for what is no time."""
        return self._seconds(time)

    def read(self, chunk: bytes, first: int) -> Batch:
        """The events of whole lines, of which the first has the number `first`."""
        lines = chunk.split(b"\n")
        if not lines[-1]:
            lines.pop()
        if self._rows.narrow is not None and self._simple:
            return self._quickly(lines, first)
        careful = self._careful.told
        return sorted_out([careful(line, at) for at, line in enumerate(lines, first) if line])

    def end(self) -> Batch:
        """Nothing waits: every line stands for itself."""
        return Batch([], [], 0)

    def remarks(self) -> tuple[Problem, ...]:
        """That UTC was taken for times without a zone."""
        return self._times.remarks()

    def _quickly(self, lines: list[bytes], first: int) -> Batch:
        """One loop with few calls for each line: this is where the volume goes through."""
        assert self._rows.narrow is not None  # noqa: S101
        decode, fields, words = self._rows.narrow.decode, self._rows.fields, self._words
        verdicts, constant, seconds = self._verdicts, self._service, self._seconds
        events: list[Event] = []
        others: list[Told] = []
        add, careful = events.append, self._careful.told
        for number, line in enumerate(lines, first):
            try:
                (word, status, time, path, to, client, service, token_id, print_, subject, issuer,
                 user, workflow, session) = fields(decode(line))  # fmt: skip
                operation = words[word]
                if operation.__class__ is not str:
                    operation = operation[status]
                if to or (path and len(path) > HARMLESS and unusual(path)):
                    raise LookupError  # noqa: TRY301  # a call would cost
                add(Event(
                    operation, path or "", "", verdicts[status], seconds(time), client or "",
                    service or constant, token_id or "", print_ or "", subject or "", issuer or "",
                    None, None, (), NO_TIME, NO_TIME, user or "", workflow or "", session or "",
                    "", number,
                ))  # fmt: skip
            except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
                if not line:
                    continue
                told = careful(line, number)
                if isinstance(told, Event):
                    add(told)
                else:
                    others.append(told)
        rest = sorted_out(others)
        return Batch(events, rest.unread, rest.passed_over)


def _words(mapping: LogMapping) -> dict[str, Any]:
    """What the loop does with a word: its operation, or operations by the status.

    Words that are passed over, and conditions on other members, are left to the careful way.
    """
    status = mapping.members.get("status")
    found: dict[str, Any] = {}
    for word, choices in mapping.operations.items():
        if len(choices) == 1 and choices[0].operation and not choices[0].member:
            found[word] = choices[0].operation
        elif all(each.operation and each.member in ((), status) for each in choices):
            found[word] = _Remembered(_by_status(choices))
    return found


def _by_status(choices: tuple[Choice, ...]) -> Callable[[Any], str | None]:
    def operation(status: Any) -> str | None:
        for choice in choices:
            same = (type(status) is type(each) and status == each for each in choice.values)
            if not choice.member or any(same):
                return choice.operation
        raise LookupError

    return operation
