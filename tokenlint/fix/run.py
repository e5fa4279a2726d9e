"""From findings to proved repairs: rounds until nothing more can be mended.

In each round every finding is asked for its repair anew, the gravest first,
because an edit may settle another finding, or leave less for the next one to do.
Repairs that meet in one place wait for the next round.
What fails in company is tried in halves, until the one that fails is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tokenlint.fix.case import Case
from tokenlint.fix.edit import Chosen, Edit, FixPlan, NotFixed, Trace
from tokenlint.fix.proof import edited, kind_of, prove
from tokenlint.fix.rules import FIXERS
from tokenlint.fix.state import Founds, Judge, State
from tokenlint.lint import by_place
from tokenlint.policy.finding import Finding, Persona
from tokenlint.policy.settings import Settings

_MOST_ROUNDS = 1_000  # each mends at least one finding; a bound in case two rules never agree

_ISSUED = frozenset({"token", "proxy", "macaroon"})
NO_SINGLE_TEXT = "more than one text could be right"


Group = Sequence[FixPlan]
"""Repairs by the same edits, which are made together or not at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be mended: the rules and the reader of the run, and whether at any price."""

    settings: Settings
    unsafe: bool = False

    def sees(self, finding: Finding) -> bool:
        """Whether a finding is shown in this run."""
        chosen = finding.rule in self.settings.codes
        return chosen and self.settings.persona.sees(Persona(finding.persona))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding that was mended; `line` and `column` are those in the file as it was read."""

    plan: FixPlan
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stays, and why; `unsafe` tells that `--unsafe` would try."""

    finding: Finding
    reason: str
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a run: before, after, and everything between; nothing is written yet.

    `edits` are those of each file as it was read; `settled` counts the findings that went along.
    """

    before: State
    after: State
    fixed: tuple[Fixed, ...]
    left: tuple[Left, ...]
    edits: Mapping[str, tuple[Edit, ...]]
    settled: int = 0


@dataclass
class _Work:
    """The run on its way; `refused` holds what failed its proof, for the text that it failed on."""

    judge: Judge
    wanted: Wanted
    before: State
    state: State
    fixed: list[Fixed] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    refused: dict[tuple[object, ...], str] = field(default_factory=dict)

    def round(self) -> bool:
        """Mend what can be mended at once; whether another round may mend more.

        Where a repair failed, another one that waited for it may succeed.
        """
        known = len(self.refused)
        chosen = Chosen()
        for plan in self._plans():
            chosen.take(plan)
        groups: dict[object, list[FixPlan]] = {}
        for plan in chosen.plans:  # the same edit mends all uses of an anchor, or none
            groups.setdefault((plan.file, plan.edits), []).append(plan)
        safe = [group for group in groups.values() if group[0].safe]
        batches = (safe, [group for group in groups.values() if not group[0].safe])
        mended = any(self._attempt(some) for batch in batches if (some := self._loading(batch)))
        return mended or len(self.refused) > known

    def _plans(self) -> Iterator[FixPlan]:
        for finding in by_gravity(self.state, self.wanted):
            try:
                plan = plan_for(self.state, finding, self.wanted.settings.limits)
            except NotFixed:
                continue
            known = self._key(plan) in self.refused
            if not known and (plan.safe or self.wanted.unsafe):
                yield plan

    def _loading(self, groups: Sequence[Group]) -> Sequence[Group]:
        """Those whose files load as planned; to see that costs less than to judge."""
        plans = [plan for group in groups for plan in group]
        try:
            edited(self.state, plans)
        except NotFixed as refusal:
            if len(groups) == 1:
                self._refuse(plans, refusal)
                return ()
            middle = len(groups) // 2
            return (*self._loading(groups[:middle]), *self._loading(groups[middle:]))
        return groups

    def _refuse(self, plans: Sequence[FixPlan], refusal: NotFixed) -> None:
        self.refused |= {self._key(plan): refusal.reason for plan in plans}

    def _attempt(self, groups: Sequence[Group]) -> bool:
        plans = [plan for group in groups for plan in group]
        try:
            after = prove(self.state, plans, self.judge, self.wanted.sees)
        except NotFixed as refusal:
            if len(groups) == 1:
                self._refuse(plans, refusal)
                return False
            return any(map(self._attempt, _parts(groups, refusal.about)))
        self._take(plans)
        self.state = after
        return True

    def _take(self, plans: Sequence[FixPlan]) -> None:
        by_file: dict[str, list[Edit]] = {}
        for plan in plans:
            held = self.state.files[plan.file]
            trace = self.traces.setdefault(plan.file, Trace(len(held.text)))
            told = plan.finding.locations[0].source
            start = held.offset(told.line or 1, told.column or 1)
            line, column = self.before.files[plan.file].place(trace.origin(start))
            self.fixed.append(Fixed(plan, line, column))
            by_file.setdefault(plan.file, []).extend(plan.edits)
        for name, edits in by_file.items():
            self.traces[name].take(edits)

    def _key(self, plan: FixPlan) -> tuple[object, ...]:
        finding = plan.finding
        return (finding.rule, finding.document, plan.edits, hash(self.state.files[plan.file].text))

    def left(self) -> Iterator[Left]:
        """Every finding that stays, with its reason."""
        for finding in by_gravity(self.state, self.wanted):
            try:
                plan = plan_for(self.state, finding, self.wanted.settings.limits)
            except NotFixed as refusal:
                yield Left(finding, refusal.reason)
                continue
            if reason := self.refused.get(self._key(plan)):
                yield Left(finding, f"{plan.says}: {reason}")
            elif plan.safe:
                yield Left(finding, "another repair is in its way")
            else:
                yield Left(finding, f"only with --unsafe: {plan.says}", unsafe=True)


