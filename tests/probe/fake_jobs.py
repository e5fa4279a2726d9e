"""An endpoint for jobs in memory, that enforces profile 1.3, with flaws that can be switched on.

Jobs of others of the same account lie there, too, and must never be touched.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.probe.fake import ANY, AUDIENCE, FakeSource
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.token import Flaw, Token, Wish

RIGHTS = {
    Operation.QUERY: "compute.read",
    Operation.SUBMIT: "compute.create",
    Operation.CANCEL: "compute.cancel",
    Operation.MODIFY_JOB: "compute.modify",
}
OTHERS = {"job-of-somebody": "RUNNING"}


@dataclass
class FakeJobs:
    """A `Door` to a CE in memory; `slow` is how many looks later a cancelled job shows it.

    `late` is how many lists later a new job stands in them, `missed` how many cancellations
    it accepts for each job and forgets. A job is between two states, and not to be seen,
    whenever it is looked for the first of each `flicker` times.
    """

    source: FakeSource
    flaws: frozenset[str] = frozenset()
    before: Callable[[Demand], Answer | None] = lambda _: None
    jobs: dict[str, str] = field(default_factory=lambda: dict(OTHERS))
    demands: list[Demand] = field(default_factory=list)
    protocol: str = "arc"
    unable: frozenset[Operation] = frozenset({Operation.MODIFY_JOB})
    level: bool = False
    slow: int = 0
    waits: dict[str, int] = field(default_factory=dict)
    number: int = 0
    late: int = 0
    hidden: dict[str, int] = field(default_factory=dict)
    missed: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    flicker: int = 0
    looked: Counter[str] = field(default_factory=Counter)

    def can(self, operation: Operation) -> bool:
        return operation in RIGHTS and operation not in self.unable

    def close(self) -> None:
        pass

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        self.demands.append(demand)
        if (instead := self.before(demand)) is not None:
            return instead
        wish = self.source.issued[token.value] if token else None
        allowed = self._allowed(demand, wish)
        if self.level:
            said = Said.YES if allowed else Said.NO
            return Answer(said, "level", facts={"judged-by": "level", "level": "X"})
        if not allowed and "refused-but-done" not in self.flaws:
            return Answer(Said.NO, "403")
        answer = self._done(demand)
        return answer if allowed else Answer(Said.NO, "403")

    def _allowed(self, demand: Demand, wish: Wish | None) -> bool:
        if wish is None:
            return "anonymous" in self.flaws
        if wish.flaw not in {Flaw.NONE, Flaw.DUPLICATE_MEMBERS}:
            return f"accepts-{wish.flaw}" in self.flaws
        if wish.audience is None or not {AUDIENCE, ANY} & set(wish.audience):
            return "ignores-audience" in self.flaws
        scope = wish.narrow if wish.flaw is Flaw.DUPLICATE_MEMBERS else wish.scope
        held = (scope or "").split()
        if "write-needs-all" in self.flaws and demand.operation is not Operation.QUERY:
            return {"compute.create", "compute.modify", "compute.cancel"} <= set(held)
        if "read-cancels" in self.flaws and demand.operation is Operation.CANCEL:
            return "compute.read" in held or "compute.cancel" in held
        return RIGHTS[demand.operation] in held

    def _done(self, demand: Demand) -> Answer:
        if demand.operation is Operation.SUBMIT:
            self.number += 1
            self.jobs[f"job-{self.number}"] = "RUNNING"
            self.hidden[f"job-{self.number}"] = self.late
            return Answer(Said.YES, "201/201", job=f"job-{self.number}")
        if demand.operation is Operation.CANCEL:
            if demand.job not in self.jobs:
                return Answer(Said.NO, "201/404")
            self.asked[demand.job] += 1
            if self.asked[demand.job] > self.missed:
                self.waits[demand.job] = self.slow
            return Answer(Said.YES, "201/202")
        if not demand.job:
            return Answer(Said.YES, "200", "\n".join(self._listed()).encode())
        return self._state(demand.job)

    def _listed(self) -> list[str]:
        listed = [job for job in self.jobs if self.hidden.get(job, 0) <= 0 and self._there(job)]
        self.hidden = {job: lists - 1 for job, lists in self.hidden.items()}
        return listed

    def _state(self, job: str) -> Answer:
        if job in self.waits:
            self.waits[job] -= 1
            if self.waits[job] < 0:
                self.jobs.pop(job, None)
        state = self.jobs.get(job, "absent") if self._there(job) else "absent"
        said = Said.NO if state == "absent" else Said.YES
        return Answer(said, "201", state.encode(), facts={"state": state})

    def _there(self, job: str) -> bool:
        self.looked[job] += 1
        return not self.flicker or self.looked[job] % self.flicker != 1
