"""YAML with Helm, Jinja or ERB in it, made readable without moving a character.

Lines that are nothing but a directive are blanked; an expression inside a line becomes
a placeholder of the same width, so that its value is unknown and all places stay true.
"""

import re

from tokenlint.services.snippets.cut import is_directive

_OPENING = re.compile(r"\{\{|\{%|\{\#|<%")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>"}


def readable(content: str) -> tuple[str, bool]:
    """The text as YAML can be read, and whether directives may bring in more than it says."""
    if not any(sign in content for sign in _CLOSING):
        return content, False
    opened = False
    lines: list[str] = []
    for line in content.split("\n"):
        if is_directive(line):
            opened = True
            lines.append("")
        else:
            lines.append(_filled(line))
    return "\n".join(lines), opened


def _filled(line: str) -> str:
    """A line with a placeholder in the place of each expression."""
    found: list[str] = []
    at = 0
    unclosed: set[str] = set()  # looked for once only, so that a hostile line takes no time
    for opening in _OPENING.finditer(line):
        sign, start = opening[0], opening.start()
        if start < at or sign in unclosed:
            continue
        end = line.find(_CLOSING[sign], start + 2)
        if end < 0:
            unclosed.add(sign)
            continue
        found += [line[at:start], _placeholder(end + 2 - start)]
        at = end + 2
    return "".join([*found, line[at:]])


def _placeholder(width: int) -> str:
    return "$" + "x" * (width - 1)  # no brace: it may stand in a flow list
