"""Numbers of the frontier as people say them, and the sentences about it."""

from math import floor, inf, log10

from tokenlint.policy.words import human_duration

_HOURS = 100  # a lifetime up to here is said in hours, as the field does


def spell(seconds: float) -> str:
    """A duration: `64 h`, `5 h 30 min`, `8 d`; whole hours stay hours up to four days."""
    if seconds == inf:
        return "as long as it takes"
    whole = round(seconds)
    hours, rest = divmod(whole, 3_600)
    return f"{hours} h" if not rest and 0 < hours < _HOURS else human_duration(whole)


def percent(share: float) -> str:
    """A share with two digits, never rounded to nothing or to all: `0.68 %`, `< 0.01 %`."""
    if share <= 0:
        return "0 %"
    value = 100 * share
    if value < 0.01:  # noqa: PLR2004 - percent
        return "< 0.01 %"
    if 99.5 <= value < 100:  # noqa: PLR2004 - percent
        return "> 99 %"
    return f"{_short(value)} %"


def number(value: float) -> str:
    """A count or a rate with about two digits: `0.0012`, `3.4`, `180`, `12,000`."""
    if value == inf:
        return "infinite"
    if value <= 0:
        return "0"
    return _short(value)


def _short(value: float) -> str:
    """About two digits, without noughts behind the point."""
    digits = 1 - floor(log10(value))
    if digits > 0:
        text = f"{value:,.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{round(value, digits):,.0f}"


def per_second(rate: float) -> str:
    """A rate of requests: `30/s`, `4.2/min`, `7/d`, in the unit that makes it a handy number."""
    for unit, seconds in (("s", 1), ("min", 60), ("h", 3_600)):
        if rate * seconds >= 1:
            return f"{number(rate * seconds)}/{unit}"
    return f"{number(rate * 86_400)}/d"
