"""Whatever a declaration says: it is computed or complained about, and nothing else happens."""

import json
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.frontier import made
from tokenlint.cli.schema import load
from tokenlint.frontier.compute import frontier
from tokenlint.frontier.model import Granularity
from tokenlint.frontier.result import Knob
from tokenlint.frontier.work import Work, work_of
from tokenlint.report.frontier.render import render
from tokenlint.report.view import View
from tokenlint.workflows.reader import read_workflows

_times = st.sampled_from(("1s", "5m", "20m", "6h", "26h", "4d", "400d"))
_rates = st.sampled_from(("1/d", "1/min", "30/s", "5 kHz", "1000 kHz"))
_rules = st.one_of(
    st.just("none"),
    st.builds("{{margin: {}}}".format, _times),
    st.builds("{{fraction: {}}}".format, st.sampled_from((0.01, 0.5, 0.99))),
)
_loads = st.fixed_dictionaries(
    {"jobs": _rates},
    optional={
        "peak": _rates,
        "duration": _times,
        "dataset_duration": _times,
        "files_per_job": st.sampled_from((1, 3, 1_000_000)),
        "files_per_dataset": st.sampled_from((1, 1_000, 1_000_000_000)),
        "sites": st.sampled_from((1, 60, 100_000)),
        "granularity": st.sampled_from(tuple(Granularity)),
        "refresh_rule": _rules,
        "without_token": st.sampled_from(("wait", "fail")),
        "patience": _times,
    },
)
_KINDS = ("third-party-copy", "pilot-job", "deletion", "monitoring")
_PATHS = ("/", "/mc", "/mc/a/b/c", "/mc/../x")


@st.composite
def declarations(draw: st.DrawFn) -> str:
    """A file with one or two workflows."""
    parts = []
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        fields = ", ".join(f"{key}: {value}" for key, value in draw(_loads).items())
        operation = draw(st.sampled_from(("read", "delete", "create")))
        path = draw(st.sampled_from(_PATHS))
        parts.append(
            f"  {name}:\n    kind: {draw(st.sampled_from(_KINDS))}\n    operations:\n"
            f"      - {{operation: {operation}, service: disk, path: {path}}}\n"
            f"    usable_for: {draw(_times)}\n    load: {{{fields}}}\n"
            f"    mitigations: [{draw(st.sampled_from(('no-modify', 'narrow-scopes', '')))}]\n"
        )
    return made.HEAD + "".join(parts)


@settings(max_examples=examples(60))
@given(
    declarations(),
    made.issuers,
    st.floats(1 / 60, 500),
    st.floats(0, 0.9),
    st.booleans(),
    st.sampled_from((made.LIFETIMES, (60, 900, 34_560_000), (3_600,), (50_000, 90_000))),
)
def test_every_declaration_has_an_answer(
    text: str, issuer: made.Issuer, hours: float, share: float, worst: bool, at: tuple[int, ...]
) -> None:
    file = read_workflows(text.encode())
    works = [made_ for each in file.workflows if isinstance(made_ := work_of(each), Work)]
    assert len(works) < len(file.workflows) or not file.problems
    setting = made.setting(hours, share, worst=worst, issuer=issuer, lifetimes=at)
    result = frontier(works, setting)
    data = json.loads(render("json", result, View()))
    schema = load("frontier")
    assert isinstance(schema, dict)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    for format_ in ("full", "svg"):
        assert render(format_, result, View(width=60))
    for each in result.workflows:
        best = each.recommended
        if best is not None:
            assert best.allowed
            assert best.tolerated
            assert at[0] <= best.lifetime <= at[-1]
        assert all(isfinite(point.cost) for point in each.points)
        for knob in each.knobs:
            _check(knob)
    if any(each.recommended for each in result.workflows):
        assert result.spent <= issuer.capacity * (1 + 1e-9)


def _check(knob: Knob) -> None:
    """What a knob leads to is good enough, where it leads anywhere."""
    assert knob.says
    assert knob.value is None or isfinite(knob.value)
    if knob.point is not None:
        assert knob.point.allowed
        assert knob.point.tolerated
