"""A YAML file that holds one mapping of keys, checked against its schema, with all its places."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tokenlint.source import Pointer, Problem, Source
from tokenlint.workflows.composer import NodeLimits
from tokenlint.workflows.documents import ReadLimits
from tokenlint.workflows.places import Places
from tokenlint.workflows.schema import Validator
from tokenlint.workflows.schema_errors import Checker, has_broken
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import Mapping, Node, Scalar, follow

Wrong = tuple[Pointer, str, str]
"""Where something is wrong, what, and what to do about it."""


@dataclass(frozen=True, slots=True)
class OneMapping:
    """The data of a file, None where there is any problem; `places` tells lines and columns."""

    kind: str
    data: dict[str, Any] | None
    problems: tuple[Problem, ...]
    places: Places | None = None

    def complaints(self, wrong: Iterable[Wrong]) -> tuple[Problem, ...]:
        """What a schema cannot say, as problems with their places."""
        places = self.places
        if places is None:
            return self.problems
        return tuple(
            Problem(self.kind, places.nearest(pointer), reason, advice)
            for pointer, reason, advice in wrong
        )


def one_mapping(
    file: str, text: str, limits: ReadLimits, validator: Validator, *, kind: str, what: str
) -> OneMapping:
    """Read it. `kind` is a word for machines (`issuer-model`), `what` one for people."""
    bounds = NodeLimits(limits.depth, limits.alias_nodes)
    composed = compose(text, file, bounds, slow_limit=limits.thorough_characters)
    written = [node for node in map(follow, composed.documents) if not _is_empty(node)]
    if composed.problems:
        return OneMapping(kind, None, composed.problems)
    if len(written) != 1 or not isinstance(written[0], Mapping):
        at = written[-1] if written else None
        place = Source(file, at.line, at.column) if at else Source(file)
        reason = f"a file holds one {what}, which is a mapping of keys"
        advice = f"begin with `tokenlint: {kind}/1`"
        return OneMapping(kind, None, (Problem(kind, place, reason, advice),))
    node = written[0]
    checked = Checker(file).check(node, validator, ())
    if checked.problems or has_broken(node):
        return OneMapping(kind, None, checked.problems)
    return OneMapping(kind, checked.data, (), Places(file, text, "", node, None))


def _is_empty(node: Node) -> bool:
    """What a last `---` leaves."""
    return isinstance(node, Scalar) and node.text == "" and not node.broken
