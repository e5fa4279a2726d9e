"""Eyes on the jobs of an account: those that the entitled token sees.

A-REX takes the state of a job away before it writes the next one (ARC, `job_state_write_file` in
`src/services/a-rex/grid-manager/files/ControlFileHandling.cpp`, read at 0211e747): meanwhile the
job is neither listed nor known. It shows in our runs (`tests/real/arc`), so that a job which is
not there is looked for once more before anything is said of it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.hands import Hands

UNSURE: Final = "not there at the first look"
PAUSES: Final = (0.5, 0.5, 1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 8.0, 8.0, 8.0, 8.0)
"""Seconds between looks: what becomes of a job is only queued, and many take a CE its time."""
LOOKS: Final = len(PAUSES) + 1
ANEW: Final = 4
"""Looks until a request is sent again: a CE may have missed it while it moved the job on."""
SECOND: Final = 1
"""Further looks for what was not there."""
_GONE: Final = frozenset({"WIPED", "absent"})
_ENDED: Final = _GONE | {"KILLING", "KILLED"}
_MOMENT: Final = 0.3  # seconds


@dataclass(slots=True)
class JobEyes:
    """`listed` are all names that stood in a list so far, `missing` what was just not there."""

    hands: Hands
    listed: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def names(self) -> frozenset[str] | None:
        """The names in a list; None where the service does not tell them."""
        answer = self.hands.ask(Demand(Operation.QUERY))
        return self.seen_in(answer) if answer.said is Said.YES else None

    def seen_in(self, answer: Answer) -> frozenset[str]:
        """The names that an answer lists, noted as listed."""
        found = names_in(answer)
        self.listed |= found
        return found

    def glance(self, job: str) -> str:
        """The state of a job, empty where it is not told; UNSURE where it is not there at first."""
        answer = self.hands.ask(Demand(Operation.QUERY, job=job))
        state = answer.facts.get("state", "")
        if state not in _GONE:
            self.missing.discard(job)
        elif job not in self.missing:
            self.missing.add(job)
            return UNSURE
        return state

    def state(self, job: str) -> str:
        """The state of a job now, empty where it is not told."""
        state = self.glance(job)
        if state != UNSURE:
            return state
        self.moment()
        return self.glance(job)

    def ended(self, job: str) -> bool:
        """Whether a job was cancelled, or is not there."""
        return self.state(job) in _ENDED

    def moment(self) -> None:
        """Wait until a job that was between two states is in one."""
        self.hands.door.pace.sleep(_MOMENT)

    def until_ended(self, jobs: Collection[str]) -> Iterator[tuple[int, str, str]]:
        """Look at each job until it has ended: the look, the job and its state, as they come.

        All are looked at in turn, for a CE works on all of them at once. Ends early where the
        service is gone.
        """
        rest = list(jobs)
        for look in range(LOOKS):
            if look and rest:
                self.hands.door.pace.sleep(PAUSES[look - 1])
            for job in list(rest):
                if self.hands.door.gone:
                    return
                state = self.glance(job)
                if is_end(state):
                    rest.remove(job)
                yield look, job, state


def is_end(state: str) -> bool:
    """Whether a job of this state was cancelled or cleaned away: words of ARC's REST interface."""
    return state in _ENDED


def names_in(answer: Answer) -> frozenset[str]:
    """The names of jobs, one a line."""
    lines = answer.content.decode(errors="replace").splitlines()
    return frozenset(filter(None, map(str.strip, lines)))
