"""Durations as Vault writes them: seconds as a number, or numbers with s, m, h or d."""

import re

_PART = re.compile(r"([0-9]{1,12})(ms|s|m|h|d)")
_SECONDS = {"ms": 0, "s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds_of(text: str) -> int | None:
    """Whole seconds; None for what is no duration.

    Source: `ParseDurationSecond` of go-secure-stdlib, which Vault's fields go through.
    """
    bare = text.strip()
    if re.fullmatch(r"[0-9]{1,12}", bare):
        return int(bare)
    parts = _PART.findall(bare)
    if not parts or "".join(number + unit for number, unit in parts) != bare:
        return None
    return sum(int(number) * _SECONDS[unit] for number, unit in parts)
