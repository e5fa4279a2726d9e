"""Which files are lists of VOMS servers (`vomses`) and certificate chains (`.lsc`)."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "voms"
VOMSES: Final = "vomses"
LSC: Final = "lsc"

_VOMSES_LINE = re.compile(
    r'^[ \t]*"[^"\n]+"[ \t]+"[^"\n]+"[ \t]+"[0-9]{1,6}"[ \t]+"/[^"\n]*"[ \t]+"[^"\n]+"',
    re.MULTILINE,
)
_NAME_LINE = re.compile(r"^[ \t]*(?:/|[A-Z]+[ \t]*=|#|-+[ \t]*NEXT|\{\{)", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """What VOMS calls this file; None for any other."""
    name = text.bare_name
    if name.endswith(".lsc") and len(name) > len(".lsc"):
        return LSC if not text.content.strip() or _NAME_LINE.search(text.content) else None
    if name == "vomses" or name.endswith((".vomses", "-vomses")) or name.startswith("vomses."):
        return VOMSES
    in_folder = "vomses" in text.parts[:-1] or text.embedded
    return VOMSES if in_folder and _VOMSES_LINE.search(text.content) else None
