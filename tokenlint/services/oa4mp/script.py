"""Scripts in QDL, the language in which OA4MP decides on claims: only their head is read.

A script is a program. What it does is not evaluated, and no finding rests on it.
"""

import re

from tokenlint.services.acceptance import Setting
from tokenlint.services.text import Text

_HEAD = re.compile(r"\s*(?:#![^\n]*\n\s*)?(/\*.{0,8000}?\*/|(?://[^\n]*\n?)+)", re.DOTALL)
_RETURNS = re.compile(r"returns?\s*:?\s+(\S[^\n]{0,200})", re.IGNORECASE)


def returns(text: Text) -> str:
    """What the comment at the head says that the script returns; empty where it does not."""
    head = _HEAD.match(text.content)
    found = _RETURNS.search(head[1]) if head else None
    return found[1].strip(" */.") if found else ""


def settings(text: Text) -> tuple[Setting, ...]:
    """That there is a script, and what it says that it returns; never known for sure."""
    return (Setting("qdl script", returns(text), text.whole, known=False),)
