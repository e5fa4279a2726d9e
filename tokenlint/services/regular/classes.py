"""Sets of signs as PCRE2 and Java write them: escapes, and classes in square brackets."""

import re

from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.syntax import (
    DIGITS,
    EVERY,
    LOWER,
    SPACE,
    UPPER,
    WORD,
    between,
    mask_of,
)

_SETS = {
    "d": DIGITS,
    "D": EVERY & ~DIGITS,
    "w": WORD,
    "W": EVERY & ~WORD,
    "s": SPACE,
    "S": EVERY & ~SPACE,
    "h": mask_of(" \t"),
    "H": EVERY & ~mask_of(" \t"),
    "N": EVERY & ~mask_of("\n"),
}
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b", "0": "\0"}
_POSIX = {
    "alpha": LOWER | UPPER,
    "digit": DIGITS,
    "alnum": LOWER | UPPER | DIGITS,
    "word": WORD,
    "lower": LOWER,
    "upper": UPPER,
    "space": SPACE,
    "blank": mask_of(" \t"),
    "xdigit": DIGITS | mask_of("abcdefABCDEF"),
    "punct": mask_of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "graph": between("!", "~"),
    "print": between(" ", "~"),
    "cntrl": between("\0", "\x1f") | mask_of("\x7f"),
    "ascii": between("\0", "\x7f"),
}
_NAMED = re.compile(r"\[:(\^?)([a-z]{1,8}):\]")
_HEX = re.compile(r"x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{0,2}))")
_HIGHEST = 0x10FFFF


def escaped(text: str, at: int) -> tuple[int, str, int]:
    """The set after a backslash at `at`: its mask, its sign if it is but one, and where it ends."""
    if at + 1 >= len(text):
        raise Broken("it ends in a backslash")
    sign = text[at + 1]
    if sign in _SETS:
        return _SETS[sign], "", at + 2
    if sign == "x":
        return _hexadecimal(text, at)
    if sign in _SIGNS:
        sign = _SIGNS[sign]
    elif sign.isascii() and sign.isalnum():
        raise Unsupported(f"\\{sign}")
    return mask_of(sign), sign, at + 2


def _hexadecimal(text: str, at: int) -> tuple[int, str, int]:
    found = _HEX.match(text, at + 1)
    code = int((found[1] or found[2] or "0") if found else "0", 16)
    if code > _HIGHEST:
        raise Broken("the number of a sign is too large")
    sign = chr(code)
    return mask_of(sign), sign, found.end() if found else at + 2


def bracketed(text: str, at: int) -> tuple[int, int]:
    """The class that begins with the bracket at `at`: its mask, and where it ends."""
    at += 1
    negated = text.startswith("^", at)
    at += negated
    first, mask = at, 0
    while not (text.startswith("]", at) and at > first):
        if at >= len(text):
            raise Broken("a square bracket is not closed")
        part, at = _member(text, at)
        mask |= part
    return (EVERY & ~mask if negated else mask), at + 1


def _member(text: str, at: int) -> tuple[int, int]:
    named = _NAMED.match(text, at)
    if named:
        if named[2] not in _POSIX:
            raise Broken(f"there is no class named {named[2]}")
        mask = _POSIX[named[2]]
        return (EVERY & ~mask if named[1] else mask), named.end()
    if text.startswith(("[:", "[.", "[=", "&&"), at):
        raise Unsupported(text[at : at + 2])
    mask, low, at = _one(text, at)
    if low and text.startswith("-", at) and not text.startswith("-]", at) and at + 1 < len(text):
        _, high, end = _one(text, at + 1)
        if high and ord(high) < ord(low):
            raise Broken(f"the range {low}-{high} goes backwards")
        if high:
            return between(low, high), end
    return mask, at


def _one(text: str, at: int) -> tuple[int, str, int]:
    if text[at] != "\\":
        return mask_of(text[at]), text[at], at + 1
    if text.startswith("\\b", at):
        return mask_of("\b"), "\b", at + 2
    return escaped(text, at)
