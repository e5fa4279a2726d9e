"""Which files are authorization files of the ALICE token plug-in."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "alice-token"
FILE: Final = "TkAuthz.Authorization"

_NAME = re.compile(r"tkauthz\.authorization(?:[.-].*)?|.*tkauthz.*\.authorization")
_LINE = re.compile(
    r"^[ \t]*(?:KEY[ \t]+VO:\S*[ \t]+PRIVKEY:|EXPORT[ \t]+PATH:\S*[ \t]+VO:"
    r"|RULE[ \t]+PATH:\S*[ \t]+AUTHZ:)",
    re.MULTILINE,
)
_PROSE = (".md", ".rst", ".txt", ".sh", ".yaml", ".yml", ".json")


def kind_of(text: Text) -> str | None:
    """What the plug-in calls this file; None for any other."""
    name = text.name.casefold()
    if _NAME.fullmatch(name):
        return FILE
    if not text.embedded and name.endswith(_PROSE):
        return None
    return FILE if "VO:" in text.content and _LINE.search(text.content) else None
