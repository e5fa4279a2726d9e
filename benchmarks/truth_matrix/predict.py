"""The prediction of a cell: the model's decisions, and what the calls then meet in the tree."""

from dataclasses import dataclass
from functools import cached_property

from benchmarks.truth_matrix.tree import FAILED, NOTHING, OK, Tree
from benchmarks.truth_matrix.wanted import ANYWHERE, Request
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Decision, Verdict
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.access import Access, Client
from tokenlint.services.xrootd.model.calls import Call
from tokenlint.services.xrootd.model.login import hears_header
from tokenlint.services.xrootd.model.operations import Requester, made
from tokenlint.services.xrootd.model.paths import decoded, judged
from tokenlint.services.xrootd.model.reading import NOTHING as NO_TOKEN
from tokenlint.services.xrootd.model.reading import Reader, Reading
from tokenlint.services.xrootd.model.requests import Protocol, calls_of
from tokenlint.services.xrootd.model.validity import Token
from tokenlint.services.xrootd.model.versions import Change, Release

DENIED, DEPENDS = "deny", "depends"
_OPERATIONS = {
    "GET": Operation.READ,
    "HEAD": Operation.STAT,
    "PUT": Operation.OVERWRITE,
    "DELETE": Operation.DELETE,
    "MKCOL": Operation.MKDIR,
    "MOVE": Operation.RENAME,
    "PROPFIND": Operation.LIST,
}


@dataclass(frozen=True)
class Server:
    """A server of a version with a configuration."""

    configuration: Configuration
    release: Release
    now: float

    @cached_property
    def access(self) -> Access:
        """Its access control."""
        return Access(self.configuration, self.release)

    @property
    def hears_header(self) -> bool:
        """Whether the header of an HTTP request reaches the access control."""
        return hears_header(self.configuration.server, self.release)

    def readings(self, token: Token | None) -> tuple[Reading, ...]:
        """How the server reads a token; the lab had libscitokens 0.7.3."""
        config = self.configuration.scitokens
        if token is None or config is None:
            return NO_TOKEN
        return Reader(config, self.release, self.now, libraries=(False,)).readings(token)

    def requester(self, protocol: Protocol, readings: tuple[Reading, ...]) -> Requester:
        """The client of a protocol; over root, the lab logged in with the token that it used."""
        client = Client(readings)
        if protocol is Protocol.HTTP:
            moved = client if self.release.has(Change.MOVE_WITH_TOKEN) else Client()
            return Requester(client, Client(), moved)
        session = client if self.release.has(Change.SESSION_TOKEN) else Client()
        return Requester(client, session, client)


def outcome(server: Server, readings: tuple[Reading, ...], request: Request, tree: Tree) -> str:
    """What a request comes to: allow, deny, error, noop, or depends."""
    if request.new_name is None:
        return _of_any_name(server, readings, request)
    if request.protocol is Protocol.ROOT and not all(each.login for each in readings):
        return DENIED
    http = request.protocol is Protocol.HTTP
    path = judged(decoded(request.path) if http else request.path, server.release)
    if path is None or not server.access.exports(path):
        return DENIED
    found = _Run(server, server.requester(request.protocol, readings), request, tree).run(path)
    hidden = request.word == "MOVE" and not server.release.has(Change.STATUS_OF_MOVE)
    return FAILED if hidden and found == DENIED else found


def _of_any_name(server: Server, readings: tuple[Reading, ...], request: Request) -> str:
    """What a rename comes to whose new name is not told: the same for all, or it depends."""
    found = {
        outcome(
            server,
            readings,
            Request(request.protocol, request.word, request.path, name, request.calls),
            Tree(),
        )
        for name in ANYWHERE
    }
    return found.pop() if len(found) == 1 else DEPENDS


@dataclass(frozen=True)
class _Run:
    """One request on its way through its calls."""

    server: Server
    who: Requester
    request: Request
    tree: Tree

    def run(self, path: str) -> str:
        result = OK
        for call in self._calls(path):
            result = self._made(call, path)
            if result in {DENIED, DEPENDS, FAILED}:
                return result
        return result

    def _calls(self, path: str) -> tuple[Call, ...]:
        """The calls of the request; a folder is listed where a file is read, and a file is not."""
        if self.request.calls:
            return self.request.calls
        operation = _OPERATIONS[self.request.word]
        calls = calls_of(operation, Protocol.HTTP)
        folder = self.tree.is_folder(path)
        if operation is Operation.READ and folder:
            at_once = self.server.release.has(Change.OPEN_BEFORE_STAT)
            return (Call.OPEN_TO_READ if at_once else Call.STAT, Call.LIST)
        if operation is Operation.LIST and not folder:
            return calls[:1]
        return calls

    def _made(self, call: Call, path: str) -> str:
        new_name = self.request.new_name or ""
        answer = made(self.server.access, call, self.who, path, new_name)
        there = self.tree.exists(new_name if call is Call.RENAME else path)
        decision = answer.replacing if there else answer.fresh
        if decision.verdict is not Verdict.ALLOWED:
            return _word(decision)
        if call is Call.STAT and self.request.word == "xrdcp":
            return FAILED if self.request.must_be_free and there else OK
        if call is Call.OPEN_NEW and there and not answer.replacing.allowed:
            return DENIED
        found = self.tree.do(call, path, new_name)
        return OK if found == NOTHING and self.request.word == "PROPFIND" else found


def _word(decision: Decision) -> str:
    return DENIED if decision.verdict is Verdict.DENIED else DEPENDS
