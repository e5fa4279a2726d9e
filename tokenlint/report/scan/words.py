"""Numbers and places of a scan in words."""

from tokenlint.scan.statistics import Estimate
from tokenlint.scan.summary import Place

_STEP = 1000
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")


def counted(number: int, name: str) -> str:
    """`1 token`, `2,000 tokens`."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def estimated(estimate: Estimate) -> str:
    """`12`, or `about 1,250,000`: an estimate has three digits that tell something."""
    if estimate.exact or estimate.count < _STEP:
        return f"{estimate.count:,}" if estimate.exact else f"about {estimate.count:,}"
    step = 10 ** (len(str(estimate.count)) - 3)
    return f"about {round(estimate.count / step) * step:,}"


def human_size(size: int) -> str:
    """`12 bytes`, `1.2 GB` (of 1,000 MB)."""
    value, unit = float(size), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{size:,} {_UNITS[0]}" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def place_words(place: Place) -> str:
    """`access.log:12`, or with the byte where the line is not known."""
    return f"{place.input}:{place.line}" if place.line else f"{place.input} byte {place.offset:,}"
