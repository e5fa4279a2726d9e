"""One step of a decision: yes, no or unknown, the line that says so, and what it depends on."""

from collections.abc import Iterable
from dataclasses import dataclass

from tokenlint.services.acceptance import State
from tokenlint.services.decision import Step


@dataclass(frozen=True, slots=True)
class Check:
    """What one part of the configuration says to a request."""

    state: State
    steps: tuple[Step, ...] = ()
    depends_on: tuple[str, ...] = ()


def settled(possible: Iterable[State]) -> State:
    """Yes or no where nothing else is possible, unknown otherwise."""
    states = set(possible)
    return states.pop() if len(states) == 1 else State.UNKNOWN
