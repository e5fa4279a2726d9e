"""Lists of words in YAML, and how one is taken out, put in another's place, or added.

Such a list is a scalar whose words are separated by blanks, as a scope is,
or a sequence of scalars in flow or in block form.
Only the words, and the signs between them that fall away, are edited:
quotes, indentation, comments and line ends stay.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tokenlint.fix.edit import Edit, NotFixed
from tokenlint.fix.held import Held
from tokenlint.workflows.yaml_nodes import Alias, Node, Scalar
from tokenlint.workflows.yaml_nodes import Sequence as SequenceNode

Form = Literal["words", "flow", "block"]

# What needs no quotes, in flow form either, and can be taken for no other type.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./~+=-]*(?::[A-Za-z0-9_./~+=%-]+)*")
_DURATION = re.compile(r"P?[0-9TDHMSWdhms]*[A-Za-z]")
_DASH = re.compile(r"[ ]*-[ \t]+")
_QUOTED = ("'", '"')


@dataclass(frozen=True, slots=True)
class Listing:
    """The words of a value, with the place of each, and of each with its quotes."""

    held: Held
    form: Form
    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    whole: tuple[tuple[int, int], ...]
    quote: str = ""  # around all words of a scalar

    def value(self, texts: Sequence[str]) -> str | list[str]:
        """What the file then says, once loaded."""
        return " ".join(texts) if self.form == "words" else list(texts)

    def without(self, gone: Collection[int]) -> tuple[tuple[Edit, ...], list[str]]:
        """The edits that take out some words, and what is left. Raises NotFixed for all of them."""
        left = [text for at, text in enumerate(self.texts) if at not in gone]
        if not left:
            raise NotFixed("nothing would be left of the value")
        if self.form == "block":
            back = any(self.held.is_last(self.whole[at][0]) for at in gone)
            return _joined([self._line(at, back=back) for at in gone]), left
        last = max(at for at in range(len(self.texts)) if at not in gone)
        return _joined([self._piece(at, last) for at in gone]), left

    def _piece(self, at: int, last: int) -> Edit:
        """A word with what separates it from the next one; behind the last that stays, from it."""
        if at < last:
            edit = Edit(self.whole[at][0], self.whole[at + 1][0])
            self._only_separates(self.whole[at][1], edit.end)
        else:
            edit = Edit(self.whole[at - 1][1], self.whole[at][1])
            self._only_separates(edit.start, self.whole[at][0])
        return edit

    def _only_separates(self, start: int, end: int) -> None:
        between = self.held.text[start:end].strip()
        if between != ("," if self.form == "flow" else ""):
            raise NotFixed("a comment, an anchor or a tag stands beside the word to be taken out")

    def _line(self, at: int, *, back: bool) -> Edit:
        """The whole line of an item of a block."""
        _, end, _ = self.held.line_around(self.whole[at][0])
        self._prefix(at)
        if self.held.text[self.whole[at][1] : end].strip():
            raise NotFixed("a comment stands on the line that would be taken out")
        return self.held.without_line(self.whole[at][0], back=back)

    def replaced(self, at: int, texts: Sequence[str]) -> tuple[tuple[Edit, ...], list[str]]:
        """The edits that put words in the place of one."""
        new = [*self.texts[:at], *texts, *self.texts[at + 1 :]]
        if self.form == "words":
            self._fits(texts)
            return (Edit(*self.spans[at], " ".join(texts)),), new
        quote = self._quote(at)
        first, *more = (_written(text, quote) for text in texts)
        if self.form == "flow":
            return (Edit(*self.whole[at], ", ".join((first, *more))),), new
        edit = Edit(*self.whole[at], first)
        return (edit, *self._further(at, more)), new

    def rewritten(
        self, gone: Collection[int], texts: Sequence[str]
    ) -> tuple[tuple[Edit, ...], list[str]]:
        """The edits that put words in the place of the first of some, and take out the others."""
        first, *rest = sorted(gone)
        edits, _ = self.replaced(first, texts)
        more = self.without(rest)[0] if rest else ()
        kept = enumerate(self.texts)
        new = [word for at, old in kept for word in _instead(at, old, first, rest, texts)]
        return _joined((*edits, *more)), new

    def added(self, texts: Sequence[str]) -> tuple[tuple[Edit, ...], list[str]]:
        """The edits that put words behind the last one."""
        last = len(self.texts) - 1
        new = [*self.texts, *texts]
        if last < 0:
            raise NotFixed("the value is empty")
        if self.form == "words":
            self._fits(texts)
            end = self.spans[last][1]
            return (Edit(end, end, "".join(f" {text}" for text in texts)),), new
        words = [_written(text, self._quote(last)) for text in texts]
        if self.form == "block":
            return self._further(last, words), new
        end = self.whole[last][1]
        return (Edit(end, end, "".join(f", {word}" for word in words)),), new

    def _further(self, at: int, words: Sequence[str]) -> tuple[Edit, ...]:
        """More items of a block, on lines of their own behind that of an item."""
        if not words:
            return ()
        _, end, _ = self.held.line_around(self.whole[at][1])
        begin = self.held.newline(self.whole[at][0]) + self._prefix(at)
        lines = "".join(f"{begin}{word}" for word in words)
        return (Edit(end, end, lines),)

    def _prefix(self, at: int) -> str:
        start = self.whole[at][0]
        prefix = self.held.text[self.held.line_around(start)[0] : start]
        if not _DASH.fullmatch(prefix):
            raise NotFixed("the item does not stand alone on its line")
        return prefix

    def _quote(self, at: int) -> str:
        sign = self.held.text[self.whole[at][0]]
        return sign if sign in _QUOTED else ""

    def _fits(self, texts: Sequence[str]) -> None:
        """Raise NotFixed where words cannot stand in the scalar as it is quoted."""
        for text in texts:
            if not (self.quote or is_plain(text)) or (self.quote and self.quote in text):
                raise NotFixed(f"{text} would need other quotes")


def _instead(
    at: int, old: str, first: int, rest: Collection[int], texts: Sequence[str]
) -> Sequence[str]:
    if at == first:
        return texts
    return () if at in rest else (old,)


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits in order, those that meet as one."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if found and found[-1].end == edit.start:
            found[-1] = Edit(found[-1].start, edit.end, found[-1].text + edit.text)
        else:
            found.append(edit)
    return tuple(found)


def is_plain(text: str) -> bool:
    """Whether a text can stand in YAML without quotes, wherever a scalar can."""
    return _PLAIN.fullmatch(text) is not None or _DURATION.fullmatch(text) is not None


def _written(text: str, quote: str) -> str:
    quote = quote or ("" if is_plain(text) else '"')
    if quote and (quote in text or "\\" in text):
        raise NotFixed(f"{text} would need other quotes")
    return f"{quote}{text}{quote}"


def listing_of(held: Held, node: Node) -> Listing:
    """The words of a scalar or of a sequence. Raises NotFixed for what cannot be taken apart."""
    if isinstance(node, Scalar):
        return _in_scalar(held, node)
    if not isinstance(node, SequenceNode):
        raise NotFixed("it is neither a text nor a list")
    items = [_item(held, each) for each in node.items]
    start = held.offset(node.line, node.column)
    flow = held.text[start : start + 1] == "["
    return Listing(
        held,
        "flow" if flow else "block",
        tuple(text for text, _, _ in items),
        tuple(inner for _, inner, _ in items),
        tuple(outer for _, _, outer in items),
    )


def _item(held: Held, node: Node) -> tuple[str, tuple[int, int], tuple[int, int]]:
    if isinstance(node, Alias):
        start, end = _extent(held, node)
        target = node.target
        return (target.text if isinstance(target, Scalar) else ""), (start, end), (start, end)
    if not isinstance(node, Scalar):
        raise NotFixed("an item of the list is itself a list or a mapping")
    inside = _in_scalar(held, node)
    if len(inside.texts) != 1:
        raise NotFixed("an item of the list holds several words")
    return inside.texts[0], inside.spans[0], _extent(held, node)


def _extent(held: Held, node: Scalar | Alias) -> tuple[int, int]:
    return held.offset(node.line, node.column), held.offset(node.end_line, node.end_column)


def _in_scalar(held: Held, node: Scalar) -> Listing:
    start, end = _extent(held, node)
    raw = held.text[start:end]
    sign = raw[:1]
    inner = (0, len(raw))
    if sign in _QUOTED:
        inner = (1, len(raw) - 1)
    elif sign in ("|", ">"):
        head = held.line_around(start)[2] - start
        inner = (min(head, len(raw)), len(raw))
    found = list(re.finditer(r"\S+", raw[slice(*inner)]))
    texts = tuple(match[0] for match in found)
    if list(texts) != node.text.split():
        raise NotFixed("the text is written with escapes")
    base = start + inner[0]
    spans = tuple((base + match.start(), base + match.end()) for match in found)
    return Listing(held, "words", texts, spans, spans, sign if sign in (*_QUOTED, "|", ">") else "")
