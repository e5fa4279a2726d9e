"""Secrets as a report covers them, in a text that is to be read all the same."""

import re

_START = re.compile(r"\s*[\[{]")
_BLANKS = re.compile(r"\s+")
# A secret as the report covers it, with or without its quotes and the comma behind it.
_COVERED = re.compile(
    r"(?P<lead>(?:^|\"[ \t]*:|:[ \t]|^[ \t]*-[ \t]|[\[,{])[ \t]*)\"?\*{3,}\"?(?P<comma>,?)",
    re.MULTILINE,
)
_STARS = re.compile(r"\"?\*{3,}\"?,?")
WORD = "*"
"""What stands for a covered secret."""
_FOLLOWING = re.compile(r"(?P<blank>\s*)(?P<sign>\S?)")


def legible(content: str) -> str:
    """The text with a word in the place of each covered secret, so that it can be parsed.

    A cover may lie over quotes and commas, too; what follows tells whether one belongs there.
    Lines stay, and so do columns.
    """
    json_like = _START.match(content) is not None

    def word(found: re.Match[str]) -> str:
        following = _FOLLOWING.match(content, found.end())
        sign = following["sign"] if following else ""
        goes_on = json_like or (following is not None and "\n" not in following["blank"])
        comma = "," if found["comma"] or (goes_on and sign not in ("", "]", "}", "#")) else ""
        width = found.end() - found.end("lead") - len(comma)
        return found["lead"] + f'"{WORD}"'.ljust(width) + comma

    return _COVERED.sub(word, content)


def even(text: str) -> str:
    """A text with single blanks, and covers of one length."""
    return _BLANKS.sub(" ", _STARS.sub("***", text)).strip()
