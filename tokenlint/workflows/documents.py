"""One file to its documents: bytes are decoded, composed and checked section by section."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tokenlint.source import Problem, Source
from tokenlint.workflows.composer import NodeLimits
from tokenlint.workflows.encoding import decode
from tokenlint.workflows.places import Places
from tokenlint.workflows.schema import Validator, validators
from tokenlint.workflows.schema_errors import Checked, Checker, has_broken
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import (
    Entry,
    Mapping,
    Node,
    Scalar,
    follow,
    plain,
    pointer_of,
    walk,
)


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a file may cost: bytes, nesting, values added by aliases, included files.

    Above `thorough_characters` a broken file is explained by the fast parser alone.
    """

    file_bytes: int = 64 * 1024 * 1024
    depth: int = 64
    alias_nodes: int = 1_000_000
    included_files: int = 100
    thorough_characters: int = 2**18


DEFAULT_LIMITS = ReadLimits()


@dataclass(frozen=True, slots=True)
class Part:
    """One service or workflow: its name, data that fits the schema, and where it stands."""

    name: str
    data: dict[str, Any]
    places: Places


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds; a part with an error of its own is left out and in `problems`."""

    includes: tuple[tuple[str, Source], ...]
    services: tuple[Part, ...]
    workflows: tuple[Part, ...]
    problems: tuple[Problem, ...]
    text: str | None


def read_content(data: bytes, file: str, limits: ReadLimits, *, included: bool = False) -> Content:
    """The checked parts of a file; an included inventory needs no marker and no kinds."""
    decoded = decode(data, file, limit=limits.file_bytes)
    if decoded.text is None:
        return Content((), (), (), (decoded.problem,) if decoded.problem else (), None)
    composed = compose(
        decoded.text,
        file,
        NodeLimits(limits.depth, limits.alias_nodes),
        slow_limit=limits.thorough_characters,
    )
    reading = _Reading(file, decoded.text, clean=not composed.problems, included=included)
    reading.problems += composed.problems
    for document in composed.documents:
        reading.document(follow(document))
    if not reading.seen and not composed.problems:
        reading.complain(
            Source(file), "the file declares nothing", "begin with `tokenlint: workflows/1`"
        )
    return reading.content()


class _Reading:
    """The parts of one file as they are found."""

    def __init__(self, file: str, text: str, *, clean: bool, included: bool) -> None:
        self.problems: list[Problem] = []
        self.seen = False
        self._file = file
        self._text = text
        self._clean = clean
        self._checker = Checker(file)
        self._included = included
        self._includes: list[tuple[str, Source]] = []
        self._services: list[Part] = []
        self._workflows: list[Part] = []

    def content(self) -> Content:
        return Content(
            tuple(self._includes),
            tuple(self._services),
            tuple(self._workflows),
            tuple(self.problems),
            self._text,
        )

    def complain(self, source: Source, reason: str, advice: str) -> None:
        self.problems.append(Problem("schema", source, reason, advice))

    def document(self, node: Node) -> None:
        """Take one document; an empty one, as a last `---` leaves it, is passed over."""
        if isinstance(node, Scalar) and node.text == "" and not node.broken:
            return
        self.seen = True
        if not isinstance(node, Mapping):
            place = Source(self._file, node.line, node.column)
            self.complain(
                place, "a declaration is a mapping", "begin with `tokenlint: workflows/1`"
            )
            return
        self._check_outline(node)
        self._find_includes(node)
        known = validators()
        self._services += self._parts(node, "services", known.service)
        if not self._included:
            self._workflows += self._parts(node, "workflows", known.workflow)

    def _check_outline(self, node: Mapping) -> None:
        """Everything but the content of the sections, which is checked part by part."""
        outline = {**node.entries}
        for section in ("services", "workflows"):
            entry = outline.get(section)
            content = follow(entry.value) if entry else None
            if entry and isinstance(content, Mapping):
                outline[section] = Entry(entry.key, _names_only(content))
        if self._included and "tokenlint" not in outline:
            outline["tokenlint"] = _MARKER
        place = (node.line, node.column, node.end_line, node.end_column)
        checked = self._checker.check(Mapping(outline, *place), validators().document, ())
        self.problems += checked.problems

    def _find_includes(self, node: Mapping) -> None:
        entry = node.entries.get("include")
        if entry is None:
            return
        written = plain(entry.value)
        paths = (
            [written] if isinstance(written, str) else written if isinstance(written, list) else []
        )
        places = Places(self._file, self._text, "/include", follow(entry.value), entry.key)
        for index, path in enumerate(paths):
            if isinstance(path, str) and path:
                self._includes.append((path, places["" if path is written else f"/{index}"]))

    def _parts(self, node: Mapping, section: str, validator: Validator) -> Iterator[Part]:
        found = walk(node, (section,))
        if found is None or not isinstance(found.node, Mapping):
            return
        for name, entry in found.node.entries.items():
            checked = self._checked(entry, validator, (section, name))
            if checked is not None:
                pointer = pointer_of((section, name))
                places = Places(self._file, self._text, pointer, follow(entry.value), entry.key)
                yield Part(name, checked.data, places)

    def _checked(self, entry: Entry, validator: Validator, at: Sequence[str]) -> Checked | None:
        """The data of a part, None where it has an error."""
        checked = self._checker.check(entry.value, validator, at, entry.key)
        self.problems += checked.problems
        broken = not self._clean and has_broken(entry.value)
        return checked if checked.usable and not broken else None


def _names_only(section: Mapping) -> Mapping:
    """A section with its names, whose values are checked elsewhere."""
    entries = {name: Entry(entry.key, _NOTHING) for name, entry in section.entries.items()}
    return Mapping(entries, section.line, section.column, section.end_line, section.end_column)


_NOTHING = Scalar(None, "", 0, 0, 0, 0)
_MARKER = Entry(_NOTHING, Scalar("workflows/1", "workflows/1", 0, 0, 0, 0))
