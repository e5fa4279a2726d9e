"""The plan of a probe: which cells, what is expected of each, and which are left out and why."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cases import READING, SHORT_CASES, STORAGE_CASES, aim
from tokenlint.probe.cell import Case, Cell, Kind, Reach
from tokenlint.probe.expectation import expectation
from tokenlint.probe.kinds import storage_kinds
from tokenlint.probe.layout import Layout, random_name
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import Flaw, TokenSource, Wish

FULL_GROUPS = frozenset({"rights", "paths"})
_NAME = re.compile(r"\w[\w.-]{0,200}", re.ASCII)
_ON_TAPE = frozenset({Operation.STAGE, Operation.POLL})
"""Whether a storage has them over HTTP only it can tell, and a plan asks nobody: the run does."""
_BY_COMMAND = frozenset({"root", "roots"})
_HARMLESS = frozenset({"condor"})
"""Protocols whose client only asks which level is granted, and changes nothing."""
NEGATIVE_AUDIENCES = frozenset({"wrong", "other-spelling"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done at one endpoint.

    `cells` are all of them, those that are left out among them. `layout` is None for jobs.
    `entitled` is the token with which things are made, looked at and taken away.
    `digest` is of everything that decides the cells, the random name of the folder apart.
    """

    settings: Settings
    cells: tuple[Cell, ...]
    entitled: Wish
    digest: str
    layout: Layout | None = None

    @property
    def tested(self) -> tuple[Cell, ...]:
        """The cells that are not left out."""
        return tuple(cell for cell in self.cells if not cell.left_out)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The rows, in order."""
        return tuple({cell.kind.name: cell.kind for cell in self.cells}.values())

    @property
    def cases(self) -> tuple[Case, ...]:
        """The columns, in order."""
        return tuple({cell.case.name: cell.case for cell in self.cells}.values())


def storage_plan(
    settings: Settings,
    can: Callable[[Operation], bool],
    source: TokenSource,
    name: str = "",
) -> Plan:
    """The plan for a storage; `can` is that of the door, `name` a chosen name for the test folder.

    Raises UsageError where nothing at all could be tested, and for such a name.
    """
    if not settings.allow_write and not settings.existing:
        raise UsageError(
            "nothing may be written and no file is named, so there is nothing to test",
            advice="allow the probe to write (--allow-write), or name a file that it may read "
            "(--existing)",
        )
    if name and not _NAME.fullmatch(name):
        raise UsageError(
            f"{name} is no name for a test folder", advice="use letters, digits and . _ - only"
        )
    layout = Layout.of(settings, name or random_name())
    entitled = entitled_wish(settings, layout)
    cells = tuple(
        _cell(settings, layout, kind, case, can, source)
        for kind in storage_kinds(settings, layout)
        for case in STORAGE_CASES
        if kind.group in FULL_GROUPS or case.name in SHORT_CASES
    )
    return Plan(settings, cells, entitled, digest_of(settings, cells), layout)


def entitled_wish(settings: Settings, layout: Layout) -> Wish:
    """A token that may do everything in the test folder, and nothing elsewhere."""
    whole = layout.in_scope(layout.folder or layout.granted)
    reading = f"storage.read:{whole}"
    scope = f"{reading} storage.modify:{whole}" if layout.folder else reading
    return Wish(scope, (settings.audience,), settings.lifetime)


def _cell(
    settings: Settings,
    layout: Layout,
    kind: Kind,
    case: Case,
    can: Callable[[Operation], bool],
    source: TokenSource,
) -> Cell:
    where = aim(case, kind.name, layout)
    paths = tuple(map(layout.in_scope, where.concerned))
    wanted = expectation(kind, case, paths, settings.audience)
    reasons = left_out(settings, kind, case, can, source)
    return Cell(
        f"{settings.protocol}:{kind.name}:{case.name}",
        settings.protocol,
        kind,
        case,
        wanted.expected,
        wanted.says,
        wanted.section,
        next(reasons, ""),
    )


def left_out(
    settings: Settings,
    kind: Kind,
    case: Case,
    can: Callable[[Operation], bool],
    source: TokenSource,
) -> Iterator[str]:
    """Why a cell is not tested, the reason that the user can do most about first."""
    if not settings.allow_write and settings.protocol not in _HARMLESS:
        if case.operation not in READING:
            yield "nothing may be written"
        elif case.operation is Operation.STAGE:
            yield "bringing a file online is work for the service, and nothing may be written"
        elif case.reach not in {Reach.INSIDE, Reach.JOBS}:
            yield "it needs files beside, and nothing may be written"
    if kind.audience in NEGATIVE_AUDIENCES and not settings.negative_audience:
        yield "a token for another audience is not sent here unless that is asked for"
    if kind.name == "groups-beside" and not settings.group:
        yield "no group was named for the token"
    by_service = case.operation in _ON_TAPE and settings.protocol not in _BY_COMMAND
    if not by_service and not can(case.operation):
        yield f"{settings.protocol} has no such request, or the service does not offer it"
    if kind.wish.flaw is not Flaw.NO_TOKEN:
        yield from filter(None, [source.offers(kind.wish)])


def digest_of(settings: Settings, cells: Iterable[Cell]) -> str:
    """SHA-256 of all that decides the cells, in hexadecimal digits.

    What the door and the source can do is no part of it: results stay true when they can do more.
    """
    told = [
        settings.endpoint,
        settings.protocol,
        settings.audience,
        settings.root,
        settings.base_path,
        settings.allow_write,
        settings.existing,
        settings.group,
        settings.negative_audience,
    ]
    rows = [[cell.id, cell.expected.value] for cell in cells]
    return hashlib.sha256(json.dumps([told, rows]).encode()).hexdigest()
