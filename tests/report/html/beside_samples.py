"""What a page shows beside a report, made up: least requests, a fix, a frontier."""

from dataclasses import replace
from math import log

from tests.report.samples import DOCUMENTS, REAPER
from tokenlint.frontier.model import Granularity, Issuer, Outage, Tolerance
from tokenlint.frontier.result import Frontier, Knob, Point, WorkflowFrontier
from tokenlint.least.token import Extra, LeastToken
from tokenlint.policy.finding import Axes, Document, Finding, Reference, Report, Severity
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.report.beside import (
    Ask,
    Beside,
    Chapter,
    Grid,
    Line,
    Part,
    Sheet,
    Snippet,
    Square,
)
from tokenlint.source import Source

HOUR = 3600
LIFETIMES = tuple(HOUR * hours for hours in (1, 2, 4, 6, 12, 24, 48, 96, 192))
READ = Capability(Action.READ, ScopePath.parse("/scratch"))
DELETE = Capability(Action.MODIFY, ScopePath.parse("/scratch"))
STAT = Extra(
    READ,
    "stat",
    "west-disk",
    "it reads to tell a size",
    Reference("Manual", "2", "https://docs.example/2"),
)
TOKEN = LeastToken(
    "delete", "https://iam.experiment.example", ("https://xrd.south.example",),
    CapabilitySet.of((READ, DELETE)), 4 * HOUR, "client-credentials", (STAT,),
)  # fmt: skip
OIDC_TOKEN = Snippet("oidc-agent", "oidc-token x\n", ("a note",))
SHEET = Sheet(
    does=("delete /scratch at south-disk, by service",),
    asks=(Ask(TOKEN, Axes(0.11, 0.44, 0.42, 0.36, 0.27), (OIDC_TOKEN,)),),
    fixes=(Snippet("safe: reaper.yaml", "--- a/reaper.yaml\n+++ b/reaper.yaml\n-a\n+b\n"),),
    notes=("west-disk is in no inventory",),
)  # fmt: skip


def point(lifetime: int, granularity: Granularity = Granularity.JOB, scale: float = 1.0) -> Point:
    """Load falls with the lifetime, loss falls, exposure grows."""
    hours = lifetime / HOUR
    return Point(
        lifetime, granularity, scale * 600 / hours, scale * 1500 / hours, scale * 1500 / hours,
        90_000 * hours, 0.5, min(1.0, 0.1 + log(hours + 1) / 6), 0.5 * hours,
        max(0.0, 0.5 - hours / 100), max(0.0, 0.9 - hours / 100), 5_000 / hours, 0.01,
        hours in (6, 12, 96), hours < 100, hours >= 96,
    )  # fmt: skip


def workflow(name: str, granularities: tuple[Granularity, ...]) -> WorkflowFrontier:
    points = tuple(
        point(lifetime, each, 1 + 3 * number)
        for number, each in enumerate(granularities)
        for lifetime in LIFETIMES
    )
    knobs = (Knob("granularity", "a token a site"),)
    says = "96 h survive a weekend"
    return WorkflowFrontier(name, points, granularities[0], 345_600, points[7], says, knobs)


FRONTIER = Frontier(
    Issuer(900.0),
    Tolerance(Outage(64.0 * HOUR), 0.01),
    (
        workflow("transfers", (Granularity.DATASET, Granularity.FILE)),
        replace(workflow("pilots", (Granularity.SITE,)), recommended=None, says="none exists"),
    ),
    tuple((each, 1.0, 2.0) for each in LIFETIMES),
)
BESIDE = Beside({REAPER: SHEET}, FRONTIER)


def hostile_beside(attack: str, document: str) -> Beside:
    """The same texts everywhere."""
    extra = Extra(READ, attack, attack, attack, Reference(attack, attack, attack))
    token = LeastToken(attack, attack, (attack,), CapabilitySet.of((READ,)), 60, attack, (extra,))
    snippet = Snippet(attack, attack, (attack,))
    ask = Ask(token, Axes(0, 0, 0, 0, 0), (snippet,))
    sheet = Sheet((attack,), (ask,), (snippet,), (attack,))
    first = replace(FRONTIER.workflows[0], name=attack, says=attack, knobs=(Knob(attack, attack),))
    frontier = replace(FRONTIER, workflows=(first,))
    return Beside({document: sheet}, frontier, (attack,), (hostile_chapter(attack),))


def hostile_chapter(attack: str) -> Chapter:
    """A chapter whose every text is an attack, also the name of a style."""
    squares = (Square(attack, attack, attack), Square(attack, "high", attack))
    grid = Grid(attack, attack, (attack, attack), (Line(attack, squares, attack),))
    part = Part(attack, {attack: attack}, (attack,), (grid,), (attack,))
    return Chapter("probe", attack, (part,))


def many(report: Report, documents: int, findings: int) -> Report:
    """A large report: documents in many places, findings of many rules."""
    spread = tuple(_document(number, documents) for number in range(documents))
    found = tuple(
        _finding(report.findings[number % len(report.findings)], number, spread[number % documents])
        for number in range(findings)
    )
    return replace(report, documents=spread, findings=found)


def _document(number: int, total: int) -> Document:
    part = number / total
    held = Axes(part, 1 - part, (number % 17) / 17, 0.5, 0.4)
    need = Axes(part / 2, (1 - part) / 2, (number % 13) / 17, 0.3, 0.2)
    name = f"workflow-{number}"
    return replace(
        DOCUMENTS[0], id=f"file{number % 40}.yaml#{name}", title=name, vector=held, need=need,
        source=Source(f"file{number % 40}.yaml", number + 1),
    )  # fmt: skip


def _finding(finding: Finding, number: int, document: Document) -> Finding:
    severity = list(Severity)[number % 5]
    return replace(
        finding,
        message=f"{finding.message} (number {number})",
        document=document.id,
        severity=severity,
    )
