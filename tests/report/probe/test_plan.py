"""A plan for people: what would be sent, each scope once, nothing hidden."""

import pytest

from tests.probe.running import QUICK, plan_for, storage
from tokenlint.probe.planned import planned
from tokenlint.report.lines import cells
from tokenlint.report.probe.plan import render
from tokenlint.report.view import View

PLAN = planned(plan_for(storage()), QUICK)


def told(width: int = 100) -> str:
    return render((PLAN,), View(width=width))


def test_a_scope_stands_once_below_the_tokens_that_have_it() -> None:
    whole = " ".join(told(400).split())
    usual = next(kind.scope for kind in PLAN.kinds if kind.name == "expired")
    assert whole.count(f"scope {usual}") == 1
    assert whole.index(" expired ") < whole.index(" unsigned ") < whole.index(f"scope {usual}")


def test_every_token_that_would_be_asked_for_is_told() -> None:
    begun = {
        line[6:].split(" ")[0].rstrip(":")
        for line in told().splitlines()
        if line[:6].strip().isdigit()
    }
    assert {kind.name for kind in PLAN.kinds if kind.tested} <= begun


def test_an_audience_that_is_not_the_service_s_stands_beside_its_token() -> None:
    other = next(kind for kind in PLAN.kinds if kind.name == "audience-wrong")
    assert other.audience is not None
    assert f": audience of another service, for {other.audience[0]}\n" in told(200)
    assert f", for {PLAN.audience}\n" not in told(200)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_it_fits(width: int) -> None:
    broad = [line for line in told(width).splitlines() if "://" not in line and "/" not in line]
    assert max(map(cells, broad)) <= width
