"""Two probes beside each other, for people and for machines."""

import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.probe import made_results as made
from tests.report.hostile import HOSTILE
from tokenlint.cli.schema import load
from tokenlint.probe.comparison import RecordComparison, compare
from tokenlint.probe.record import Ended
from tokenlint.probe.recorded import Recorded
from tokenlint.report.lines import cells
from tokenlint.report.probe_diff.json import schema
from tokenlint.report.probe_diff.render import render
from tokenlint.report.view import View
from tokenlint.source import Problem, Source

OLD = {"create:read": made.excess, "read:read-separator": made.excess, "read:stat": made.untested}
NEW = {"create:delete": made.changed, "read:read-separator": made.excess, "modify:stat": made.short}
slow = settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def recorded(changes: dict[str, made.Change], file: str) -> Recorded:
    probe = made.probe(changes)
    return Recorded(file, probe.begun, probe.results, ended=Ended(1, 1.0), runs=1)


def found() -> RecordComparison:
    return compare(recorded(OLD, "old.jsonl"), recorded(NEW, "new.jsonl"))


WORSE = {"create:delete": made.excess}


def text(comparison: RecordComparison, width: int = 100, **more: object) -> str:
    return render("full", comparison, View(width=width, **more))  # type: ignore[arg-type]


def test_what_became_worse_comes_first_and_the_verdict_last() -> None:
    whole = " ".join(text(found()).split())
    order = [
        "old old.jsonl: https://dav.north.example:8443/experiment, 2026-11-20 12:00 UTC, 235",
        "Worse (2)",
        "! pass (403, unchanged), now changed-though-refused (403, otherwise)",
        "storage.create: delete a file",
        "! pass (201, done), now shortfall (403, unchanged)",
        "storage.modify: look at a file",
        "With a clear result only in the newer record (1)",
        "Better (1)",
        "storage.create: read a file",
        "ERROR untested old.jsonl 1 cell has no clear result",
        "cells 2 worse, 1 new, 1 better, 231 same",
        "verdict incomplete: 2 cells became worse",
        "as far as is known (exit 4)",
    ]
    places = [whole.index(words) for words in order]
    assert places == sorted(places)
    assert "read by ..%2f" not in whole, "it was there before"


def test_what_is_known_only_now_did_not_become_worse() -> None:
    fresh = compare(recorded({"create:delete": made.untested}, "a"), recorded(WORSE, "b"))
    whole = " ".join(text(fresh).split())
    assert "! no clear result" in whole
    assert "incomplete: 1 cell known only now, and not as it should be as far as" in whole


def test_nothing_changed() -> None:
    same = compare(recorded(NEW, "a"), recorded(NEW, "b"))
    whole = text(same)
    assert "nothing is worse (exit 0)" in whole
    assert "Worse" not in whole


def test_cells_that_changed_alike_stand_together() -> None:
    changes = {"create:read": made.excess, "create:list": made.excess, "read:delete": made.excess}
    whole = text(compare(recorded({}, "a"), recorded(changes, "b")))
    assert whole.count("pass (403, unchanged), now excess (201, done)") == 1
    assert "      with storage.create: read a file\n" in whole
    assert "      with storage.read: delete a file\n" in whole


def test_many_are_cut_and_counted() -> None:
    """Each with a status of its own, so that none stands with another."""
    old = recorded({}, "a")
    evil = tuple(
        msgspec.structs.replace(made.excess(each), status=str(number))
        for number, each in enumerate(old.results)
        if each.expected == "refuse" and each.verdict == "pass"
    )
    worse = compare(old, replace(old, results=evil))
    assert f"and {len(evil) - 40} more; `--format json` has all" in text(worse)
    found_ = json.loads(render("json", worse, View()))
    assert sum(each["change"] == "worse" for each in found_["changes"]) == len(evil)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_it_fits_and_is_plain(width: int) -> None:
    assert max(map(cells, text(found(), width).splitlines())) <= width
    assert text(found(), unicode=False).isascii()
    assert "\x1b" in text(found(), colour=True)


def test_the_json_fits_its_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert load("probe-diff") == schema()
    check = Draft202012Validator(schema())
    gone = Recorded("gone", problems=(Problem("unreadable", Source("gone"), "not there"),))
    for each in (found(), compare(gone, found().new), compare(gone, gone)):
        whole = render("json", each, View())
        data = json.loads(whole)
        check.validate(data)
        assert whole.isascii()
        assert "null" not in whole
        for name in schema()["required"]:
            assert not check.is_valid({key: value for key, value in data.items() if key != name})
    data = json.loads(render("json", found(), View()))
    assert [(each["cell"], each["change"], each["fault"]) for each in data["changes"]] == [
        ("https:create:delete", "worse", True),
        ("https:modify:stat", "worse", True),
        ("https:read:stat", "new", False),
        ("https:create:read", "better", False),
    ]


@slow
@given(HOSTILE)
def test_nothing_in_it_is_obeyed(attack: str) -> None:
    old, new = recorded(OLD, attack), recorded(NEW, attack)
    evil = tuple(
        msgspec.structs.replace(each, title=attack, case_title=attack, status=attack, why=attack)
        for each in new.results
    )
    begun = msgspec.structs.replace(made.begun(), endpoint=attack, audience=attack, plan=attack)
    problem = Problem(attack, Source(attack), attack, attack)
    new = replace(new, results=evil, begun=begun, left=(attack,), problems=(problem,))
    comparison = compare(old, new)
    whole = text(comparison, 60)
    assert all(sign.isprintable() or sign == "\n" for sign in whole)
    for line in whole.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    data = render("json", comparison, View())
    assert data.isascii()
    Draft202012Validator(schema()).validate(json.loads(data))
