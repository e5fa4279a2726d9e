"""What was seen: one cell for each request that was sent to a real server."""

from enum import StrEnum

import msgspec

from tests.real.xrootd.demands import OBSERVING, Answer, Demand
from tests.real.xrootd.tree import Snapshot


class Outcome(StrEnum):
    """What a request came to, by its effect on the stored data."""

    ALLOWED = "allowed"
    DENIED = "denied"
    PARTIAL = "partial"  # the stored data changed, but not as it was asked for


class Cell(msgspec.Struct, frozen=True):
    """One request and its outcome, with what the model predicted and the lines that led to it."""

    version: str
    configuration: str
    token: str
    protocol: str
    operation: str
    path: str
    status: str
    outcome: Outcome
    predicted: str
    because: list[str]
    depends_on: list[str]

    def __str__(self) -> str:
        asked = f"{self.operation} {self.path} over {self.protocol}"
        return f"{self.version} {self.configuration}, token {self.token}: {asked}"


class Run(msgspec.Struct, frozen=True):
    """What one server release did with a set of configurations.

    `refusals` are configurations that it did not start with, with its last words;
    `deaths` are requests that ended a server,
    `skipped` configurations that need more than the system lets the lab do;
    `open_ports` tells that the ports of the servers could be reached from other machines.
    """

    version: str
    cells: list[Cell]
    refusals: dict[str, str]
    deaths: list[str]
    skipped: list[str]
    open_ports: bool
    seconds: float


def judge(demand: Demand, answer: Answer, before: Snapshot, after: Snapshot) -> Outcome:
    """The outcome of a request: by the stored data, or by what the client saw of it."""
    if demand.operation in OBSERVING:
        if before != after:
            return Outcome.PARTIAL
        return Outcome.ALLOWED if answer.saw else Outcome.DENIED
    if after == demand.after(before):
        return Outcome.ALLOWED
    return Outcome.DENIED if after == before else Outcome.PARTIAL
