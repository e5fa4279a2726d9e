"""Stopped by its user, or by a disk that is full: a probe still takes away what it made."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.probe.running import lines_of, probe, results_in, storage
from tokenlint.errors import Incomplete
from tokenlint.probe.demand import Demand


def test_one_interrupt_cleans_up_and_the_next_run_goes_on(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    interrupts = iter([KeyboardInterrupt])

    def once(_: Demand) -> None:
        if len(door.demands) > 400 and (stop := next(interrupts, None)):
            raise stop

    door.before = once
    with pytest.raises(KeyboardInterrupt):
        probe(door, record)
    assert door.checksum() == door.pristine
    known = results_in(record)
    assert len(known) > 50
    done = probe(door, record)
    assert done.continued
    assert done.tested == 472
    assert done.problems == ()
    later = [line["cell"] for line in lines_of(record) if line["line"] == "result"]
    assert len(later) == len(set(later))


def test_a_disk_that_is_full_stops_it_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, record = storage(), tmp_path / "record"
    write, numbers = os.write, iter(range(10_000))

    def fills(descriptor: int, data: Any) -> int:
        if next(numbers) > 200:
            raise OSError(28, "No space left on device")
        return write(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fills)
        with pytest.raises(Incomplete, match="No space left"):
            probe(door, record)
    assert len(door.demands) > 200
    assert door.checksum() == door.pristine
    assert probe(door, record).tested == 472
