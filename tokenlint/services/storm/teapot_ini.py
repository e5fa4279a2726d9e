"""Teapot's `config.ini` as Python's configparser reads it, with places.

Source: `teapot.py` and `vo_mapping.py` of Teapot (a7717e9, 20c309f): `ConfigParser` with
`ExtendedInterpolation`. Keys are compared in lower case, `=` and `:` separate, an indented line
continues the value above; a section or a key that stands twice stops the program.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_SECTION = re.compile(r"\[([^\]]+)\]")
_SEPARATOR = re.compile(r"[=:]")
_REST = re.compile(r"[^,\s][^,]*")


@dataclass
class Section:
    """One section: its name and its keys in lower case."""

    name: Value
    values: dict[str, Value] = field(default_factory=dict)
    keys: dict[str, Value] = field(default_factory=dict)


@dataclass
class Ini:
    """The sections in their order; `open` tells that a template may bring in more."""

    sections: list[Section] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open: bool = False

    def get(self, section: str, key: str) -> Value | None:
        """A value, None where it is not written."""
        for each in self.sections:
            if each.name.text == section:
                return each.values.get(key.lower())
        return None


def read(text: Text) -> Ini:
    """Read a text; what configparser refuses is a problem, the rest is read all the same."""
    ini = Ini()
    for index, line in text:
        bare = line.strip()
        if is_directive(line):
            ini.open = True
        elif bare and bare[0] not in "#;":
            _line(ini, text, index, line)
    return ini


def _line(ini: Ini, text: Text, index: int, line: str) -> None:
    start = len(line) - len(line.lstrip())
    section = _SECTION.match(line, start)
    current = ini.sections[-1] if ini.sections else None
    if section:
        name = Value.of(section[1], text.at(index, *section.span(1)))
        _section(ini, name)
    elif start and current is not None and current.values:
        return  # goes on with the value above; no value that matters here has several lines
    elif current is None:
        _refuse(ini, text, index, "stands before the first section", "move it below a section")
    else:
        _pair(ini, text, index, start)


def _section(ini: Ini, name: Value) -> None:
    if any(each.name.text == name.text for each in ini.sections):
        reason = f"Teapot does not start with two sections `[{name.text}]`"
        ini.problems.append(Problem("syntax", name.source, reason, "join the two"))
    ini.sections.append(Section(name))


def _pair(ini: Ini, text: Text, index: int, start: int) -> None:
    line = text.lines[index]
    separator = _SEPARATOR.search(line, start)
    if separator is None:
        _refuse(ini, text, index, "holds neither `=` nor `:`", "write `key = value`")
        return
    name = line[start : separator.start()].rstrip()
    rest = line[separator.end() :]
    first = separator.end() + len(rest) - len(rest.lstrip())
    value = line[first:].rstrip()
    section = ini.sections[-1]
    source = text.at(index, start, start + len(name))
    if name.lower() in section.values:
        reason = f"Teapot does not start with `{name}` twice in one section"
        ini.problems.append(Problem("syntax", source, reason, "keep one of the two"))
    place = text.at(index, first, first + len(value)) if value else source
    section.values[name.lower()] = Value.of(value, place)
    section.keys[name.lower()] = Value(name, source)


def _refuse(ini: Ini, text: Text, index: int, what: str, advice: str) -> None:
    reason = f"Teapot does not start with this line: it {what}"
    ini.problems.append(Problem("syntax", text.at(index), reason, advice))


def items(text: Text, value: Value) -> Iterator[Value]:
    """The values between commas, without blanks around them."""
    place = value.source
    for match in _REST.finditer(value.text):
        bare = match[0].rstrip()
        if not text.exact or not place.column:
            yield Value.of(bare, place)
            continue
        start = place.column - text.indent - 1 + match.start()
        yield Value.of(bare, text.at(place.line - text.line, start, start + len(bare)))
