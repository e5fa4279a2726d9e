"""A `continue` that leads back to a file in which the server has been.

Source: `XrdOucStream::docont` of XRootD (commit 01a86706): the server counts how often it goes on
in another file, and stops with an error where that is too often.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tokenlint.services.pieces import common_end
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.stream import Line
from tokenlint.services.xrootd.variables import Variables, assign, substituted
from tokenlint.source import Problem

_SURE = 2  # parts of a path that two files do not share by chance


def continues(lines: Iterable[Line]) -> Iterator[Value]:
    """The paths of `continue` lines that are read in any case."""
    variables: Variables = {}
    conditions = 0
    for line in lines:
        if line.first == "set":
            assign(line, variables)
        conditions += (line.first == "if") - (line.first == "fi")
        plain = not conditions and not line.optional
        if line.first == "continue" and len(line.words) > 1 and plain:
            path = substituted(line.words[1], variables)
            if path.known and all(word.text != "if" for word in line.words):
                yield Value(path.text.removeprefix("?"), path.source)


def to_itself(lines: Iterable[Line], text: Text) -> Iterator[Problem]:
    """A file that continues with itself."""
    for path in continues(lines):
        if _end(path, text) >= _SURE:
            yield _endless(path)
            return


def back(lines: Iterable[Line], written: str, main: Text, other: Text) -> Iterator[Problem]:
    """A file, reached by the path `written`, that continues with itself or the file before."""
    folder = PurePosixPath(written).parent
    for path in continues(lines):
        beside = PurePosixPath(path.text).parent == folder and main.folder == other.folder
        before = _end(path, main) >= (1 if beside else _SURE)
        if path.text == written or before or _end(path, other) >= _SURE:
            yield _endless(path)
            return


def _end(path: Value, text: Text) -> int:
    return common_end(PurePosixPath(path.text).parts, (*text.parts[:-1], text.name))


def _endless(path: Value) -> Problem:
    reason = (
        "XRootD does not start with this configuration: it continues with a file again and again"
    )
    return Problem("syntax", path.source, reason, "Take the `continue` that leads back out.")
