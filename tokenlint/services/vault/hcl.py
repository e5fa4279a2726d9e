"""HCL 1 with the place of every value, as Vault reads its policies and its own configuration.

Entries `key = value` and `key "label" { ... }`, lists, strings, numbers, here-documents, and
comments with `#`, `//` or between `/*` and `*/`. JSON stands for the same (`from_json`).
Lines that are nothing but a template's directive are passed over.
Source: the grammar of hashicorp/hcl, version 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.structured.tree import Node
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.vault.hcl_tokens import Token, tokens
from tokenlint.source import Problem, Source

_DEEPEST = 40
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Thing:
    """A value: a scalar with `value`, a list of `items`, or a body with `entries`."""

    source: Source
    kind: str = "scalar"  # scalar, list, body
    value: Value | None = None
    items: tuple["Thing", ...] = ()
    entries: tuple["Entry", ...] = ()

    def get(self, name: str) -> "Thing | None":
        """The last value of a key, None where it is not written."""
        found = [each.thing for each in self.entries if each.key.text == name]
        return found[-1] if found else None

    def text(self, name: str) -> Value | None:
        """The scalar of a key."""
        thing = self.get(name)
        return thing.value if thing else None

    def words(self, name: str) -> tuple[Value, ...]:
        """The scalars of a list; one scalar stands for a list of one."""
        thing = self.get(name)
        if thing is None:
            return ()
        each = (thing, *thing.items)
        return tuple(item.value for item in each if item.value is not None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key, the labels after it, and its value."""

    key: Value
    labels: tuple[Value, ...]
    thing: Thing


@dataclass(frozen=True, slots=True)
class Hcl:
    """The entries of a text, and what could not be read."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_hcl(text: Text) -> Hcl:
    """The entries of a text; never raises, and reads on behind what it does not understand."""
    parser = _Parser(text)
    entries = tuple(parser.entries(0, closing=""))
    return Hcl(entries, tuple(parser.problems))


def from_json(node: Node) -> Thing:
    """The same of a tree of JSON."""
    if node.kind == "list":
        return Thing(node.source, "list", items=tuple(from_json(item) for item in node.items))
    if node.kind == "map":
        return Thing(node.source, "body", entries=tuple(_json_entries(node)))
    return Thing(node.source, value=node.value)


def blocks(entries: tuple[Entry, ...], key: str) -> Iterator[Entry]:
    """The blocks of a kind, one for each label, also where JSON nests them."""
    for entry in entries:
        if entry.key.text != key:
            continue
        if entry.labels:
            yield entry
            continue
        for body in (entry.thing, *entry.thing.items):
            for inner in body.entries:
                yield Entry(entry.key, (inner.key, *inner.labels), inner.thing)


def _json_entries(node: Node) -> Iterator[Entry]:
    for child in node.children.values():
        if child.key is not None:
            yield Entry(child.key, (), from_json(child))


class _Parser:
    """A position in the tokens of a text."""

    def __init__(self, text: Text) -> None:
        self.problems: list[Problem] = []
        self._tokens = tokens(text)
        self._at = 0
        self._end = text.at(len(text.lines) - 1)

    def entries(self, depth: int, closing: str) -> Iterator[Entry]:
        """Entries up to a closing sign, or to the end of the text."""
        while (token := self._peek()) is not None:
            if closing and token.kind == closing:
                self._at += 1
                return
            if token.kind == ",":
                self._at += 1
            elif token.kind in ("word", "string"):
                entry = self._entry(depth)
                if entry is not None:
                    yield entry
            else:
                self._wrong(token, "a key is expected here")
                self._at += 1
        if closing:
            self._problem(self._end, f"the text ends before its {closing}")

    def _entry(self, depth: int) -> Entry | None:
        keys = []
        while (token := self._peek()) is not None and token.kind in ("word", "string"):
            keys.append(token.value)
            self._at += 1
        if token is None or token.kind not in ("=", "{"):
            place = token.value.source if token else self._end
            self._problem(place, "an equals sign or a brace is expected here")
            return None
        if token.kind == "=":
            self._at += 1
        thing = self._thing(depth + 1)
        return Entry(keys[0], tuple(keys[1:]), thing) if thing else None

    def _thing(self, depth: int) -> Thing | None:
        token = self._peek()
        if token is None:
            self._problem(self._end, "a value is expected here")
            return None
        if depth > _DEEPEST:
            self._problem(token.value.source, f"it nests deeper than {_DEEPEST} levels", "limit")
            self._at = len(self._tokens)
            return None
        if token.kind in ("word", "string", "hole"):
            self._at += 1
            return Thing(token.value.source, value=token.value)
        if token.kind == "{":
            self._at += 1
            return Thing(token.value.source, "body", entries=tuple(self.entries(depth, "}")))
        if token.kind == "[":
            self._at += 1
            return Thing(token.value.source, "list", items=tuple(self._items(depth)))
        self._wrong(token, "a value is expected here")
        return None

    def _items(self, depth: int) -> Iterator[Thing]:
        while (token := self._peek()) is not None and token.kind != "]":
            if token.kind == ",":
                self._at += 1
                continue
            if token.kind in ("=", "}"):
                self._wrong(token, "a comma or ] is expected here")
                return
            thing = self._thing(depth + 1)
            if thing is None:
                return
            yield thing
        self._at += 1

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _wrong(self, token: Token, reason: str) -> None:
        self._problem(token.value.source, reason)

    def _problem(self, place: Source, reason: str, kind: str = "syntax") -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(kind, place, f"this is no HCL: {reason}", "mend it here"))
