"""The multi-mapfile: lines that turn principals into others.

dCache applies every line that fits, and passes over a line that it cannot read with a warning
(`org.dcache.gplazma.plugins.GplazmaMultiMapFile`).
"""

from tokenlint.services.acceptance import Dead
from tokenlint.services.dcache.arguments import arguments
from tokenlint.services.dcache.config import MapLine
from tokenlint.services.dcache.principals import MAPPABLE, Principal, principal
from tokenlint.services.dcache.properties import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder

_MANY = 2


def map_lines(text: Text) -> tuple[tuple[MapLine, ...], tuple[Dead, ...], bool]:
    """The lines, those that dCache passes over, and whether a template may add lines."""
    lines: list[MapLine] = []
    dead: list[Dead] = []
    templated = False
    for index, line in text:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if is_directive(line) or bare.startswith("<%"):
            templated = True
            continue
        words = arguments(bare).words
        wrong = _wrong(words)
        at = text.find(bare, index)
        if not wrong:
            lines.append(_line(text, index, bare, words))
        elif has_placeholder(bare):
            templated = True
        else:
            says = f"dCache passes over the line with a warning, because {wrong}"
            dead.append(Dead("ignored-value", Value(bare, at), says))
    return tuple(lines), tuple(dead), templated


def _wrong(words: tuple[str, ...]) -> str:
    if len(words) < _MANY:
        return "it maps to nothing"
    for word in words:
        each = principal(word)
        if each is None:
            return f"{word} has no colon"
        if each.kind not in MAPPABLE:
            return f"there is no principal of type {each.kind}"
        if each.kind == "gid" and each.known and not each.name.isdigit():
            return f"{each.name} is no number"
    return ""


def _line(text: Text, index: int, bare: str, words: tuple[str, ...]) -> MapLine:
    made = [principal(word) or Principal("", word) for word in words]
    return MapLine(made[0], tuple(made[1:]), text.find(bare, index), bare)
