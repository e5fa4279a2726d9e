"""The model's predictions beside what real servers did, and why some of them differ.

A difference is explained when an entry of `explained.yaml` covers it;
each entry names the row of `rules/implementations.yaml` that holds the fact.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from tests.real.xrootd.cells import Cell, Run
from tokenlint.policy.implementations import Versions, version_key

EXPLANATIONS = Path(__file__).with_name("explained.yaml")
SHOWN = 40
"""Differences that a report spells out; it counts all of them."""


class Standing(StrEnum):
    """How a prediction stands to what was seen."""

    AGREE = "agree"
    DISAGREE = "disagree"
    DEPENDS = "depends"


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cells that differ from the model, and why; what is left out holds for all.

    `row` is the id of a row of `rules/implementations.yaml`.
    """

    row: str
    says: str
    seen: str
    versions: dict[str, str] = {}
    configurations: list[str] = []
    tokens: list[str] = []
    protocols: list[str] = []
    operations: list[str] = []
    paths: list[str] = []

    def covers(self, cell: Cell) -> bool:
        """Whether it speaks of this cell."""
        limits = (
            (self.configurations, cell.configuration),
            (self.tokens, cell.token),
            (self.protocols, cell.protocol),
            (self.operations, cell.operation),
            (self.paths, cell.path),
        )
        return (
            self.seen == cell.outcome
            and version_key(cell.version) in Versions(**self.versions)
            and all(not names or value in names for names, value in limits)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that was predicted otherwise, and the explanation, None where there is none."""

    cell: Cell
    explanation: Explanation | None

    def __str__(self) -> str:
        cell = self.cell
        why = self.explanation.row if self.explanation else "not explained"
        lines = "; ".join(cell.because) or "no line"
        return f"{cell}: seen {cell.outcome}, predicted {cell.predicted} by {lines} ({why})"


def standing(cell: Cell) -> Standing:
    """Where the model leaves the answer open, it neither agrees nor disagrees."""
    if cell.predicted == Standing.DEPENDS:
        return Standing.DEPENDS
    return Standing.AGREE if cell.predicted == cell.outcome else Standing.DISAGREE


@cache
def explanations() -> tuple[Explanation, ...]:
    """The entries of `explained.yaml`."""
    entries = msgspec.yaml.decode(EXPLANATIONS.read_bytes(), type=list[Explanation])
    return tuple(entries)


def differences(cells: Iterable[Cell]) -> Iterator[Difference]:
    """The cells on which the model and the server disagree."""
    for cell in cells:
        if standing(cell) is Standing.DISAGREE:
            covering = (each for each in explanations() if each.covers(cell))
            yield Difference(cell, next(covering, None))


def report(runs: Sequence[Run]) -> Iterator[str]:
    """A table by server and configuration, the differences, and the sums as the last line."""
    yield f"{'server':8} {'configuration':28} {'agree':>6} {'disagree':>8} {'depends':>7}"
    for run in runs:
        yield from _table(run)
    cells = [cell for run in runs for cell in run.cells]
    found = list(differences(cells))
    explained = sum(each.explanation is not None for each in found)
    yield ""
    yield from map(str, found[:SHOWN])
    if len(found) > SHOWN:
        yield f"... and {len(found) - SHOWN} more"
    yield from _words(runs)
    yield f"explained {explained} of {len(found)} disagreements"
    yield _sums(cells)


def _table(run: Run) -> Iterator[str]:
    by_name: dict[str, list[Cell]] = {}
    for cell in run.cells:
        by_name.setdefault(cell.configuration, []).append(cell)
    for name, cells in by_name.items():
        count = Counter(map(standing, cells))
        numbers = " ".join(
            f"{count[each]:>{width}}" for each, width in zip(Standing, (6, 8, 7), strict=True)
        )
        yield f"{run.version:8} {name:28} {numbers}"


def _words(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        for name, words in run.refusals.items():
            yield f"{run.version} does not start with {name}: {words}"
        yield from (f"{run.version} ended at {death}" for death in run.deaths)
        yield from (f"{run.version} left out {name}" for name in run.skipped)
        open_ports = ", with ports open on all interfaces" if run.open_ports else ""
        yield f"{run.version}: {len(run.cells)} answers in {run.seconds:.0f} s{open_ports}"


def _sums(cells: Sequence[Cell]) -> str:
    count = Counter(map(standing, cells))
    parts = " ".join(f"{each} {count[each]}" for each in Standing)
    return f"{parts} of {len(cells)}"
