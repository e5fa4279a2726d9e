"""From recognised files to services: what the files of each XRootD server say together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.authdb import AuthdbFile, read_authdb
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.grouping import authdb_of, scitokens_of, server_configurations
from tokenlint.services.xrootd.issuers import audience, issuers
from tokenlint.services.xrootd.links import Shelf
from tokenlint.services.xrootd.mappings import mappings
from tokenlint.services.xrootd.model.decide import decider
from tokenlint.services.xrootd.name_mapfile import NameMapfile, read_mapfile
from tokenlint.services.xrootd.named_files import named_files
from tokenlint.services.xrootd.parts import Parts
from tokenlint.services.xrootd.paths import below
from tokenlint.services.xrootd.recognise import AUTHDB, MAPFILE, PRODUCT, SCITOKENS
from tokenlint.services.xrootd.releases import as_read_by
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile, read_scitokens
from tokenlint.services.xrootd.server_cfg import read_server
from tokenlint.services.xrootd.settings import settings
from tokenlint.services.xrootd.unused import dead_lines, unknown_keys
from tokenlint.services.xrootd.ways import ways
from tokenlint.source import Problem


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The servers that the files describe; a file that no server names is one by itself."""
    reader = _Reader(pieces)
    found = list(reader.all_parts())
    eos = {parts.texts[0].file for parts in found if parts.server and parts.server.value.eos}
    services = tuple(
        service_of(parts, eos=parts.texts[0].file in eos or _names_eos(parts)) for parts in found
    )
    return Assembled(services, tuple(reader.problems))


def configurations(pieces: Sequence[Piece]) -> Iterator[Configuration]:
    """What the files of each server say, as the model of decisions takes it."""
    return (parts.configuration for parts in _Reader(pieces).all_parts())


def service_of(parts: Parts, *, eos: bool = False) -> Service:
    """The service that the files of one server make."""

    def at_version(version: str) -> Service:
        other = service_of(as_read_by(parts, version), eos=eos)
        return replace(other, at_version=at_version)

    return Service(_acceptance(parts, eos=eos), decider(parts.configuration), at_version)


def _names_eos(parts: Parts) -> bool:
    """Whether a `scitokens.cfg` without a server is for paths of EOS."""
    sections = parts.scitokens.value.issuers if parts.scitokens and not parts.server else ()
    paths = [path.text for section in sections for path in section.base_paths]
    return bool(paths) and all(below(path, "/eos") for path in paths)


def _acceptance(parts: Parts, *, eos: bool) -> Acceptance:
    main = parts.texts[0]
    return Acceptance(
        product="eos" if eos else PRODUCT,
        title="EOS" if eos else "XRootD",
        name=main.file,
        source=main.whole,
        files=tuple(dict.fromkeys(text.file for text in parts.texts)),
        version=parts.version,
        audience=audience(parts),
        issuers=issuers(parts),
        ways=ways(parts),
        mappings=mappings(parts),
        unknown_keys=unknown_keys(parts),
        dead=dead_lines(parts),
        settings=settings(parts),
        absent=tuple(dict.fromkeys(named_files(parts))),
    )


class _Reader:
    """Reads every file once, and keeps what cannot be read."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.shelf = Shelf(pieces)
        self.problems: list[Problem] = []
        self.scitokens: dict[int, ScitokensFile] = {}
        self.authdbs: dict[int, AuthdbFile] = {}
        self.mapfiles: dict[int, NameMapfile] = {}

    def all_parts(self) -> Iterator[Parts]:
        for configuration in server_configurations(self.shelf):
            server = read_server(configuration)
            self.problems += server.problems
            main = server.texts[0]
            scitokens = scitokens_of(server.value, main, self.shelf)
            authdb = authdb_of(server.value, server.facts.authdb, main, self.shelf)
            parts = self.parts(scitokens, authdb)
            yield replace(parts, server=server)
        for piece in self.shelf.of(SCITOKENS):
            if id(piece.text) not in self.scitokens:
                beside = self.shelf.neighbour(AUTHDB, piece.text)
                free = beside is not None and id(beside.text) not in self.authdbs
                yield self.parts(piece.text, beside.text if beside and free else None)
        for piece in self.shelf.of(AUTHDB):
            if id(piece.text) not in self.authdbs:
                yield self.parts(None, piece.text)
        for piece in self.shelf.of(MAPFILE):
            if id(piece.text) not in self.mapfiles and _gives_accounts(piece.text):
                yield Parts(mapfiles=(self.mapfile(piece.text),))

    def parts(self, scitokens: Text | None, authdb: Text | None) -> Parts:
        """The files beside that of the server."""
        if scitokens is None:
            return Parts(authdb=self.authdb(authdb))
        file = self.scitokens_file(scitokens)
        found = [self.named(name, file.text) for name in file.mapfiles]
        refused = next((each.problems[0].reason for each in found if each and each.problems), "")
        file = file.with_mapfiles(tuple(each.rules if each else None for each in found), refused)
        mapfiles = {id(each.text): each for each in found if each}
        return Parts(None, file, self.authdb(authdb), tuple(mapfiles.values()))

    def named(self, name: Value | None, near: Text) -> NameMapfile | None:
        """The name mapfile that a section names, where it is among the files."""
        if name is None:
            return None
        piece = self.shelf.linked(MAPFILE, name.text, near)
        if piece is None:
            beside = self.shelf.neighbour(MAPFILE, near)
            piece = beside if beside and _gives_accounts(beside.text) else None
        return self.mapfile(piece.text) if piece else None

    def scitokens_file(self, text: Text) -> ScitokensFile:
        if id(text) not in self.scitokens:
            self.scitokens[id(text)] = read_scitokens(text)
            self.problems += self.scitokens[id(text)].problems
        return self.scitokens[id(text)]

    def authdb(self, text: Text | None) -> AuthdbFile | None:
        if text is None:
            return None
        if id(text) not in self.authdbs:
            self.authdbs[id(text)] = read_authdb(text)
            self.problems += self.authdbs[id(text)].problems
        return self.authdbs[id(text)]

    def mapfile(self, text: Text) -> NameMapfile:
        if id(text) not in self.mapfiles:
            self.mapfiles[id(text)] = read_mapfile(text)
            self.problems += self.mapfiles[id(text)].problems
        return self.mapfiles[id(text)]


def _gives_accounts(text: Text) -> bool:
    """Whether a file is a name mapfile also where nothing names it: some rule has a result."""
    return '"result"' in text.content
