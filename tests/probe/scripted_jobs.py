"""A CE for tests that tells what it is told to tell of each job."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.probe.fake import AUDIENCE, FakeSource
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.hands import Hands, Wallet
from tokenlint.probe.job_eyes import JobEyes
from tokenlint.probe.pacing import Pace, PacedDoor
from tokenlint.probe.token import Token, Wish

WISH = Wish("compute.read", (AUDIENCE,))
SILENCE = Answer(Said.NOTHING, "timeout")


@dataclass
class Scripted:
    """A CE that tells of each job the next of these states; the last one again and again."""

    states: dict[str, list[str]]
    protocol: str = "arc"
    demands: list[Demand] = field(default_factory=list)
    cancelled: Callable[[Demand], Answer] = lambda _: Answer(Said.YES, "201/202")
    silent_from: int = 1_000

    def can(self, operation: Operation) -> bool:
        raise AssertionError(operation)

    def close(self) -> None:
        pass

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        self.demands.append(demand)
        if len(self.demands) > self.silent_from:
            return SILENCE
        if demand.operation is Operation.CANCEL:
            return self.cancelled(demand)
        states = self.states[demand.job]
        state = states.pop(0) if len(states) > 1 else states[0]
        said = Said.YES if state != "absent" else Said.NO
        return Answer(said, "201/200", facts={"state": state})


def eyes_on(door: Scripted) -> tuple[JobEyes, list[float]]:
    naps: list[float] = []
    paced = PacedDoor(door, Pace(per_second=0, silence=3, sleep=naps.append))
    return JobEyes(Hands(paced, Wallet(FakeSource()), WISH)), naps
