"""The files of one CE or pool, in the order in which HTCondor reads them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from tokenlint.services.htcondor.config import Config, Knob, Use, read_config
from tokenlint.services.htcondor.inclusions import loops
from tokenlint.services.htcondor.macros import Macros, endless, gather
from tokenlint.services.htcondor.mapfile import (
    Include,
    Mapfile,
    MapLine,
    read_mapfile,
    writes_slashes,
)
from tokenlint.services.htcondor.principals import METHOD, Principal
from tokenlint.services.htcondor.recognise import CONFIG, MAPFILE, VALIDATOR
from tokenlint.services.htcondor.validator import Validator, read_validator
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.source import Problem, Source

_CE_NAME = re.compile(r"(?:ht)?condor[-_]?ce|(?:^|[/_-])ce-|/mapfiles\.d/", re.IGNORECASE)
_CE_CONTENT = ("condor-ce", "condor_ce", "JOB_ROUTER_", "CONDORCE_", "HTCONDORCE_")
MOST_LINES = 1_000  # a few seconds; the largest real ones have some dozens
_MOST_NAMES = 5  # that a message lists
_CE_KNOBS = "05-ce-auth-defaults"


@dataclass(frozen=True)
class Pool:
    """One CE or pool with all of its files."""

    name: str
    pieces: tuple[Piece, ...]

    @cached_property
    def is_ce(self) -> bool:
        """Whether it is HTCondor-CE, by its folders and by names that only it has."""
        return any(
            _CE_NAME.search(f"/{piece.text.file}") or _mentions_ce(piece.text)
            for piece in self.pieces
        )

    @property
    def embedded(self) -> bool:
        """Whether only parts of its files are known."""
        return any(piece.text.embedded for piece in self.pieces)

    @cached_property
    def configs(self) -> tuple[Config, ...]:
        """Configuration files as they are read: the main file, packaged ones, the site's."""
        texts = sorted(self._texts(CONFIG), key=_config_order)
        return tuple(read_config(text) for text in texts)

    @cached_property
    def knobs(self) -> tuple[Knob, ...]:
        """All definitions in their order."""
        return tuple(knob for config in self.configs for knob in config.knobs)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """All `use` lines in their order."""
        return tuple(use for config in self.configs for use in config.uses)

    @cached_property
    def macros(self) -> Macros:
        """What the knobs hold."""
        return gather(self.knobs)

    @cached_property
    def complete(self) -> bool:
        """Whether the files are all that the configuration consists of, as far as can be seen."""
        names = {config.text.name.lower() for config in self.configs}
        main = any(name.startswith(("condor_config", _CE_KNOBS)) for name in names)
        return main and not self.embedded and not any(each.templated for each in self.configs)

    @cached_property
    def mapfiles(self) -> tuple[Mapfile, ...]:
        """Mapfiles in the order of their lines: those that include others last."""
        texts = self._texts(MAPFILE)
        literal = self.literal_keys
        read = [read_mapfile(text, literal_keys=literal) for text in texts]
        return tuple(sorted(read, key=_map_order))

    @cached_property
    def literal_keys(self) -> bool:
        """Whether principals without slashes are literal text.

        HTCondor-CE packages `CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS = True`; HTCondor has False.
        Where the knob may stand in a file that is not here, slashes show what was meant.
        """
        told = self.macros.truth("CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS")
        if told is not None:
            return told
        return self.is_ce or (not self.complete and writes_slashes(self._texts(MAPFILE)))

    @property
    def principals(self) -> list[Principal]:
        """The lines for tokens, in the order in which they are tried; `MOST_LINES` at most."""
        return self._principals[:MOST_LINES]

    @cached_property
    def _principals(self) -> list[Principal]:
        """All lines for tokens.

        Other mapfiles stand where the first `@include` of the main one stands.
        """
        included = [
            entry for each in self.mapfiles if not _includes(each) for entry in each.entries
        ]
        lines: list[MapLine] = []
        for mapfile in (each for each in self.mapfiles if _includes(each)):
            for entry in mapfile.entries:
                if isinstance(entry, Include):
                    lines.extend(each for each in included if isinstance(each, MapLine))
                    included = []
                else:
                    lines.append(entry)
        lines.extend(each for each in included if isinstance(each, MapLine))
        return [Principal(line) for line in lines if line.method.text.upper() == METHOD]

    @cached_property
    def validators(self) -> tuple[Validator, ...]:
        """The rules of EGI's plugin."""
        return tuple(read_validator(text) for text in self._texts(VALIDATOR))

    @property
    def has_mapfile(self) -> bool:
        """Whether the lines of its mapfile are among the files."""
        including = any(_includes(each) for each in self.mapfiles)
        cut = len(self._principals) > MOST_LINES
        return len(self.mapfiles) > including and not self.embedded and not cut

    @property
    def source(self) -> Source:
        """The main file: a configuration, else the first one."""
        texts = [*(config.text for config in self.configs), *(each.text for each in self.mapfiles)]
        return (texts or [self.pieces[0].text])[0].whole

    def problems(self) -> Iterator[Problem]:
        """Everything that could not be read."""
        if len(self._principals) > MOST_LINES:
            place = self._principals[MOST_LINES].line.source
            reason = f"only the first {MOST_LINES} lines for tokens are judged"
            yield Problem("limit", place, reason, "Split the mapfile, or map groups of subjects.")
        for config in self.configs:
            yield from config.problems
        if not self.embedded:
            yield from loops(self.configs)
            yield from self._endless()
        for mapfile in self.mapfiles:
            yield from mapfile.problems
        for validator in self.validators:
            yield from validator.problems

    def _endless(self) -> Iterator[Problem]:
        """Definitions that need each other."""
        for circle in endless(self.macros.table):
            names = ", ".join(each.key for each in circle[:_MOST_NAMES])
            reason = f"HTCondor refuses to parse definitions that need each other: {names}"
            advice = "Give one of them a value of its own."
            yield Problem("syntax", circle[0].source, reason, advice)

    def _texts(self, kind: str) -> list[Text]:
        return [piece.text for piece in self.pieces if piece.kind == kind]


