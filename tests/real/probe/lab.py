"""Real XRootD servers, probed: what the probe says of each, and what became of the stored data."""

import base64
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.real.probe.data import Case, expected
from tests.real.probe.oracle import agrees, predicted
from tests.real.probe.trees import checksum
from tests.real.xrootd.authority import write_certificates, write_key_cache
from tests.real.xrootd.configurations import MAIN, Configuration, configurations
from tests.real.xrootd.lab import REACHABLE, place_of
from tests.real.xrootd.prediction import Model
from tests.real.xrootd.programs import Programs
from tests.real.xrootd.server import Place, Server, account, running
from tests.real.xrootd.tokens import AUDIENCE, FIRST, SECOND, STRANGER
from tests.real.xrootd.tree import Tree
from tokenlint.probe.cell import Cell
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.settings import Settings as DoorSettings
from tokenlint.probe.forge import Mint
from tokenlint.probe.journal import opened
from tokenlint.probe.looks import OnDisk
from tokenlint.probe.matrix import Plan, storage_plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.record import Result
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings
from tokenlint.probe.signing import key_set, new_key
from tokenlint.probe.sources.minted import MintSource

SUBJECT = "alice"
GROUP = "/lab"
_QUICK = Pace(per_second=0)


@dataclass(frozen=True, slots=True)
class Lab:
    """What all servers of a run share: certificates, and the issuer whose key they know."""

    programs: Programs
    trust: Path
    mint: Mint


@contextmanager
def lab(programs: Programs) -> Iterator[Lab]:
    """A folder with certificates and the keys of the issuers."""
    mint = Mint(FIRST, new_key("ES256"), subject=SUBJECT)
    with tempfile.TemporaryDirectory(prefix="tokenlint-probed-") as name:
        folder = Path(name)
        folder.chmod(REACHABLE)
        write_certificates(folder)
        issuers = (FIRST, SECOND, STRANGER)
        write_key_cache(folder / "cache", issuers, {FIRST: key_set([mint.key])})
        (folder / "macaroon.key").write_bytes(base64.encodebytes(secrets.token_bytes(64)))
        yield Lab(programs, folder, mint)


def visits(lab: Lab, only: frozenset[str]) -> Iterator[dict[str, Any]]:
    """What came of each probe."""
    known = {each.name: each for each in configurations()}
    for case in expected().cases:
        if only and case.name not in only:
            continue
        base = known[case.configuration]
        files = {**base.files, MAIN: base.files[MAIN] + case.more}
        configuration = replace(base, name=case.name, files=files)
        version = lab.programs.version
        if configuration.starts_on(version) and case.runs_on(version):
            yield from _visit(lab, case, configuration)


def _visit(lab: Lab, case: Case, configuration: Configuration) -> Iterator[dict[str, Any]]:
    host = account()
    with ExitStack() as stack:
        place = stack.enter_context(place_of(configuration, lab.trust, host))
        place = replace(place, root=place.folder / case.stored)
        place.root.parent.mkdir(exist_ok=True)
        tree = Tree(place.root, host)
        tree.make()
        for link, to in case.links.items():
            (place.root / link.lstrip("/")).symlink_to(place.root / to.lstrip("/"))
        server = stack.enter_context(running(lab.programs, configuration, place, host))
        model = Model.of(server.files, lab.programs.version)
        for protocol in case.protocols:
            started = time.monotonic()
            before = checksum(place.root)
            done, plan = _probed(lab, case, server, place, protocol)
            seconds = time.monotonic() - started
            yield {
                "case": case.name,
                "protocol": protocol,
                "results": _rows(done, plan, model),
                "problems": [f"{each.kind}: {each.reason}" for each in done.problems],
                "left": list(done.left),
                "requests": done.requests,
                "seconds": round(seconds, 2),
                "implementation": done.implementation,
                "untouched": checksum(place.root) == before,
                "lives": server.lives,
            }


def _probed(
    lab: Lab, case: Case, server: Server, place: Place, protocol: str
) -> tuple[Probe, Plan]:
    over_http = protocol in {"http", "https"}
    port = server.http if over_http else server.root
    url = f"{protocol}://localhost:{port}{case.root}"
    settings = Settings(
        url,
        protocol,
        AUDIENCE,
        root=case.root,
        base_path=case.base_path,
        allow_write=True,
        group=GROUP,
        negative_audience=True,
    )
    source = MintSource(lab.mint)
    record = place.folder / f"record-{protocol}"
    authorities = place.etc / "ca.pem" if over_http else lab.trust / "authorities"
    door_settings = DoorSettings(authorities=authorities, programs=str(lab.programs.folder))
    with ExitStack() as stack:
        door = stack.enter_context(closing(open_door(url, door_settings)))
        plan = storage_plan(settings, door.can, source)
        journal = stack.enter_context(closing(opened(record)))
        look = OnDisk(place.root) if case.look == "disk" else None
        return run(plan, door, source, journal, look=look, pace=_QUICK), plan


def _rows(done: Probe, plan: Plan, model: Model) -> list[dict[str, Any]]:
    cells = {cell.id: cell for cell in plan.cells}
    return [_row(result, cells[result.cell], plan, model) for result in done.results]


def _row(result: Result, cell: Cell, plan: Plan, model: Model) -> dict[str, Any]:
    assert plan.layout is not None
    told = predicted(cell, plan.layout, model, SUBJECT)
    return {
        "cell": f"{result.kind}:{result.case}",
        "expected": result.expected.value,
        "verdict": result.verdict.value,
        "status": result.status,
        "effect": result.effect.value,
        "why": result.why,
        "seen": f"{result.before}; {result.after}",
        "model": told.verdict.value if told else "",
        "agrees": told is None or agrees(told, cell, result.effect),
    }
