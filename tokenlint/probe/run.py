"""One probe of one endpoint, from its beginning in the record to its end.

Whatever ends it, the next run with the same record takes away what this one made,
and goes on with the cells that have no clear result.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import tokenlint
from tokenlint.errors import Incomplete
from tokenlint.probe.cell import Cell
from tokenlint.probe.clearing import Cleared
from tokenlint.probe.demand import Door, Unsupported
from tokenlint.probe.doors.product import called
from tokenlint.probe.earlier import Earlier, earlier
from tokenlint.probe.ground import Ground, NoGround
from tokenlint.probe.hands import Hands, Wallet
from tokenlint.probe.job_eyes import JobEyes
from tokenlint.probe.jobs import JobTrials
from tokenlint.probe.journal import Journal
from tokenlint.probe.looks import ByToken
from tokenlint.probe.matrix import Plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace, PacedDoor, Progress, silent
from tokenlint.probe.record import SCHEMA, Begun, Ended, Gone, Result
from tokenlint.probe.results import Tested, left_out, not_sent, told_together, with_public
from tokenlint.probe.storage import StorageTrials
from tokenlint.probe.stored import Look
from tokenlint.probe.taking_up import take_up
from tokenlint.probe.token import TokenFailed, TokenSource, Unobtainable
from tokenlint.probe.trials import Trials
from tokenlint.source import Problem, Source

_AGAIN = "run it again with the same record: it takes up where this run stopped"
_STRAY = (
    "look who else writes there; a request that was given up may have been done later, so give "
    "it more time by --timeout"
)


def run(
    plan: Plan,
    door: Door,
    source: TokenSource,
    journal: Journal,
    *,
    look: Look | None = None,
    pace: Pace | None = None,
    wall: Callable[[], float] = time.time,
    progress: Progress = silent,
) -> Probe:
    """Probe one endpoint; `look` is None for eyes of the entitled token.

    `wall` gives seconds since the epoch. The caller closes door and journal.
    Raises UsageError where the record belongs to another endpoint, Incomplete where it cannot be
    written.
    """
    paced = PacedDoor(door, pace or Pace())
    hands = Hands(paced, Wallet(source), plan.entitled)
    trials = _trials(plan, hands, look, journal)
    return _Run(plan, paced, trials, journal, wall, progress).whole()


def _trials(plan: Plan, hands: Hands, look: Look | None, journal: Journal) -> Trials:
    if plan.layout is None:
        return JobTrials(JobEyes(hands), journal, plan.settings.allow_write)
    ground = Ground(plan.layout, hands, look or ByToken(hands), journal)
    return StorageTrials(plan.settings, ground)


@dataclass(slots=True)
class _Run:
    """The state of a run; `results` by cell, those of earlier runs among them.

    `mute` counts by kind the requests in a row that were not answered.
    """

    plan: Plan
    door: PacedDoor
    trials: Trials
    journal: Journal
    wall: Callable[[], float]
    progress: Progress
    results: dict[str, Result] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    continued: bool = False
    mute: Counter[str] = field(default_factory=Counter)

    def whole(self) -> Probe:
        """Take up, begin, test, clear, end."""
        started = self.door.pace.clock()
        before = earlier(self.journal.lines)
        ready = self._taken_up(before)
        todo = [cell for cell in self.plan.tested if cell.id not in self.results]
        begun = self._begin(todo) if ready else before.begun
        if ready and self._all(todo):
            seconds = self.door.pace.clock() - started
            self.journal.write(Ended(self.door.sent, round(seconds, 3)))
        return self._probe(begun or self._beginning(todo), self.door.pace.clock() - started)

    def _taken_up(self, before: Earlier) -> bool:
        """Whether what an earlier run made is gone, so that this one may begin."""
        taken = take_up(self.plan, before, self.trials, self.journal)
        self.notes += taken.notes
        self.results |= taken.results
        self.continued = taken.continued
        self._tell(taken.cleared)
        if taken.cleared.unsure:
            self._problem("gone", "what an earlier run made could not be taken away", _AGAIN)
        return not taken.cleared.unsure

    def _begin(self, todo: Sequence[Cell]) -> Begun:
        begun = self._beginning(todo)
        omitted = [left_out(cell, cell.left_out) for cell in self.plan.cells if cell.left_out]
        self.journal.write(begun, *omitted)
        self.results |= {result.cell: result for result in omitted}
        return begun

    def _beginning(self, todo: Sequence[Cell]) -> Begun:
        settings, layout = self.plan.settings, self.plan.layout
        return Begun(
            SCHEMA,
            f"tokenlint {tokenlint.__version__}",
            settings.endpoint,
            settings.name,
            settings.audience,
            self.plan.digest,
            layout.folder if layout and todo else "",
            len(self.plan.tested),
            self.wall(),
            len(self.plan.cells) - len(self.plan.tested),
        )

    def _all(self, todo: Sequence[Cell]) -> bool:
        """Test what is to be tested and take everything away; whether nothing is left to do."""
        if not todo:
            return True
        try:
            complete = self._prepared() and self._cells(todo)
        except (KeyboardInterrupt, Incomplete):  # stopped by its user, or by a full disk
            self.trials.clear()
            raise
        self.door.silent = 0  # a service that was gone gets another chance
        cleared = self.trials.clear()
        self._tell(cleared)
        if not cleared.unsure:
            self.journal.write(Gone(tuple(cleared.left)))
        return complete and not cleared.unsure

    def _prepared(self) -> bool:
        if self.trials.set_up + self.trials.reserve > self.door.pace.most - self.door.sent:
            self._bounded()
            return False
        try:
            self.trials.prepare()
        except NoGround as error:
            self._problem("set-up", error.reason, error.advice)
        except (Unobtainable, TokenFailed) as error:
            self._no_entitled(error)
        except Unsupported as error:
            self._problem("set-up", f"the test folder cannot be made: {error}")
        else:
            return True
        return False

    def _cells(self, todo: Sequence[Cell]) -> bool:
        """Test cell by cell; whether all of them were visited."""
        try:
            complete = self._one_by_one(todo)
            for tested in self.trials.settle():
                self._keep(tested)
        except (Unobtainable, TokenFailed) as error:
            self._no_entitled(error)
            return False
        if self.door.gone:
            many = self.door.pace.silence
            self._problem("gone", f"{many} requests in a row were not answered", _AGAIN)
            return False
        if complete:
            for stray in self.trials.strays():
                self._problem(
                    "stray", f"something changed that no request was for: {stray}", _STRAY
                )
        return complete

    def _one_by_one(self, todo: Sequence[Cell]) -> bool:
        """Test while requests and service last. Raises Unobtainable, TokenFailed."""
        for number, cell in enumerate(todo):
            self.progress(number, len(todo))
            if self.trials.cost(cell) + self.trials.reserve > self.door.pace.most - self.door.sent:
                self._bounded()
                return False
            if (tested := self._test(cell)) is not None:
                self._keep(tested)
            if self.door.gone and not self.trials.alive():
                return False
        return True

    def _test(self, cell: Cell) -> Tested | None:
        """Test a cell, unless its token was not answered several times in a row."""
        kind, silence = cell.kind.name, self.door.pace.silence
        if self.mute[kind] >= silence:
            return not_sent(cell, f"{silence} requests in a row with this token were not answered")
        tested = self.trials.test(cell)
        problem = tested.problem if tested is not None else None
        unanswered = problem is not None and problem.kind == "no-answer"
        self.mute[kind] = self.mute[kind] + 1 if unanswered else 0
        return tested

    def _keep(self, tested: Tested) -> None:
        result = with_public(tested.result, self.results)
        self.journal.write(result)
        self.results[result.cell] = result
        if tested.problem and tested.problem not in self.problems:
            self.problems.append(tested.problem)

    def _tell(self, cleared: Cleared) -> None:
        self.left += cleared.left
        for left in cleared.left:
            advice = "look there, and take away what the probe has made"
            advice = f"{_AGAIN}; or {advice}" if cleared.unsure else advice
            self._problem("left", f"not taken away: {left}", advice)
        if cleared.unsure and not cleared.left:
            self._problem("left", "whether everything was taken away is not sure", _AGAIN)

    def _bounded(self) -> None:
        most = self.door.pace.most
        reason = f"{most} requests do not suffice, cleaning up among them"
        self._problem("bounded", reason, f"allow more requests; or {_AGAIN}")

    def _no_entitled(self, error: Unobtainable | TokenFailed) -> None:
        reason = f"the token that may do everything in the test folder did not come: {error}"
        self._problem("token", reason, getattr(error, "advice", "") or _AGAIN)

    def _problem(self, kind: str, reason: str, advice: str = "") -> None:
        problem = Problem(kind, Source(self.plan.settings.endpoint), reason, advice)
        if problem not in self.problems:
            self.problems.append(problem)

    def _probe(self, begun: Begun, seconds: float) -> Probe:
        ordered = (self.results.get(cell.id) for cell in self.plan.cells)
        results = tuple(result for result in ordered if result is not None)
        return Probe(
            begun,
            results,
            told_together(self.problems, results, begun.endpoint),
            tuple(self.left),
            self.door.sent,
            seconds,
            called(self.door.server),
            str(self.journal.path),
            self.continued,
            tuple(self.notes),
        )
