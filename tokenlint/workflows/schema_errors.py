"""Validation of one part of a document: every schema error at its exact place, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tokenlint.source import Problem
from tokenlint.workflows.complaints import Complaint, complaints
from tokenlint.workflows.schema import SchemaError, Validator
from tokenlint.workflows.yaml_nodes import (
    Alias,
    Found,
    Node,
    Scalar,
    Step,
    follow,
    key_source,
    plain,
    pointer_of,
    source_of,
    walk,
)
from tokenlint.workflows.yaml_nodes import Sequence as SequenceNode


@dataclass(frozen=True, slots=True)
class Checked:
    """A part as plain data, its problems, and whether it may be used all the same."""

    data: Any
    problems: tuple[Problem, ...]
    usable: bool


class Checker:
    """Validates the parts of one file; what many parts share by aliases is reported once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._said: set[tuple[int, int, str]] = set()

    def check(
        self, node: Node, validator: Validator, at: Sequence[Step], key: Scalar | None = None
    ) -> Checked:
        """Validate the node, which stands at the path `at` of its document behind `key`.

        An unknown word for the kind or for a mitigation is a problem, but the part stays usable:
        nothing else depends on it.
        """
        data = plain(node)
        root = Found(follow(node), key, node if isinstance(node, Alias) else None)
        problems: list[Problem] = []
        usable = True
        for error in validator.iter_errors(data):
            usable = usable and _harmless(error)
            for complaint in complaints(error):
                problems += self._placed(complaint, root, at)
        return Checked(data, tuple(problems), usable)

    def _placed(self, complaint: Complaint, root: Found, at: Sequence[Step]) -> Iterator[Problem]:
        """The complaint at its place, unless it was made there or the value is broken anyway."""
        found = walk(root.node, complaint.path) if complaint.path else root
        if found is None or (isinstance(found.node, Scalar) and found.node.broken):
            return
        pointer = pointer_of((*at, *complaint.path))
        if complaint.at_key and found.key is not None:
            source = key_source(self._file, found.key, pointer)
        else:
            source = source_of(self._file, found, pointer)
        said = (source.line, source.column, complaint.reason)
        if said in self._said:
            return
        self._said.add(said)
        alias = found.alias or root.alias
        via = f" (used through `*{alias.name}` in line {alias.line})" if alias else ""
        yield Problem("schema", source, complaint.reason + via, complaint.advice)


def _harmless(error: SchemaError) -> bool:
    path = tuple(error.absolute_path)
    if error.validator == "required" and not path:
        return [key for key in error.validator_value if key not in error.instance] == ["kind"]
    return path == ("kind",) or (path[:1] == ("mitigations",) and len(path) > 1)


def has_broken(root: Node) -> bool:
    """Whether some value below could not be read; each written node is looked at once."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = follow(waiting.pop())
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Scalar):
            if node.broken:
                return True
        elif isinstance(node, SequenceNode):
            waiting += node.items
        else:
            waiting += (entry.value for entry in node.entries.values())
    return False
