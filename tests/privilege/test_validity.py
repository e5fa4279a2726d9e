import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import validities
from tokenlint.privilege.validity import NEVER, Validity

INSTANTS = range(-3, 9)


def instants(*validities_: Validity) -> set[int]:
    """The instants near the origin, for comparison without the algebra."""
    return {
        instant
        for validity in validities_
        for instant in INSTANTS
        if validity.not_before <= instant and (validity.expiry is None or instant < validity.expiry)
    }


@pytest.mark.parametrize(
    ("validity", "seconds", "empty"),
    [
        (Validity(10, 12), 2, False),
        (Validity(10, 11), 1, False),
        (Validity(-5, -3), 2, False),
        (Validity(10, None), None, False),
        (Validity(0, None), None, False),
        (Validity(10, 10), 0, True),
        (Validity(10, 9), 0, True),
        (NEVER, 0, True),
    ],
)
def test_length(validity: Validity, seconds: int | None, empty: bool) -> None:
    assert validity.seconds == seconds
    assert validity.empty is empty


@given(st.integers(), st.integers(max_value=0))
def test_intervals_without_an_instant_are_one_value(start: int, length: int) -> None:
    assert Validity(start, start + length) == NEVER == Validity(0, 0)
    assert (NEVER.not_before, NEVER.expiry) == (0, 0)


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        (Validity(1, 5), Validity(1, 5), True),
        (Validity(1, 5), Validity(2, 4), True),
        (Validity(1, 5), Validity(1, 6), False),
        (Validity(1, 5), Validity(0, 5), False),
        (Validity(1, 5), Validity(1, None), False),
        (Validity(1, None), Validity(1, 5), True),
        (Validity(1, None), Validity(1, None), True),
        (Validity(1, None), Validity(0, None), False),
        (Validity(1, 5), NEVER, True),
        (NEVER, NEVER, True),
        (NEVER, Validity(1, 2), False),
    ],
)
def test_order(upper: Validity, lower: Validity, expected: bool) -> None:
    assert upper.covers(lower) is expected


@given(validities, validities)
def test_meet_holds_the_common_instants(one: Validity, other: Validity) -> None:
    assert instants(one & other) == instants(one) & instants(other)


@given(validities, validities)
def test_join_is_the_hull(one: Validity, other: Validity) -> None:
    both = instants(one, other)
    hull = instants(one | other)
    assert hull == ({i for i in INSTANTS if min(both) <= i <= max(both)} if both else set())
    assert (one | other).seconds is None or max(hull, default=0) < INSTANTS[-1]


@given(validities, validities)
def test_difference_holds_the_other_instants(one: Validity, other: Validity) -> None:
    rests = one.difference(other)
    assert instants(*rests) == instants(one) - instants(other)
    assert sum(len(instants(rest)) for rest in rests) == len(instants(*rests))
    assert not any(rest.empty for rest in rests)
    assert [rest.not_before for rest in rests] == sorted(rest.not_before for rest in rests)
    assert (rests == ()) == other.covers(one)


@pytest.mark.parametrize(
    ("one", "other", "rests"),
    [
        (Validity(0, 10), Validity(3, 5), (Validity(0, 3), Validity(5, 10))),
        (Validity(0, None), Validity(3, 5), (Validity(0, 3), Validity(5, None))),
        (Validity(0, None), Validity(3, None), (Validity(0, 3),)),
        (Validity(0, 10), Validity(20, 30), (Validity(0, 10),)),
        (Validity(0, 10), NEVER, (Validity(0, 10),)),
        (Validity(-9, -2), Validity(5, 7), (Validity(-9, -2),)),
    ],
)
def test_difference(one: Validity, other: Validity, rests: tuple[Validity, ...]) -> None:
    assert one.difference(other) == rests


def test_last_instant() -> None:
    assert Validity(5, 9).last == 8
    assert Validity(5, None).last == 5
