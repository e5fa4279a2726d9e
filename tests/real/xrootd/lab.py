"""The lab: servers, two at a time, and the requests that are sent to each."""

import base64
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.real.xrootd.authority import write_certificates, write_key_cache
from tests.real.xrootd.cells import Cell, Outcome, Run, judge
from tests.real.xrootd.configurations import Configuration
from tests.real.xrootd.demands import NEW
from tests.real.xrootd.issuer import lay_over_system, serving
from tests.real.xrootd.over_http import OverHttp
from tests.real.xrootd.over_root import OverRoot
from tests.real.xrootd.over_xrdfs import OverXrdfs
from tests.real.xrootd.plan import Request, Visit
from tests.real.xrootd.prediction import ANY_PROTOCOL, Model
from tests.real.xrootd.programs import Programs
from tests.real.xrootd.server import NotStartedError, Place, Server, account, running
from tests.real.xrootd.tokens import ISSUERS
from tests.real.xrootd.tree import Snapshot, Tree

WORKERS = 2
REACHABLE = 0o711  # the servers run as another user
_TRUST = ("ca.pem", "host.pem", "host.key", "macaroon.key")

Client = OverHttp | OverRoot | OverXrdfs


class ServerDiedError(Exception):
    """A server ended while requests were sent to it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the system lets the lab do.

    `open_ports`: other machines can reach the servers, since there is no network of our own.
    `discovery`: the lab may let its servers find and trust its own issuer.
    """

    open_ports: bool
    discovery: bool


@dataclass(frozen=True, slots=True)
class _Guest:
    """All that one visit to a server needs; `before` is what the server stores at first."""

    version: str
    visit: Visit
    server: Server
    tree: Tree
    before: Snapshot
    clients: dict[str, Client]
    model: Model


def run(programs: Programs, visits: Iterable[Visit], bounds: Bounds) -> Run:
    """Send all requests to servers of one release; nothing is left behind."""
    started = time.monotonic()
    with ExitStack() as stack:
        trust = stack.enter_context(trusted())
        discovery = bounds.discovery and lay_over_system(ISSUERS, trust)
        if discovery:
            stack.enter_context(serving(ISSUERS, trust))
        pool = stack.enter_context(ThreadPoolExecutor(WORKERS))
        possible, skipped = _sort(visits, discovery=discovery)
        found = list(pool.map(lambda visit: _outcome(programs, visit, trust), possible))
    named = list(zip((visit.configuration.name for visit in possible), found, strict=True))
    return Run(
        version=programs.version,
        cells=[cell for _, each in named if isinstance(each, list) for cell in each],
        refusals={name: str(each) for name, each in named if isinstance(each, NotStartedError)},
        deaths=[str(each) for _, each in named if isinstance(each, ServerDiedError)],
        skipped=skipped,
        open_ports=bounds.open_ports,
        seconds=time.monotonic() - started,
    )


def _sort(visits: Iterable[Visit], *, discovery: bool) -> tuple[list[Visit], list[str]]:
    """The visits that are possible, and the configurations that are not."""
    everything = list(visits)
    possible = [each for each in everything if discovery or not each.configuration.discovery]
    left = [each.configuration.name for each in everything if each not in possible]
    return possible, left


def _outcome(
    programs: Programs, visit: Visit, trust: Path
) -> list[Cell] | NotStartedError | ServerDiedError:
    try:
        return _visit(programs, visit, trust)
    except (NotStartedError, ServerDiedError) as error:
        return error


@contextmanager
def trusted() -> Iterator[Path]:
    """A folder with certificates, the issuers' public keys and what is uploaded."""
    with tempfile.TemporaryDirectory(prefix="tokenlint-xrootd-") as name:
        folder = Path(name)
        folder.chmod(REACHABLE)
        write_certificates(folder)
        write_key_cache(folder / "cache", ISSUERS)
        (folder / "macaroon.key").write_bytes(base64.encodebytes(secrets.token_bytes(64)))
        (folder / "upload").write_bytes(NEW)
        yield folder


