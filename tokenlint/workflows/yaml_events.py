"""The two parsers behind the composer: a fast one for clean files, a thorough one for the rest.

ruamel.yaml reads YAML 1.2 and says exactly what is wrong, in pure Python:
1,000 workflows take it four seconds, PyYAML's binding of libyaml a tenth of one.
So libyaml reads first.
Where it finds an error, or the text holds something that the two read differently,
ruamel.yaml reads again and its answer counts.
A property test holds both to the same nodes wherever both read a text.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

# Event objects of both libraries have the same names and members, but no common type.
Event = Any

# NEL, LS and PS end a line in YAML 1.1 only; a directive may ask for that version;
# where a tab may stand is a matter of opinion, and so is whether the name of an anchor may hold
# a colon, and what more than one exclamation mark in a tag means.
_DIFFERENT: Final = re.compile(
    r"[\t\x85\u2028\u2029]|^%"
    r"|(?:^|[\s\[{,:])(?:!(?!![a-z]+[\s,\]}])|[&*][^\s,\[\]{}\"']{0,80}:)",
    re.MULTILINE,
)


class NotYaml(Exception):
    """The parser gave up; `problem` and `context` are its words, lines and columns count from 0."""

    def __init__(self, error: Exception) -> None:
        super().__init__("not YAML")
        self.problem: str = getattr(error, "problem", None) or str(error)
        self.context: str = getattr(error, "context", None) or ""
        mark = getattr(error, "problem_mark", None)
        self.at = (mark.line, mark.column) if mark else None
        opened = getattr(error, "context_mark", None)
        self.opened = (opened.line, opened.column) if opened else None


def thorough_events(text: str) -> Iterator[Event]:
    """Events of ruamel.yaml's parser in pure Python, YAML 1.2; raises NotYaml."""
    from ruamel.yaml import YAML  # lazily: clean files never need it
    from ruamel.yaml.error import YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except (YAMLError, *_STRAY_FAULTS) as error:
        raise NotYaml(error) from error


def fast_events(text: str) -> Iterator[Event]:
    """Events of libyaml through PyYAML; raises NotYaml, also where there is no such parser."""
    libyaml = _libyaml()
    if libyaml is None:
        raise NotYaml(ImportError("PyYAML with libyaml is not installed"))
    parser_of, yaml_error = libyaml
    parser = parser_of(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    except (yaml_error, *_STRAY_FAULTS) as error:
        raise NotYaml(error) from error
    finally:
        parser.dispose()


# An escape such as `\UFFFFFFFF` or a directive such as `%YAML 1.x` ends in one of these.
_STRAY_FAULTS: Final = (
    ValueError,
    LookupError,
    ArithmeticError,
    AssertionError,
    TypeError,
    AttributeError,
)


@cache
def _libyaml() -> tuple[Callable[[str], Any], type[Exception]] | None:
    try:
        parser = importlib.import_module("yaml.cyaml").CParser
        return parser, importlib.import_module("yaml.error").YAMLError
    except ImportError:
        return None


def reads_alike(text: str) -> bool:
    """Whether the fast parser is there and known to read this text as the thorough one does."""
    return _libyaml() is not None and _DIFFERENT.search(text) is None


_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_PROPERTIES: Final = re.compile(r"(?:!<[^>]*>|[&!][^\s,\[\]{}]*|[ \t]+)*(?:(?<=[ \t])#.*)?")


# Up to the indicator that an empty value stands behind; blanks and a comment may follow.
_INDICATOR: Final = re.compile(r"(.*?[-:?,\[{])[ \t]*(?:(?<=[ \t])#.*)?")
_LOOK_BACK: Final = 200


class Starts:
    """Where nodes begin, behind their anchor and tag.

    The parsers disagree on whether a node begins at its anchor,
    and on where a value is that is not there, so both are read off the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._split: list[str] | None = None

    @property
    def _lines(self) -> list[str]:
        if self._split is None:
            self._split = _LINE_END.split(self._text)
        return self._split

    def of_nothing(self, event: Event) -> tuple[int, int]:
        """Line and column, from 1, of an empty value: behind the indicator or key before it."""
        line, column = event.start_mark.line, event.start_mark.column
        skipped, before = self._tail(line, column)
        while line > 0 and not before.partition("#")[0].strip():
            line -= 1
            skipped, before = self._tail(line, None)
        found = _INDICATOR.fullmatch(before)
        return line + 1, skipped + len(found[1] if found else before.rstrip()) + 1

    def _tail(self, line: int, column: int | None) -> tuple[int, str]:
        """The end of a line up to a column, and how much of it was left out.

        A line may hold a million empty values, and each looks back.
        """
        if line >= len(self._lines):
            return 0, ""
        end = len(self._lines[line]) if column is None else column
        start = max(0, end - _LOOK_BACK)
        return start, self._lines[line][start:end]

    def of(self, event: Event) -> tuple[int, int]:
        """Line and column, from 1, where the node's own text begins."""
        line, column = event.start_mark.line, event.start_mark.column
        if event.anchor is None and event.tag is None:
            return line + 1, column + 1
        end = (event.end_mark.line, event.end_mark.column)
        while line < len(self._lines):
            behind = _PROPERTIES.match(self._lines[line], column)
            column = behind.end() if behind else column
            if column < len(self._lines[line]) or (line + 1, 0) > end:
                break
            line, column = line + 1, 0
        return line + 1, column + 1
