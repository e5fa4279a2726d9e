"""All files of one server, as they were read."""

from dataclasses import dataclass
from functools import cached_property

from tokenlint.services.acceptance import State
from tokenlint.services.text import Text
from tokenlint.services.xrootd.authdb import AuthdbFile
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.name_mapfile import NameMapfile
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile
from tokenlint.services.xrootd.server_cfg import ServerFile

LAST = "passthrough"


@dataclass(frozen=True)
class Parts:
    """The files of a server; None for one that is not among the files.

    `version` is that of the server, empty where nobody said: then the newest is taken.
    """

    server: ServerFile | None = None
    scitokens: ScitokensFile | None = None
    authdb: AuthdbFile | None = None
    mapfiles: tuple[NameMapfile, ...] = ()
    version: str = ""

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The files, the main one first."""
        found: list[Text] = [*self.server.texts] if self.server else []
        found += [each.text for each in (self.scitokens, self.authdb) if each]
        return (*found, *(each.text for each in self.mapfiles))

    @cached_property
    def configuration(self) -> Configuration:
        """What the model of decisions takes."""
        return Configuration(
            server=self.server.value if self.server else None,
            scitokens=self.scitokens.value if self.scitokens else None,
            authdb=self.authdb.value if self.authdb else None,
            version=self.version,
        )

    @property
    def asks_no_token(self) -> bool:
        """Whether no library of the server looks at SciTokens, for sure."""
        if self.server is None or "ofs.authlib" in self.server.value.open_directives:
            return False
        return not self._has_scitokens

    @cached_property
    def asks_database(self) -> State:
        """Whether a request that no token grants comes to the authorization database.

        Every library on the way must be written with `++`, and pass through what it
        does not decide (`onmissing`, `macaroons.onmissing`).
        """
        states = [self._passes_scitokens]
        if self.server is None:
            states.append(State.UNKNOWN)
        else:
            states += self._on_the_way(self.server)
        if State.NO in states:
            return State.NO
        return State.UNKNOWN if State.UNKNOWN in states else State.YES

    @cached_property
    def _passes_scitokens(self) -> State:
        if self.scitokens is None:
            return State.UNKNOWN if self._has_scitokens else State.YES
        behaviour = self.scitokens.value.onmissing
        if not behaviour:
            return State.UNKNOWN
        return State.YES if behaviour == LAST else State.NO

    @cached_property
    def _has_scitokens(self) -> bool:
        libraries = self.server.value.libraries if self.server else ()
        return any("SciTokens" in library.name for library in libraries)

    def _on_the_way(self, server: ServerFile) -> list[State]:
        value = server.value
        if value.authorize is not True:
            return [State.NO if value.authorize is False else State.UNKNOWN]
        if "ofs.authlib" in value.open_directives:
            return [State.UNKNOWN]
        states = [State.YES if each.chained else State.NO for each in value.libraries]
        macaroons = server.facts.macaroons_onmissing
        if value.macaroons and macaroons is not None:
            states.append(State.YES if macaroons.text.lower() == LAST else State.NO)
        return states
