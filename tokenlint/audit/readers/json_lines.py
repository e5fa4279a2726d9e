"""JSON lines of any product, by a mapping file; the way for volume.

Ordinary lines go through one loop; whatever does not fit it is looked at carefully, one by one.
"""

from collections.abc import Callable
from typing import Any

from tokenlint.audit.readers.json_careful import Careful
from tokenlint.audit.readers.json_loop import Loop, loop_for
from tokenlint.audit.readers.json_rows import CLAIMS, Rows
from tokenlint.audit.readers.json_times import Times
from tokenlint.audit.readers.log_mapping import Choice, LogMapping
from tokenlint.audit.readers.paths import HARMLESS, of_url, stripped, unescaped, unusual
from tokenlint.audit.readers.reader import LONGEST_LINE, Batch, Circumstances, sorted_out
from tokenlint.source import Problem

_MOST, _LONGEST = 1_024, 64  # keys, and their characters


class _Remembered(dict[Any, Any]):
    """Answers of a function, the first so many of them kept."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: Any) -> Any:
        found = self._answer(key)
        if len(self) < _MOST and not (isinstance(key, str) and len(key) > _LONGEST):
            self[key] = found
        return found


class JsonLines:
    """The reader of one log, after a mapping."""

    in_order = False

    def __init__(self, mapping: LogMapping, where: Circumstances) -> None:
        self.name = mapping.name
        self._where = where
        self._times = Times(mapping, where)
        self._careful = Careful(mapping, where, self._times)
        self.in_seconds = mapping.time_format == "seconds"
        self._rows = Rows(mapping, zoned=not self._times.zone_given)
        self._percent = mapping.percent
        self._strip = mapping.strip or where.strip.rstrip("/")
        self._loop = self._made(mapping, where)

    def seconds(self, time: Any) -> float:
        """The time of a row. Raises ValueError for what is no time."""
        return self._times.seconds(time)

    @property
    def plain_rows(self) -> Rows | None:
        """How lines are decoded where a row holds all that an ordinary line tells."""
        found = self._rows
        return None if found.narrow is None or found.conditions is None else found

    @property
    def paths_stand(self) -> bool:
        """Whether paths are written as they are to be judged."""
        return not self._percent and not self._strip

    def path(self, written: str) -> str | None:
        """The path of a row as it is to be judged; None for one to be looked at carefully."""
        if len(written) > HARMLESS and unusual(written):
            return None
        if self._percent:
            if written[:1] != "/" or "?" in written or "#" in written:
                written, _ = of_url(written)
            elif "%" in written:
                written = unescaped(written)
        return stripped(written, self._strip) if self._strip else written

    def read(self, chunk: bytes, first: int) -> Batch:
        """The events of whole lines, of which the first has the number `first`."""
        lines = chunk.split(b"\n")
        if not lines[-1]:
            lines.pop()
        if self._loop is None:
            careful = self._careful.told
            return sorted_out([careful(line, at) for at, line in enumerate(lines, first) if line])
        events, others = self._loop(lines, first)
        rest = sorted_out(others)
        return Batch(events, rest.unread, rest.passed_over)

    def end(self) -> Batch:
        """Nothing waits: every line stands for itself."""
        return Batch([], [], 0)

    def remarks(self) -> tuple[Problem, ...]:
        """That UTC was taken for times without a zone."""
        return self._times.remarks()

    def _made(self, mapping: LogMapping, where: Circumstances) -> Loop | None:
        """The loop for ordinary lines; None where every line has to be looked at carefully."""
        rows = self._rows
        rare = {*CLAIMS, "allowed"} & mapping.members.keys()
        if rows.narrow is None or rare or self._percent or self._strip:
            return None
        words = _words(mapping)
        names = {
            "decode": rows.narrow.decode,
            "careful": self._careful.told,
            "words": words,
            "verdicts": _verdicts(mapping),
            "seconds": self._times.seconds,
            "unusual": unusual,
            "harmless": HARMLESS,
            "longest": LONGEST_LINE,
            "service": mapping.service or where.service,
        }
        by_status = any(not isinstance(each, str) for each in words.values())
        zoned = mapping.time_format == "iso" and not self._times.zone_given
        return loop_for(rows.places, names, by_status=by_status, zoned=zoned)


def _verdicts(mapping: LogMapping) -> "_Remembered":
    found = _Remembered(mapping.statuses.verdict)
    if "status" not in mapping.members:
        found[None] = mapping.every_line
    return found


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
