"""Values of a configuration: the text, its place, and whether it is known at all.

Helm, Jinja, ERB and `${VAR}` fill in values later: an unknown value is unknown, never a finding.
"""

import re
from dataclasses import dataclass

from tokenlint.source import Source

_PLACEHOLDER = re.compile(
    r"""
    \{\{ | \}\} | \{% | %\}          # Helm, Jinja: also a part that spans lines
    | \{\#(?:[^#{\n]|\#(?!\}))*+\#\}
    | <% | %>                                  # ERB, EPP
    | \$\{(?:[^}$]|\$(?!\{))*+\}               # shell, HTCondor: the innermost one tells
    | \$\((?:[^)$]|\$(?!\())*+\)
    | \$\[(?:[^]$]|\$(?!\[))*+\]
    | \$[A-Za-z_][A-Za-z0-9_]*                 # shell, XRootD
    | @[A-Z][A-Z0-9_]*@ | %[A-Z][A-Z0-9_]*%    # configure
    | <[A-Za-z][A-Za-z0-9 _./'-]*> | <\.\.\.>  # documentation
    """,
    re.VERBOSE,
)


def has_placeholder(text: str) -> bool:
    """Whether something else fills in a part of the text before the product reads it."""
    return _PLACEHOLDER.search(text) is not None


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was written, with its place; `known` is false for a placeholder."""

    text: str
    source: Source
    known: bool = True

    @staticmethod
    def of(text: str, source: Source) -> "Value":
        """The value of a text, unknown where a placeholder stands in it."""
        return Value(text, source, not has_placeholder(text))

    def __str__(self) -> str:
        return self.text
