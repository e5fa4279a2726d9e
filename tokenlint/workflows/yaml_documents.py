"""YAML text to the nodes of its documents, by the parser that suits it."""

from collections.abc import Iterable
from dataclasses import dataclass

from tokenlint.source import Problem
from tokenlint.workflows.composer import DEFAULT_LIMITS, Composer, NodeLimits, Refused
from tokenlint.workflows.syntax_words import in_words
from tokenlint.workflows.yaml_events import (
    Event,
    NotYaml,
    fast_events,
    reads_alike,
    thorough_events,
)
from tokenlint.workflows.yaml_nodes import Node


@dataclass(frozen=True, slots=True)
class Composed:
    """The documents of a file and what was wrong with it."""

    documents: tuple[Node, ...]
    problems: tuple[Problem, ...]


def compose(
    text: str, file: str, limits: NodeLimits = DEFAULT_LIMITS, *, slow_limit: int = 2**18
) -> Composed:
    """The nodes of YAML text; documents before an error are kept, the rest is a problem.

    Above `slow_limit` characters the fast parser has the last word,
    because the thorough one would take many seconds, or minutes on a hostile text.
    """
    if not text.endswith("\n"):
        text += "\n"  # one parser adds it, and then counts one line more
    thorough = len(text) <= slow_limit
    if reads_alike(text) or not thorough:
        composer = Composer(text, file, limits)
        try:
            return _run(composer, fast_events(text))
        except NotYaml as error:
            if not thorough and reads_alike(""):
                return _broken(composer, error, file)
    composer = Composer(text, file, limits)
    try:
        return _run(composer, thorough_events(text))
    except NotYaml as error:
        return _broken(composer, error, file)


def _run(composer: Composer, events: Iterable[Event]) -> Composed:
    try:
        composer.run(events)
    except Refused as refused:
        composer.problems.append(refused.problem)
    return Composed(tuple(composer.documents), tuple(composer.problems))


def _broken(composer: Composer, error: NotYaml, file: str) -> Composed:
    problem = in_words(error, file)
    return Composed(tuple(composer.documents), (*composer.problems, problem))