def _visit(programs: Programs, visit: Visit, trust: Path) -> list[Cell]:
    host = account()
    with ExitStack() as stack:
        place = stack.enter_context(place_of(visit.configuration, trust, host))
        tree = Tree(place.root, host)
        before = tree.make()
        server = stack.enter_context(running(programs, visit.configuration, place, host))
        model = Model.of(server.files, programs.version)
        clients = {each.protocol: each for each in _clients(programs, visit, server, trust)}
        for client in clients.values():
            stack.enter_context(closing(client))
        guest = _Guest(programs.version, visit, server, tree, before, clients, model)
        return list(_cells(guest))


def _cells(guest: _Guest) -> Iterator[Cell]:
    tokens: dict[str, str | None] = {}
    for request in guest.visit.requests:
        name = request.kind.name
        if name not in tokens:
            tokens[name] = request.kind.mint()
        seen = {
            protocol: _ask(guest, request, tokens[name], protocol) for protocol in request.protocols
        }
        seen[ANY_PROTOCOL] = _over_any(seen)
        for protocol, (status, outcome) in seen.items():
            yield _cell(guest, request, protocol, status, outcome)


def _cell(guest: _Guest, request: Request, protocol: str, status: str, outcome: Outcome) -> Cell:
    predicted = guest.model.predict(request.kind, request.demand, protocol)
    return Cell(
        version=guest.version,
        configuration=guest.visit.configuration.name,
        token=request.kind.name,
        protocol=protocol,
        operation=request.demand.operation,
        path=request.demand.path,
        status=status,
        outcome=outcome,
        predicted=predicted.verdict,
        because=[f"{step.source}: {step.says}" for step in predicted.steps],
        depends_on=list(predicted.depends_on),
    )


def _ask(guest: _Guest, request: Request, token: str | None, protocol: str) -> tuple[str, Outcome]:
    """Send one request, judge it, and put the stored data back."""
    demand = request.demand
    answer = guest.clients[protocol].ask(demand, token)
    after = guest.tree.snapshot()
    if not guest.server.lives:
        words = f"{request.kind.name}, {demand.operation} {demand.path} over {protocol}"
        raise ServerDiedError(f"{guest.visit.configuration.name}, token {words}")
    guest.tree.restore(after, guest.before)
    return answer.status, judge(demand, answer, guest.before, after)


def _over_any(seen: Mapping[str, tuple[str, Outcome]]) -> tuple[str, Outcome]:
    """What a service that lets pass over one protocol what it refuses over another is said to do.

    The command line clients are no protocol of their own.
    """
    outcomes = {outcome for protocol, (_, outcome) in seen.items() if protocol != "xrdfs"}
    order = (Outcome.ALLOWED, Outcome.PARTIAL, Outcome.DENIED)
    return "", next(each for each in order if each in outcomes)


def _clients(programs: Programs, visit: Visit, server: Server, trust: Path) -> Iterator[Client]:
    login, authorities = visit.configuration.login, trust / "authorities"
    yield OverHttp(server.http)
    yield OverRoot(server.root, login, authorities)
    yield OverXrdfs(server.root, login, programs.folder, trust / "upload", authorities)


@contextmanager
def place_of(configuration: Configuration, trust: Path, host: int | None) -> Iterator[Place]:
    """Folders for one server below `trust`, with its own copies of what it must own.

    A server that is to discover the keys begins with an empty cache.
    """
    folder = trust / configuration.name
    place = Place(folder, folder / "etc", folder / "root", folder / "cache")
    for each in (folder, place.etc):
        each.mkdir()
        each.chmod(REACHABLE)
    if configuration.discovery:
        place.cache.mkdir()
    else:
        shutil.copytree(trust / "cache", place.cache)
    for file in _TRUST:
        shutil.copyfile(trust / file, place.etc / file)
        (place.etc / file).chmod(0o400 if file.endswith(".key") else 0o444)
    if host is not None:
        for owned in (*place.etc.iterdir(), place.cache, *place.cache.rglob("*")):
            os.chown(owned, host, -1)
    try:
        yield place
    finally:
        shutil.rmtree(folder, ignore_errors=True)
