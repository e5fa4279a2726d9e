"""Durations and rates as people write them: `1d12h`, `PT6H`, `30/s`."""

import re
from typing import Final

# One hundred years: nothing on the grid is planned for longer, and sums stay small.
LONGEST: Final = 100 * 366 * 86_400

_UNITS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SHORT: Final = re.compile(r"(?=[0-9])(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?")
_ISO_WEEKS: Final = re.compile(r"P([0-9]+)W")
_ISO: Final = re.compile(
    r"P(?=[0-9T])(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?"
)
_RATE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:/(s|min|h|d)| ?(k?Hz))")
_PER: Final = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "Hz": 1.0, "kHz": 0.001}


def parse_duration(text: str) -> int:
    """Whole seconds of `90s`, `15m`, `6h`, `4d`, `1d12h` or an ISO 8601 duration such as `PT6H`.

    Months and years have no fixed length and are not taken.
    Raises ValueError, whose text says what is wrong, for anything else and beyond 100 years.
    """
    if weeks := _ISO_WEEKS.fullmatch(text):
        numbers: tuple[str | None, ...] = (str(7 * int(weeks[1][:9])),)
    else:
        found = _SHORT.fullmatch(text) or _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"`{text[:40]}` is no duration")
        numbers = found.groups()
    # Ten digits are beyond the limit in every unit; more need not be converted.
    parts = (int((number or "0").lstrip("0")[:11] or "0") for number in numbers)
    seconds = sum(part * unit for part, unit in zip(parts, _UNITS.values(), strict=False))
    if seconds > LONGEST:
        raise ValueError(f"`{text[:40]}` is longer than 100 years")
    return seconds


def parse_rate(text: str) -> float:
    """Events a second of `30/s`, `12/min`, `100/h`, `5/d`, `900 Hz` or `5 kHz`.

    Raises ValueError, whose text says what is wrong, for anything else.
    """
    found = _RATE.fullmatch(text)
    if found is None:
        raise ValueError(f"`{text[:40]}` is no rate")
    return float(found[1]) / _PER[found[2] or found[3]]


def usable_seconds(queueing: int, running: int, retries: int, retry_delay: int) -> int:
    """How long a credential must stay usable from the moment it is issued, in seconds.

    It waits (`queueing`, until the work first starts), works (`running`),
    and for each retry waits again (`retry_delay`, from the end of one try to the start of the
    next, its new time in the queue included) and works again:
    queueing + running + retries x (retry_delay + running).
    The last retry must still end in time, so the sum is the longest case, not the usual one.
    """
    return queueing + running + retries * (retry_delay + running)
