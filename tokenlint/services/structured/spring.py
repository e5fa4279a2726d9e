"""Application settings as Spring Boot binds them: YAML documents, relaxed names, profiles.

Source: Spring Boot reference, "Externalized Configuration". Names are compared without hyphens,
underscores and case; a name with dots stands for nested ones; a later document wins over
an earlier one, a profile's file over the plain one, and a list is replaced as a whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tokenlint.services.structured import tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_PROFILE_FILE = re.compile(r"application-([\w.-]+?)\.ya?ml")
_TRUE = frozenset(("true", "on", "yes", "1"))
_FALSE = frozenset(("false", "off", "no", "0"))


@dataclass(frozen=True)
class Node:
    """One setting: a scalar, a list, or named settings; `key` is None for an item of a list."""

    source: Source
    key: Value | None = None
    value: Value | None = None
    items: tuple["Node", ...] = ()
    children: Mapping[str, "Node"] = field(default_factory=dict)

    def get(self, *names: str) -> "Node | None":
        """The setting below this one, None where it is not written."""
        node: Node | None = self
        for name in names:
            node = node.children.get(relaxed(name)) if node else None
        return node

    def text(self, *names: str) -> Value | None:
        """The value of a scalar below this one, None where there is none."""
        node = self.get(*names)
        return node.value if node else None

    def values(self, *names: str) -> tuple[Value, ...]:
        """The values of a list; Spring also takes one scalar with commas for a list."""
        node = self.get(*names)
        if node is None:
            return ()
        if node.value is not None:
            return _between_commas(node.value)
        return tuple(item.value for item in node.items if item.value is not None)


@dataclass(frozen=True)
class Layer:
    """One document; `profile` is empty for one that is always active."""

    text: Text
    profile: str
    root: Node
    open: bool


@dataclass(frozen=True)
class Application:
    """The layers of one application, the strongest last."""

    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def open(self) -> bool:
        """Whether more may be set than is written here: by a template, or around a snippet."""
        return any(layer.open or layer.text.embedded for layer in self.layers)

    @property
    def templated(self) -> bool:
        """Whether a template's directives may bring in more, also into what is written."""
        return any(layer.open for layer in self.layers)

    @property
    def source(self) -> Source:
        """The first file as a whole."""
        return self.layers[0].text.whole

    def get(self, *names: str) -> Node | None:
        """A setting of the strongest layer that writes it."""
        found = (layer.root.get(*names) for layer in reversed(self.layers))
        return next((node for node in found if node and not _is_empty(node)), None)


def relaxed(name: str) -> str:
    """A name as Spring compares it."""
    return name.replace("-", "").replace("_", "").casefold()


def boolean(value: Value | None) -> bool | None:
    """A switch; None where it is not written, not known or no boolean."""
    if value is None or not value.known:
        return None
    word = value.text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def layers_of(text: Text) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    """The documents of a file, and what is wrong with them."""
    read = tree.read_tree(text)
    found = _PROFILE_FILE.search(text.name)
    profile = found[1] if found else ""
    roots = [_bound(document) for document in read.documents]
    layers = [Layer(text, _condition(root) or profile, root, read.open) for root in roots]
    return tuple(layers), read.problems


def _bound(node: tree.Node) -> Node:
    """A setting under its relaxed name."""
    children: dict[str, Node] = {}
    for name, child in node.children.items():
        _put(children, name.split("."), _bound(child))
    items = tuple(_bound(item) for item in node.items)
    return Node(node.source, node.key, node.value, items, children)


def written_names(node: Node, prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names of all settings that have a value."""
    for name, child in node.children.items():
        if child.children:
            yield from written_names(child, (*prefix, name))
        elif not _is_empty(child):
            yield (*prefix, name)


def _is_empty(node: Node) -> bool:
    return node.value is None and not node.items and not node.children


def _condition(root: Node) -> str:
    for names in (("spring", "config", "activate", "on-profile"), ("spring", "profiles")):
        value = root.text(*names)
        if value is not None:
            return value.text
    return ""


def _between_commas(value: Value) -> tuple[Value, ...]:
    if "," not in value.text:
        return (value,) if value.text else ()
    parts = [part.strip() for part in value.text.split(",")]
    return tuple(Value.of(part, value.source) for part in parts if part)


def _put(children: dict[str, Node], names: Sequence[str], child: Node) -> None:
    """Enter a setting under its name; a name with dots makes the settings around it."""
    name = relaxed(names[0])
    before = children.get(name)
    if len(names) == 1:
        if before is not None and before.children and child.children:
            child = _joined(before, child)
        children[name] = child
        return
    inner = dict(before.children) if before else {}
    _put(inner, names[1:], child)
    children[name] = Node(child.source, child.key, children=inner)


def _joined(one: Node, other: Node) -> Node:
    children = dict(one.children)
    for name, child in other.children.items():
        before = children.get(name)
        both = before is not None and before.children and child.children
        children[name] = _joined(before, child) if both and before else child
    return Node(other.source, other.key, children=children)
