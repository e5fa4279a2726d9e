"""Times and durations as people say them: 5 h 26 min, 2026-11-21 03:00 UTC."""

from datetime import UTC, datetime

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def human_duration(seconds: int | None) -> str:
    """The two largest units of a duration in seconds, rounded towards zero: `5 h 26 min`.

    None stands for a duration without end.
    """
    if seconds is None:
        return "without end"
    sign, rest = ("-", -seconds) if seconds < 0 else ("", seconds)
    for index, (size, unit) in enumerate(_UNITS[:-1]):
        if rest >= size:
            next_size, next_unit = _UNITS[index + 1]
            small = rest % size // next_size
            tail = f" {small} {next_unit}" if small else ""
            return f"{sign}{rest // size} {unit}{tail}"
    return f"{sign}{rest} s"


def human_instant(epoch: int) -> str:
    """Seconds since the epoch as a minute of UTC: `2026-11-21 03:00 UTC`.

    What no calendar holds (before the year 1, after 9999) stays a number of seconds.
    """
    try:
        return f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d %H:%M} UTC".rjust(20, "0")
    except (OverflowError, OSError, ValueError):
        return f"{epoch} s since 1970, outside the calendar"


def human_times(expiry: int | None, at: int, lifetime: int | None = None) -> str:
    """When a credential ends, seen from `at` (both in seconds since the epoch).

    `exp 2026-11-21 03:00 UTC (in 5 h 26 min; lifetime 6 h)`; `lifetime` in seconds, if known.
    """
    if expiry is None:
        return "no exp (it never expires)"
    left = expiry - at
    when = f"in {human_duration(left)}" if left > 0 else f"{human_duration(-left)} ago"
    whole = "" if lifetime is None else f"; lifetime {human_duration(lifetime)}"
    return f"exp {human_instant(expiry)} ({when if left else 'now'}{whole})"
