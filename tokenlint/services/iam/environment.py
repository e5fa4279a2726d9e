"""Environment variables of an IAM: `IAM_*` in env files, compose files and Kubernetes manifests.

In YAML they are named settings (a ConfigMap, compose's `environment:`), `NAME=value` in a list,
or `name:` and `value:` (a container's `env:`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_NAME = re.compile(r"IAM_[A-Z0-9_]+|CLIENT_?REGISTRATION_[A-Z0-9_]+|PROXYCERT_[A-Z0-9_]+")
_LINE = re.compile(rf"[ \t]*(?:export[ \t]+)?({_NAME.pattern})=(.*)")
_ASSIGNED = re.compile(rf"({_NAME.pattern})=(.*)", re.DOTALL)
_ELSEWHERE = re.compile(r"\b(?:envFrom|env_file|valueFrom|secretKeyRef|configMapKeyRef)\b")
_YAML = (".yml", ".yaml")
_FEWEST: Final = 2


@dataclass(frozen=True)
class Environment:
    """The variables of one process; `closed` tells that no others are set elsewhere."""

    text: Text = field(repr=False)
    values: Mapping[str, Value] = field(default_factory=dict)
    names: tuple[Value, ...] = ()
    closed: bool = True

    def get(self, name: str) -> Value | None:
        """The value of a variable, None where it is not set here."""
        return self.values.get(name)


def environments(text: Text) -> tuple[list[Environment], tuple[Problem, ...]]:
    """The environments that a file describes."""
    if _is_yaml(text):
        tree = read_tree(text)
        closed = not (tree.open or text.embedded or _ELSEWHERE.search(text.content))
        nodes = (node for document in tree.documents for node in document.walk())
        found = [dict(_variables(node)) for node in nodes]
        many = [each for each in found if len(each) >= _FEWEST]
        return [_made(text, each, closed=closed) for each in many], tree.problems
    closed = not text.embedded and "{{" not in text.content
    return [_made(text, dict(_lines(text)), closed=closed)], ()


def _is_yaml(text: Text) -> bool:
    if any(ending in text.name.casefold() for ending in _YAML):
        return True
    return text.embedded and not any(_LINE.match(line) for line in text.lines)


def _made(text: Text, found: Mapping[str, tuple[Value, Value]], *, closed: bool) -> Environment:
    values = {name: value for name, (_, value) in found.items()}
    return Environment(text, values, tuple(name for name, _ in found.values()), closed)


_Variable = tuple[str, tuple[Value, Value]]


def _lines(text: Text) -> Iterator[_Variable]:
    for index, line in text:
        if found := _LINE.match(line):
            start, end = found.span(2)
            end = start + len(line[start:end].rstrip())
            if end - start > 1 and line[start] in "\"'" and line[end - 1] == line[start]:
                start, end = start + 1, end - 1
            name = Value(found[1], text.at(index, *found.span(1)))
            yield found[1], (name, Value.of(line[start:end], text.at(index, start, end)))


def _variables(node: Node) -> Iterator[_Variable]:
    """The variables that one setting holds, as names or in a list."""
    for name, child in node.children.items():
        if _NAME.fullmatch(name) and not child.children and child.key is not None:
            value = child.value or Value("", child.source, known=False)
            yield name, (child.key, value)
    for item in node.items:
        written = item.value
        if written is not None and (found := _ASSIGNED.match(written.text)):
            yield found[1], (Value(found[1], written.source), Value.of(found[2], written.source))
        elif (named := item.text("name")) is not None and _NAME.fullmatch(named.text):
            yield named.text, (named, item.text("value") or Value("", item.source, known=False))
