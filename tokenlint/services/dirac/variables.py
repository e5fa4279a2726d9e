"""Environment variables of DiracX, wherever they are written.

Files of `NAME=value` lines, and YAML: Helm values and ConfigMaps (`NAME: value`),
Compose (`- NAME=value`), Kubernetes (`- name: NAME`, `value: ...`).
Names are compared without case, as pydantic does.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_LINE = re.compile(r"[ \t]*(?:export[ \t]+)?(DIRACX_\w+)=(.*)")
_INLINE = re.compile(r"(DIRACX_\w+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable; `value` is None where only the name is written."""

    name: Value
    value: Value | None

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return self.name.text.upper()

    @property
    def number(self) -> int | None:
        """The value as a whole number, None for any other."""
        text = self.value.text.strip() if self.value and self.value.known else ""
        return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None


def of_lines(text: Text) -> Iterator[Variable]:
    """The variables of a file of lines; what else stands there is somebody else's."""
    for index, line in text:
        found = _LINE.match(line)
        if not found:
            continue
        start, end = found.span(2)
        bare = line[start:end].strip()
        start += len(line[start:end]) - len(line[start:end].lstrip())
        if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
            bare, start = bare[1:-1], start + 1
        name = Value.of(found[1], text.at(index, *found.span(1)))
        value = Value.of(bare, text.at(index, start, start + len(bare)))
        yield Variable(name, value)


def of_yaml(text: Text) -> tuple[list[Variable], tuple[Problem, ...]]:
    """The variables of a YAML file, and what could not be read of it."""
    tree = read_tree(text)
    found = [each for root in tree.documents for node in root.walk() for each in _of_node(node)]
    return found, tree.problems


def _of_node(node: Node) -> Iterator[Variable]:
    key, value = node.key, node.value
    if key is not None and key.text.upper().startswith("DIRACX_"):
        yield Variable(key, value)
    elif key is None and value is not None and (found := _INLINE.fullmatch(value.text)):
        yield Variable(Value.of(found[1], value.source), Value.of(found[2], value.source))
    elif (name := node.text("name")) and name.text.upper().startswith("DIRACX_"):
        yield Variable(name, node.text("value"))


def items(value: Value | None) -> tuple[Value, ...]:
    """The items of a list in JSON, as pydantic reads one from a variable."""
    if value is None:
        return ()
    try:
        listed = json.loads(value.text)
    except (ValueError, RecursionError):
        return (Value(value.text, value.source, known=False),)
    if not isinstance(listed, list):
        return (Value(value.text, value.source, known=False),)
    return tuple(Value.of(str(each), value.source) for each in listed)
