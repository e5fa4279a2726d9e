"""Voters of StoRM WebDAV and how their votes add up.

Source: `SecurityConfig.java`, `ConsensusBasedManager.java` and `UnanimousDelegatedManager.java`
at commit 3cf26cf, before them Spring's `ConsensusBased` with its defaults:
access is granted when at least as many voters grant as deny, and somebody voted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from tokenlint.services.decision import Decision, Step, Verdict

GRANT: Final = True
DENY: Final = False
ABSTAIN: Final = None

Outcome = bool | None


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voter says; several outcomes where the files leave open which."""

    outcomes: frozenset[Outcome]
    steps: tuple[Step, ...] = ()
    depends_on: str = ""

    @staticmethod
    def of(outcome: Outcome, *steps: Step) -> "Vote":
        """A vote that is known."""
        return Vote(frozenset({outcome}), steps)

    @property
    def sure(self) -> bool:
        """Whether the files tell what this voter says."""
        return len(self.outcomes) == 1

    @property
    def outcome(self) -> Outcome:
        """The vote where it is known, otherwise an abstention."""
        return next(iter(self.outcomes)) if self.sure else ABSTAIN


def decision(votes: Sequence[Vote]) -> Decision:
    """The decision that the votes make; those who decide are told last."""
    results = {_granted(each) for each in product(*(vote.outcomes for vote in votes))}
    if len(results) > 1:
        depends = tuple(vote.depends_on for vote in votes if not vote.sure and vote.depends_on)
        return Decision(Verdict.DEPENDS, _steps(votes, GRANT), depends)
    if results.pop():
        return Decision(Verdict.ALLOWED, _steps(votes, GRANT))
    return Decision(Verdict.DENIED, _steps(votes, DENY))


def _granted(outcomes: Iterable[Outcome]) -> bool:
    cast = [outcome for outcome in outcomes if outcome is not ABSTAIN]
    return bool(cast) and sum(cast) * 2 >= len(cast)


def _steps(votes: Sequence[Vote], last: bool) -> tuple[Step, ...]:
    """The steps of the voters, those with the outcome `last` at the end."""
    first = [step for vote in votes if vote.outcome is not last for step in vote.steps]
    return (*first, *(step for vote in votes if vote.outcome is last for step in vote.steps))
