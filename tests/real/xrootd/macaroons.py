"""Macaroons at a real server: what it hands out, and what it lets their holders do.

Two servers share one root key. One issues macaroons to everybody who asks,
the other one lets nothing pass but what a macaroon allows.
`apart` starts this in a network of its own; what is written holds caveats and no signature.
"""

import argparse
import base64
import http.client
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from pymacaroons import Macaroon
from pymacaroons.utils import create_initial_signature

from tests.real.xrootd.apart import raise_loopback
from tests.real.xrootd.cells import Outcome, judge
from tests.real.xrootd.configurations import FOLDER, MAIN, Configuration
from tests.real.xrootd.demands import HERE_AND_AROUND, Demand
from tests.real.xrootd.lab import place_of, trusted
from tests.real.xrootd.over_http import OverHttp
from tests.real.xrootd.programs import Programs, programs_in
from tests.real.xrootd.server import Server, account, running
from tests.real.xrootd.tree import Snapshot, Tree
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.privilege.operation import Operation

SITE = "EXAMPLE-SITE"
HOUR = "before:+1h"
"""In a caveat, `+1h` is that time after the run, as the server writes it."""

KINDS: Mapping[str, tuple[str, ...]] = {
    **{
        f"only-{name.lower()}": (f"activity:{name}", "path:/data/foo", HOUR)
        for name in ("READ_METADATA", "UPDATE_METADATA", "LIST", "DOWNLOAD", "UPLOAD", "MANAGE")
    },
    "only-delete": ("activity:DELETE", "path:/data/foo", HOUR),
    "several": ("activity:DOWNLOAD,LIST,UPLOAD", "path:/data/foo", HOUR),
    "no-activity": ("path:/data/foo", HOUR),
    "no-path": ("activity:DOWNLOAD,DELETE", HOUR),
    "no-caveat": (),
    "later-path": ("path:/data", "path:/data/foo", "activity:DOWNLOAD,UPLOAD", HOUR),
    "paths-apart": ("path:/data/foo", "path:/data/other", "activity:DOWNLOAD", HOUR),
    "activities-apart": ("activity:DOWNLOAD", "activity:DELETE", "path:/data/foo", HOUR),
    "upload-within-manage": ("activity:UPLOAD", "activity:MANAGE", "path:/data/foo", HOUR),
    "an-odd-activity": ("activity:DOWNLOAD,SING", "path:/data/foo", HOUR),
    "slashes": ("activity:DOWNLOAD,DELETE", "path://data//foo", HOUR),
    "named": ("name:made-up", "activity:DOWNLOAD", "path:/data/foo", HOUR),
    "expired": ("activity:DOWNLOAD", "path:/data/foo", "before:-1h"),
    "two-ends": ("activity:DOWNLOAD", "path:/data/foo", HOUR, "before:-1h"),
    "beyond-maxduration": ("activity:DOWNLOAD", "path:/data/foo", "before:+999h"),
    "unknown": ("activity:DOWNLOAD", "path:/data/foo", HOUR, "colour:blue"),
    "of-dcache": ("activity:DOWNLOAD", "path:/data/foo", HOUR, "ip:127.0.0.1"),
}
"""Macaroons of our own making, with the key of the servers."""

ASKED: Mapping[str, Sequence[str]] = {
    "asked-for-everything": (),
    "asked-to-read": ("activity:DOWNLOAD,LIST",),
    "asked-to-write": ("activity:UPLOAD,MANAGE",),
}
"""What requests for a macaroon bring; each is for /data/foo and one hour."""

_SHARED = f"macaroons.secretkey @ETC@/macaroon.key\nall.sitename {SITE}\nofs.authorize\n"
_CHECKS = f"{_SHARED}ofs.authlib libXrdMacaroons.so\nmacaroons.onmissing deny\n"
_ISSUES = (
    f"{_SHARED}ofs.authlib libXrdMacaroons.so\nacc.authdb @ETC@/authdb\n"
    "http.exthandler xrdmacaroons libXrdMacaroons.so\n"
)
_DEMANDS = tuple(each for each in HERE_AND_AROUND if each.operation is not Operation.STAGE)


