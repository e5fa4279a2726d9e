"""Runs of base64 and of hexadecimal digits, and the bytes that they stand for.

Where in a run a group of letters begins is not asked from the run, which may be cut, but from the
anchor inside it: it looks as it does at one alignment only.
"""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tokenlint.capture.anchors import BASE64, HEXADECIMAL, JSON_STARTS, MACAROON_2
from tokenlint.capture.macaroon_at import may_begin

_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+")
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]+")
_LETTERS, _BYTES, _DIGITS = 4, 3, 2
_SHORTEST = 16  # letters; no token is shorter
_JOINTS = frozenset(b"%c" % sign for sign in b" \t\r\n\\%=&")
_QUICK_LOOK = 24  # letters behind an anchor that must stand for text
_TEXT = re.compile(rb"[\t\r\n\x20-\x7e]*+(?:[\x80-\xff]{0,4}+[\t\r\n\x20-\x7e]*+){0,1}\Z")


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
    for start, end in _runs(text, _BASE64, _groups):
        yield Blob("base64", _bytes_of_letters(text[start:end]), start, _LETTERS, _BYTES)
    for start, end in _runs(text, _HEXADECIMAL, _pairs):
        yield Blob("hex", _bytes_of_digits(text[start:end]), start, _DIGITS, 1)


def plausible(text: bytes, at: int) -> bool:
    """Whether an anchor at `at` may be more than chance: what it stands for goes on as text.

    An anchor of escapes or of a certificate is too long for chance.
    """
    if (found := _IN_BASE64.match(text, at)) is not None:
        alone = found[1] not in JSON_STARTS and not _is_long(text, at)
        return not alone and any(_goes_on(text, at - phase) for phase in _PHASES[found[1]])
    if text.startswith(MACAROON_2, at):
        return may_begin(text, at)
    if _IN_HEXADECIMAL.match(text, at) is not None:
        digits = _HEXADECIMAL.match(text, at, at + _QUICK_LOOK)
        return digits is not None and _is_text(_bytes_of_digits(digits[0]))
    return True


def _is_long(text: bytes, at: int) -> bool:
    """Whether enough letters follow, or what may join others to them: a line end, an escape."""
    letters = _BASE64.match(text, at, at + _QUICK_LOOK)
    end = letters.end() if letters else at
    return end - at >= _SHORTEST or text[end : end + 1] in _JOINTS


def _goes_on(text: bytes, group: int) -> bool:
    """Whether the groups of letters behind the one that begins at `group` stand for text."""
    begin = group + _LETTERS
    letters = _BASE64.match(text, begin, begin + _QUICK_LOOK)
    return letters is None or _is_text(_bytes_of_letters(letters[0]))


def _is_text(data: bytes) -> bool:
    return _TEXT.match(data) is not None


def _bytes_of_letters(letters: bytes) -> bytes:
    whole = letters[: len(letters) - (len(letters) % _LETTERS == 1)]
    padded = whole + b"=" * (-len(whole) % _LETTERS)
    return binascii.a2b_base64(padded.translate(_TO_STANDARD))


def _bytes_of_digits(digits: bytes) -> bytes:
    return binascii.unhexlify(digits[: len(digits) // _DIGITS * _DIGITS])


def _runs(
    text: bytes, letters: re.Pattern[bytes], starts: Callable[[bytes, int, int], set[int]]
) -> Iterator[tuple[int, int]]:
    """Runs that hold an anchor, from the first whole group on."""
    for run in letters.finditer(text):
        if run.end() - run.start() >= _SHORTEST:
            for start in sorted(starts(text, run.start(), run.end())):
                yield start, run.end()


def _groups(text: bytes, start: int, end: int) -> set[int]:
    """Where the first group of four begins, for each alignment that an anchor speaks for."""
    return {
        start + (found.start() - phase - start) % _LETTERS
        for found in _IN_BASE64.finditer(text, start, end)
        for phase in _PHASES[found[1]]
        if _goes_on(text, found.start() - phase)
    }


def _pairs(text: bytes, start: int, end: int) -> set[int]:
    return {
        start + (found.start() - start) % _DIGITS
        for found in _IN_HEXADECIMAL.finditer(text, start, end)
        if plausible(text, found.start())
    }
