r"""Lines of `key=value`, as NetLogger has them: values in quotes where they hold white space.

Source: dCache, `modules/common/src/main/java/org/dcache/util/NetLoggerBuilder.java`: in quotes,
`\\`, `\"`, `\n` and `\r` are escaped; a quoted value is written only where one is needed.
"""

import re
from typing import Final

_PAIR: Final = re.compile(r' ?([A-Za-z][\w.-]{0,63})=(?:"((?:[^"\\]|\\.)*+)"|([^ "]*+))(?= |\Z)')
_ESCAPE: Final = re.compile(r"\\(.)")
_SIGNS: Final = {"n": "\n", "r": "\r"}
_MOST: Final = 64  # pairs; no event has half as many


def pairs_of(text: str) -> dict[str, str] | None:
    """The pairs of a line; None for a line that is anything else. The first of a name counts."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None or len(found) > _MOST:
            return None
        name, quoted, plain = pair.groups()
        value = plain if quoted is None else _ESCAPE.sub(_sign, quoted)
        found.setdefault(name, value)
        at = pair.end()
    return found or None


def _sign(found: re.Match[str]) -> str:
    return _SIGNS.get(found[1], found[1])
