"""JSON as it stands: every member in its order, doubled ones too, with what is irregular about it.

A JSON library keeps one of two equal members, accepts or refuses numbers beyond its range,
and gives up at the first error.
This scanner keeps all, names what a strict reader would refuse (RFC 8259, RFC 7493),
and reads broken text as far as it goes.
It does not recurse, its work is linear in the text, and its limits bound what it keeps.
"""

import re
from dataclasses import dataclass
from functools import reduce
from json import JSONDecoder
from typing import Any, NoReturn

from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.credentials.json_value import (
    Irregularity,
    Kind,
    Node,
    Scan,
    child_pointer,
    read_number,
    usable_pointer,
)
from tokenlint.source import Pointer

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LITERAL = re.compile(r"true|false|null|NaN|-?Infinity")
_STRUCTURE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LITERALS: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
}
_STRING = JSONDecoder(strict=False)  # only ever called on strings: in C, without recursion
MAX_IRREGULARITIES = 100


def scan(text: str, max_depth: int = 64, max_values: int = 100_000) -> Scan:
    """Read a JSON text; never raises.

    Containers nested deeper than `max_depth` are stepped over,
    and reading stops after `max_values` values.
    """
    scanner = _Scanner(text, max_depth, max_values)
    complete = scanner.run()
    return Scan(scanner.root, complete, tuple(scanner.irregularities))


class _StopReading(Exception):
    """The text cannot be read any further."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A container whose end has not been seen yet, and its key or index in its own container."""

    node: Node
    step: str


class _Scanner:
    """State of one pass: a position and the stack of open containers."""

    def __init__(self, text: str, max_depth: int, max_values: int) -> None:
        self.text = text
        self.at = 0
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.irregularities: list[Irregularity] = []
        self.max_depth = max_depth
        self.values_left = max_values

    def run(self) -> bool:
        """Read to the end; False when the text breaks off or is no JSON."""
        try:
            self._value("")
            while self.open:
                self._step()
        except _StopReading:
            return False
        self._space()
        if self.at < len(self.text):
            self._note(AnomalyKind.TRAILING_DATA, None, detail="text after the JSON value")
        return True

    def _step(self) -> None:
        """Read the next element or member of the innermost container, or its end."""
        node = self.open[-1].node
        closing = "}" if node.kind is Kind.OBJECT else "]"
        self._space()
        if self._take(closing):
            self.open.pop()
            return
        if node.children:
            self._expect(",")
            self._space()
        self._value(self._key() if node.kind is Kind.OBJECT else "")

    def _key(self) -> str:
        if not self._take('"'):
            self._fail("a member name in double quotes is missing")
        key = self._string(None)
        self._space()
        self._expect(":")
        return key

    def _value(self, key: str) -> None:
        self._space()
        self.values_left -= 1
        if self.values_left < 0:
            self._note(AnomalyKind.OVERSIZE, None, detail="too many JSON values")
            raise _StopReading
        step = self._step_of(key)
        if self._take('"'):
            self._attach(key, Node(Kind.STRING, self._string(step)), step)
        elif self.text.startswith(("{", "["), self.at):
            self._container(key, step)
        else:
            self._attach(key, self._scalar(step), step)

    def _container(self, key: str, step: str) -> None:
        is_object = self.text[self.at] == "{"
        node = Node(Kind.OBJECT, {}) if is_object else Node(Kind.ARRAY, [])
        self._attach(key, node, step)
        if len(self.open) >= self.max_depth:
            node.skipped = True
            self._note(AnomalyKind.DEEP_NESTING, step)
            self._skip()
        else:
            self.at += 1
            self.open.append(_Open(node, step))

    def _skip(self) -> None:
        """Step over a container by counting brackets."""
        depth = 0
        for match in _STRUCTURE.finditer(self.text, self.at):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match[0], 0)
            if depth == 0:
                self.at = match.end()
                return
        self._fail("the text ends inside a nested value")

    def _scalar(self, step: str) -> Node:
        literal = _LITERAL.match(self.text, self.at)
        if literal:
            self.at = literal.end()
            if literal[0][-1] in "Ny":
                self._note(AnomalyKind.NON_FINITE_NUMBER, step)
            return Node(Kind.LITERAL, _LITERALS[literal[0]], literal[0])
        number = _NUMBER.match(self.text, self.at)
        if not number:
            self._fail("a JSON value is missing")
        self.at = number.end()
        value, huge = read_number(number[0], whole=number[1] is None and number[2] is None)
        if huge:
            self._note(AnomalyKind.HUGE_NUMBER, step)
        return Node(Kind.NUMBER, value, number[0])

    def _string(self, step: str | None) -> str:
        """The string whose opening quote has just been taken."""
        start = self.at
        value = ""
        try:
            value, self.at = _STRING.raw_decode(self.text, start - 1)
        except ValueError:
            self._fail("a string has no end or a wrong escape")
        if _CONTROL.search(self.text, start, self.at):
            self._note(AnomalyKind.NOT_JSON, step, detail="a control character in a string")
        if _SURROGATE.search(value):
            self._note(AnomalyKind.LONE_SURROGATE, step)
        return str(value)

    def _attach(self, key: str, node: Node, step: str) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1].node
        if parent.kind is Kind.ARRAY:
            parent.plain.append(node.plain)
        else:
            if key in parent.plain:
                self._note(AnomalyKind.DUPLICATE_MEMBER, step, member=key)
            parent.plain[key] = node.plain
        parent.children.append((key, node))

    def _step_of(self, key: str) -> str:
        """The key or index of the value that comes next, in its container."""
        if not self.open or self.open[-1].node.kind is Kind.OBJECT:
            return key
        return str(len(self.open[-1].node.children))

    def _pointer(self, step: str | None) -> Pointer:
        """The pointer of a value in the innermost container; None: of that container."""
        steps = [container.step for container in self.open[1:]]
        if self.open and step is not None:
            steps.append(step)
        return usable_pointer(reduce(child_pointer, steps, ""))

    def _note(
        self, kind: AnomalyKind, step: str | None, member: str = "", detail: str = ""
    ) -> None:
        if len(self.irregularities) < MAX_IRREGULARITIES:
            depth = max(0, len(self.open) - 1)
            self.irregularities.append(
                Irregularity(kind, self._pointer(step), depth, member, detail)
            )

    def _fail(self, detail: str) -> NoReturn:
        self._note(AnomalyKind.NOT_JSON, None, detail=detail)
        raise _StopReading

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _take(self, letter: str) -> bool:
        found = self.text.startswith(letter, self.at)
        self.at += found
        return found

    def _expect(self, letter: str) -> None:
        if not self._take(letter):
            self._fail(f"`{letter}` is missing")
