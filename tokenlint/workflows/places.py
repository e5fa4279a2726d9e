"""Where the parts of a declaration stand, found only when someone asks.

A run over 10,000 workflows has some million values and a handful of findings,
so places are looked up in the nodes instead of being kept beside every value.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tokenlint.source import Pointer, Source
from tokenlint.workflows.yaml_nodes import (
    Content,
    Found,
    Scalar,
    Step,
    key_source,
    pointer_of,
    source_of,
    span,
    steps,
    walk,
)
from tokenlint.workflows.yaml_nodes import Mapping as MappingNode
from tokenlint.workflows.yaml_nodes import Sequence as SequenceNode

_LINE_END = re.compile(r"\r\n|\r|\n")


class Places(Mapping[Pointer, Source]):
    """Maps pointers into one part of a file to sources; the part itself is the pointer ``.

    `base` is the pointer of the part in its file.
    In a scalar that holds words separated by white space, such as a scope,
    a further step is the index of the word.
    """

    __slots__ = ("_base", "_file", "_key", "_node", "_text")

    def __init__(
        self, file: str, text: str, base: Pointer, node: Content, key: Scalar | None
    ) -> None:
        self._file = file
        self._text = text
        self._base = base
        self._node = node
        self._key = key

    def __getitem__(self, pointer: Pointer) -> Source:
        found = self._find(pointer)
        if found is not None:
            return source_of(self._file, found, self._base + pointer)
        word = self._word(pointer)
        if word is None:
            raise KeyError(pointer)
        return word

    def __iter__(self) -> Iterator[Pointer]:
        yield from _pointers(self._node, ())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def key(self, pointer: Pointer) -> Source:
        """Where the key of a value stands; the value itself where it has none."""
        found = self._find(pointer)
        if found is None or found.key is None:
            return self[pointer]
        return key_source(self._file, found.key, self._base + pointer)

    def nearest(self, pointer: Pointer) -> Source:
        """The place of the value, or of the closest value around it that was written."""
        while pointer and pointer not in self:
            pointer = pointer.rpartition("/")[0]
        return self[pointer]

    def under(self, pointer: Pointer) -> "Places":
        """The places below a value; raises KeyError where there is none."""
        found = self._find(pointer)
        if found is None:
            raise KeyError(pointer)
        return Places(self._file, self._text, self._base + pointer, found.node, found.key)

    def node(self, pointer: Pointer) -> Found | None:
        """The node at a pointer, aliases followed, with the key that names it."""
        return self._find(pointer)

    def written(self, pointer: Pointer) -> str:
        """A scalar as it was written, without quotes: `5.10` for a number that became 5.1."""
        found = self._find(pointer)
        if found is None or not isinstance(found.node, Scalar):
            raise KeyError(pointer)
        return found.node.text

    def _find(self, pointer: Pointer) -> Found | None:
        if not pointer:
            return Found(self._node, self._key)
        return walk(self._node, steps(pointer))

    def _word(self, pointer: Pointer) -> Source | None:
        """The place of one word in a scalar; None where a word cannot be told from the text."""
        around, _, index = pointer.rpartition("/")
        found = self._find(around)
        if found is None or not isinstance(found.node, Scalar) or not index.isdecimal():
            return None
        words = found.node.text.split()
        if int(index) >= len(words):
            return None
        place = _nth_word(self._text, found.node, words, int(index))
        if place is None:  # an escape inside the quotes: only the whole scalar is sure
            return span(self._file, found.node, self._base + pointer)
        line, column = place
        return Source(
            self._file, line, column, column + len(words[int(index)]), self._base + pointer
        )


class ListedPlaces(Places):
    """Places that were collected one by one, of a declaration that stands in no single node.

    The pointer `` must be among them: it stands for all that has no place of its own.
    """

    __slots__ = ("_listed",)

    def __init__(self, listed: Mapping[Pointer, Source]) -> None:
        self._listed = dict(listed)

    def __getitem__(self, pointer: Pointer) -> Source:
        return self._listed[pointer]

    def __iter__(self) -> Iterator[Pointer]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def key(self, pointer: Pointer) -> Source:
        """The place of a value: its key has none of its own."""
        return self._listed[pointer]

    def under(self, pointer: Pointer) -> "ListedPlaces":
        """The places below a value; what stands there is `` then."""
        inner = {
            each.removeprefix(pointer): place
            for each, place in self._listed.items()
            if each == pointer or each.startswith(f"{pointer}/")
        }
        return ListedPlaces({"": self.nearest(pointer)} | inner)

    def node(self, pointer: Pointer) -> Found | None:
        """No node stands for what was collected."""
        return None

    def written(self, pointer: Pointer) -> str:
        """Nothing is kept of what was written; raises KeyError."""
        raise KeyError(pointer)


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    """The lines of a file; kept, because one file is asked for thousands of places in a row."""
    return _LINE_END.split(text)


def _nth_word(text: str, node: Scalar, words: list[str], index: int) -> tuple[int, int] | None:
    """Line and column of the word, found by looking for all words up to it in their order."""
    lines = _lines(text)
    line, column = node.line - 1, node.column - 1
    for number, word in enumerate(words[: index + 1]):
        while line < node.end_line and line < len(lines):
            at = lines[line].find(word, column)
            if at >= 0:
                break
            line, column = line + 1, 0
        else:
            return None
        if number == index:
            return line + 1, at + 1
        column = at + len(word)
    return None


def _pointers(node: Content, path: tuple[Step, ...]) -> Iterator[Pointer]:
    yield pointer_of(path)
    children: list[Step] = []
    if isinstance(node, MappingNode):
        children += node.entries
    elif isinstance(node, SequenceNode):
        children += range(len(node.items))
    for step in children:
        found = walk(node, (step,))
        if found is not None:
            yield from _pointers(found.node, (*path, step))
