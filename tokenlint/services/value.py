"""Values of a configuration: the text, its place, and whether it is known at all.

Helm, Jinja, ERB and `${VAR}` fill in values later: an unknown value is unknown, never a finding.
"""

from dataclasses import dataclass

from tokenlint.credentials.placeholder import has_placeholder
from tokenlint.source import Source

__all__ = ["Value", "has_placeholder"]


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
