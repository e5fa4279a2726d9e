"""Lines that a template engine takes for itself: conditions, loops, assignments, comments.

They are skipped as comments are. What such an engine writes out (`{{ .Values.x }}`, `<%= x %>`)
stays in the text, as an unknown value.
"""

import re

_DIRECTIVE = re.compile(
    r"""
    \{\{-?\s*(?: (?:if|else|end|range|with|define|break|continue)\b
        | /\* | \$[\w.]+\s*:?= | - ) [^{}]{0,400}\}\}  # Helm, Go
    | \{\{-?\s*\}\}
    | \{%[^%]{0,400}%\} | \{\#[^\#]{0,400}\#\}      # Jinja
    | <%(?!=)[^%]{0,400}%>                       # ERB, EPP
    """,
    re.VERBOSE,
)


def without_directives(line: str) -> tuple[str, int, bool]:
    """A line without its directives, the columns cut off on its left, and whether it had any."""
    if "{" not in line and "<%" not in line:
        return line, 0, False
    first = _DIRECTIVE.search(line)
    if first is None:
        return line, 0, False
    offset = 0
    while (lead := _DIRECTIVE.match(line.lstrip())) is not None:
        rest = line.lstrip()
        offset += len(line) - len(rest) + lead.end()
        line = rest[lead.end() :]
    return _DIRECTIVE.sub(lambda found: " " * len(found[0]), line).rstrip(), offset, True


_OPENS = re.compile(
    r"\{\{-?\s*(?:if|range|with)\b|\{%-?\s*(?:if|for)\b"
    r"|<%-?\s*(?:if|unless|for)\b|<%(?!=)[^%]*(?:\bdo\b|\{)\s*(?:\|[^|]*\|)?\s*-?%>"
)
_CLOSES = re.compile(r"\{\{-?\s*end\b|\{%-?\s*end(?:if|for)\b|<%-?\s*(?:end\b|\}\s*-?%>)")


def conditions_opened(line: str) -> int:
    """How many conditions and loops of a template a line opens, less those that it closes."""
    if "{" not in line and "<%" not in line:
        return 0
    return len(_OPENS.findall(line)) - len(_CLOSES.findall(line))
