"""The word for two privileges is that of the order."""

from hypothesis import given

from tests import strategies
from tokenlint.privilege.order import Relation, relation
from tokenlint.privilege.privilege import Privilege, difference

PAIRS = strategies.related(strategies.privileges)


@given(PAIRS)
def test_the_words_follow_from_what_one_has_beyond_the_other(
    pair: tuple[Privilege, Privilege],
) -> None:
    one, other = pair
    more, less = bool(difference(one, other)), bool(difference(other, one))
    wanted = {
        (False, False): Relation.EQUIVALENT,
        (True, False): Relation.COVERS,
        (False, True): Relation.COVERED,
        (True, True): Relation.INCOMPARABLE,
    }
    assert relation(one, other) is wanted[more, less]


@given(PAIRS)
def test_turned_around_the_word_is_the_other_one(pair: tuple[Privilege, Privilege]) -> None:
    one, other = pair
    assert relation(other, one) is relation(one, other).turned
    assert (relation(one, other) is Relation.EQUIVALENT) == (one == other)
