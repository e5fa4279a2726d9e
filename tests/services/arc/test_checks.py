from tokenlint.services.acceptance import State
from tokenlint.services.arc.checks import settled


def test_only_one_possibility_is_an_answer() -> None:
    assert settled([State.YES, State.YES]) is State.YES
    assert settled([State.YES, State.NO]) is State.UNKNOWN
