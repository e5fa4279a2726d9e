"""Paths of scopes: read as written, compared by component.

WLCG profile 1.3 section 2.2.1: a path is absolute, normalised as RFC 3986 section 6 says, escaped
per component, and stands for one file or directory with everything below it.
A path that is written otherwise is kept as it stands, and its defects are named;
`ScopePath.resolved` says what a service that repairs paths would make of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class PathDefect(StrEnum):
    """Why a path does not have the form that the profile demands."""

    NOT_ABSOLUTE = "not-absolute"
    DOT_SEGMENT = "dot-segment"
    EMPTY_SEGMENT = "empty-segment"
    ENCODED_SEPARATOR = "encoded-separator"  # %2F, and %5C for services that take \ for /
    ENCODED_DOT = "encoded-dot"  # a dot segment in disguise: %2e%2e
    BACKSLASH = "backslash"
    NUL = "nul"  # also %00: ends the path for services written in C
    CONTROL = "control"
    NOT_NORMALISED = "not-normalised"
    BAD_PERCENT = "bad-percent"  # % without two hexadecimal digits
    NOT_ESCAPED = "not-escaped"  # a character that RFC 3986 wants percent-encoded


# The one form that conforms without a closer look: RFC 3986 pchar without %.
_PLAIN = re.compile(r"/(?:[\w\-.~!$&'()*+,;=:@]+(?:/[\w\-.~!$&'()*+,;=:@]+)*/?)?", re.ASCII)
_DOT_SEGMENT = re.compile(r"/\.\.?(?:/|$)")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[\w\-.~]", re.ASCII)
_NOT_A_PATH_CHARACTER = re.compile(r"[^\w\-.~!$&'()*+,;=:@%/\\\x00-\x1f\x7f-\x9f]", re.ASCII)
_CONTROL = re.compile(r"[\x01-\x1f\x7f-\x9f]")
_NUL = re.compile(r"\x00|%00")
_SEPARATOR = re.compile(r"/|\\|%2[Ff]|%5[Cc]")
_ENCODED_SEPARATOR = re.compile(r"%2[Ff]|%5[Cc]")

_DEFECT_PATTERNS = (
    (PathDefect.ENCODED_SEPARATOR, _ENCODED_SEPARATOR),
    (PathDefect.BACKSLASH, re.compile(r"\\")),
    (PathDefect.NUL, _NUL),
    (PathDefect.CONTROL, _CONTROL),
    (PathDefect.BAD_PERCENT, re.compile(r"%(?![0-9A-Fa-f]{2})")),
    (PathDefect.NOT_ESCAPED, _NOT_A_PATH_CHARACTER),
)


@dataclass(frozen=True, slots=True)
class ScopePath:
    """A path with everything below it; equal when it means the same, however it is escaped.

    `directory` says that it was written with a trailing slash; the root is one, too.
    `text` is the path as written, `defects` are sorted by name and empty for a conforming path.
    """

    components: tuple[str, ...]
    absolute: bool
    directory: bool
    text: str = field(compare=False)
    defects: tuple[PathDefect, ...] = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a path as written; any text is a path, at worst one with defects."""
        if _PLAIN.fullmatch(text) and not _DOT_SEGMENT.search(text):
            directory = text.endswith("/")
            inner = text[1:-1] if directory else text[1:]
            return cls(tuple(inner.split("/")) if inner else (), True, directory, text, ())
        return cls._parse_closely(text)

    @classmethod
    def _parse_closely(cls, text: str) -> Self:
        absolute = text.startswith("/")
        written = text[1:].split("/") if absolute else text.split("/")
        directory = bool(text) and not written[-1]
        if not written[-1]:
            written.pop()
        components = tuple(map(_normalised, written))
        defects = {defect for defect, pattern in _DEFECT_PATTERNS if pattern.search(text)}
        defects.update(*map(_segment_defects, written))
        if not absolute:
            defects.add(PathDefect.NOT_ABSOLUTE)
        return cls(components, absolute, directory, text, tuple(sorted(defects)))

    @property
    def conforming(self) -> bool:
        """Whether the profile allows an issuer to write it so."""
        return not self.defects

    @property
    def depth(self) -> int:
        """Number of components; 0 for the root."""
        return len(self.components)

    @property
    def is_root(self) -> bool:
        """Whether it is `/`, the whole area of the issuer."""
        return self.absolute and not self.components

    @property
    def lineage(self) -> tuple[str, ...]:
        """The steps from the root: one path covers another when its lineage begins the other's.

        A relative path, or one that climbs with `..`, may lead anywhere,
        so all that is written up to there makes one opaque step directly below the root.
        """
        if not self.defects:
            return self.components
        climbing = [i for i, component in enumerate(self.components) if climbs(component)]
        opaque = climbing[-1] + 1 if climbing else 0
        if self.absolute and not opaque:
            return self.components
        # No component holds a slash, so this step can be mistaken for none.
        step = "/".join(("" if self.absolute else ".", *self.components[:opaque], ""))
        return (step, *self.components[opaque:])

    def covers(self, other: "ScopePath") -> bool:
        """Whether everything at or below `other` is at or below this path.

        `/foo` covers `/foo/` and `/foo/bar`; `/foo/` does not cover the file `/foo`.
        """
        mine, theirs = self.lineage, other.lineage
        if len(mine) == len(theirs):
            return mine == theirs and (other.directory or not self.directory)
        return mine == theirs[: len(mine)]

    def child(self, name: str) -> "ScopePath":
        """The file `name` in this directory; `name` must be one conforming component."""
        separator = "" if self.directory or not self.text else "/"
        text = f"{self.text}{separator}{name}"
        return ScopePath((*self.components, name), self.absolute, False, text, self.defects)

    def as_directory(self) -> "ScopePath":
        """The same path written with a trailing slash, as a directory is."""
        if self.directory or not self.text:
            return self
        return ScopePath(self.components, self.absolute, True, f"{self.text}/", self.defects)

    def resolved(self) -> "ScopePath":
        """What a service that repairs paths would take it for; itself when it conforms.

        Such a service decodes separators, ends the path at a NUL,
        drops empty and dot segments (RFC 3986 section 5.2.4) and starts at the root.
        """
        if not self.defects:
            return self
        inner = "/".join(self.components) + "/" * self.directory
        segments = [_undotted(piece) for piece in _SEPARATOR.split(_NUL.split(inner)[0])]
        kept: list[str] = []
        for segment in segments:
            if segment == "..":
                del kept[-1:]
            elif segment not in {"", "."}:
                kept.append(segment)
        slash = "/" if kept and segments[-1] in {"", ".", ".."} else ""
        return ScopePath.parse(f"/{'/'.join(kept)}{slash}")

    def __str__(self) -> str:
        return self.text


