import pytest

from tokenlint.services.decision import Step, Verdict
from tokenlint.services.storm.votes import ABSTAIN, DENY, GRANT, Outcome, Vote, decision
from tokenlint.source import Source


@pytest.mark.parametrize(
    ("outcomes", "allowed"),
    [
        ((GRANT, ABSTAIN, ABSTAIN), True),
        ((GRANT, DENY, ABSTAIN), True),  # a tie grants
        ((GRANT, DENY, DENY), False),
        ((GRANT, GRANT, DENY), True),
        ((DENY, ABSTAIN, ABSTAIN), False),
        ((ABSTAIN, ABSTAIN, ABSTAIN), False),
    ],
)
def test_as_many_grants_as_denials_grant(outcomes: tuple[Outcome, ...], allowed: bool) -> None:
    assert decision([Vote.of(each) for each in outcomes]).allowed is allowed


def test_the_deciding_steps_come_last() -> None:
    grant = Vote.of(GRANT, Step(Source("x", 1), "grants"))
    deny = Vote.of(DENY, Step(Source("x", 2), "denies"))
    answer = decision([grant, deny])
    assert answer.by == Source("x", 1)
    assert decision([grant, deny, deny]).by == Source("x", 2)


def test_an_open_vote_matters_only_where_it_can_turn_the_result() -> None:
    open_vote = Vote(frozenset({GRANT, DENY}), (), "a value")
    assert decision([Vote.of(GRANT), Vote.of(GRANT), open_vote]).allowed
    answer = decision([Vote.of(DENY), open_vote])
    assert (answer.verdict, answer.depends_on) == (Verdict.DEPENDS, ("a value",))
