"""The access control of a server: whether it lets a client do one thing at one path.

Libraries of `ofs.authlib` ask each other from the outermost in, as far as they were written
with `++`, and the authorization database comes last (`XrdOfsConfigPI::SetupAuth`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from tokenlint.services.decision import Decision, Verdict
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import AuthLib, Configuration, SciTokens, Server
from tokenlint.services.xrootd.model import database
from tokenlint.services.xrootd.model.entity import ANONYMOUS, Entity
from tokenlint.services.xrootd.model.entries import Entries
from tokenlint.services.xrootd.model.mapping import account_of
from tokenlint.services.xrootd.model.plugin import Bearer, Following, Plugin
from tokenlint.services.xrootd.model.reading import NOTHING, Reading
from tokenlint.services.xrootd.model.rights import Right
from tokenlint.services.xrootd.model.starting import not_started
from tokenlint.services.xrootd.model.verdicts import allowed, denied, depends, either
from tokenlint.services.xrootd.model.versions import Release
from tokenlint.source import Source

_DEFAULT_EXPORT = "/tmp"  # noqa: S108 - what XRootD exports where nothing else is written
_DATABASE = "the authorization database"
_MAIN = "the configuration of the server"
_TOKENS = "the configuration of the SciTokens plug-in"


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: how its token is read, and the name that its login gave it, empty for none."""

    readings: tuple[Reading, ...] = NOTHING
    name: str = ""


@dataclass(frozen=True)
class Access:
    """The access control that the files of a server describe."""

    configuration: Configuration
    release: Release

    @cached_property
    def _stopped(self) -> Decision | None:
        return not_started(self.configuration, self.release)

    @cached_property
    def _entries(self) -> Entries | None:
        return Entries(self.configuration.authdb) if self.configuration.authdb else None

    def decide(self, client: Client, right: Right, path: str) -> Decision:
        """Whether a client has a right at a path."""
        server, tokens = self.configuration.server, self.configuration.scitokens
        if self._stopped is not None:
            return self._stopped
        if server is None:
            return self._without_server(tokens, client, right, path)
        if server.authorize is False and not server.eos:
            return allowed(server.authorize_source, "checks no access: ofs.authorize is not set")
        found = self._by_readings(server.libraries, client, right, path)
        if server.eos and found.verdict is not Verdict.DEPENDS:
            on = "the permissions of the account in the namespace of EOS"
            return Decision(Verdict.DEPENDS, found.steps, (on,))
        return _less_sure(found, server)

    def exports(self, path: str) -> bool:
        """Whether a path is exported, by its beginning; where nobody knows, it is."""
        server = self.configuration.server
        if server is None or "all.export" in server.open_directives:
            return True
        if not server.exports:
            return server.eos or path.startswith(_DEFAULT_EXPORT)
        return any(not each.known or path.startswith(each.text) for each in server.exports)

    def reading_only(self, path: str) -> Value | None:
        """The export that lets nobody change a path, None where none does; the longest holds."""
        server = self.configuration.server
        if server is None or "all.export" in server.open_directives:
            return None
        holding = [each for each in server.exports if path.startswith(each.text)]
        longest = max(holding, key=lambda each: len(each.text), default=None)
        return longest if longest in server.read_only else None

    def mapped(self, client: Client, path: str) -> str:
        """The account that a mapfile gives a client's token at a path, empty for none."""
        bearer = client.readings[0].bearer
        if bearer is None:
            return ""
        return account_of(bearer.section, bearer, path, self.release).account

    def _without_server(
        self, tokens: SciTokens | None, client: Client, right: Right, path: str
    ) -> Decision:
        """The plug-in alone; whoever is asked after it is not known."""
        if tokens is None:
            source = _source_of(self.configuration)
            return depends(source, "says nothing of tokens", _MAIN)
        library = AuthLib("XrdAccSciTokens", chained=True, config=None, source=tokens.source)
        return self._by_readings((library,), client, right, path)

    def _by_readings(
        self, libraries: Sequence[AuthLib], client: Client, right: Right, path: str
    ) -> Decision:
        who = Entity(client.name) if client.name else ANONYMOUS
        decisions = [
            (self._asked(libraries, each.bearer, who, right, path), each.reason)
            for each in client.readings
        ]
        first = decisions[0][0]
        return reduce(lambda known, more: either(known, *more), decisions[1:], first)

    def _asked(
        self,
        libraries: Sequence[AuthLib],
        bearer: Bearer | None,
        who: Entity,
        right: Right,
        path: str,
    ) -> Decision:
        """What the outermost of some libraries says; none: the database."""
        if not libraries:
            return self._database(who, right, path)
        first, rest = libraries[0], libraries[1:]
        following: Following | None = None
        if rest or first.chained:

            def following(entity: Entity) -> Decision:
                return self._asked(rest, bearer, entity, right, path)

        return self._library(first, following, bearer, who, right, path)

    def _library(
        self,
        library: AuthLib,
        following: Following | None,
        bearer: Bearer | None,
        who: Entity,
        right: Right,
        path: str,
    ) -> Decision:
        name = library.name.lower()
        if "macaroon" in name:
            return self._no_macaroon(library, following, who)
        if "scitokens" not in name:
            says = "asks a library of its own"
            return depends(library.source, says, f"the library {library.name}")
        config = self.configuration.scitokens
        if config is None:
            return depends(library.source, "decides with a file that is not here", _TOKENS)
        return Plugin(config, self.release, following).decide(bearer, who, right, path)

    def _no_macaroon(self, library: AuthLib, following: Following | None, who: Entity) -> Decision:
        """What the library for macaroons makes of any other token (`macaroons.onmissing`)."""
        server = self.configuration.server
        onmissing = server.macaroons_onmissing if server else "passthrough"
        if onmissing == "allow":
            return allowed(library.source, "lets everybody do what no macaroon decides")
        if onmissing == "deny" or following is None:
            return denied(library.source, "takes macaroons only")
        if onmissing != "passthrough":
            return depends(library.source, "decides without a macaroon", "macaroons.onmissing")
        return following(who)

    def _database(self, who: Entity, right: Right, path: str) -> Decision:
        """What the authorization database says of a client."""
        if self._entries is not None:
            return database.decide(self._entries, who, right, path)
        server = self.configuration.server
        if server is None:
            source = _source_of(self.configuration)
            return depends(source, "hands on to what the server's configuration says", _MAIN)
        place = server.authdb.source if server.authdb else server.source
        return depends(place, "asks an authorization database that is not here", _DATABASE)


def _less_sure(found: Decision, server: Server) -> Decision:
    """A denial is open where a placeholder or a missing file may add somebody who allows."""
    opened = {"ofs.authlib", "acc.authdb", "ofs.authorize"}.intersection(server.open_directives)
    if server.authorize is None:
        opened.add("ofs.authorize")
    if not opened or found.verdict is Verdict.DEPENDS:
        return found
    if found.allowed and "ofs.authlib" not in opened:
        return found
    on = tuple(f"the directive {each}" for each in sorted(opened))
    return Decision(Verdict.DEPENDS, found.steps, on)


def _source_of(configuration: Configuration) -> Source:
    for part in (configuration.server, configuration.scitokens, configuration.authdb):
        if part is not None:
            return part.source
    return Source("")
