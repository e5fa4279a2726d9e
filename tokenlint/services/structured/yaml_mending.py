"""YAML with broken lines: what can be read of it without them, and what is wrong."""

from dataclasses import dataclass

from tokenlint.source import Problem
from tokenlint.workflows.composer import NodeLimits
from tokenlint.workflows.yaml_documents import Composed, compose
from tokenlint.workflows.yaml_nodes import Node

_LIMITS = NodeLimits(depth=40, alias_nodes=10_000)
_MOST_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Mended:
    """The documents of a text, its problems, and whether lines had to be left out."""

    documents: tuple[Node, ...]
    problems: tuple[Problem, ...]
    mended: bool


def composed_text(content: str, file: str) -> Mended:
    """The documents of a text; where none can be read, those without its broken lines."""
    composed = compose(content, file, _LIMITS)
    if composed.documents or not composed.problems:
        return Mended(composed.documents, composed.problems, mended=False)
    saved = _without_broken_lines(content, file, composed)
    return Mended(saved.documents, composed.problems, mended=True)


def _without_broken_lines(content: str, file: str, composed: Composed) -> Composed:
    """What can be read when the lines that the parser stops at are left out, one after another."""
    lines = content.split("\n")
    for _ in range(_MOST_BROKEN):
        # The parser stops at a line, or at the one behind it when it waits for a `:`.
        at = composed.problems[-1].source.line - 1
        written = [index for index in range(min(at + 1, len(lines))) if lines[index].strip()]
        attempts = [_without(lines, index) for index in written[-2:]]
        if composed.documents or not attempts:
            break
        read = [compose("\n".join(attempt), file, _LIMITS) for attempt in attempts]
        best = max(range(len(read)), key=lambda index: _reached(read[index]))
        lines, composed = attempts[best], read[best]
        if not composed.problems:
            break
    return composed


def _without(lines: list[str], index: int) -> list[str]:
    return [*lines[:index], "", *lines[index + 1 :]]


def _reached(composed: Composed) -> float:
    """The line up to which a text could be read."""
    return composed.problems[-1].source.line if composed.problems else float("inf")
