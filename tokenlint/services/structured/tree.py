"""YAML or JSON as a tree of settings, each with its place in the file around the text.

JSON that is called YAML is read, and the reverse; a template's expressions become unknown values.
Where a text is broken, what stands before the break is kept, and the break is a problem.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tokenlint.services.structured.json_nodes import NotJson, json_document
from tokenlint.services.structured.yaml_mending import composed_text
from tokenlint.services.structured.yaml_templates import readable
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source
from tokenlint.workflows.yaml_nodes import Alias, Scalar, follow
from tokenlint.workflows.yaml_nodes import Mapping as MappingNode
from tokenlint.workflows.yaml_nodes import Node as YamlNode
from tokenlint.workflows.yaml_nodes import Sequence as SequenceNode

_JSON_START = re.compile(r"\ufeff?\s*(?:\[|\{(?!\{))")  # `{{` begins an expression of a template
_MOST_NODES = 200_000
# What may not stand in YAML at all (YAML 1.2.2, section 5.1).
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAND_IN = "\ufffd"


@dataclass(frozen=True)
class Node:
    """One setting: a scalar, a list, or named settings; `key` is None for an item of a list.

    `value` is None for a list, for named settings and for null. `plain` is the scalar's value
    as the grammar types it: text, a number, true, false.
    """

    source: Source
    key: Value | None = None
    value: Value | None = None
    plain: bool | int | float | str | None = None
    items: tuple["Node", ...] = ()
    children: Mapping[str, "Node"] = field(default_factory=dict)
    kind: str = "scalar"  # scalar, list, map

    def get(self, *names: str) -> "Node | None":
        """The setting below this one, None where it is not written."""
        node: Node | None = self
        for name in names:
            node = node.children.get(name) if node else None
        return node

    def text(self, *names: str) -> Value | None:
        """The value of a scalar below this one, None where there is none."""
        node = self.get(*names)
        return node.value if node else None

    def number(self, *names: str) -> int | None:
        """A whole number below this one, None where none is written or known."""
        node = self.get(*names)
        if node is None or node.value is None or not node.value.known:
            return None
        if isinstance(node.plain, int) and not isinstance(node.plain, bool):
            return node.plain
        written = node.value.text.strip()
        return int(written) if re.fullmatch(r"[-+]?[0-9]{1,18}", written) else None

    def switch(self, *names: str) -> bool | None:
        """A boolean below this one, None where none is written or known."""
        node = self.get(*names)
        if node is None or node.value is None or not node.value.known:
            return None
        return {"true": True, "false": False}.get(node.value.text.strip().casefold())

    def values(self, *names: str) -> tuple[Value, ...]:
        """The scalars of a list below this one; one scalar stands for a list of one."""
        node = self.get(*names)
        if node is None:
            return ()
        if node.value is not None:
            return (node.value,)
        return tuple(item.value for item in node.items if item.value is not None)

    def each(self, *names: str) -> tuple["Node", ...]:
        """The items of a list, or the named settings of a map, below this one."""
        node = self.get(*names)
        if node is None:
            return ()
        return node.items or tuple(node.children.values())

    def walk(self) -> Iterator["Node"]:
        """This setting and all below it, in their order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed([*node.items, *node.children.values()])


@dataclass(frozen=True)
class Tree:
    """The documents of a text; `open`: a template may bring in more than is written."""

    documents: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False

    @property
    def root(self) -> Node | None:
        """The first document."""
        return self.documents[0] if self.documents else None


def read_tree(text: Text) -> Tree:
    """The settings of a text in YAML or JSON; never raises."""
    if _JSON_START.match(text.content):
        try:
            node, problems = json_document(text.content, text.file)
        except NotJson as error:
            return _read_yaml(text, _not_json(text, error))
        moved = tuple(moved_problem(text, each) for each in problems)
        return Tree((NodeReader(text).node(node),), moved)
    return _read_yaml(text, None)


