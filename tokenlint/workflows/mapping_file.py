"""Mapping files: what services grant to groups, roles, entitlements and persons.

A mapping takes rights away from credentials that otherwise stand for everything,
so one with an error is not used at all: half of it would understate what they may do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.scope import PathState, ScopeItem, read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.who import Who
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.source import Pointer, Problem, Source
from tokenlint.workflows.composer import NodeLimits
from tokenlint.workflows.documents import DEFAULT_LIMITS, ReadLimits
from tokenlint.workflows.inventory import read_text
from tokenlint.workflows.places import Places
from tokenlint.workflows.schema import mapping_validators
from tokenlint.workflows.schema_errors import Checker, has_broken
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import Entry, Node, Scalar, follow, pointer_of, walk
from tokenlint.workflows.yaml_nodes import Mapping as MappingNode

MARKER: Final = "mapping/1"
_BEGIN: Final = f"begin with `tokenlint: {MARKER}`"


@dataclass(frozen=True, slots=True)
class MappingFile:
    """What became of a file: its mapping, None where there is any problem; its text."""

    source: Source
    mapping: Mapping | None
    problems: tuple[Problem, ...]
    text: str = ""


def read_mapping(
    path: Path, data: bytes | None = None, *, limits: ReadLimits = DEFAULT_LIMITS
) -> MappingFile:
    """The mapping in a file, or in its bytes where they were read already.

    Nothing in a file raises.
    """
    file = str(path)
    decoded = read_text(path, data, limits.file_bytes)
    if decoded.text is None:
        return MappingFile(Source(file), None, (decoded.problem,) if decoded.problem else ())
    reading = _Reading(file, decoded.text)
    reading.read(limits)
    mapping = None if reading.problems else Mapping(file, tuple(reading.services.values()))
    return MappingFile(Source(file), mapping, tuple(reading.problems), decoded.text)


class _Reading:
    """The services of one file as they are found, and everything that is wrong."""

    def __init__(self, file: str, text: str) -> None:
        self.problems: list[Problem] = []
        self.services: dict[str, MappedService] = {}
        self._file = file
        self._text = text
        self._checker = Checker(file)

    def read(self, limits: ReadLimits) -> None:
        """Take all documents of the file."""
        bounds = NodeLimits(limits.depth, limits.alias_nodes)
        composed = compose(self._text, self._file, bounds, slow_limit=limits.thorough_characters)
        self.problems += composed.problems
        written = [node for node in map(follow, composed.documents) if not _is_empty(node)]
        for node in written:
            self._document(node)
        if not written and not self.problems:
            self._complain(Source(self._file), "the file maps nothing", _BEGIN)

    def _complain(self, source: Source, reason: str, advice: str) -> None:
        self.problems.append(Problem("mapping", source, reason, advice))

    def _document(self, node: Node) -> None:
        if not isinstance(node, MappingNode):
            place = Source(self._file, node.line, node.column)
            self._complain(place, "a mapping file is a mapping of keys", _BEGIN)
            return
        self.problems += self._checker.check(node, mapping_validators().document, ()).problems
        found = walk(node, ("services",))
        if found is not None and isinstance(found.node, MappingNode):
            for name, entry in found.node.entries.items():
                self._service(name, entry)

    def _service(self, name: str, entry: Entry) -> None:
        at = ("services", name)
        checked = self._checker.check(entry.value, mapping_validators().service, at, entry.key)
        self.problems += checked.problems
        if checked.problems or has_broken(entry.value):
            return
        places = Places(self._file, self._text, pointer_of(at), follow(entry.value), entry.key)
        if name in self.services:
            self._complain(places.key(""), f"the service `{name}` is listed twice", "join the two")
        self.problems += _complaints(checked.data, places)
        self.services[name] = _built(name, checked.data, places)


def _is_empty(node: Node) -> bool:
    """What a last `---` leaves."""
    return isinstance(node, Scalar) and node.text == "" and not node.broken


def _built(name: str, data: dict[str, Any], places: Places) -> MappedService:
    rows = (
        Row(
            tuple(map(Who.parse, _listed(row["who"]))),
            CapabilitySet.of(c for item in _items(row["scope"]) for c in item.capabilities),
            places.nearest(f"/rights/{index}/scope"),
        )
        for index, row in enumerate(data["rights"])
    )
    return MappedService(
        name=name,
        audiences=tuple(dict.fromkeys((data["audience"], *data.get("aliases", ())))),
        rows=tuple(rows),
        implementation=data.get("implementation", ""),
        version=places.written("/version") if "version" in data else "",
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _items(scope: str | list[str]) -> tuple[ScopeItem, ...]:
    return read_scope(scope, Dialect.WLCG)


def _complaints(data: dict[str, Any], places: Places) -> Iterator[Problem]:
    """What the schema cannot see: patterns that mean too much, words that grant nothing."""
    for index, row in enumerate(data["rights"]):
        for at, text in enumerate(_listed(row["who"])):
            if not Who.parse(text).sound:
                pointer = f"/rights/{index}/who" + ("" if text is row["who"] else f"/{at}")
                reason = (
                    f"`{text[:60]}` is no pattern: `*` stands at the end, behind `/`, `:` or `=`"
                )
                yield _problem(places, pointer, reason, f"write `{_pattern(text)}`")
        for pointer, item in _placed(row["scope"], f"/rights/{index}/scope"):
            if said := _wrong(item):
                yield _problem(places, pointer, *said)


def _problem(places: Places, pointer: Pointer, reason: str, advice: str) -> Problem:
    return Problem("mapping", places.nearest(pointer), reason, advice)


def _pattern(text: str) -> str:
    """What was probably meant: whatever is below."""
    return f"{text.partition('*')[0].rstrip('/')[:60]}/*"


def _placed(scope: str | list[str], pointer: Pointer) -> Iterator[tuple[Pointer, ScopeItem]]:
    """Each item of a scope with its pointer: the words of one string are counted."""
    for at, text in enumerate(_listed(scope)):
        words = pointer if isinstance(scope, str) else f"{pointer}/{at}"
        for number, item in enumerate(each for each in _items(text) if each.text.strip()):
            yield f"{words}/{number}", item


def _wrong(item: ScopeItem) -> tuple[str, str] | None:
    """Reason and advice for a word that cannot stand in a mapping; None for a good one."""
    if not item.capabilities:
        likely = " or ".join(f"`{word}`" for word in item.suggestions)
        advice = f"did you mean {likely}?" if likely else "write scopes such as `storage.read:/`"
        return f"`{item.text[:60]}` grants nothing", advice
    if item.path_state in {PathState.ABSENT, PathState.EMPTY}:
        return f"`{item.text[:60]}` lacks its path", f"write `{item.word}:/` for the whole area"
    if item.path_state is PathState.NON_CONFORMING:
        reason = f"`{item.text[:60]}` has a path that services read differently"
        return reason, "write an absolute path without `..`, `//` and escapes"
    return None
