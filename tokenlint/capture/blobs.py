"""Runs of base64 and of hexadecimal digits, and the bytes that they stand for.

Where in a run a group of letters begins is not asked from the run, which may be cut, but from the
anchor inside it: it looks as it does at one alignment only.
"""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tokenlint.capture.anchors import BASE64, HEXADECIMAL, JSON_STARTS

_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+")
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]+")
_LETTERS, _BYTES, _DIGITS = 4, 3, 2
_SHORTEST = 16  # letters; no token is shorter


def _by_letters() -> dict[bytes, tuple[int, ...]]:
    """The places in a group of four at which an anchor may begin."""
    phases: dict[bytes, tuple[int, ...]] = dict.fromkeys(JSON_STARTS, (0,))
    for alias in BASE64:
        known = phases.get(alias.letters, ())
        phases[alias.letters] = tuple(sorted({*known, alias.phase}))
    return phases


_PHASES = _by_letters()
_IN_BASE64 = re.compile(b"(?=(%s))" % b"|".join(_PHASES))
_IN_HEXADECIMAL = re.compile(b"|".join(HEXADECIMAL))


@dataclass(frozen=True, slots=True)
class Blob:
    """What a run decodes to; `width` of its letters stand for `size` bytes, from `start` on."""

    name: str
    text: bytes = field(repr=False)
    start: int
    width: int
    size: int

    def place(self, at: int) -> int:
        """Where the first letter stands that has a part in the byte at `at`."""
        return self.start + at * self.width // self.size

    def place_of_end(self, at: int) -> int:
        """Where the last letter ends that has a part in the bytes before `at`."""
        return self.start - (-at * self.width // self.size)


def blobs(text: bytes) -> Iterator[Blob]:
    """All runs in which an anchor says that something may be inside, each alignment once."""
    for run, start in _runs(text, _BASE64, _IN_BASE64, _phases):
        whole = run[: len(run) // _LETTERS * _LETTERS]
        rest = run[len(whole) :] if len(run) % _LETTERS > 1 else b""
        padded = whole + rest + b"=" * (-len(rest) % _LETTERS)
        inner = binascii.a2b_base64(padded.translate(_TO_STANDARD))
        yield Blob("base64", inner, start, _LETTERS, _BYTES)
    for run, start in _runs(text, _HEXADECIMAL, _IN_HEXADECIMAL, _even):
        inner = binascii.unhexlify(run[: len(run) // _DIGITS * _DIGITS])
        yield Blob("hex", inner, start, _DIGITS, 1)


def _phases(found: re.Match[bytes]) -> tuple[tuple[int, ...], int]:
    return _PHASES[found[1]], _LETTERS


def _even(_found: re.Match[bytes]) -> tuple[tuple[int, ...], int]:
    return (0,), _DIGITS


def _runs(
    text: bytes,
    letters: re.Pattern[bytes],
    anchors: re.Pattern[bytes],
    phases: Callable[[re.Match[bytes]], tuple[tuple[int, ...], int]],
) -> Iterator[tuple[bytes, int]]:
    """Runs that hold an anchor, from the first whole group on, with their place."""
    for run in letters.finditer(text):
        if run.end() - run.start() < _SHORTEST:
            continue
        starts = set()
        for found in anchors.finditer(text, run.start(), run.end()):
            each, group = phases(found)
            starts |= {
                run.start() + (found.start() - phase - run.start()) % group for phase in each
            }
        for start in sorted(starts):
            yield text[start : run.end()], start
