"""The grammar of HTCondor's mapfiles: `METHOD PRINCIPAL ACCOUNT` and `@include`.

Source: MapFile.cpp of htcondor/htcondor (at commit 03d30c1): fields are separated by blanks;
a field may stand in double quotes; where keys are taken as literal text
(`CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS`), a principal between slashes is an expression,
followed by the flags `i` and `U`; otherwise every principal is an expression.
A line with fewer than three fields is logged and skipped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_BLANK = " \t"
_LONG = 4000
_DIRECTIVE = ("{{-", "{%", "<%", "{#")


@dataclass(frozen=True, slots=True)
class MapLine:
    """One line; `principal` is what is compared, `written` what stands in the file.

    `literal` tells that the principal is compared as text, not as an expression.
    """

    method: Value
    written: Value
    principal: str
    account: Value
    source: Source
    literal: bool = False
    caseless: bool = False

    @property
    def known(self) -> bool:
        """Whether no placeholder stands in the principal."""
        return self.written.known


@dataclass(frozen=True, slots=True)
class Include:
    """An `@include` of a file or of a directory."""

    path: Value


@dataclass(frozen=True, slots=True)
class Mapfile:
    """The lines of one file in their order; those of other files stand where they are included."""

    text: Text
    entries: tuple[MapLine | Include, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    start: int
    end: int
    delimiter: str = ""
    flags: str = ""


def read_mapfile(text: Text, *, literal_keys: bool) -> Mapfile:
    """Read a mapfile; `literal_keys` tells that principals without slashes are literal."""
    entries: list[MapLine | Include] = []
    problems: list[Problem] = []
    for index, line in text:
        if not line.strip() or line.lstrip()[0] in "#;" or _is_directive(line):
            continue
        entry = _entry(text, index, line, literal_keys=literal_keys)
        if isinstance(entry, Problem):
            problems.append(entry)
        else:
            entries.append(entry)
    return Mapfile(text, tuple(entries), tuple(problems))


def writes_slashes(texts: Sequence[Text]) -> bool:
    """Whether principals stand between slashes, which asks for literal keys."""
    pattern = re.compile(r"[ \t]*SCITOKENS[ \t]+/.*/[iU]*[ \t]", re.IGNORECASE)
    return any(pattern.match(line[:_LONG]) for text in texts for _, line in text)


def _is_directive(line: str) -> bool:
    """A line of a template that is no line of the mapfile."""
    bare = line.strip()
    return bare.startswith(_DIRECTIVE) or (bare.startswith("{{") and bare.endswith("}}"))


def _entry(text: Text, index: int, line: str, *, literal_keys: bool) -> MapLine | Include | Problem:
    method = _field(line, 0, slashes=False)
    if method.text == "@include":
        path = _field(line, method.end, slashes=False)
        if not path.text:
            return _problem(text, index, "names no file after @include")
        return Include(Value.of(path.text, text.at(index, path.start, path.end)))
    principal = _field(line, method.end, slashes=literal_keys)
    account = _field(line, principal.end, slashes=False)
    if not (principal.text and account.text):
        return _problem(text, index, "has fewer than three fields")
    return MapLine(
        Value.of(method.text, text.at(index, method.start, method.end)),
        _written(text, index, line, principal),
        principal.text,
        Value.of(account.text, text.at(index, account.start, account.end)),
        text.at(index),
        literal=literal_keys and principal.delimiter != "/",
        caseless="i" in principal.flags,
    )


def _written(text: Text, index: int, line: str, field: _Field) -> Value:
    return Value.of(line[field.start : field.end], text.at(index, field.start, field.end))


def _problem(text: Text, index: int, what: str) -> Problem:
    return Problem(
        "syntax",
        text.at(index),
        f"HTCondor skips this line of the mapfile: it {what}",
        "Write METHOD PRINCIPAL ACCOUNT, with quotes or slashes around a principal with blanks.",
    )


def _field(line: str, at: int, *, slashes: bool) -> _Field:
    """The next field; a delimiter that is not closed reaches to the end of the line."""
    while at < len(line) and line[at] in _BLANK:
        at += 1
    start, delimiter = at, line[at : at + 1]
    if delimiter == '"' or (slashes and delimiter == "/"):
        return _delimited(line, start, delimiter)
    while at < len(line) and line[at] not in _BLANK:
        at += 1
    at = _past_placeholder(line, start, at)
    return _Field(line[start:at], start, at)


def _past_placeholder(line: str, start: int, at: int) -> int:
    """Blanks inside `{{ }}` and `<% %>` do not end a field."""
    for opening, closing in (("{{", "}}"), ("<%", "%>")):
        opened = line.rfind(opening, start, at)
        while opened >= 0 and line.find(closing, opened, at) < 0:
            closed = line.find(closing, at)
            if closed < 0:
                return at
            at = closed + 2
            while at < len(line) and line[at] not in _BLANK:
                at += 1
            opened = line.rfind(opening, opened + 2, at)
    return at


def _delimited(line: str, start: int, delimiter: str) -> _Field:
    signs, at = [], start + 1
    while at < len(line) and line[at] != delimiter:
        if line[at] == "\\" and at + 1 < len(line):
            at += 1
            signs.append(line[at] if line[at] in (delimiter, "\\") else f"\\{line[at]}")
        elif line.startswith("{{", at) and "}}" in line[at:]:
            end = line.index("}}", at) + 2
            signs.append(line[at:end])
            at = end - 1
        else:
            signs.append(line[at])
        at += 1
    end = min(at + 1, len(line))
    flags = re.compile(r"[iU]*").match(line, end) if delimiter == "/" else None
    ends = flags.end() if flags else end
    return _Field("".join(signs), start, ends, delimiter, flags[0] if flags else "")
