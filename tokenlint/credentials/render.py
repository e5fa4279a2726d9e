"""Decoded JSON as it is shown in a code frame, and where each value stands in it.

Members keep their order, doubled ones too, so that a frame shows what was really there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tokenlint.credentials.json_text import scan
from tokenlint.credentials.json_value import MAX_POINTER, Kind, Node, child_pointer
from tokenlint.credentials.redact import quoted, shown
from tokenlint.source import Pointer

_INDENT = "  "
_LONGEST_NUMBER = 40
_BRACKETS = {Kind.OBJECT: "{}", Kind.ARRAY: "[]"}


class Place(NamedTuple):
    """Line and column from 1; `end` is the column behind the last character."""

    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One value: where its key stands (None for elements), where the value, what was shortened.

    Of an object or array the value's place is its opening bracket.
    `text` is the string as shown, without quotes and escapes, and empty for other kinds.
    """

    key: Place | None
    value: Place
    text: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a frame, and the entries of each pointer: doubled members have several."""

    text: str
    entries: dict[Pointer, tuple[Entry, ...]] = field(default_factory=dict)

    def value(self, pointer: Pointer, occurrence: int = -1) -> Place | None:
        """Where the value stands; of doubled members the last one, which libraries take."""
        entry = self._entry(pointer, occurrence)
        return entry.value if entry else None

    def key(self, pointer: Pointer, occurrence: int = -1) -> Place | None:
        """Where the member's name stands; for an element or the whole, where the value does."""
        entry = self._entry(pointer, occurrence)
        return (entry.key or entry.value) if entry else None

    def part(self, pointer: Pointer, start: int, end: int) -> Place | None:
        """Where the characters from `start` to `end` of a string stand, such as one scope.

        The whole value where it has been shortened.
        """
        entry = self._entry(pointer, -1)
        if entry is None or not entry.whole or not 0 <= start < end <= len(entry.text):
            return entry.value if entry else None
        column = entry.value.column + 1 + len(quoted(entry.text[:start]))
        return Place(entry.value.line, column, column + len(quoted(entry.text[start:end])))

    def occurrences(self, pointer: Pointer) -> tuple[Entry, ...]:
        """Every entry of a pointer, in order."""
        return self.entries.get(pointer, ())

    def _entry(self, pointer: Pointer, occurrence: int) -> Entry | None:
        found = self.occurrences(pointer)
        return found[occurrence] if -len(found) <= occurrence < len(found) else None


def render(text: str) -> Rendered:
    """Decoded JSON, two spaces a level, with personal data shortened and secrets left out.

    Broken JSON is shown as far as it could be read. Never raises.
    """
    root = scan(text).root
    if root is None:
        return Rendered("")
    writer = _Writer()
    writer.write(root)
    entries = {pointer: tuple(found) for pointer, found in writer.entries.items()}
    return Rendered("\n".join(writer.lines), entries)


class _Task(NamedTuple):
    """A value still to be written: its member's name, pointer and level, and what follows it."""

    node: Node
    name: str
    pointer: Pointer
    level: int
    in_object: bool
    comma: str


class _Writer:
    """The lines written so far and the entries found in them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.entries: dict[Pointer, list[Entry]] = {}

    def write(self, root: Node) -> None:
        """Write a value and all below it, without recursion."""
        waiting: list[_Task | str] = [_Task(root, "", "", 0, in_object=False, comma="")]
        while waiting:
            task = waiting.pop()
            if isinstance(task, str):
                self.lines.append(task)
                continue
            self._line(task)
            if task.node.children:
                waiting.append(_INDENT * task.level + _BRACKETS[task.node.kind][1] + task.comma)
                waiting.extend(reversed(list(_children(task))))

    def _line(self, task: _Task) -> None:
        line = _INDENT * task.level
        key = None
        if task.in_object:
            name = f'"{quoted(shown("", task.name))}"'
            key = Place(len(self.lines) + 1, len(line) + 1, len(line) + 1 + len(name))
            line += f"{name}: "
        text, written, whole = _written(task.node, task.name)
        value = Place(len(self.lines) + 1, len(line) + 1, len(line) + 1 + len(written))
        if len(task.pointer) <= MAX_POINTER:
            entry = Entry(key, value, text, whole)
            self.entries.setdefault(task.pointer, []).append(entry)
        self.lines.append(line + written + ("" if task.node.children else task.comma))


def _children(task: _Task) -> Iterator[_Task]:
    node, level = task.node, task.level + 1
    is_object = node.kind is Kind.OBJECT
    last = len(node.children) - 1
    for index, (key, child) in enumerate(node.children):
        # Elements of a list are what their list is: two addresses under `email` are both personal.
        name, step = (key, key) if is_object else (task.name, str(index))
        pointer = child_pointer(task.pointer, step)
        yield _Task(child, name, pointer, level, is_object, "" if index == last else ",")


def _written(node: Node, name: str) -> tuple[str, str, bool]:
    """The string as shown, its letters in the frame, and whether nothing was left out."""
    if node.kind is Kind.STRING:
        text = shown(name, node.plain)
        return text, f'"{quoted(text)}"', text == node.plain
    if node.kind in _BRACKETS:
        brackets = _BRACKETS[node.kind]
        if node.skipped:
            return "", f"{brackets[0]}…{brackets[1]}", False
        return "", brackets[0] if node.children else brackets, True
    number = node.text
    cut = len(number) > _LONGEST_NUMBER
    return "", f"{number[:_LONGEST_NUMBER]}…" if cut else number, not cut