def _mentions_ce(text: Text) -> bool:
    return any(word in text.content for word in _CE_CONTENT)


def _config_order(text: Text) -> tuple[int, str, str, int]:
    """The main file, then files packaged below /usr/share, then those of the site, by name."""
    path = f"/{text.file}"
    if re.match(r"condor(?:-ce)?_config(?!\.local)", text.name):
        return 0, text.name, path, text.line
    return (1 if "/usr/share/" in path else 2), text.name, path, text.line


def _map_order(mapfile: Mapfile) -> tuple[bool, bool, str, int]:
    """The site's files before those below /usr/share, by name; the file that includes is last."""
    packaged = "/usr/share/" in f"/{mapfile.text.file}"
    return _includes(mapfile), packaged, mapfile.text.name, mapfile.text.line


def _includes(mapfile: Mapfile) -> bool:
    return any(isinstance(entry, Include) for entry in mapfile.entries)


def pools(pieces: Sequence[Piece]) -> list[Pool]:
    """Group files: by folder, where `config.d` and `mapfiles.d` belong to the one above."""
    grouped: dict[str, list[Piece]] = {}
    for piece in pieces:
        grouped.setdefault(_key(piece.text), []).append(piece)
    _join_named_mapfiles(grouped)
    return [Pool(name, tuple(group)) for name, group in grouped.items() if group]


def _key(text: Text) -> str:
    if text.embedded:
        fenced = text.file.lower().endswith((".md", ".mdx", ".rst"))
        return f"{text.file}:{text.line}" if fenced else text.file
    parts = list(PurePosixPath(text.file).parent.parts)
    if parts and re.fullmatch(r"(?:config|mapfiles)\.d", parts[-1]):
        parts.pop()
    folder = "/".join(parts).replace("usr/share/condor", "etc/condor")
    return folder or "."


def _join_named_mapfiles(grouped: dict[str, list[Piece]]) -> None:
    """A mapfile without a configuration joins the only configuration that names such a file."""
    alone = [key for key, group in grouped.items() if {each.kind for each in group} == {MAPFILE}]
    wanting = {key: set(_named(group)) for key, group in grouped.items() if _wants(group)}
    for key in alone:
        names = {piece.text.name for piece in grouped[key]}
        fitting = [other for other, named in wanting.items() if named & names]
        if len(fitting) == 1:
            grouped[fitting[0]].extend(grouped[key])
            grouped[key] = []


def _wants(group: Iterable[Piece]) -> bool:
    return MAPFILE not in {piece.kind for piece in group}


def _named(group: Iterable[Piece]) -> Iterator[str]:
    for piece in group:
        if piece.kind == CONFIG:
            for found in re.finditer(
                r"(?mi)^[ \t]*CERTIFICATE_MAPFILE[ \t]*=[ \t]*(\S+)", piece.text.content
            ):
                yield PurePosixPath(found[1]).name