def _parts(groups: Sequence[Group], about: str) -> tuple[Sequence[Group], Sequence[Group]]:
    """Two parts to try one after the other: without, and with what concerns the culprit."""
    others: list[Group] = []
    suspects: list[Group] = []
    for group in groups:
        suspected = any(about in (kind_of(plan.finding)[1], plan.file) for plan in group)
        (suspects if suspected else others).append(group)
    if others and suspects:
        return others, suspects
    middle = len(groups) // 2
    return groups[:middle], groups[middle:]


def by_gravity(state: State, wanted: Wanted) -> list[Finding]:
    """The findings that the run shows, the gravest first, then by place."""
    shown = [each for each in state.report.findings if wanted.sees(each)]
    return sorted(shown, key=lambda each: -each.severity.rank)


def plan_for(state: State, finding: Finding, limits: Mapping[str, int]) -> FixPlan:
    """The repair of one finding, not proved yet. Raises NotFixed with the reason."""
    fixer = FIXERS.get(finding.rule)
    subject = state.subject(finding.document)
    if subject and subject.document.kind in _ISSUED:
        raise NotFixed("a credential is not edited: ask for another one")
    if fixer is None or not finding.locations:
        raise NotFixed(f"{NO_SINGLE_TEXT}: see `tokenlint explain {finding.rule}`")
    source = finding.locations[0].source
    broken = [each for each in state.report.errors if each.source.file == source.file]
    if broken:
        raise NotFixed(f"the file could not be read whole: {broken[0].reason}")
    ignore = state.ignores.get(source) if subject is None else None
    return fixer(Case(finding, subject, state.files, limits, state.report, ignore))


def mend(founds: Founds, judge: Judge, wanted: Wanted) -> Result:
    """Mend what can be proved, in memory."""
    before = judge(founds)
    work = _Work(judge, wanted, before, before)
    for _ in range(_MOST_ROUNDS):
        if not work.round():
            break
    left = sorted(work.left(), key=lambda each: by_place(each.finding))
    gone = len(by_gravity(before, wanted)) - len(left) - len(work.fixed)
    edits = {name: work.traces[name].edits() for name in before.files if name in work.traces}
    fixed = sorted(work.fixed, key=lambda each: (each.plan.file, each.line, each.column))
    return Result(before, work.state, tuple(fixed), tuple(left), edits, max(gone, 0))
