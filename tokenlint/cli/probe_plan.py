"""The plan of a probe as the URL and the options have it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.matrix import Plan, digest_of
from tokenlint.probe.plans import plan_for
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import TokenSource


Can = Callable[[Operation], bool]


def plan_of(settings: Settings, can: Can, source: TokenSource, given: Mapping[str, Any]) -> Plan:
    """All cells, or those of --kind and --case. Raises UsageError for names that do not exist."""
    plan = plan_for(settings, can, source, given["folder"] or "")
    kinds, cases = set(given["only_kinds"]), set(given["only_cases"])
    _known("kind of token", kinds, [kind.name for kind in plan.kinds])
    _known("request", cases, [case.name for case in plan.cases])
    cells = tuple(
        cell
        for cell in plan.cells
        if (not kinds or cell.kind.name in kinds) and (not cases or cell.case.name in cases)
    )
    return replace(plan, cells=cells, digest=digest_of(settings, cells))


def _known(what: str, named: set[str], names: list[str]) -> None:
    for name in sorted(named - set(names)):
        close = get_close_matches(name, names, 1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise UsageError(
            f"no {what} is called {name}", advice=f"{hint}there are {', '.join(names)}"
        )
