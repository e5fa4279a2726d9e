"""Events become nodes with places; whatever is wrong on the way becomes a problem.

Nothing here recurses and no alias is expanded:
the size and the height that a node would have when expanded are counted bottom-up,
so a bomb of nested aliases costs no more than its text.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from tokenlint.source import Problem, Source
from tokenlint.workflows.merge_keys import MERGE, entries_of
from tokenlint.workflows.scalars import CORE, resolve, resolve_tagged
from tokenlint.workflows.yaml_events import Event, Starts
from tokenlint.workflows.yaml_nodes import Alias, Content, Mapping, Node, Scalar, Sequence

_REPEATING: Final = 32  # keys and words of the format are this short and stand in every workflow
_SUGGESTIONS: Final = 20  # looking for similar names takes time; a broken file may want thousands
_COLLECTION_TAGS: Final = {
    "map": (CORE + "map", "!"),
    "seq": (CORE + "seq", "!"),
}


class Refused(Exception):
    """The document may not be read further; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class NodeLimits:
    """How deep a document may nest, and how many nodes its aliases may add when expanded."""

    depth: int = 64
    alias_nodes: int = 1_000_000


DEFAULT_LIMITS = NodeLimits()


@dataclass(slots=True)
class _Frame:
    """A collection that is not closed yet; size and height count as if aliases were expanded."""

    sort: str  # map | seq | document
    line: int
    column: int
    anchor: str | None = None
    flow: bool = True
    children: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 0

    def end(self, event: Event) -> tuple[int, int]:
        """A block ends with its last value; the parsers disagree on the blank lines behind it."""
        if self.flow or not self.children:
            return event.end_mark.line + 1, event.end_mark.column + 1
        return self.children[-1].end_line, self.children[-1].end_column


@dataclass(slots=True)
class _Anchored:
    node: Content
    size: int
    height: int


class Composer:
    """Builds the nodes of one file from the events of either parser."""

    def __init__(self, text: str, file: str, limits: NodeLimits) -> None:
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self._file = file
        self._limits = limits
        self._starts = Starts(text)
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._open: set[str] = set()
        self._added = 0  # nodes that aliases add when expanded, in this document

    def run(self, events: Iterable[Event]) -> None:
        """Take all events; raises Refused at a limit, and whatever the parser raises."""
        handlers: dict[str, Any] = {
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingStartEvent": self._start_mapping,
            "SequenceStartEvent": self._start_sequence,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "DocumentStartEvent": self._start_document,
            "DocumentEndEvent": self._end_document,
        }
        for event in events:
            handler = handlers.get(event.__class__.__name__)
            if handler is not None:
                handler(event)

    def _start_document(self, event: Event) -> None:
        self._anchors = {}
        self._open = set()
        self._added = 0
        self._stack = [_Frame("document", event.start_mark.line, event.start_mark.column)]

    def _end_document(self, _: Event) -> None:
        self.documents += self._stack.pop().children

    def _start_mapping(self, event: Event) -> None:
        self._start("map", event)

    def _start_sequence(self, event: Event) -> None:
        self._start("seq", event)

    def _start(self, sort: str, event: Event) -> None:
        line, column = self._starts.of(event)
        if len(self._stack) > self._limits.depth:
            self._too_deep(line, column)
        if event.anchor is not None:
            self._open.add(event.anchor)
            self._anchors.pop(event.anchor, None)
        if event.tag is not None and event.tag not in _COLLECTION_TAGS[sort]:
            self._unknown_tag(event.tag, line, column)
        self._stack.append(_Frame(sort, line, column, event.anchor, event.flow_style))

    def _end(self, event: Event) -> None:
        frame = self._stack.pop()
        place = (frame.line, frame.column, *frame.end(event))
        node: Content
        if frame.sort == "seq":
            node = Sequence(tuple(frame.children), *place)
        else:
            entries, problems = entries_of(frame.children, self._file)
            self.problems += problems
            node = Mapping(entries, *place)
        self._add(node, frame.anchor, frame.size, frame.height)

    def _scalar(self, event: Event) -> None:
        mark, text = event.end_mark, event.value
        if text or event.anchor or event.tag or event.style:
            place = (*self._starts.of(event), mark.line + 1, mark.column + 1)
        else:
            place = self._starts.of_nothing(event) * 2
        if len(text) <= _REPEATING:
            text = sys.intern(text)
        if event.tag is None:
            value = resolve(text) if event.implicit[0] else text
            node = Scalar(value, text, *place)
        else:
            node = self._tagged(event.tag, text, place)
        self._add(node, event.anchor, 1, 0)

    def _tagged(self, tag: str, text: str, place: tuple[int, int, int, int]) -> Scalar:
        if tag == MERGE:
            return Scalar(text, text, *place)
        try:
            return Scalar(resolve_tagged(tag, text), text, *place)
        except KeyError:
            self._unknown_tag(tag, *place[:2])
        except ValueError:
            self._complain(place, f"`{text[:40]}` is no {tag.removeprefix(CORE)}", "remove the tag")
        return Scalar(None, text, *place, broken=True)

    def _alias(self, event: Event) -> None:
        start, end = event.start_mark, event.end_mark
        place = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            self._complain(place, *self._no_anchor(event.anchor))
            self._add(Scalar(None, "", *place, broken=True), None, 1, 0)
            return
        self._added += anchored.size
        if self._added > self._limits.alias_nodes:
            raise Refused(self._bomb(place))
        if len(self._stack) + anchored.height > self._limits.depth:
            self._too_deep(*place[:2])
        node = Alias(sys.intern(event.anchor), anchored.node, *place)
        self._add(node, None, anchored.size, anchored.height)

    def _add(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        if anchor is not None and not isinstance(node, Alias):
            self._anchors[anchor] = _Anchored(node, size, height)
            self._open.discard(anchor)
        parent = self._stack[-1]
        parent.children.append(node)
        parent.size += size
        parent.height = max(parent.height, height + 1)

    def _no_anchor(self, name: str) -> tuple[str, str]:
        if name in self._open:
            return f"the alias `*{name}` stands inside the value that it means", "break the circle"
        few = len(self.problems) < _SUGGESTIONS
        near = get_close_matches(name, self._anchors, n=1) if few else []
        advice = f"did you mean `*{near[0]}`?" if near else f"write `&{name}` before the value"
        return f"no anchor `&{name}` stands before this alias", advice

    def _complain(self, place: tuple[int, ...], reason: str, advice: str) -> None:
        source = Source(self._file, place[0], place[1])
        self.problems.append(Problem("syntax", source, reason, advice))

    def _unknown_tag(self, tag: str, line: int, column: int) -> None:
        shown = tag.replace(CORE, "!!")[:40]
        self._complain((line, column), f"the tag `{shown}` means nothing here", "remove the tag")

    def _too_deep(self, line: int, column: int) -> None:
        reason = f"the file nests deeper than {self._limits.depth} levels"
        advice = "a declaration needs fewer than ten levels; write it flatter"
        raise Refused(Problem("limit", Source(self._file, line, column), reason, advice))

    def _bomb(self, place: tuple[int, ...]) -> Problem:
        reason = f"aliases add more than {self._limits.alias_nodes:,} values to this document"
        advice = "use fewer aliases of aliases, or raise the limit"
        return Problem("limit", Source(self._file, place[0], place[1]), reason, advice)
