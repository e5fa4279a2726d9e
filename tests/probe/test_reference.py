"""A whole probe against real servers on loopback: every planted flaw is found, and no false one."""

import hashlib
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.probe.reference import Reference, lenient, reference
from tests.probe.running import cells
from tests.signatures import REGISTER
from tokenlint.probe.cell import Verdict
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.settings import Settings as Way
from tokenlint.probe.forge import Mint
from tokenlint.probe.journal import opened
from tokenlint.probe.looks import OnDisk
from tokenlint.probe.matrix import storage_plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings
from tokenlint.probe.signing import key_set, new_key
from tokenlint.probe.sources.minted import MintSource
from tokenlint.probe.token import Token, Wish

ISSUER = "https://issuer.example"
KEY = new_key("RS256")
KEYS = key_set([KEY])
GRAVE = (Verdict.CHANGED_THOUGH_REFUSED, Verdict.EXCESS)
BAD = (*GRAVE, Verdict.UNTESTED, Verdict.SHORTFALL, Verdict.HOLLOW)


class Watched(MintSource):
    """The leak guard knows every token."""

    def token(self, wish: Wish) -> Token:
        token = super().token(wish)
        REGISTER.record_token(token.value)
        return token


def bystanders(tree: Path) -> None:
    for name in ("granted/file", "area/granted/file", "area/tokenlint-probe-x/file", "outside"):
        file = tree / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"somebody's {name}")


def checksum(tree: Path) -> str:
    rows = [
        (str(path.relative_to(tree)), path.read_bytes() if path.is_file() else b"")
        for path in sorted(tree.rglob("*"))
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def probe(server: Reference, record: Path, *, on_disk: bool) -> Probe:
    with ExitStack() as stack:
        door = open_door(f"{server.url}/area", Way(authorities=server.ca))
        stack.callback(door.close)
        source = Watched(Mint(ISSUER, KEY))
        settings = Settings(
            f"{server.url}/area",
            door.protocol,
            server.url,
            "/area",
            allow_write=True,
            group="/wlcg",
            negative_audience=True,
        )
        plan = storage_plan(settings, door.can, source)
        journal = stack.enter_context(closing(opened(record)))
        look = OnDisk(server.root / "area", "/area") if on_disk else None
        return run(plan, door, source, journal, look=look, pace=Pace(per_second=0))


def found(done: Probe, *verdicts: Verdict) -> set[str]:
    return {name.partition(":")[2] if name.startswith("http:") else name
            for name in cells(done, *verdicts)}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize("tape", [False, True])
def test_a_server_that_enforces_the_profile(on_disk: bool, tape: bool, tmp_path: Path) -> None:
    with reference(issuer=ISSUER, keys=KEYS, tape=tape, tls=True) as server:
        bystanders(server.root)
        before, start = checksum(server.root), time.monotonic()
        done = probe(server, tmp_path / "record", on_disk=on_disk)
        assert time.monotonic() - start < 60
        assert found(done, *BAD) == set()
        assert done.problems == ()
        assert checksum(server.root) == before
        assert done.implementation == "Reference/1.0"


@pytest.mark.slow
def test_a_server_that_ignores_scopes(tmp_path: Path) -> None:
    with lenient(issuer=ISSUER, keys=KEYS) as server:
        bystanders(server.root)
        before = checksum(server.root)
        done = probe(server, tmp_path / "record", on_disk=False)
        assert {"read:delete", "poll:read", "scopeless:create-over"} <= found(done, *GRAVE)
        assert "unsigned:delete" not in found(done, *BAD)
        assert checksum(server.root) == before
