"""Cells of an endpoint for jobs, judged by the jobs that the entitled token sees.

A service may tell only which level it grants (the fact `judged-by` of an answer is `level`):
then nothing is submitted, and the level is what is judged.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Cell, Effect
from tokenlint.probe.clearing import Cleared
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.earlier import Earlier
from tokenlint.probe.ground import NoGround, told
from tokenlint.probe.hands import Hands
from tokenlint.probe.job_clearing import cancel_all
from tokenlint.probe.job_costs import AT_THE_END, BY_JOB, BY_REQUEST, SET_UP, job_requests
from tokenlint.probe.job_eyes import ANEW, JobEyes, is_end, names_in
from tokenlint.probe.journal import Journal
from tokenlint.probe.record import Submitted
from tokenlint.probe.results import Sight, Tested, judged, left_out, untested, without_token
from tokenlint.probe.token import Token, TokenFailed, Unobtainable

_UNNAMED = "a job whose name did not come, if the request came through before the run was killed"


@dataclass(slots=True)
class JobTrials:
    """`ours` are the jobs that were submitted, and whether they are known to have ended.

    `shared` is the job that queries ask for, `strange` are jobs that appeared and may be of others,
    `waiting` the cancellations that were accepted and whose effect is still to be seen,
    `appeared` what came between two requests where all else is quiet.
    """

    eyes: JobEyes
    journal: Journal
    writes: bool
    by_level: bool = False
    busy: bool = False
    shared: str = ""
    ours: dict[str, bool] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    waiting: dict[str, "_Waiting"] = field(default_factory=dict)
    appeared: set[str] = field(default_factory=set)

    @property
    def hands(self) -> Hands:
        """Those that the eyes belong to."""
        return self.eyes.hands

    @property
    def set_up(self) -> int:
        """Requests that `prepare` takes, at most."""
        return SET_UP

    @property
    def reserve(self) -> int:
        """Requests that cleaning up may take now."""
        open_jobs = sum(not ended for ended in self.ours.values())
        return AT_THE_END + BY_JOB * open_jobs + BY_REQUEST * len(self.waiting)

    def cost(self, cell: Cell) -> int:
        """Requests that a cell takes, at most, its share of cleaning up among them."""
        return job_requests(cell)

    def prepare(self) -> None:
        """See whether jobs can be seen. Raises NoGround, Unobtainable, TokenFailed, Unsupported."""
        answer = self.hands.ask(Demand(Operation.QUERY))
        self.by_level = answer.facts.get("judged-by") == "level"
        if answer.said is not Said.YES:
            raise NoGround(
                f"asking for jobs with the entitled token gives {told(answer)}",
                "look whether the service maps its issuer to an account, and at the audience",
            )
        if self.by_level or not self.writes:
            self.shared = next(iter(sorted(self.eyes.seen_in(answer))), "")
            return
        before = self.eyes.seen_in(answer)
        self.busy = bool((self.eyes.names() or frozenset()) - before)
        self.shared, why = self._submit()
        if why:
            raise NoGround(why, "the entitled token must be able to submit a job of its own")

    def test(self, cell: Cell) -> Tested | None:
        """Test one cell; None where its effect shows later. Raises Unobtainable, TokenFailed."""
        try:
            token = self.hands.wallet.token(cell.kind.wish)
        except Unobtainable as error:
            return Tested(left_out(cell, str(error)))
        except TokenFailed as error:
            return without_token(cell, error)
        try:
            return self._way(cell.case.operation)(cell, token)
        except Unsupported as error:
            return Tested(left_out(cell, str(error)))

    def settle(self) -> Iterator[Tested]:
        """What became of the cancellations that were accepted: a CE works on all at once."""
        state = dict.fromkeys(self.waiting, "")
        for look, job, state[job] in self.eyes.until_ended(tuple(self.waiting)):
            if look and look % ANEW == 0 and not is_end(state[job]):
                self._again(self.waiting[job].cell, job)
        if self.hands.door.gone:
            return
        for job, each in self.waiting.items():
            yield self._seen(each.cell, each.answer, each.token, job, state[job])

    def _again(self, cell: Cell, job: str) -> None:
        """Send a cancellation again; the token that it was sent with may have ended since."""
        with suppress(Unobtainable, TokenFailed):
            token = self.hands.wallet.token(cell.kind.wish)
            self.hands.ask_as(token, Demand(Operation.CANCEL, job=job))

    def _way(self, operation: Operation) -> Callable[[Cell, Token | None], Tested | None]:
        by_effect = {
            Operation.QUERY: self._query,
            Operation.SUBMIT: self._submission,
            Operation.CANCEL: self._cancellation,
        }
        return self._by_answer if self.by_level else by_effect.get(operation, self._by_answer)

    def strays(self) -> tuple[str, ...]:
        """Jobs that came or went since requests about them were refused."""
        found = [job for job, ended in self.ours.items() if not ended and self.eyes.ended(job)]
        self.ours.update(dict.fromkeys(found, True))
        self._list()
        new = sorted(self.appeared - self.ours.keys())
        self.strange.update(new)
        return (
            *(f"the job {job} was cancelled or is gone" for job in found),
            *(f"the job {job} appeared some time after a request" for job in new),
        )

    def alive(self) -> bool:
        """Whether the service answers the entitled token."""
        try:
            return self.hands.ask(Demand(Operation.QUERY)).said is not Said.NOTHING
        except (Unobtainable, TokenFailed, Unsupported):
            return False

    def clear(self) -> Cleared:
        """Cancel every job of ours that is not known to have ended."""
        self.hands.wallet.sparing = True
        mine = [job for job, ended in self.ours.items() if not ended]
        return cancel_all(self.eyes, mine, self.strange)

    def clear_earlier(self, before: Earlier) -> Cleared:
        """Cancel the jobs of an earlier run; one whose name never came can only be told."""
        done = cancel_all(self.eyes, filter(None, before.submitted), self.strange)
        if before.unnamed:
            done.left.append(_UNNAMED)
        return done

    def _by_answer(self, cell: Cell, token: Token | None) -> Tested:
        """Where nothing but the answer can be seen; modifying a job of ours leaves it a job."""
        job = "" if self.by_level else self.shared
        answer = self.hands.ask_as(token, Demand(cell.case.operation, job=job))
        effect = Effect.DONE if answer.said is Said.YES else Effect.UNCHANGED
        note = f"judged by the level {answer.facts.get('level', '')}" if self.by_level else ""
        changes = cell.case.operation is not Operation.QUERY
        return judged(cell, answer, Sight(effect, note=note), token, changes=changes)

    def _query(self, cell: Cell, token: Token | None) -> Tested:
        if not self.shared:
            return untested(cell, "set-up", "the account has no job that could be seen")
        answer = self.hands.ask_as(token, Demand(Operation.QUERY))
        shown = self.shared in names_in(answer)
        if answer.said is Said.YES and not shown:
            self.eyes.moment()
            answer = self.hands.ask_as(token, Demand(Operation.QUERY))
            shown = self.shared in names_in(answer)
        effect = Effect.DONE if shown else Effect.UNCHANGED
        sight = Sight(effect, f"the job {self.shared}")
        return judged(cell, answer, sight, token, changes=False)

    def _submission(self, cell: Cell, token: Token | None) -> Tested:
        seen = self._list()
        before = frozenset(self.eyes.listed)
        self.journal.write(Submitted(""))
        answer = self.hands.ask_as(token, Demand(Operation.SUBMIT))
        self._own(answer)
        after = self.eyes.names() if seen else None
        return judged(cell, answer, self._new_jobs(answer, before, after), token, changes=True)

    def _new_jobs(
        self, answer: Answer, before: frozenset[str], after: frozenset[str] | None
    ) -> Sight:
        if after is None:
            return Sight(Effect.UNSEEN, after="the jobs of the account cannot be listed")
        if answer.job in self.ours:
            seen = answer.job in after or not self.eyes.ended(answer.job)
            return Sight(Effect.DONE if seen else Effect.UNCHANGED, "", f"the job {answer.job}")
        new = sorted(after - before - self.ours.keys())  # ARC lists a job some time after it has it
        if not new:
            return Sight(Effect.UNCHANGED, "", "no new job")
        words = f"{len(new)} new jobs that the answer does not name"
        self.strange.update(new)
        return Sight(Effect.UNSEEN if self.busy else Effect.DONE, "", words)

    def _cancellation(self, cell: Cell, token: Token | None) -> Tested | None:
        job, why = self._submit()
        if why:
            return untested(cell, "set-up", why)
        answer = self.hands.ask_as(token, Demand(Operation.CANCEL, job=job))
        if answer.said is Said.YES:
            self.waiting[job] = _Waiting(cell, answer, token)
            return None
        return self._seen(cell, answer, token, job, self.eyes.state(job))

    def _seen(
        self, cell: Cell, answer: Answer, token: Token | None, job: str, state: str
    ) -> Tested:
        """What became of a job that was to be cancelled."""
        effect = Effect.DONE if is_end(state) else Effect.UNCHANGED
        if not state:
            effect = Effect.UNSEEN
        self.ours[job] = effect is Effect.DONE
        sight = Sight(effect, f"the job {job}", f"its state: {state or 'not told'}")
        return judged(cell, answer, sight, token, changes=True)

    def _list(self) -> bool:
        """List the jobs, and note those that came since the last list; whether that works."""
        before = frozenset(self.eyes.listed)
        names = self.eyes.names()
        if names is not None and not self.busy:
            self.appeared |= names - before
        return names is not None

    def _submit(self) -> tuple[str, str]:
        """Submit a job as the entitled one: its name, or why there is none."""
        self.journal.write(Submitted(""))
        answer = self.hands.ask(Demand(Operation.SUBMIT))
        self._own(answer)
        if answer.said is Said.YES and answer.job in self.ours:
            return answer.job, ""
        return "", f"submitting a job with the entitled token gives {told(answer)}"

    def _own(self, answer: Answer) -> None:
        """Note a job of ours; what was there before a request has not come by it."""
        if answer.job and (answer.job in self.ours or answer.job not in self.eyes.listed):
            self.journal.write(Submitted(answer.job))
            self.ours[answer.job] = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A cancellation that was accepted."""

    cell: Cell
    answer: Answer
    token: Token | None
