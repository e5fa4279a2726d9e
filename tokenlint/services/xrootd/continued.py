"""The lines of a server's configuration over all its files: `continue FILE` and `continue DIR`.

Follows `XrdOucStream::docont` of XRootD 6.2.1: the server goes on in the other file and never
comes back; the files of a folder are read in the order of their names.
"""

from dataclasses import dataclass, field

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent, Dead
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.links import Shelf
from tokenlint.services.xrootd.loops import back, to_itself
from tokenlint.services.xrootd.recognise import SERVER
from tokenlint.services.xrootd.stream import Line, lines
from tokenlint.services.xrootd.variables import Variables, assign, substituted
from tokenlint.source import Problem

_LEFT_OUT = (".cfsaved", ".rpmsave", ".rpmnew", ".dpkg-old", ".dpkg-dist", "~")


@dataclass
class ServerLines:
    """Lines in the order in which the server reads them.

    `texts` are the files; `missing` tells that one of them is not there;
    `dead` are the lines after a `continue`.
    """

    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    missing: bool = False
    dead: list[Dead] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def server_lines(main: Text, shelf: Shelf) -> ServerLines:
    """All lines of the server whose first file is `main`."""
    found = ServerLines([main])
    if not main.embedded:
        found.problems += to_itself(lines(main), main)
    variables: Variables = {}
    left: Line | None = None
    for line in lines(main):
        if left is not None:
            says = "XRootD goes on in another file and does not come back to this one"
            found.dead.append(Dead("unreachable", line.words[0], says, left.source))
            break
        if line.first == "set":
            assign(line, variables)
        if line.first == "continue" and len(line.words) > 1:
            _follow(line, shelf, variables, found)
            left = None if any(word.text == "if" for word in line.words) else line
        else:
            found.lines.append(line)
    return found


def addition_lines(texts: list[Text]) -> ServerLines:
    """The lines of a `config.d` whose main file is not there."""
    found = ServerLines(sorted(texts, key=lambda text: (text.name, text.line)), missing=True)
    for text in found.texts:
        found.lines += lines(text)
    return found


def _follow(line: Line, shelf: Shelf, variables: Variables, found: ServerLines) -> None:
    path = substituted(line.words[1], variables).text
    words = [word.text[1:] for word in line.words[2:] if word.text.startswith("*")]
    suffixes = tuple(word for word in words if word)
    others = _files(path.removeprefix("?"), suffixes, found.texts[0], shelf)
    if not others and not path.startswith("?"):
        found.missing = True
        written = Value(path, line.words[1].source, substituted(line.words[1], variables).known)
        if not line.optional and all(word.text != "if" for word in line.words):
            found.absent += absent("continued configuration", written, line.text)
    for other in others:
        read = list(lines(other))
        if not other.embedded:
            found.problems += back(read, path.removeprefix("?"), found.texts[0], other)
        found.texts.append(other)
        found.lines += read


def _files(path: str, suffixes: tuple[str, ...], main: Text, shelf: Shelf) -> list[Text]:
    """The file that a path stands for, or the files of the folder."""
    file = shelf.linked(SERVER, path, main)
    if file is not None:
        return [file.text]
    kept = [text for text in shelf.in_folder(SERVER, path, main) if _kept(text, suffixes)]
    return sorted(kept, key=lambda text: (text.name, text.line))


def _kept(text: Text, suffixes: tuple[str, ...]) -> bool:
    """Whether the server reads a file of the folder; hidden files and old ones are left out."""
    if text.name.startswith("."):
        return False
    return text.name.endswith(suffixes) if suffixes else not text.name.endswith(_LEFT_OUT)
