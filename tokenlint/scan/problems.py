"""What could not be read, of many files: each once, in an order of its own, and not without end."""

from collections.abc import Iterable
from typing import Final

from tokenlint.source import Problem, Source

MOST: Final = 1_000
FURTHER: Final = Problem(
    "further",
    Source("(input)"),
    "there are more problems than are kept; these are the first of them",
    "mend these, and run it again",
)
"""Stands behind the others where some are not told."""


def first_problems(problems: Iterable[Problem], most: int = MOST) -> tuple[Problem, ...]:
    """The first of them; of parts that were cut like this, the same as of the whole."""
    found = set(problems)
    ordered = sorted(found - {FURTHER}, key=_place_and_words)
    cut = (FURTHER,) if FURTHER in found or len(ordered) > most else ()
    return (*ordered[:most], *cut)


def _place_and_words(problem: Problem) -> tuple[str, int, int, str, str, str, str]:
    """All of a problem, so that none of two comes first by chance."""
    source = problem.source
    words = source.pointer, problem.reason, problem.kind, problem.advice
    return source.file, source.line, source.column, *words
