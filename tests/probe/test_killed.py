"""Killed at any moment: the next run cleans up, and no result is lost or had twice."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.probe.fake import FakeStorage, Killed
from tests.probe.running import (
    lines_of,
    plan_for,
    results_in,
    run_plan,
    stays_inside,
    storage,
)
from tokenlint.probe import journal, matrix
from tokenlint.probe.cell import Kind
from tokenlint.probe.demand import Answer, Demand
from tokenlint.probe.kinds import storage_kinds
from tokenlint.probe.matrix import Plan
from tokenlint.probe.token import Token

ROWS = ("create", "audience-listed", "unsigned")


class Mortal(FakeStorage):
    """The probe dies at the request with this number: before it is done, or before the answer."""

    dies_at: int | None = None
    done_first: bool = False

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        number = len(self.demands)
        if number == self.dies_at and not self.done_first:
            self.dies_at = None
            raise Killed
        answer = super().ask(demand, token)
        if number == self.dies_at:
            self.dies_at = None
            raise Killed
        return answer


def mortal(dies_at: int, *, done_first: bool) -> Mortal:
    door = Mortal(storage().source)
    door.dies_at, door.done_first = dies_at, done_first
    return door


def plan_of(door: FakeStorage) -> Plan:
    """Made anew for each run, as a program that was killed would; of some rows alone."""
    with mock.patch.object(matrix, "storage_kinds", _rows):
        return plan_for(door)


def _rows(*given: Any) -> list[Kind]:
    return [kind for kind in storage_kinds(*given) if kind.name in ROWS]


def whole(folder: Path) -> tuple[int, dict[str, str]]:
    door = storage()
    run_plan(plan_of(door), door, folder / "whole")
    return len(door.demands), results_in(folder / "whole")


def survives(door: FakeStorage, record: Path, right: dict[str, str]) -> None:
    """Run until nothing kills it any more, and see that it is as if nothing had."""
    for _ in itertools.count():
        known = results_in(record) if record.exists() else {}
        before = len(lines_of(record)) if record.exists() else 0
        try:
            done = run_plan(plan_of(door), door, record)
        except Killed:
            assert known.items() <= results_in(record).items()
            continue
        break
    later = {line.get("cell") for line in lines_of(record)[before:] if line["line"] == "result"}
    assert not later & known.keys()
    assert results_in(record) == right
    assert {result.cell: result.verdict for result in done.results} == right
    assert done.problems == ()
    assert door.checksum() == door.pristine
    assert stays_inside(door, [record])


@pytest.mark.slow
@pytest.mark.parametrize("done_first", [False, True])
def test_killed_at_every_request(done_first: bool, tmp_path: Path) -> None:
    number, right = whole(tmp_path)
    for at in range(number):
        survives(mortal(at, done_first=done_first), tmp_path / f"record-{at}", right)


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 150), st.booleans()), min_size=1, max_size=3))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_killed_several_times(
    tmp_path_factory: pytest.TempPathFactory, kills: list[tuple[int, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("killed")
    _, right = whole(folder)
    door = Mortal(storage().source)
    record = folder / "record"
    for at, done_first in kills:
        door.dies_at, door.done_first = len(door.demands) + at, done_first
        try:
            run_plan(plan_of(door), door, record)
        except Killed:
            pass
        else:
            break
    door.dies_at = None
    if record.exists() and lines_of(record) and lines_of(record)[-1]["line"] == "ended":
        assert results_in(record) == right
        assert door.checksum() == door.pristine
        return
    survives(door, record, right)


def dying_writes(at: int, part: float) -> Callable[[int, bytes], None]:
    numbers = itertools.count()
    write = journal._write

    def written(descriptor: int, data: bytes) -> None:
        if next(numbers) == at:
            write(descriptor, data[: int(len(data) * part)])
            raise Killed
        write(descriptor, data)

    return written


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_killed_while_it_writes_down(
    part: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, right = whole(tmp_path)
    for at in range(1000):
        door, record = storage(), tmp_path / f"record-{at}"
        with monkeypatch.context() as patch:
            patch.setattr(journal, "_write", dying_writes(at, part))
            try:
                run_plan(plan_of(door), door, record)
            except Killed:
                pass
            else:
                break
        if lines_of(record)[-1:] and lines_of(record)[-1]["line"] == "ended":
            assert door.checksum() == door.pristine
            continue
        survives(door, record, right)
    assert at > len(right)


def test_killed_once_in_a_quick_test(tmp_path: Path) -> None:
    number, right = whole(tmp_path)
    for at in (0, 1, 5, 40, number // 2, number - 3, number - 1):
        survives(mortal(at, done_first=at % 2 == 0), tmp_path / f"record-{at}", right)
