"""Two records of a probe: what became worse, what became better, what is not the same any more."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import Result
from tokenlint.probe.recorded import Recorded
from tokenlint.source import Problem, Source

_INCOMPLETE, _WORSE = 4, 1


class Change(StrEnum):
    """What happened to a cell; order of definition is that of reports."""

    WORSE = "worse"
    NEW = "new"  # it has a clear result only now
    GONE = "gone"  # it had a clear result, and has none any more
    BETTER = "better"
    OTHERWISE = "otherwise"  # another answer, neither worse nor better
    SAME = "same"


_BADNESS = {
    Verdict.CHANGED_THOUGH_REFUSED: 3,
    Verdict.EXCESS: 2,
    Verdict.SHORTFALL: 1,
    Verdict.HOLLOW: 1,
}
_UNCLEAR = frozenset({Verdict.UNTESTED, Verdict.LEFT_OUT})


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell in the older and in the newer record; None where it is not in it."""

    cell: str
    change: Change
    old: Result | None
    new: Result | None

    @property
    def result(self) -> Result:
        """The newer of the two, for the words that both have in common."""
        found = self.new or self.old
        if found is None:
            raise ValueError(f"the cell {self.cell} is in neither record")
        return found

    @property
    def fault(self) -> bool:
        """Whether it is a reason to fail: worse, or seen for the first time and already bad."""
        fresh = self.change is Change.NEW and self.new is not None
        return self.change is Change.WORSE or (fresh and badness(self.new) > 0)


@dataclass(frozen=True, slots=True)
class RecordComparison:
    """All cells of both records, gravest changes first; in each sort by the order of the plan.

    `notes` say what the reader must know (other plans, other endpoints, what was left behind),
    `problems` what makes either record incomplete.
    """

    old: Recorded
    new: Recorded
    changes: tuple[CellChange, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many cells changed in which way, zeros included."""
        seen = Counter(each.change for each in self.changes)
        return {each: seen[each] for each in Change}

    @property
    def faults(self) -> int:
        """How many cells are a reason to fail."""
        return sum(each.fault for each in self.changes)

    @property
    def exit_code(self) -> int:
        """4 where a record is incomplete, 1 where something became worse, else 0."""
        if self.problems:
            return _INCOMPLETE
        return _WORSE if self.faults else 0


def badness(result: Result | None) -> int:
    """0 where nothing is wrong, or nothing is known; more is worse."""
    return _BADNESS.get(result.verdict, 0) if result else 0


def compare(old: Recorded, new: Recorded) -> RecordComparison:
    """Compare cell by cell."""
    before = {each.cell: each for each in old.results}
    after = {each.cell: each for each in new.results}
    names = dict.fromkeys((*after, *before))
    changes = [_change(name, before.get(name), after.get(name)) for name in names]
    return RecordComparison(
        old,
        new,
        tuple(sorted(changes, key=_gravity)),
        tuple(_notes(old, new)),
        (*_problems(old), *(() if new.file == old.file else _problems(new))),
    )


def _change(cell: str, old: Result | None, new: Result | None) -> CellChange:
    return CellChange(cell, _sort(old, new), old, new)


def _sort(old: Result | None, new: Result | None) -> Change:
    was, now = _clear(old), _clear(new)
    if now and not was:
        return Change.NEW
    if was and not now:
        return Change.GONE
    if was and now and badness(old) != badness(new):
        return Change.WORSE if badness(new) > badness(old) else Change.BETTER
    return Change.SAME if _told(old) == _told(new) else Change.OTHERWISE


def _clear(result: Result | None) -> bool:
    return result is not None and result.verdict not in _UNCLEAR


def _told(result: Result | None) -> tuple[str, ...]:
    """What must agree for two results to be the same; a cell left out is as good as none."""
    if result is None or result.verdict is Verdict.LEFT_OUT:
        return ()
    return result.verdict, result.expected, result.effect, result.status


def _gravity(each: CellChange) -> tuple[int, int]:
    worst = max(badness(each.old), badness(each.new))
    return list(Change).index(each.change), -worst


def _notes(old: Recorded, new: Recorded) -> Iterable[str]:
    one, other = old.begun, new.begun
    if one and other:
        if one.endpoint != other.endpoint:
            yield f"the records are of two endpoints: {one.endpoint}, then {other.endpoint}"
        if one.audience != other.audience:
            yield f"the audience is another one: {one.audience}, then {other.audience}"
        if one.plan != other.plan:
            yield "the plans are not the same: what one has, the other may not have"
        if one.started > other.started:
            yield "the first record is younger than the second; are they in the right order?"
    if new.left:
        left = ", ".join(new.left)
        yield f"the newer run left behind what it could not take away: {left}"


def _problems(recorded: Recorded) -> Iterable[Problem]:
    yield from recorded.problems
    if recorded.begun is None:
        return
    if recorded.ended is None:
        yield Problem(
            "unfinished",
            Source(recorded.file),
            "the run did not come to its end",
            "run the same command again: it continues, and keeps what it knows",
        )
    if recorded.unclear:
        cells = "1 cell has" if recorded.unclear == 1 else f"{recorded.unclear:,} cells have"
        yield Problem(
            "untested",
            Source(recorded.file),
            f"{cells} no clear result",
            "`tokenlint probe` tells why; the comparison says nothing of them",
        )
