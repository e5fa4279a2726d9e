"""Times of OA4MP: a number with a unit, or without one.

Source: `splitNumber` and `getMultiplier` of TimeUtil.java in ncsa/security-lib: letters count
without case, a plural `s` and a dot at the end are cut, months have 30 days and years 365 1/4.
A time that is not understood is passed over, and the default holds.
"""

import re
from dataclasses import dataclass
from enum import Enum

_MS = 1
_SECOND = 1_000
_DAY = 86_400 * _SECOND
_UNITS = {
    **dict.fromkeys(("ms", "millisecond"), _MS),
    **dict.fromkeys(("s", "sec", "second"), _SECOND),
    **dict.fromkeys(("min", "minute"), 60 * _SECOND),
    **dict.fromkeys(("hr", "hour"), 3_600 * _SECOND),
    "day": _DAY,
    **dict.fromkeys(("wk", "week"), 7 * _DAY),
    **dict.fromkeys(("mo", "month"), 30 * _DAY),
    **dict.fromkeys(("yr", "year"), 365 * _DAY + 6 * 3_600 * _SECOND),
}
_TIME = re.compile(r"([0-9]{1,18})\s*([a-z]*)\.?")
_SINGLE = frozenset("mhdwy")  # single letters differ between releases


class Bare(Enum):
    """What a number without a unit is."""

    SECONDS = _SECOND
    MILLISECONDS = _MS
    UNCLEAR = 0  # the manual says seconds, and the code reads milliseconds


@dataclass(frozen=True, slots=True)
class Time:
    """A time in seconds, None where it is not known; `understood` as OA4MP reads it."""

    seconds: int | None
    understood: bool = True


def read_time(text: str, bare: Bare) -> Time:
    """The time that a text stands for."""
    found = _TIME.fullmatch(text.strip().casefold())
    if not found:
        return Time(None, understood=text.strip().startswith("-"))
    unit = found[2]
    if not unit:
        return Time(int(found[1]) * bare.value // _SECOND if bare.value else None)
    factor = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    if factor is None:
        return Time(None, understood=unit in _SINGLE)
    return Time(int(found[1]) * factor // _SECOND)
