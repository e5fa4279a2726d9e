"""Files that a server's configuration names and that are not among the files."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.parts import Parts
from tokenlint.services.xrootd.server_cfg import ServerFile


def named_files(parts: Parts) -> Iterator[Absent]:
    """The files, each with what XRootD calls it; those that nothing asks are left out."""
    if parts.server is not None:
        yield from parts.server.absent
        yield from _libraries(parts.server, parts)
    names = {mapfile.text.name for mapfile in parts.mapfiles}
    for name in parts.scitokens.mapfiles if parts.scitokens else ():
        if parts.scitokens and name is not None and PurePosixPath(name.text).name not in names:
            yield from absent("name_mapfile", name, parts.scitokens.text)


def _libraries(server: ServerFile, parts: Parts) -> Iterator[Absent]:
    """The configuration of the SciTokens library, and the authorization database."""
    if server.value.authorize is False:
        return
    library = next((each for each in server.value.libraries if "SciTokens" in each.name), None)
    if library is not None and library.config is not None and parts.scitokens is None:
        yield from _named("scitokens.cfg", library.config, server)
    if server.value.authdb is not None and parts.authdb is None:
        yield from _named("authdb", server.value.authdb, server)


def _named(what: str, path: Value, server: ServerFile) -> tuple[Absent, ...]:
    near = _text_of(path, server)
    return absent(what, path, near) if near else ()


def _text_of(path: Value, server: ServerFile) -> Text | None:
    return next((text for text in server.texts if text.file == path.source.file), None)
