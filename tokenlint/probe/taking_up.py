"""Taking up a record: clean up after the run before, and keep the results that still count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tokenlint.errors import UsageError
from tokenlint.probe.clearing import Cleared
from tokenlint.probe.earlier import Earlier
from tokenlint.probe.journal import Journal
from tokenlint.probe.matrix import Plan
from tokenlint.probe.record import Gone, Result
from tokenlint.probe.trials import Trials


@dataclass(frozen=True, slots=True)
class TakenUp:
    """`results` count in this run, too; `notes` say what was done with the record."""

    cleared: Cleared = field(default_factory=Cleared)
    results: Mapping[str, Result] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    continued: bool = False


def take_up(plan: Plan, before: Earlier, trials: Trials, journal: Journal) -> TakenUp:
    """What a record means for a run that begins.

    Raises UsageError where an unfinished record belongs to another endpoint,
    or something must be taken away and nothing may be written.
    """
    if before.begun is None:
        return TakenUp()
    if before.ended:
        return TakenUp(notes=(f"the record before is kept as {journal.start_anew()}",))
    refuse_other(plan, before, journal.path)
    cleared = Cleared()
    if not before.gone and (before.made or before.submitted):
        cleared = trials.clear_earlier(before)
        if cleared.unsure:
            return TakenUp(cleared, _counting(plan, before))
        journal.write(Gone(tuple(cleared.left)))
    if before.begun.plan != plan.digest:
        kept = journal.start_anew()
        why = "the plan is another than that of the unfinished record, so the probe starts anew"
        return TakenUp(cleared, notes=(f"{why}; the record is kept as {kept}",))
    return TakenUp(cleared, _counting(plan, before), continued=True)


def _counting(plan: Plan, before: Earlier) -> Mapping[str, Result]:
    if before.begun is None or before.begun.plan != plan.digest:
        return {}
    tested = {cell.id for cell in plan.tested}
    return {cell: result for cell, result in before.results.items() if cell in tested}


def refuse_other(plan: Plan, before: Earlier, path: Path) -> None:
    """Raise UsageError where an unfinished record is no record for this plan."""
    begun = before.begun
    if begun is None or before.ended:
        return
    if begun.endpoint != plan.settings.endpoint:
        raise UsageError(
            f"{path} is the record of an unfinished probe of {begun.endpoint}",
            advice="finish that one first, or name another record",
        )
    writes = plan.settings.allow_write
    if not writes and not before.gone and (before.made or before.submitted):
        raise UsageError(
            f"{path} names things of an earlier run that must be taken away first, "
            "and nothing may be written",
            advice="run it once with --allow-write",
        )