def _read_yaml(text: Text, not_json: Problem | None) -> Tree:
    """YAML; where it is none either and looks like JSON, what is wrong is told in its words."""
    content, opened = readable(_UNPRINTABLE.sub(_STAND_IN, text.content))
    composed = composed_text(content, text.file)
    problems = tuple(moved_problem(text, each) for each in composed.problems)
    if not_json is not None and (composed.problems or text.bare_name.endswith(".json")):
        problems = (not_json,)
    problems = (*_unprintable(text), *problems)
    reader = NodeReader(text)
    documents = tuple(reader.node(each) for each in composed.documents)
    return Tree(documents, problems, opened or composed.mended)


def _unprintable(text: Text) -> tuple[Problem, ...]:
    """The first character that no parser of YAML takes; the rest is read without it."""
    found = _UNPRINTABLE.search(text.content)
    if found is None:
        return ()
    line = len(Text(text.file, text.name, text.content[: found.start()]).lines) - 1
    column = found.start() - max(text.content.rfind(end, 0, found.start()) for end in "\r\n") - 1
    source = text.at(line, column, column + 1)
    reason = f"the character U+{ord(found[0]):04X} cannot stand in YAML"
    return (Problem("syntax", source, reason, "remove it"),)


def _not_json(text: Text, error: NotJson) -> Problem:
    source = text.at(error.line - 1, error.column - 1)
    return Problem("syntax", source, f"this is no JSON: {error}", "mend it here")


def moved_problem(text: Text, problem: Problem) -> Problem:
    """A problem of a text, at its place in the file around the text."""
    place = problem.source
    source = text.at(place.line - 1, place.column - 1, place.end_column - 1)
    return Problem(problem.kind, source, problem.reason, problem.advice)


class NodeReader:
    """Turns nodes of YAML or JSON into settings with places in the file around the text.

    An alias is followed each time, up to a bound on the nodes in all.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        self._left = _MOST_NODES

    def node(self, node: YamlNode, key: Scalar | None = None) -> Node:
        """The setting that a node is."""
        content = follow(node)
        name = Value.of(key.text, self.place(key)) if key else None
        place = self.place(key or content)
        self._left -= 1
        if self._left < 0:
            return Node(place, name)
        match content:
            case Scalar():
                return Node(place, name, self.value(content), content.value)
            case SequenceNode():
                items = tuple(self.node(item) for item in content.items)
                return Node(place, name, items=items, kind="list")
            case _:
                return Node(place, name, children=self._children(content), kind="map")

    def _children(self, mapping: MappingNode) -> dict[str, Node]:
        return {
            entry.key.text: self.node(entry.value, entry.key) for entry in mapping.entries.values()
        }

    def value(self, scalar: Scalar) -> Value | None:
        """The text of a scalar; None for null."""
        if scalar.value is None or scalar.broken:
            return None
        place = self.place(scalar)
        value = Value.of(scalar.text, place)
        if value.known or not place.end_column:
            return value
        # What stands in the file, not the stand-in for a template's expression.
        start = place.column - self._text.indent - 1
        line = self._text.lines[place.line - self._text.line]
        return Value(line[start : start + place.end_column - place.column], place, known=False)

    def place(self, node: Scalar | MappingNode | SequenceNode | Alias) -> Source:
        """Where a node stands, without the quotes of a string."""
        line, start = node.line - 1, node.column - 1
        if not isinstance(node, Scalar) or node.end_line != node.line:
            return self._text.at(line, start)
        end = node.end_column - 1
        quoted = end - start > 1 and self._sign(line, start) in {'"', "'"}
        return (
            self._text.at(line, start + 1, end - 1) if quoted else self._text.at(line, start, end)
        )

    def _sign(self, line: int, column: int) -> str:
        lines = self._text.lines
        return lines[line][column : column + 1] if line < len(lines) else ""
