"""Marks that stand in the place of what somebody took out of a token."""

import re

_LONGEST = 48
_MARK = re.compile(
    rb"""
    \.{2,} | \.?(?:
        \xe2\x80\xa6 | \*{3,} | x{4,}(?![\w-])
        | [<\[({]{0,2}(?:[a-z]{1,12}[ _-]){0,2}
          (?:redact|remov|hidden|mask|filter|scrub|sig|omit|secret|trunc|strip|eras|obfusc|snip)
          [a-z _-]{0,24}(?:[>\])}"'&,;\s]|\Z)
    )
    """,
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)


def mark_at(text: bytes, at: int) -> int:
    """Bytes of the mark that stands here, 0 for none.

    Marks are dots, an ellipsis, stars, `xxxx`, `<redacted>`, `[REMOVED]`.
    """
    found = _MARK.match(text[at : at + _LONGEST])
    return found.end() if found else 0
