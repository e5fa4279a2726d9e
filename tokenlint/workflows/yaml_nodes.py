"""What a YAML file holds, with the place of everything: the values that the composer builds.

Lines and columns count from 1; the end is exclusive.
An alias stays an alias, so that a file is never larger in memory than its text;
`follow` leads to what it stands for, and `plain` shares the shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tokenlint.source import Pointer, Source
from tokenlint.workflows.scalars import Value


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; `text` is what was written, without quotes and escapes.

    `broken` stands where the value could not be read; the problem was reported there.
    """

    value: Value
    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value; `merged` is the alias behind `<<` that brought it, if one did."""

    key: Scalar
    value: "Node"
    merged: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, merge keys resolved; keys are compared as text."""

    entries: dict[str, Entry]
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A reference `*name` to a node with an anchor."""

    name: str
    target: "Scalar | Sequence | Mapping"
    line: int
    column: int
    end_line: int
    end_column: int


Content = Scalar | Sequence | Mapping
Node = Content | Alias
Step = str | int


@dataclass(frozen=True, slots=True)
class Found:
    """The end of a walk: the node, the key that names it, and the last alias that was followed."""

    node: Content
    key: Scalar | None = None
    alias: Alias | None = None


def follow(node: Node) -> Content:
    """The node itself, or what the alias stands for."""
    return node.target if isinstance(node, Alias) else node


def plain(node: Node, memo: dict[int, Any] | None = None) -> Any:
    """The node as dictionaries, lists and scalars; an anchored node becomes one shared object."""
    memo = {} if memo is None else memo
    if isinstance(node, Alias):
        node = node.target
        if id(node) not in memo:
            memo[id(node)] = plain(node, memo)
        return memo[id(node)]
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item, memo) for item in node.items]
        case _:
            return {key: plain(entry.value, memo) for key, entry in node.entries.items()}


def steps(pointer: Pointer) -> Iterator[str]:
    """The unescaped parts of a JSON pointer (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        yield part.replace("~1", "/").replace("~0", "~")


def pointer_of(path: "Iterator[Step] | tuple[Step, ...] | list[Step]") -> Pointer:
    """The JSON pointer (RFC 6901) for a walk."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def walk(root: Node, path: "Iterator[Step] | tuple[Step, ...] | list[Step]") -> Found | None:
    """Follow keys and indexes from `root`; None when the path leads nowhere."""
    found = _enter(root, None, None)
    for step in path:
        match found.node:
            case Mapping(entries) if str(step) in entries:
                entry = entries[str(step)]
                via = entry.merged if isinstance(entry.merged, Alias) else found.alias
                found = _enter(entry.value, entry.key, via)
            case Sequence(items) if str(step).isdecimal() and int(step) < len(items):
                found = _enter(items[int(step)], None, found.alias)
            case _:
                return None
    return found


def _enter(node: Node, key: Scalar | None, via: Alias | None) -> Found:
    if isinstance(node, Alias):
        return Found(node.target, key, node)
    return Found(node, key, via)


def source_of(file: str, found: Found, pointer: Pointer) -> Source:
    """The place to show for a node: itself, or for a block the key that names it.

    Carets under several lines tell nothing, and under the first of them something wrong.
    """
    node, key = found.node, found.key
    if key is not None and (node.end_line > node.line or _is_block_below(node, key)):
        return key_source(file, key, pointer)
    return span(file, node, pointer)


def _is_block_below(node: Content, key: Scalar) -> bool:
    return not isinstance(node, Scalar) and node.line != key.line


def key_source(file: str, key: Scalar, pointer: Pointer) -> Source:
    """The place of a key."""
    return span(file, key, pointer)


def span(file: str, node: Node, pointer: Pointer) -> Source:
    """The node's own text; the end is only known when it lies on the same line."""
    end = node.end_column if node.end_line == node.line else 0
    return Source(file, node.line, node.column, end, pointer)
