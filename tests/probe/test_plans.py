"""The plan by the protocol, and the names of the tokens that it wants."""

from dataclasses import replace

import pytest

from tests.probe.fake import FakeSource
from tests.probe.running import SETTINGS
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Reach
from tokenlint.probe.plans import plan_for, wished
from tokenlint.probe.settings import Settings

SET = Settings(**SETTINGS)


def can(_: Operation) -> bool:
    return True


@pytest.mark.parametrize("protocol", ["https", "http", "roots", "arc", "condor"])
def test_every_token_of_a_plan_has_a_name(protocol: str) -> None:
    settings = replace(SET, protocol=protocol)
    plan = plan_for(settings, can, FakeSource(), "tokenlint-probe-0")
    jobs = {cell.case.reach is Reach.JOBS for cell in plan.cells}
    assert jobs == {protocol in {"arc", "condor"}}
    named = wished(settings, "tokenlint-probe-0")
    assert "entitled" in named[plan.entitled]
    for kind in plan.kinds:
        assert kind.name in named[kind.wish]


def test_one_token_may_have_several_names() -> None:
    settings = replace(SET, allow_write=False, existing="/data/area/file")
    named = wished(settings, "x")
    assert ("entitled", "read") in named.values()
