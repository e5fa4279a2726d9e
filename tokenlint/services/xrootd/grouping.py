"""Which files make one server."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import Server
from tokenlint.services.xrootd.continued import ServerLines, addition_lines, server_lines
from tokenlint.services.xrootd.links import Shelf, in_prose
from tokenlint.services.xrootd.recognise import AUTHDB, SCITOKENS, SERVER

_NUMBERED = re.compile(r"\d+[-_]")
_SCITOKENS_DEFAULT = "/etc/xrootd/scitokens.cfg"
_AUTHDB_DEFAULTS = ("/etc/xrootd/authdb", "/opt/xrd/etc/Authfile")
"""Where XRootD looks when no path is written (`XrdAccConfig`, XRootD 6.2.1)."""


def server_configurations(shelf: Shelf) -> Iterator[ServerLines]:
    """The servers: main files with all that they continue with, then additions without one."""
    texts = [piece.text for piece in shelf.of(SERVER)]
    read = {id(text): server_lines(text, shelf) for text in texts}
    inner = {id(other) for text in texts for other in read[id(text)].texts[1:]}
    outer = [text for text in texts if id(text) not in inner]
    covered = {id(each) for text in outer for each in read[id(text)].texts}
    # Files that only continue with each other have no main file.
    outer += [text for text in texts if id(text) not in covered]
    folders: dict[str, list[Text]] = {}
    for text in outer:
        if _is_addition(text):
            folders.setdefault(text.folder, []).append(text)
        else:
            yield read[id(text)]
    for additions in folders.values():
        yield addition_lines(additions)


def _is_addition(text: Text) -> bool:
    """Whether a file stands in a `config.d`, or has a number as files there have."""
    if in_prose(text):
        return False
    return text.folder.endswith(".d") or _NUMBERED.match(text.name) is not None


def scitokens_of(server: Server, main: Text, shelf: Shelf) -> Text | None:
    """The `scitokens.cfg` that a server names, or the only one beside it."""
    library = next((each for each in server.libraries if "SciTokens" in each.name), None)
    if library is None:
        return None
    if library.config is None:
        return _named_or_beside(SCITOKENS, (_SCITOKENS_DEFAULT,), main, shelf, default=True)
    return _named_or_beside(SCITOKENS, (library.config.text,), main, shelf)


def authdb_of(server: Server, written: Value | None, main: Text, shelf: Shelf) -> Text | None:
    """The authorization database that a server names, or the only one beside it."""
    if server.authorize is False:
        return None
    if written is not None:
        return _named_or_beside(AUTHDB, (written.text,), main, shelf)
    if "acc.authdb" in server.open_directives or not all(x.chained for x in server.libraries):
        return None
    return _named_or_beside(AUTHDB, _AUTHDB_DEFAULTS, main, shelf, default=True)


def _named_or_beside(
    kind: str, paths: tuple[str, ...], main: Text, shelf: Shelf, *, default: bool = False
) -> Text | None:
    for path in paths:
        if PurePosixPath(path).name:
            found = shelf.linked(kind, path, main, default=default)
            if found is not None:
                return found.text
    found = shelf.neighbour(kind, main)
    return found.text if found else None
