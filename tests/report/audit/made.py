"""Audits to be told."""

from dataclasses import replace

import msgspec

from tests.report import samples
from tokenlint.audit.audited import Audited
from tokenlint.audit.event import Event
from tokenlint.audit.outcome import Audit, Cause, Noted, Party, Seen, Usage
from tokenlint.policy.finding import Document, Location
from tokenlint.source import Problem, Source

START = 1_795_176_000.0
CLEANER = Party("cleaner", "https://issuer.example", "a1b2c3")
PILOT = Party(issuer="https://issuer.example", client="d4e5f6")
EVENT = Event(
    "delete", "/data/raw/run-1", allowed=True, time=START + 60, client="192.0.2.7",
    service="disk.example", token_id="0b6f8c1e", scope="storage.create:/data", line=4_711,
)  # fmt: skip
SEEN = Seen("xrootd.log.gz", EVENT)


def noted(cause: Cause, count: int = 1, *, destructive: bool = False, **more: object) -> Noted:
    made = Noted(
        cause, CLEANER, "delete" if destructive else "read", ("storage.create",),
        "storage.create:/data", count, 1, (SEEN,), destructive=destructive,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


EVERY = (
    noted(Cause.UNKNOWN_TOKEN, 12_000, scope="", party=Party(), held=()),
    noted(Cause.NOT_PERMITTED, 900, outside=True),
    noted(Cause.NOT_PERMITTED, 1, destructive=True),
    noted(Cause.EXPIRED, 4, seconds=5_400.0, tokens=2, more_tokens=True),
    noted(Cause.NOT_YET_VALID, 1, seconds=30.0),
    noted(Cause.ELSEWHERE, 7, party=PILOT),
    noted(Cause.MANY_CLIENTS, 50, addresses=12, explained=1),
    noted(Cause.MANY_SERVICES, 50, services=3, explained=1),
    noted(Cause.REFUSED, 5),
)
USAGES = (
    Usage(PILOT, ("storage.read:/",), {"storage.read:/": 40}, (), 3, 40, START, START + 99),
    Usage(
        CLEANER, ("storage.read:/", "storage.modify:/data", "storage.stage:/"),
        {"storage.read:/": 1_204}, ("storage.modify:/data", "storage.stage:/"), 5, 1_204,
        START, START + 99, more=2,
    ),
)  # fmt: skip
AUDIT = Audit(
    inputs=3, size=48_000_000, lines=400_000, events=390_000, allowed=380_000, refused=9_000,
    undecided=1_000, judged=377_988, passed_over=9_000, unread={"time": 990, "columns": 10},
    products={"xrootd": 300_000, "dcache-billing": 100_000}, noted=EVERY, usages=USAGES,
    problems=(Problem("lines", Source("xrootd.log.gz"), "1,000 lines are broken", "look at them"),),
    first=START, last=START + 86_400, tokens=42, notes=("times without a zone are taken for UTC",),
)  # fmt: skip


def audited(audit: Audit = AUDIT) -> Audited:
    document = Document("<audit>", "capture", "3 logs", Source("<audit>"))
    finding = replace(
        samples.SCP001, rule="LOG001", document="<audit>",
        locations=(Location(Source("xrootd.log.gz", 4_711)),),
    )  # fmt: skip
    found = replace(
        samples.EMPTY, documents=(document,), findings=(finding,), errors=audit.problems
    )
    return Audited(found, audit)


def quiet() -> Audited:
    """Nothing was noted, and the logs tell no times."""
    return audited(
        replace(
            AUDIT, noted=(), usages=(), unread={}, products={}, problems=(), first=0.0, last=0.0
        )
    )


def hostile(attack: str) -> Audited:
    """Every text of a log or of a token is an attack."""
    event = msgspec.structs.replace(
        EVENT, operation=attack, path=attack, to=attack, client=attack, service=attack,
        token_id=attack, subject=attack, issuer=attack, scope=attack, audience=(attack,),
        groups=(attack,), user=attack, workflow=attack, session=attack, about=attack,
    )  # fmt: skip
    party = Party(attack, attack, attack)
    rows = tuple(
        replace(each, party=party, operation=attack, held=(attack,), scope=attack,
                seen=(Seen(attack, event),))
        for each in EVERY
    )  # fmt: skip
    used = tuple(
        replace(each, party=party, granted=(attack,), used={attack: 1}, unused=(attack,))
        for each in USAGES
    )
    problem = Problem(attack, Source(attack), attack, attack)
    audit = replace(
        AUDIT, noted=rows, usages=used, unread={attack: 1}, products={attack: 2},
        problems=(problem,), notes=(attack,),
    )  # fmt: skip
    return replace(audited(audit), report=samples.EMPTY)
