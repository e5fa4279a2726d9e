"""The proof refuses whatever is not as promised, one thing at a time."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.fix.mending import CATALOGUE, NAME, founds, judge, wanted
from tokenlint.fix.edit import Change, Edit, FixPlan, NotFixed
from tokenlint.fix.proof import prove
from tokenlint.fix.run import plan_for
from tokenlint.fix.state import State
from tokenlint.inputs import Found
from tokenlint.policy.engine import Engine

FILE = """\
tokenlint: workflows/1
services:
  disk: {audience: https://disk.example, kind: storage}
workflows:
  w:
    kind: interactive-user
    operations:
      - {operation: read, service: disk, path: /data/set1, by: user}
    usable_for: 1h
    token:
      issuer: https://issuer.example
      audience: [https://disk.example]
      scope: storage.read:/data/set1 storage.read:/data/set1 openid storage.poll:/
      lifetime: 1h
      grant: device-code
  v:
    kind: interactive-user
    operations:
      - {operation: read, service: disk, path: /data/set1, by: user}
    usable_for: 1h
"""
SCOPE = "/workflows/w/token/scope"


def _state(engine: Engine, files: Mapping[str, str] | None = None) -> State:
    return judge(engine)(founds(files or {NAME: FILE}))


def _plan(state: State, old: str, new: str, **changes: object) -> FixPlan:
    """The repair of the redundant scope with another edit."""
    (finding,) = (each for each in state.report.findings if each.rule == "SCP006")
    start = FILE.index(old)
    plan = FixPlan(NAME, (Edit(start, start + len(old), new),), finding, "says")
    return replace(plan, **changes)


def _prove(engine: Engine, state: State, *plans: FixPlan) -> State:
    return prove(state, plans, judge(engine), wanted().sees)


def test_the_right_edit_is_proved(engine: Engine) -> None:
    state = _state(engine)
    value = "storage.read:/data/set1 openid storage.poll:/"
    plan = _plan(
        state, " storage.read:/data/set1 openid", " openid", safe=True,
        changes=(Change(SCOPE, value),),
    )  # fmt: skip
    after = _prove(engine, state, plan)
    assert after.files[NAME].text == FILE.replace(" storage.read:/data/set1 openid", " openid")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (" openid", "", "SCP006 would still be found"),
        (" storage.read:/data/set1 openid", " storage.create:/ openid", "SCP007 would be found"),
        ("/data/set1 storage.read:/data/set1 openid", "/data openid", "SCP007 would be found"),
        ("[https://disk.example]", "*x", "no anchor"),
        (FILE[FILE.index("  v:") :], "", "would no longer be read"),
        ("  v:", "  u:", "would no longer be read"),
        (FILE[FILE.index("services:") :], "", "no longer"),
    ],
)
def test_any_other_edit_is_refused(old: str, new: str, reason: str, engine: Engine) -> None:
    state = _state(engine)
    with pytest.raises(NotFixed, match=reason):
        _prove(engine, state, _plan(state, old, new, values=1_000))


def test_a_lost_workflow_is_seen_although_the_finding_is_gone(engine: Engine) -> None:
    state = _state(engine)
    mend = Edit(FILE.index(" storage.read:/data/set1 openid"), FILE.index(" openid"))
    start = FILE.index("  v:")
    plan = _plan(state, "  v:", "", edits=(mend, Edit(start, len(FILE))), values=1_000)
    with pytest.raises(NotFixed, match="a workflow or service would no longer be read"):
        _prove(engine, state, plan)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" storage.poll:/", ""),
        ("https://issuer.example", "https://other.example"),
        ("usable_for: 1h\n    token", "usable_for: 50m\n    token"),
        ("lifetime: 1h", "lifetime: 61m"),
    ],
)
def test_a_safe_repair_that_changes_the_meaning_is_refused(
    old: str, new: str, engine: Engine
) -> None:
    state = _state(engine)
    mend = Edit(FILE.index(" storage.read:/data/set1 openid"), FILE.index(" openid"))
    start = FILE.index(old)
    edits = (mend, Edit(start, start + len(old), new))
    plan = _plan(state, old, new, edits=edits, values=1_000)
    _prove(engine, state, plan)
    with pytest.raises(NotFixed, match="what the credential or the service means"):
        _prove(engine, state, replace(plan, safe=True))


def test_a_safe_repair_of_a_service_keeps_all_that_policies_see(engine: Engine) -> None:
    (example,) = (
        each for each in CATALOGUE.rules["SVC009"].examples.bad if each.name == "restricted_paths"
    )
    state = _state(engine, example.files)
    (finding,) = (each for each in state.report.findings if each.rule == "SVC009")
    plan = plan_for(state, finding, {})
    _prove(engine, state, plan)
    with pytest.raises(NotFixed, match="what the credential or the service means"):
        _prove(engine, state, replace(plan, safe=True))


def test_a_problem_elsewhere_is_new(engine: Engine) -> None:
    """The other file cannot be read any more while the repair is judged."""
    state = _state(engine)
    plan = _plan(state, " storage.read:/data/set1 openid", " openid", values=1_000)
    more = founds({"b.yaml": "tokenlint: workflows/1\nworkflows: [\n"})

    def failing(given: tuple[object, ...]) -> State:
        files = tuple(each for each in given if isinstance(each, Found))
        return judge(engine)((*files, *more))

    with pytest.raises(NotFixed, match="could no longer be judged"):
        prove(state, [plan], failing, wanted().sees)
