"""Files of one log, told by their names: what was rotated goes before what goes on with it.

    server.log.2.gz  server.log.1  server.log        numbers of logrotate and HTCondor
    server.log-20261119.gz  server.log-20261120      dates of logrotate (`dateext`)
    server.log.20261119  server.log                  dates of XRootD
    AuditLog.old  AuditLog                           HTCondor, with one file kept

Sources: logrotate(8), `dateext` and `dateformat`; XRootD, `src/XrdSys/XrdSysLogger.cc`;
HTCondor's manual, `MAX_NUM_<SUBSYS>_LOG`. Names that could mean two orders tell none.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from tokenlint.capture.folders import Input

_PACKED: Final = re.compile(r"\.(?:gz|bz2|xz|zst)\Z")
_DATED: Final = re.compile(
    r"(?P<log>.*[^\d.-])(?P<sign>[.-])(?P<date>20\d\d(?:\d{4}|-\d\d-\d\d)(?:[T-]?\d{2,10})?)",
    re.ASCII | re.DOTALL,
)
_NUMBERED: Final = re.compile(r"(?P<log>.*[^\d.-])\.(?P<number>[1-9]\d{0,3})", re.ASCII | re.DOTALL)
_OLD: Final = re.compile(r"(?P<log>.*)\.old", re.DOTALL)
_LIVE: Final = "live"
_Named = tuple[str, str, str]
"""The log, the style of the name, and what orders it in that style."""


def named(path: str) -> _Named:
    """Which log a file is of, and where among its files it stands."""
    name = _PACKED.sub("", path)
    if found := _DATED.fullmatch(name):
        return found["log"], f"{found['sign']}{len(found['date'])}", found["date"]
    if found := _NUMBERED.fullmatch(name):
        return found["log"], "number", found["number"]
    if found := _OLD.fullmatch(name):
        return found["log"], "old", ""
    return name, _LIVE, ""


def in_line(
    inputs: Iterable[Input], *, in_order: Callable[[Input], bool | None]
) -> Iterator[tuple[Input, ...]]:
    """The inputs: files of one log together, each behind that with which it goes on.

    `in_order` tells whether the lines of a file need those before them, None where the file does
    not tell; the newest that tells is believed. Files of other logs stay alone.
    """
    logs: dict[str, list[Input]] = defaultdict(list)
    for each in inputs:
        log, _, _ = named(each.name)
        logs[log if _may_be_rotated(each) else f"\0{each.name}"].append(each)
    for files in logs.values():
        ordered = _ordered(files)
        if ordered is None or not next(filter(_tells, map(in_order, reversed(ordered))), False):
            yield from ((each,) for each in files)
        else:
            yield from _runs(ordered)


def _tells(answer: bool | None) -> bool:
    return answer is not None


def _may_be_rotated(given: Input) -> bool:
    """A file on the disk: no pipe, and nothing far away."""
    return given.size is not None and given.location is None


def _ordered(files: list[Input]) -> list[Input] | None:
    """The oldest first; None for one file alone, and for names that tell no order."""
    styles = {named(each.name)[1] for each in files} - {_LIVE}
    places = {named(each.name)[1:] for each in files}
    if len(files) < 2 or len(styles) != 1 or len(places) != len(files):  # noqa: PLR2004
        return None
    return sorted(files, key=_age)


def _age(given: Input) -> tuple[bool, int, str]:
    _, style, place = named(given.name)
    return (style == _LIVE, -int(place), "") if style == "number" else (style == _LIVE, 0, place)


def _runs(ordered: list[Input]) -> Iterator[tuple[Input, ...]]:
    """Files without a gap between them."""
    run = [ordered[0]]
    for before, each in zip(ordered, ordered[1:]):  # noqa: B905, RUF007 - pairs
        if _follows(before, each):
            run.append(replace(each, goes_on=True))
        else:
            yield tuple(run)
            run = [each]
    yield tuple(run)


def _follows(before: Input, each: Input) -> bool:
    """Whether no number is missing; of dates, the times inside tell (see `log_file`)."""
    _, style, place = named(before.name)
    _, _, next_place = named(each.name)
    return style != "number" or int(place) == int(next_place or 0) + 1