class Presented(msgspec.Struct, frozen=True):
    """One macaroon as tokenlint read it, and what each request with it came to."""

    kind: str
    issued: bool
    location: str
    caveats: list[str]
    defects: list[str]
    outcomes: list[tuple[str, str, str, Outcome]]  # operation, path, target


class Seen(msgspec.Struct, frozen=True):
    """All macaroons at one release; `at` is when, in seconds since the epoch."""

    version: str
    at: int
    presented: list[Presented]


def run(programs: Programs) -> Seen:
    """Present all macaroons to servers of one release; nothing is left behind."""
    at = int(time.time())
    with ExitStack() as stack:
        trust = stack.enter_context(trusted())
        key = base64.b64decode((trust / "macaroon.key").read_bytes())
        issuer, _, _ = _server(stack, programs, trust, "issuing", _ISSUES)
        server, tree, before = _server(stack, programs, trust, "checking", _CHECKS)
        made = [(name, False, _made(key, caveats, at)) for name, caveats in KINDS.items()]
        given = [(name, True, _given(issuer, caveats)) for name, caveats in ASKED.items()]
        presented = [
            _present(server, tree, before, kind, issued=issued, macaroon=macaroon)
            for kind, issued, macaroon in (*made, *given)
        ]
    return Seen(programs.version, at, presented)


def _server(
    stack: ExitStack, programs: Programs, trust: Path, name: str, authorization: str
) -> tuple[Server, Tree, Snapshot]:
    common = (FOLDER / "common.cfg").read_text().splitlines(keepends=True)
    lines = [each for each in common if not each.startswith(("xrootd.seclib", "sec."))]
    main = "".join(lines).replace("@AUTHORIZATION@", authorization)
    configuration = Configuration(name, "", {MAIN: main, "authdb": "u * / a\n"}, ())
    host = account()
    place = stack.enter_context(place_of(configuration, trust, host))
    tree = Tree(place.root, host)
    before = tree.make()
    return stack.enter_context(running(programs, configuration, place, host)), tree, before


def _made(key: bytes, caveats: Iterable[str], at: int) -> str:
    macaroon = Macaroon(location=SITE, identifier="made-up")
    macaroon.signature = create_initial_signature(key, b"made-up")
    for caveat in caveats:
        macaroon.add_first_party_caveat(_dated(caveat, at))
    return str(macaroon.serialize())


def _dated(caveat: str, at: int) -> str:
    name, _, value = caveat.partition(":")
    if name != "before":
        return caveat
    end = datetime.fromtimestamp(at + 3600 * int(value.removesuffix("h")), UTC)
    return f"before:{end:%Y-%m-%dT%H:%M:%SZ}"


def _given(server: Server, caveats: Sequence[str]) -> str:
    """The macaroon that a server hands out for /data/foo."""
    connection = http.client.HTTPConnection("127.0.0.1", server.http, timeout=10)
    body = json.dumps({"validity": "PT1H", "caveats": list(caveats)})
    kind = {"Content-Type": "application/macaroon-request"}
    connection.request("POST", "/data/foo", body=body, headers=kind)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return str(answer["macaroon"])


def _present(
    server: Server, tree: Tree, before: Snapshot, kind: str, *, issued: bool, macaroon: str
) -> Presented:
    read = read_macaroon(macaroon.encode())
    outcomes = [
        (each.operation.value, each.path, each.target, outcome)
        for each, outcome in _ask(server, tree, before, macaroon)
    ]
    texts = [each.text for each in read.caveats]
    defects = [each.value for each in read.defects]
    return Presented(kind, issued, read.location, texts, defects, outcomes)


def _ask(
    server: Server, tree: Tree, before: Snapshot, macaroon: str
) -> Iterator[tuple[Demand, Outcome]]:
    client = OverHttp(server.http)
    for demand in _DEMANDS:
        answer = client.ask(demand, macaroon)
        after = tree.snapshot()
        tree.restore(after, before)
        yield demand, judge(demand, answer, before, after)


def main() -> None:
    """Run as the arguments of `apart` say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--discovery", action="store_true")
    arguments = parser.parse_args()
    if arguments.apart:
        raise_loopback()
    seen = run(programs_in(arguments.programs))
    arguments.out.write_bytes(msgspec.json.encode(seen))


if __name__ == "__main__":
    main()
