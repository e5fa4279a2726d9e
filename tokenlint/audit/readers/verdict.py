"""Whether an operation was allowed, by the status that a log gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HTTP_REFUSED: Final = (401, 403)
_CLASS = re.compile(r"([1-9])xx", re.ASCII | re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,9})\s*-\s*(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Statuses:
    """Which statuses mean allowed, which refused; of all others a log does not say.

    `allowed` and `refused` are ranges of numbers (both ends belong to them), `words` texts.
    """

    allowed: tuple[tuple[int, int], ...] = ()
    refused: tuple[tuple[int, int], ...] = ()
    allowing_words: frozenset[str] = frozenset()
    refusing_words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, allowed: Iterable[int | str], refused: Iterable[int | str]) -> "Statuses":
        """From numbers, classes (`2xx`), ranges (`200-299`) and words."""
        (yes, good), (no, bad) = _parts(allowed), _parts(refused)
        return cls(yes, no, good, bad)

    @staticmethod
    def wrong(status: int | str) -> str:
        """What is wrong with a status of a mapping file; empty for a good one."""
        found = _RANGE.fullmatch(status) if isinstance(status, str) else None
        if found and int(found[1]) > int(found[2]):
            return f"the range `{status}` holds nothing"
        return ""

    def verdict(self, status: object) -> bool | None:
        """Allowed, refused, or None where the status says neither. Refusal comes first."""
        text = status if isinstance(status, str) else ""
        number = status if isinstance(status, int) and not isinstance(status, bool) else None
        if text.isascii() and text.isdecimal() and len(text) <= 9:  # noqa: PLR2004
            number = int(text)
        if text in self.refusing_words or _within(number, self.refused):
            return False
        if text in self.allowing_words or _within(number, self.allowed):
            return True
        return None


def _within(number: int | None, ranges: tuple[tuple[int, int], ...]) -> bool:
    return number is not None and any(low <= number <= high for low, high in ranges)


def _parts(statuses: Iterable[int | str]) -> tuple[tuple[tuple[int, int], ...], frozenset[str]]:
    ranges: list[tuple[int, int]] = []
    words: set[str] = set()
    for status in statuses:
        text = str(status)
        if found := _CLASS.fullmatch(text):
            ranges.append((int(found[1]) * 100, int(found[1]) * 100 + 99))
        elif found := _RANGE.fullmatch(text):
            ranges.append((int(found[1]), int(found[2])))
        elif isinstance(status, int):
            ranges.append((status, status))
        else:
            words.add(text)
            if text.isascii() and text.isdecimal() and len(text) <= 9:  # noqa: PLR2004
                ranges.append((int(text), int(text)))
    return tuple(ranges), frozenset(words)


HTTP: Final = Statuses.of(("2xx", 304), HTTP_REFUSED)
"""RFC 9110: 2xx was done, 304 is the answer to a conditional read; 401 and 403 were refused."""
