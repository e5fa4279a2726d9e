"""A whole probe against real servers on loopback: every planted flaw is found, and no false one."""

import hashlib
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.probe.reference import Planted, Reference, lenient, reference
from tests.probe.running import cells, only
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


def probe(server: Reference, record: Path, *, on_disk: bool, kinds: tuple[str, ...] = ()) -> Probe:
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
        plan = only(plan, *kinds) if kinds else plan
        journal = stack.enter_context(closing(opened(record)))
        look = OnDisk(server.root / "area", "/area") if on_disk else None
        return run(plan, door, source, journal, look=look, pace=Pace(per_second=0))


def found(done: Probe, *verdicts: Verdict) -> set[str]:
    return {name.removeprefix("http:") for name in cells(done, *verdicts)}


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


def rows(kinds: str, cases: str) -> set[str]:
    return {f"{kind}:{case}" for kind in kinds.split() for case in cases.split()}


SOME = ("read", "create", "modify", "stage", "create-read", "audience-listed", "unsigned")
SHORT = "read create create-over delete"
CHANGING = f"{SHORT} mkdir rename rename-over".removeprefix("read ")
OUTSIDE = "create-sibling create-outside overwrite-sibling delete-sibling delete-outside"
MUST = {
    Planted.ALG_NONE: rows("unsigned", SHORT),
    Planted.HMAC: rows("hmac-public-key", SHORT),
    Planted.KEY_FROM_HEADER: rows("key-in-header", SHORT),
    Planted.UNKNOWN_KEY_PASSES: rows("unknown-key", SHORT),
    Planted.ANY_ISSUER: rows("wrong-issuer", SHORT),
    Planted.IGNORES_AUDIENCE: rows(
        "audience-wrong audience-other-spelling audience-missing", SHORT
    ),
    Planted.MISSING_AUDIENCE: rows("audience-missing", SHORT),
    Planted.IGNORES_EXPIRY: rows("expired", SHORT),
    Planted.IGNORES_NOT_BEFORE: rows("not-yet-valid", SHORT),
    Planted.NO_EXPIRY: rows("no-expiry", SHORT),
    Planted.UNKNOWN_CRIT: rows("unknown-critical", SHORT),
    Planted.UNKNOWN_VERSION: rows("unknown-version", SHORT),
    Planted.DUPLICATE_FIRST_WINS: rows("duplicate-members", SHORT) - {"duplicate-members:read"},
    Planted.PREFIX_PATHS: rows("read create-read", "read-sibling")
    | rows("create create-read modify", "create-sibling rename-out")
    | rows("modify", "overwrite-sibling delete-sibling"),
    Planted.DECODES_TRAVERSAL: rows(
        "read create-read", "read-traversal read-encoded-dot read-encoded-separator"
    )
    | rows("modify", "delete-traversal delete-encoded-dot delete-encoded-separator"),
    Planted.RESOLVES_SCOPE: set(),
    Planted.SCITOKENS_WORDS: rows("scitokens-words", f"{CHANGING} read stat"),
    Planted.ANONYMOUS_READS: set(),
    Planted.READ_WRITES: rows("read", CHANGING)
    | rows("create-read", "create-over delete rename-over"),
    Planted.CREATE_READS: rows("create", "read"),
    Planted.CREATE_OVERWRITES: rows("create create-read", "create-over"),
    Planted.CREATE_DELETES: rows("create create-read", "delete"),
    Planted.CREATE_RENAMES_OVER: rows("create create-read", "rename-over"),
    Planted.MODIFY_READS: rows("modify", "read"),
    Planted.STAGE_READS: rows("stage", "read"),
    Planted.POLL_STATS: rows("poll", "stat"),
    Planted.READ_STAGES: rows("read create-read", "stage"),
    Planted.REFUSES_ANY_AUDIENCE: set(),
}


@pytest.mark.slow
@pytest.mark.parametrize("flaw", MUST)
def test_a_planted_flaw_is_found_where_it_shows_and_nowhere_else(
    flaw: Planted, tmp_path: Path
) -> None:
    flawed = {name.partition(":")[0] for name in MUST[flaw]}
    with reference(issuer=ISSUER, keys=KEYS, tape=True, flaws=frozenset({flaw})) as server:
        bystanders(server.root)
        before = checksum(server.root)
        done = probe(server, tmp_path / "record", on_disk=False, kinds=(*SOME, *flawed))
        assert found(done, *BAD) == MUST[flaw]
        assert done.problems == ()
        assert checksum(server.root) == before


@pytest.mark.slow
@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize(
    ("flaw", "cases"),
    [
        (Planted.REFUSES_BUT_DELETES, "delete"),
        (Planted.REFUSES_BUT_TRUNCATES, "create-over"),
        (Planted.REFUSES_BUT_CREATES, "create"),
        (Planted.REFUSES_BUT_MOVES, "rename rename-over"),
    ],
)
def test_refused_and_yet_changed(flaw: Planted, cases: str, on_disk: bool, tmp_path: Path) -> None:
    with reference(issuer=ISSUER, keys=KEYS, flaws=frozenset({flaw})) as server:
        bystanders(server.root)
        before = checksum(server.root)
        done = probe(server, tmp_path / "record", on_disk=on_disk, kinds=("poll", "read"))
        assert found(done, Verdict.CHANGED_THOUGH_REFUSED) >= rows("poll read", cases)
        assert found(done, Verdict.EXCESS) == set()
        assert checksum(server.root) == before


def test_a_service_that_confirms_and_does_nothing_is_no_ground_for_a_probe(tmp_path: Path) -> None:
    flaws = frozenset({Planted.SAYS_YES_DOES_NOTHING})
    with reference(issuer=ISSUER, keys=KEYS, flaws=flaws) as server:
        (server.root / "area").mkdir()
        done = probe(server, tmp_path / "record", on_disk=True)
        assert [problem.kind for problem in done.problems] == ["set-up"]
        assert done.left == ()
