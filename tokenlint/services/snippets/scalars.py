"""Texts in YAML scalars, found line by line, so that a template around them does no harm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.snippets.cut import cut, indentation, inexact, is_directive
from tokenlint.services.snippets.naming import file_name
from tokenlint.services.text import Text

_HEADER = re.compile(r"(?:[&!]\S*[ \t]+)*([|>])([1-9]?)[+-]?([1-9]?)[ \t]*(?:[ \t]#.*)?")
_ANY = re.compile(r"[|>][1-9+-]{0,2}[ \t]*(?:#.*)?[\r\n]|\\n")
_DASHES = re.compile(r"[ ]*(?:-[ ]+)*")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([\s\S]))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "_": "\xa0"}
_TELLING = re.compile(r"[|>]|\\n|^[\"']?(?:path|dest|file|target)")
_PATH_KEYS = frozenset("path dest destination file filename target".split())
_LONG_HEADER = 300  # characters: a header is an indicator and perhaps a tag, an anchor, a comment


@dataclass(slots=True)
class _Mapping:
    """An open mapping: where its keys stand, and the file that one of them names."""

    column: int
    outer: "_Mapping | None"
    path: str = ""


@dataclass(frozen=True, slots=True)
class _Scalar:
    key: str
    mapping: _Mapping
    text: Text = field(repr=False)


def scalars(text: Text) -> Iterator[Text]:
    """The block scalars and one-line quoted scalars of several lines, in their order."""
    if not _ANY.search(text.content):
        return
    found = _scan(text)
    for scalar in found:
        name = _name(scalar)
        yield Text(
            text.file,
            name,
            scalar.text.content,
            scalar.text.line,
            scalar.text.indent,
            scalar.text.exact,
            embedded=True,
        )


def _scan(text: Text) -> list[_Scalar]:
    found: list[_Scalar] = []
    mapping = _Mapping(-1, None)
    index, count = 0, len(text.lines)
    while index < count:
        line = text.lines[index]
        index += 1
        if _dull(line, mapping.column):
            continue
        entry = _entry(line)
        if entry is None:
            continue
        dash, column, key, rest = entry
        mapping = _enclosing(mapping, dash if dash >= 0 else column, column)
        if key in _PATH_KEYS and not mapping.path:
            mapping.path = file_name(rest)
        child, index = _child(text, index, column if key or dash < 0 else dash, rest)
        if child is not None:
            found.append(_Scalar(key, mapping, child))
    return found


def _dull(line: str, column: int) -> bool:
    """Whether a line is for sure a further entry of the same mapping, without a text or a path."""
    body = line.lstrip(" ")
    same = len(line) - len(body) == column and body[:1] != "-"
    return not body or (same and not _TELLING.search(body))


def _entry(line: str) -> tuple[int, int, str, str] | None:
    """Column of the last dash (-1: none), column of the key, key, and what follows it."""
    body = line.lstrip(" ")
    if not body or body[0] == "#" or (":" not in body and body[0] != "-"):
        return None
    lead = _DASHES.match(line)
    column = lead.end() if lead else 0
    dash = line.rfind("-", 0, column)
    key, rest = _key(line[column:])
    if not key and dash < 0:
        return None
    return dash, column, key, rest


def _key(body: str) -> tuple[str, str]:
    """Key and value of an entry of a mapping, an empty key for an item of a list."""
    if body[:1] in {'"', "'"}:
        end = body.find(body[0], 1)
        if end < 0 or body[end + 1 : end + 2] != ":":
            return "", body.strip()
        return body[1:end], body[end + 2 :].strip()
    key, colon, rest = body.partition(": ")
    if colon:
        return key.strip(), rest.strip()
    bare = body.rstrip()
    return (bare[:-1], "") if bare.endswith(":") else ("", bare)


def _enclosing(mapping: _Mapping, start: int, column: int) -> _Mapping:
    """The mapping that an entry belongs to; a dash begins a new one."""
    while mapping.outer is not None and mapping.column > start:
        mapping = mapping.outer
    if start < column or mapping.column != column:
        return _Mapping(column, mapping)
    return mapping


def _child(text: Text, first: int, column: int, rest: str) -> tuple[Text | None, int]:
    """The text of a value, if it has several lines, and the line on which to read on."""
    if rest[:1] in {"|", ">", "&", "!"} and len(rest) <= _LONG_HEADER:
        header = _HEADER.fullmatch(rest)
        if header:
            return _block(text, first, column, header)
    if rest[:1] == '"' and "\\n" in rest:
        return _quoted(text, first - 1, rest), first
    return None, first


def _block(text: Text, first: int, column: int, header: re.Match[str]) -> tuple[Text | None, int]:
    digit = header.group(2) or header.group(3)
    indent = max(column, 0) + int(digit) if digit else _first_indent(text.lines, first)
    if indent <= column:
        return None, first
    end = _end(text.lines, first, indent)
    lines = text.lines[first:end]
    if all(not line.strip() or is_directive(line) for line in lines):
        return None, end
    if header.group(1) == "|":
        return cut(text, first, end, indent, ""), end
    return inexact(text, first, _folded([line[indent:] for line in lines]), ""), end


def _first_indent(lines: tuple[str, ...], first: int) -> int:
    for index in range(first, len(lines)):
        line = lines[index]
        if line.strip() and not (is_directive(line) and indentation(line) == 0):
            return len(line) - len(line.lstrip(" "))
    return -1


def _end(lines: tuple[str, ...], first: int, indent: int) -> int:
    """The line after the last one of a block; directives further left may stand within."""
    end = first
    for index in range(first, len(lines)):
        line = lines[index]
        if line[:indent].strip():
            if not is_directive(line):
                break
        elif line.strip():
            end = index + 1
    return end


def _folded(lines: list[str]) -> str:
    """The text of a folded scalar: a line end between two plain lines is a blank."""
    folded = ""
    for before, line in zip(["", *lines], lines, strict=False):
        plain = bool(before.strip()) and bool(line.strip()) and line[0] not in " \t"
        folded += (" " if plain and before[0] not in " \t" else "\n" if folded else "") + line
    return folded


def _quoted(text: Text, index: int, rest: str) -> Text | None:
    end = rest.rfind('"')
    if end <= 0:
        return None
    content = _ESCAPE.sub(_unescaped, rest[1:end])
    return inexact(text, index, content, "") if "\n" in content.strip() else None


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    if code:
        return chr(int(code, 16))
    return _ESCAPED.get(match.group(3), match.group(3))


def _name(scalar: _Scalar) -> str:
    """The file that the entry writes, else the key."""
    if file_name(scalar.key):
        return file_name(scalar.key)
    outer = scalar.mapping.outer
    return scalar.mapping.path or (outer.path if outer else "") or scalar.key or "block"
