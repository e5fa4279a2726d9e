"""Which format a log has, told by its lines."""

from collections import Counter
from typing import Final

from tokenlint.audit.readers.arc import Arc
from tokenlint.audit.readers.combined import Combined
from tokenlint.audit.readers.condor_audit import CondorAudit
from tokenlint.audit.readers.condor_events import CondorEvents
from tokenlint.audit.readers.dcache_access import DcacheAccess
from tokenlint.audit.readers.dcache_billing import DcacheBilling
from tokenlint.audit.readers.fts import FtsRest
from tokenlint.audit.readers.iam import Iam
from tokenlint.audit.readers.json_lines import JsonLines
from tokenlint.audit.readers.log_mapping import LogMapping
from tokenlint.audit.readers.observed import Observed
from tokenlint.audit.readers.reader import ByLine, Circumstances, LogReader, numbered
from tokenlint.audit.readers.storm import Storm
from tokenlint.audit.readers.xrootd import Xrootd
from tokenlint.source import Problem

JSON_LINES: Final = "json-lines"
_READERS: Final[tuple[type[ByLine], ...]] = (
    Observed,
    Iam,
    DcacheAccess,
    DcacheBilling,
    CondorAudit,
    CondorEvents,
    Arc,
    Storm,
    Xrootd,
    FtsRest,
    Combined,
)
"""In the order in which they are asked: the narrower format goes before the wider one."""
FORMATS: Final = (*(each.name for each in _READERS), JSON_LINES)
"""The names that `--log-format` takes."""
SAMPLE: Final = 65_536
"""Bytes of the beginning of a log that are enough to tell its format."""
_LINES: Final = 400
_MOSTLY: Final = 0.9
"""Of the lines that fit a format, as many have to fit the same; the others count as unread.
Requests to FTS that have nothing of its own are of the format that it shares with others."""


def recognise(
    sample: bytes,
    where: Circumstances,
    *,
    name: str = "",
    mapping: LogMapping | None = None,
) -> LogReader | Problem:
    """The reader for a log that begins with `sample`, which should end with a whole line.

    `name` is the format where the user named it (one of FORMATS); `mapping` is for JSON lines.
    A log of no known format, or with lines of several, is a Problem.
    """
    if name and name != JSON_LINES:
        return _named(name, where)
    lines = _texts(sample)
    if mapping is not None and (name == JSON_LINES or _mostly_json(lines)):
        return JsonLines(mapping, where)
    if name == JSON_LINES:
        return _without_mapping(where)
    votes = Counter(filter(None, map(_format_of, lines)))
    if not votes:
        return _without_mapping(where) if _mostly_json(lines) else _unknown(where)
    ordered = votes.most_common()
    if ordered[0][1] < _MOSTLY * votes.total() and set(votes) != {FtsRest, Combined}:
        return _mixture(where, [each.name for each, _ in ordered])
    return ordered[0][0](where)


def _named(name: str, where: Circumstances) -> LogReader | Problem:
    for each in _READERS:
        if each.name == name:
            return each(where)
    reason = f"`{name}` is no format of logs"
    return where.problem("log-format", reason, f"there are {', '.join(FORMATS)}")


def _texts(sample: bytes) -> list[str]:
    lines = (line for _, line in numbered(sample, 1) if line.strip())
    return [line.decode("utf-8", "replace") for line, _ in zip(lines, range(_LINES), strict=False)]


def _format_of(line: str) -> type[ByLine] | None:
    return next((each for each in _READERS if each.fits(line)), None)


def _mostly_json(lines: list[str]) -> bool:
    objects = sum(line.lstrip()[:1] == "{" and line.rstrip()[-1:] == "}" for line in lines)
    return objects * 2 > len(lines)


def _without_mapping(where: Circumstances) -> Problem:
    reason = "the log is in JSON lines, and nothing says which member holds what"
    advice = "write a mapping file (`tokenlint schema log-mapping`), and name it: --log-mapping"
    return where.problem("log-mapping", reason, advice)


def _unknown(where: Circumstances) -> Problem:
    reason = "no line at its beginning is of a known format of access logs"
    advice = f"name the format with --log-format ({', '.join(FORMATS)}), or leave the file away"
    return where.problem("log-format", reason, advice)


def _mixture(where: Circumstances, names: list[str]) -> Problem:
    reason = f"lines of several formats are mixed: {', '.join(names)}"
    return where.problem("log-format", reason, "name the one that counts with --log-format")
