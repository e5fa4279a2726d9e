"""The reference of the probe's matrix: its tokens, its requests, and what the profile wants."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scripts.markdown import page, table
from tokenlint.probe.cell import Cell, Expected
from tokenlint.probe.job_kinds import job_plan
from tokenlint.probe.matrix import Plan, storage_plan
from tokenlint.probe.settings import Settings
from tokenlint.probe.sources.nobody import Nobody

FILE = "docs/reference/probe-matrix.md"
INTRO = (
    "What `tokenlint probe` sends, and what WLCG profile 1.3 wants of each request.\n"
    "[Probe a service](../how-to/probe-a-service.md) tells how to do it.\n"
    "The names are those of `--kind` and `--case`.\n"
    "Scopes are those of a service at `https://disk.example` with the test folder `/t`:\n"
    "most tokens are for `/t/granted`. *Beside* is `/t/grantedbeside`, whose name begins alike,\n"
    "*elsewhere* is `/t/other`, and *via* is `/t/other` written as if it were in `/t/granted`.\n"
    "What is expected is computed from the table of operations that all of tokenlint uses."
)
_COLUMNS = (Expected.ALLOW, Expected.OPEN, Expected.REFUSE)
_NAME = "t"
_ALL = 8  # so many requests are counted, and not named


def probe_page(root: Path) -> Mapping[str, str]:
    """The page."""
    _ = root
    storage = storage_plan(_settings("https", "https://disk.example"), _all, Nobody(), _NAME)
    jobs = job_plan(_settings("arc", "https://ce.example"), _all, Nobody())
    parts = (*_part("Storage", storage), *_part("Jobs", jobs))
    return {FILE: page("Matrix of the probe", INTRO, *parts)}


def _settings(protocol: str, audience: str) -> Settings:
    return Settings(
        audience, protocol, audience, allow_write=True, group="/vo", negative_audience=True
    )


def _all(operation: object) -> bool:
    del operation
    return True


def _part(title: str, plan: Plan) -> Iterable[str]:
    yield f"## {title}: requests"
    rows = [[f"`{each.name}`", each.title, each.operation.value] for each in plan.cases]
    yield table(["request", "in the report", "operation"], rows)
    yield f"## {title}: tokens"
    yield table(["token", "in the report", "scope", "source"], _kinds(plan))
    yield f"## {title}: what the profile wants"
    yield table(["tokens", "requests", *(each.value for each in _COLUMNS)], _expected(plan))


def _kinds(plan: Plan) -> list[list[str]]:
    return [
        [f"`{each.name}`", each.title, _code(each.wish.scope or ""), each.section]
        for each in plan.kinds
    ]


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _expected(plan: Plan) -> list[list[str]]:
    """A row for the tokens of which the same is wanted: of how many requests, and of which what."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for kind in plan.kinds:
        own = [cell for cell in plan.cells if cell.kind.name == kind.name]
        cases = ", ".join(cell.case.name for cell in own) if len(own) < _ALL else str(len(own))
        row = (cases, *(_cases(own, each) for each in _COLUMNS))
        alike.setdefault(row, []).append(f"`{kind.name}`")
    return [[", ".join(names), *row] for row, names in alike.items()]


def _cases(cells: Sequence[Cell], expected: Expected) -> str:
    """The requests of which the profile wants this; those that it wants refused are the rest."""
    some = [cell.case.name for cell in cells if cell.expected is expected]
    if len(some) == len(cells):
        return "all"
    return "the others" if some and expected is Expected.REFUSE else ", ".join(some)
