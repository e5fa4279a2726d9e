"""What the lab does in its own network: ask a real CE with each token, and look what became of it.

Writes what was seen, and no token, as JSON.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from tests.minting import DEFAULT_HEADER, mint
from tests.real.arc.server import AUDIENCE, ISSUER, PORT, PROBED, STRANGER, Trust, running, trusted
from tests.real.xrootd.apart import raise_loopback
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.doors.arc import ArcDoor
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.settings import Settings as DoorSettings
from tokenlint.probe.forge import Mint
from tokenlint.probe.job_eyes import is_end
from tokenlint.probe.job_kinds import job_plan
from tokenlint.probe.journal import opened
from tokenlint.probe.pacing import Pace
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings
from tokenlint.probe.signing import key_set, new_key
from tokenlint.probe.sources.minted import MintSource
from tokenlint.probe.token import Token

URL = f"arc://localhost:{PORT}/arex"
EXPECTED = Path(__file__).with_name("expected.yaml")
ALL = "compute.read compute.create compute.modify compute.cancel"
PATIENCE = 60
"""Seconds until a job must be listed, or ended: a CE only queues what is asked for."""
_BETWEEN = 0.2  # seconds

_CHANGES: Mapping[str, Mapping[str, Any]] = {
    "all": {},
    "read": {"scope": "compute.read"},
    "create": {"scope": "compute.create"},
    "openid": {"scope": "openid"},
    "other-audience": {"aud": "https://other.example"},
    "stranger": {"iss": STRANGER},
    "expired": {"exp": -300, "nbf": -900, "iat": -900},
    "unknown-key": {},
    "unsigned": {},
}


def token(kind: str) -> Token | None:
    """A token of that kind, valid from now on if it is valid at all."""
    if kind == "no-token":
        return None
    now = int(time.time())
    claims = {"wlcg.ver": "1.0", "iss": ISSUER, "sub": "alice", "jti": kind, "aud": AUDIENCE}
    claims |= {"scope": ALL, "iat": -5, "nbf": -5, "exp": 900, **_CHANGES[kind]}
    claims |= {name: now + claims[name] for name in ("iat", "nbf", "exp")}
    header = {**DEFAULT_HEADER, "alg": "none"} if kind == "unsigned" else DEFAULT_HEADER
    owner = "nobody" if kind == "unknown-key" else claims["iss"]
    return Token(mint(claims, header, owner=owner))


class Visit:
    """One CE, and eyes on it: a token that may do all.

    `listed` are all jobs that were ever listed: a CE does not list a job that is new, or between
    two states. `named` are those whose names came with the answers.
    """

    def __init__(self, door: ArcDoor) -> None:
        self.door = door
        self.owner = token("all")
        self.listed: set[str] = set()
        self.named: set[str] = set()

    def seen(self) -> list[dict[str, Any]]:
        """What came of each operation with each token.

        What is cancelled ends some seconds later, so its end is looked for when all is asked.
        """
        rows = [
            self._tried(operation, kind)
            for kind in (*_CHANGES, "no-token")
            for operation in (Operation.QUERY, Operation.SUBMIT, Operation.CANCEL)
        ]
        for row in rows:
            ended = row["said"] == "yes" and _in_time(partial(self._ended, row["job"]))
            row["ended"] = ended or self._ended(row["job"])
        self.jobs()
        return [*rows, {"unnamed": sorted(self.listed - self.named)}]

    def _tried(self, operation: Operation, kind: str) -> dict[str, Any]:
        job = self._asked(Demand(Operation.SUBMIT)).job if operation is Operation.CANCEL else ""
        before = self.jobs() | {job}
        answer = self.door.ask(Demand(operation, job=job), token(kind))
        self.named |= {job, answer.job}
        if answer.job:
            _in_time(lambda: answer.job in self.jobs())
        made = self.jobs() - before
        for each in made:
            self.door.ask(Demand(Operation.CANCEL, job=each), self.owner)
        return {
            "token": kind,
            "operation": operation.value,
            "said": answer.said.value,
            "status": answer.status,
            "made": len(made),
            "named": not answer.job or answer.job in made,
            "job": job,
        }

    def jobs(self) -> set[str]:
        """The jobs that the CE has, or had."""
        answer = self._asked(Demand(Operation.QUERY))
        self.listed |= set(answer.content.decode().split())
        return set(self.listed)

    def _asked(self, demand: Demand) -> Answer:
        answer = self.door.ask(demand, self.owner)
        if answer.said is not Said.YES:
            raise RuntimeError(f"{demand.operation} with all rights: {answer.status} {answer.why}")
        return answer

    def _ended(self, job: str) -> bool:
        if not job:
            return True
        return all(is_end(self._state(job)) for _ in range(2))

    def _state(self, job: str) -> str:
        time.sleep(_BETWEEN)
        answer = self.door.ask(Demand(Operation.QUERY, job=job), self.owner)
        return answer.facts.get("state", "")


def _in_time(done: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + PATIENCE
    while not (now := done()) and time.monotonic() < until:
        time.sleep(_BETWEEN)
    return now


def _visited(trust: Trust, each: dict[str, Any], mint: Mint) -> Any:
    """The rows of one configuration, or what the whole probe makes of it."""
    issuer = PROBED if "probe" in each else ISSUER
    with running(trust, [rule.format(issuer=issuer) for rule in each["rules"]]) as folder:
        if "probe" in each:
            return {**_probed(trust, mint), "ran": "INLRMS" in (folder / "arex.log").read_text()}
        with closing(open_door(URL, DoorSettings(authorities=trust.ca))) as door:
            assert isinstance(door, ArcDoor)
            return Visit(door).seen()


def _probed(trust: Trust, mint: Mint) -> dict[str, Any]:
    """The whole matrix for jobs."""
    settings = Settings(URL, "arc", AUDIENCE, allow_write=True, negative_audience=True)
    source = MintSource(mint)
    with ExitStack() as stack:
        door = stack.enter_context(closing(open_door(URL, DoorSettings(authorities=trust.ca))))
        record = Path(stack.enter_context(TemporaryDirectory())) / "record"
        journal = stack.enter_context(closing(opened(record)))
        plan = job_plan(settings, door.can, source)
        done = run(plan, door, source, journal, pace=Pace(per_second=0))
    return {
        "results": {f"{each.kind}:{each.case}": each.verdict.value for each in done.results},
        "problems": [f"{each.kind}: {each.reason}" for each in done.problems],
        "left": list(done.left),
        "seconds": done.seconds,
        "requests": done.requests,
    }


def main() -> None:
    """Run the lab as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.arc.inside", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--only", default="", help="the configuration to run; all without it")
    arguments = parser.parse_args()
    raise_loopback()
    everything = yaml.safe_load(EXPECTED.read_text())["configurations"]
    only = arguments.only or "*"
    configurations = {name: each for name, each in everything.items() if only in {"*", name}}
    mint = Mint(PROBED, new_key("RS256"))
    with trusted(key_set([mint.key])) as trust:
        seen = {name: _visited(trust, each, mint) for name, each in configurations.items()}
    arguments.out.write_text(json.dumps(seen))


if __name__ == "__main__":
    main()
