"""The whole matrix of `tokenlint probe` against one endpoint on the loopback.

Over HTTP against the reference server of the tests, which is written in Python and runs in the same
process; over HTTP and the root protocol against a real XRootD, and against a real ARC CE, where
they are installed.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.measure import row, title
from tests.probe.reference import reference
from tests.real.arc.server import lacking, prefix
from tests.real.xrootd.apart import start_module
from tests.real.xrootd.programs import MISSING, ROOT, Programs, installed
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.forge import Mint
from tokenlint.probe.journal import opened
from tokenlint.probe.looks import OnDisk
from tokenlint.probe.matrix import storage_plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.run import run as run_probe
from tokenlint.probe.settings import Settings
from tokenlint.probe.signing import key_set, new_key
from tokenlint.probe.sources.minted import MintSource

_MOST_SECONDS = 60
_PATIENCE = 300
_ARC = "audience-and-scope"
_ISSUER = "https://issuer.example"


def run(folder: Path) -> None:
    """Seconds and requests, over each protocol."""
    title("Probe: the whole matrix against one endpoint on the loopback")
    for look in ("disk", "token"):
        done = _reference(folder / f"record-{look}", look)
        _row(f"http, reference server, eyes of the {look}", done.seconds, done.requests)
    programs = installed()
    if programs is None:
        row("XRootD", MISSING)
    else:
        _xrootd(programs)
    _arc()


def _xrootd(programs: Programs) -> None:
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "seen.json"
        arguments = ["--programs", str(programs.folder), "--out", str(out), "--only", "base"]
        start_module("tests.real.probe.inside", arguments, _PATIENCE)
        for seen in json.loads(out.read_text()):
            what = f"{seen['protocol']}, XRootD {programs.version}, eyes of the disk"
            _row(what, seen["seconds"], seen["requests"])


def _arc() -> None:
    if reason := lacking(sudo=False):
        row("ARC", reason)
        return
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "seen.json"
        module = "tests.real.arc.inside"
        command = [*prefix(), sys.executable, "-m", module, "--out", str(out), "--only", _ARC]
        subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=True, timeout=_PATIENCE)
        seen = json.loads(out.read_text())[_ARC]
        _row("REST interface, ARC CE", seen["seconds"], seen["requests"])


def _row(what: str, seconds: float, requests: int) -> None:
    met = seconds < _MOST_SECONDS
    row(what, f"{seconds:.1f} s for {requests} requests", f"< {_MOST_SECONDS} s", met=met)


def _reference(record: Path, eyes: str) -> Probe:
    mint = Mint(_ISSUER, new_key("ES256"))
    with reference(keys=key_set([mint.key]), issuer=_ISSUER, tape=True) as server:
        url, source = f"{server.url}/area", MintSource(mint)
        (server.root / "area").mkdir()
        settings = Settings(
            url,
            "http",
            server.audience,
            root="/area",
            allow_write=True,
            group="/lab",
            negative_audience=True,
        )
        look = OnDisk(server.root) if eyes == "disk" else None
        with closing(open_door(url)) as door, closing(opened(record)) as journal:
            plan = storage_plan(settings, door.can, source)
            # As fast as it goes: the rate of a user is bounded, that of the machine is measured.
            return run_probe(plan, door, source, journal, look=look, pace=Pace(per_second=0))
