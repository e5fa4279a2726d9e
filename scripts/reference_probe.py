"""The reference of the probe's matrix: its tokens, its requests, and what the profile wants."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.markdown import page, table
from tokenlint.probe.cell import Cell, Expected
from tokenlint.probe.job_kinds import job_plan
from tokenlint.probe.matrix import Plan, storage_plan
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import Token, Unobtainable, Wish

FILE = "docs/reference/probe-matrix.md"
INTRO = (
    "What `tokenlint probe` sends, and what WLCG profile 1.3 wants of each request.\n"
    "[Probe a service](../how-to/probe-a-service.md) tells how to do it.\n"
    "The names are those of `--kind` and `--case`.\n"
    "Scopes are those of a service at `https://disk.example` with the test folder `/t`.\n"
    "What is expected is computed from the table of operations that all of tokenlint uses."
)
_COLUMNS = (Expected.ALLOW, Expected.OPEN, Expected.REFUSE)
_NAME = "t"


class _Anything:
    """A source that offers all and gives nothing."""

    def offers(self, wish: Wish) -> str:
        del wish
        return ""

    def token(self, wish: Wish) -> Token:
        raise Unobtainable("a reference needs no token")


def probe_page(root: Path) -> Mapping[str, str]:
    """The page."""
    _ = root
    storage = storage_plan(_settings("https", "https://disk.example"), _all, _Anything(), _NAME)
    jobs = job_plan(_settings("arc", "https://ce.example"), _all, _Anything())
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
    yield table(["token", *(each.value for each in _COLUMNS)], _expected(plan))


def _kinds(plan: Plan) -> list[list[str]]:
    return [
        [f"`{each.name}`", each.title, _code(each.wish.scope or ""), each.section]
        for each in plan.kinds
    ]


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _expected(plan: Plan) -> list[list[str]]:
    return [
        [f"`{kind.name}`", *(_cases(plan.cells, kind.name, each) for each in _COLUMNS)]
        for kind in plan.kinds
    ]


def _cases(cells: Iterable[Cell], kind: str, expected: Expected) -> str:
    """The requests of which the profile wants the same; `all others` would be a guess."""
    names = [each.case.name for each in cells if each.kind.name == kind]
    some = [
        each.case.name for each in cells if each.kind.name == kind and each.expected is expected
    ]
    return "all" if some == names else ", ".join(some)
