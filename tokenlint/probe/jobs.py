"""Cells of an endpoint for jobs, judged by the jobs that the entitled token sees.

A service may tell only which level it grants (the fact `judged-by` of an answer is `level`):
then nothing is submitted, and the level is what is judged.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Cell, Effect
from tokenlint.probe.clearing import Cleared
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.earlier import Earlier
from tokenlint.probe.ground import NoGround, told
from tokenlint.probe.hands import Hands
from tokenlint.probe.journal import Journal
from tokenlint.probe.record import Submitted
from tokenlint.probe.results import Sight, Tested, judged, left_out, untested, without_token
from tokenlint.probe.token import Token, TokenFailed, Unobtainable

ENDED = frozenset({"KILLING", "KILLED", "WIPED", "absent"})
"""States (the fact `state`) of a job that was cancelled: words of ARC's REST interface."""
_LOOKS = 30
_BETWEEN = 1.0  # seconds; ARC only queues what is to become of a job, and takes its time
_AGAIN = 10  # looks until a job is cancelled once more
_BY_JOB = 3 + _LOOKS + _LOOKS // _AGAIN
_UNNAMED = "a job whose name did not come, if the request came through before the run was killed"


@dataclass(slots=True)
class JobTrials:
    """`ours` are the jobs that were submitted, and whether they are known to have ended.

    `shared` is the job that queries ask for, `strange` are jobs that appeared and may be of others.
    """

    hands: Hands
    journal: Journal
    writes: bool
    by_level: bool = False
    busy: bool = False
    shared: str = ""
    ours: dict[str, bool] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)

    @property
    def set_up(self) -> int:
        """Requests that `prepare` takes, at most."""
        return 3

    @property
    def reserve(self) -> int:
        """Requests that cleaning up may take now."""
        return _BY_JOB * sum(not ended for ended in self.ours.values())

    def cost(self, cell: Cell) -> int:
        """Requests that a cell takes, at most, its share of cleaning up among them."""
        return 1 if cell.case.operation is Operation.QUERY else 3 + _LOOKS + _BY_JOB

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
            self.shared = next(iter(sorted(_names(answer))), "")
            return
        self.busy = self._jobs() != _names(answer)
        self.shared, why = self._submit()
        if why:
            raise NoGround(why, "the entitled token must be able to submit a job of its own")

    def test(self, cell: Cell) -> Tested:
        """Test one cell. Raises Unobtainable, TokenFailed for the entitled token."""
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

    def _way(self, operation: Operation) -> Callable[[Cell, Token | None], Tested]:
        by_effect = {
            Operation.QUERY: self._query,
            Operation.SUBMIT: self._submission,
            Operation.CANCEL: self._cancellation,
        }
        return self._by_answer if self.by_level else by_effect.get(operation, self._by_answer)

    def strays(self) -> tuple[str, ...]:
        """Jobs of ours that have gone since a request about them was refused."""
        found = [job for job, ended in self.ours.items() if not ended and self._ended(job)]
        self.ours.update(dict.fromkeys(found, True))
        return tuple(f"the job {job} was cancelled or is gone" for job in found)

    def alive(self) -> bool:
        """Whether the service answers the entitled token."""
        try:
            return self.hands.ask(Demand(Operation.QUERY)).said is not Said.NOTHING
        except (Unobtainable, TokenFailed, Unsupported):
            return False

    def clear(self) -> Cleared:
        """Cancel every job of ours that is not known to have ended."""
        return self._cancel_all(job for job, ended in self.ours.items() if not ended)

    def clear_earlier(self, before: Earlier) -> Cleared:
        """Cancel the jobs of an earlier run; one whose name never came can only be told."""
        done = self._cancel_all(filter(None, before.submitted))
        if before.unnamed:
            done.left.append(_UNNAMED)
        return done

    def _by_answer(self, cell: Cell, token: Token | None) -> Tested:
        """Where nothing but the answer can be seen; modifying a job of ours leaves it a job."""
        job = "" if self.by_level else self.shared
        answer = self.hands.ask_as(cell.kind.wish, Demand(cell.case.operation, job=job))
        effect = Effect.DONE if answer.said is Said.YES else Effect.UNCHANGED
        note = f"judged by the level {answer.facts.get('level', '')}" if self.by_level else ""
        changes = cell.case.operation is not Operation.QUERY
        return judged(cell, answer, Sight(effect, note=note), token, changes=changes)

    def _query(self, cell: Cell, token: Token | None) -> Tested:
        if not self.shared:
            return untested(cell, "set-up", "the account has no job that could be seen")
        answer = self.hands.ask_as(cell.kind.wish, Demand(Operation.QUERY))
        shown = self.shared in _names(answer) or self.shared.encode() in answer.content
        effect = Effect.DONE if shown else Effect.UNCHANGED
        sight = Sight(effect, f"the job {self.shared}")
        return judged(cell, answer, sight, token, changes=False)

    def _submission(self, cell: Cell, token: Token | None) -> Tested:
        before = self._jobs()
        self.journal.write(Submitted(""))
        answer = self.hands.ask_as(cell.kind.wish, Demand(Operation.SUBMIT))
        self._own(answer)
        after = self._jobs()
        sight = self._new_jobs(answer, before, after)
        return judged(cell, answer, sight, token, changes=True)

    def _new_jobs(
        self, answer: Answer, before: frozenset[str] | None, after: frozenset[str] | None
    ) -> Sight:
        if before is None or after is None:
            return Sight(Effect.UNSEEN, after="the jobs of the account cannot be listed")
        if answer.job:
            seen = answer.job in after or not self._ended(answer.job)
            return Sight(Effect.DONE if seen else Effect.UNCHANGED, "", f"the job {answer.job}")
        new = sorted(after - before - self.ours.keys())  # ARC lists a job some time after it has it
        if not new:
            return Sight(Effect.UNCHANGED, "", "no new job")
        words = f"{len(new)} new jobs that the answer does not name"
        self.strange.update(new)
        return Sight(Effect.UNSEEN if self.busy else Effect.DONE, "", words)

    def _cancellation(self, cell: Cell, token: Token | None) -> Tested:
        job, why = self._submit()
        if why:
            return untested(cell, "set-up", why)
        answer = self.hands.ask_as(cell.kind.wish, Demand(Operation.CANCEL, job=job))
        looks = _LOOKS if answer.said is Said.YES else 1
        state = self._state(job, looks)
        effect = Effect.DONE if state in ENDED else Effect.UNCHANGED
        if not state:
            effect = Effect.UNSEEN
        self.ours[job] = effect is Effect.DONE
        sight = Sight(effect, f"the job {job}", f"its state: {state or 'not told'}")
        return judged(cell, answer, sight, token, changes=True)

    def _submit(self) -> tuple[str, str]:
        """Submit a job as the entitled one: its name, or why there is none."""
        self.journal.write(Submitted(""))
        answer = self.hands.ask(Demand(Operation.SUBMIT))
        self._own(answer)
        if answer.said is Said.YES and answer.job:
            return answer.job, ""
        return "", f"submitting a job with the entitled token gives {told(answer)}"

    def _own(self, answer: Answer) -> None:
        if answer.job:
            self.journal.write(Submitted(answer.job))
            self.ours[answer.job] = False

    def _jobs(self) -> frozenset[str] | None:
        answer = self.hands.ask(Demand(Operation.QUERY))
        return _names(answer) if answer.said is Said.YES else None

    def _state(self, job: str, looks: int) -> str:
        """The state of a job, after some looks if it has not ended; empty where it is not told."""
        state = ""
        for look in range(looks):
            if look:
                self.hands.door.pace.sleep(_BETWEEN)
            state = self.hands.ask(Demand(Operation.QUERY, job=job)).facts.get("state", "")
            if state in ENDED or self.hands.door.gone:
                break
        return state

    def _ended(self, job: str) -> bool:
        return self._state(job, 1) in ENDED

    def _cancel_all(self, jobs: Iterable[str]) -> Cleared:
        """Cancel all, then look until all have ended: a service may take its time for each."""
        done = Cleared(left=[f"{job} (it appeared, and may be of others)" for job in self.strange])
        rest: dict[str, str] = {}
        try:
            for job in jobs:
                rest[job] = "the service was gone before it was cancelled"
                if not self.hands.door.gone:
                    answer = self.hands.ask(Demand(Operation.CANCEL, job=job))
                    rest[job] = f"to cancel it gives {told(answer)}"
            self._wait_for(rest)
        except (Unobtainable, TokenFailed, Unsupported) as error:
            done.left.append(f"jobs of the probe ({error})")
            done.unsure = True
        done.left += [f"the job {job} ({why})" for job, why in rest.items()]
        done.unsure |= bool(rest) and self.hands.door.silent > 0
        return done

    def _wait_for(self, rest: dict[str, str]) -> None:
        """Look at each job until it has ended, and take those that have out of the rest.

        What has not ended after some looks is cancelled once more: a CE may have missed the request
        while it moved the job on. The rest then tells the state of each job, too.
        """
        for look in range(_LOOKS):
            if look and rest:
                self.hands.door.pace.sleep(_BETWEEN)
            for job in list(rest):
                if self.hands.door.gone:
                    return
                state = self._state(job, 1)
                if state in ENDED:
                    del rest[job]
                elif look == _LOOKS - 1:
                    rest[job] += f", its state is {state or 'not told'}"
                elif look and look % _AGAIN == 0:
                    self.hands.ask(Demand(Operation.CANCEL, job=job))


def _names(answer: Answer) -> frozenset[str]:
    """The names of jobs, one a line."""
    lines = answer.content.decode(errors="replace").splitlines()
    return frozenset(filter(None, map(str.strip, lines)))
