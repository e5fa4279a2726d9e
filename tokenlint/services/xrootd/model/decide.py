"""The answer of an XRootD server to any credential, operation and path.

A server speaks HTTP, where its configuration says so, and always root:
what one of them lets pass counts as allowed.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Decide
from tokenlint.services.decision import Ask, Decision, Presented
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.access import Access, Client
from tokenlint.services.xrootd.model.login import after_login, hears_header, name_of_login
from tokenlint.services.xrootd.model.operations import Requester, made
from tokenlint.services.xrootd.model.paths import judged
from tokenlint.services.xrootd.model.presented import token_of
from tokenlint.services.xrootd.model.reading import NOTHING, Reader, Reading
from tokenlint.services.xrootd.model.requests import REPLACING, Protocol, calls_of
from tokenlint.services.xrootd.model.verdicts import any_of, denied, in_turn
from tokenlint.services.xrootd.model.versions import Change, Release, release_of
from tokenlint.source import Source

_REMEMBERED = 4


def decider(configuration: Configuration) -> Decide:
    """The function that answers for a server; without a version, as the newest release does."""
    return Answers(configuration, release_of(configuration.version)).decide


@dataclass(frozen=True)
class Answers:
    """The answers of a server of a release with these files."""

    configuration: Configuration
    release: Release

    def decide(self, presented: Presented, ask: Ask) -> Decision:
        """The verdict on a request."""
        return any_of(self.over(protocol, presented, ask) for protocol in self._protocols())

    def over(self, protocol: Protocol, presented: Presented, ask: Ask) -> Decision:
        """The verdict on a request over one protocol."""
        path = judged(ask.path or "/", self.release)
        if path is None:
            return denied(self._source, "refuses a path that is not absolute, or that holds `..`")
        if not self._access.exports(path):
            return denied(self._source, "does not export this path")
        if not calls_of(ask.operation, protocol):
            return denied(self._source, "has no such operation")
        return self._over(protocol, self._readings(presented), presented, ask.operation, path)

    def _protocols(self) -> Iterator[Protocol]:
        server = self.configuration.server
        if server is None or server.http or "xrd.protocol" in server.open_directives:
            yield Protocol.HTTP
        yield Protocol.ROOT

    def _over(
        self,
        protocol: Protocol,
        readings: tuple[Reading, ...],
        presented: Presented,
        operation: Operation,
        path: str,
    ) -> Decision:
        """The answer over one protocol."""
        who = self._requester(protocol, readings, presented)
        decisions = []
        for call in calls_of(operation, protocol):
            answer = made(self._access, call, who, path, path)
            decisions.append(answer.replacing if operation in REPLACING else answer.fresh)
        found = in_turn(decisions)
        if protocol is Protocol.HTTP:
            return found
        token = presented.issuer is not None
        return after_login(self.configuration.server, readings, found, token=token)

    def _requester(
        self, protocol: Protocol, readings: tuple[Reading, ...], presented: Presented
    ) -> Requester:
        server = self.configuration.server
        if protocol is Protocol.HTTP:
            client = Client(readings if hears_header(server, self.release) else NOTHING)
            moved = client if self.release.has(Change.MOVE_WITH_TOKEN) else Client()
            return Requester(client, Client(), moved)
        subject = presented.subject if presented.issuer is not None else None
        name = name_of_login(server, subject)
        session = (server is None or server.ztn) and self.release.has(Change.SESSION_TOKEN)
        client = Client(readings, name)
        return Requester(client, Client(readings if session else NOTHING, name), client)

    def _readings(self, presented: Presented) -> tuple[Reading, ...]:
        if self._reader is None or presented.issuer is None:
            return NOTHING
        for known, readings in self._lately:
            if known is presented:
                return readings
        token = token_of(presented, self._reader.sections(presented.issuer))
        found = NOTHING if token is None else self._reader.readings(token)
        self._lately.append((presented, found))
        return found

    @cached_property
    def _lately(self) -> deque[tuple[Presented, tuple[Reading, ...]]]:
        """The last credentials: most are asked about with one path after the other."""
        return deque(maxlen=_REMEMBERED)

    @cached_property
    def _access(self) -> Access:
        return Access(self.configuration, self.release)

    @cached_property
    def _reader(self) -> Reader | None:
        config = self.configuration.scitokens
        return None if config is None else Reader(config, self.release)

    @property
    def _source(self) -> Source:
        parts = (self.configuration.server, self.configuration.scitokens, self.configuration.authdb)
        return next((part.source for part in parts if part is not None), Source(""))