def _undotted(segment: str) -> str:
    """A dot segment in plain dots; any other segment as it is."""
    plain = segment.replace("%2e", ".").replace("%2E", ".")
    return plain if plain in {".", ".."} else segment


def _normalised(segment: str) -> str:
    """The one spelling to compare: unreserved characters decoded, hexadecimal digits in capitals.

    A segment that decoding would turn into a dot segment stays as written.
    """
    if "%" not in segment or _undotted(segment) != segment:
        return segment
    return _PERCENT.sub(_decode_unreserved, segment)


def _decode_unreserved(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.match(character) else match[0].upper()


def _segment_defects(segment: str) -> Iterator[PathDefect]:
    if segment in {".", ".."}:
        yield PathDefect.DOT_SEGMENT
    elif not segment:
        yield PathDefect.EMPTY_SEGMENT
    elif _undotted(segment) != segment:
        yield PathDefect.ENCODED_DOT
    elif _normalised(segment) != segment:
        yield PathDefect.NOT_NORMALISED


def climbs(component: str) -> bool:
    """Whether a service may read this component as a step towards the root."""
    before_nul = _NUL.split(component)[0]
    return any(_undotted(piece) == ".." for piece in _SEPARATOR.split(before_nul))


ROOT = ScopePath.parse("/")
