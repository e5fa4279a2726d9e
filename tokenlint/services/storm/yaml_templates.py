"""YAML with Helm, Jinja or ERB in it, made readable without moving a character.

Lines that are nothing but a directive are blanked; an expression inside a line becomes
a placeholder of the same width, so that its value is unknown and all places stay true.
"""

import re

from tokenlint.services.snippets.cut import is_directive

_EXPRESSION = re.compile(r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{\#[^\n]*?\#\}|<%[^\n]*?%>")
_SIGNS = ("{{", "{%", "{#", "<%")
_NARROWEST = 4  # characters of `${x}`


def readable(content: str) -> tuple[str, bool]:
    """The text as YAML can be read, and whether directives may bring in more than it says."""
    if not any(sign in content for sign in _SIGNS):
        return content, False
    opened = False
    lines: list[str] = []
    for line in content.split("\n"):
        if is_directive(line):
            opened = True
            lines.append("")
        else:
            lines.append(_EXPRESSION.sub(_placeholder, line))
    return "\n".join(lines), opened


def _placeholder(match: re.Match[str]) -> str:
    width = len(match[0])
    return "$" + "{" + "x" * (width - _NARROWEST + 1) + "}"
