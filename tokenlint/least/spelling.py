"""Paths as a scope may write them.

WLCG profile 1.3 section 2.2.1 wants them absolute, normalised and escaped.
Servers write paths into their logs as clients sent them, often with doubled slashes.
"""

import re
from typing import Final

from tokenlint.privilege.path import PathDefect, ScopePath

# What can be mended without a guess: no service reads these paths in two ways
# that lead to different files. Dot segments, separators in disguise and the like stay refused.
_HARMLESS: Final = frozenset(
    {PathDefect.EMPTY_SEGMENT, PathDefect.NOT_NORMALISED, PathDefect.NOT_ESCAPED}
)
_UNESCAPED: Final = re.compile(r"[^\w\-.~!$&'()*+,;=:@%/]", re.ASCII)


def askable(path: ScopePath) -> ScopePath | None:
    """The path as a scope may ask for it; itself where it conforms, None where that is a guess."""
    if path.conforming:
        return path
    if not _HARMLESS.issuperset(path.defects):
        return None
    inner = [step for step in path.components if step]
    slash = "/" if inner and path.directory else ""
    mended = ScopePath.parse("/" + _escaped("/".join(inner)) + slash)
    return mended if mended.conforming else None


def _escaped(text: str) -> str:
    return _UNESCAPED.sub(lambda found: _percent(found[0]), text)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
