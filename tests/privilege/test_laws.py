"""The laws of the order, for every factor of a privilege and for the product.

`lattice` values have joins and meets as well; `judged` ones have a difference.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies

ORDERED = {
    "action": strategies.actions,
    "path": strategies.paths,
    "capability": strategies.capabilities,
    "capability set": strategies.capability_sets,
    "audience": strategies.audiences,
    "validity": strategies.validities,
    "privilege": strategies.privileges,
}
LATTICES = {name: ORDERED[name] for name in ("capability set", "audience", "validity", "privilege")}

ordered = pytest.mark.parametrize("values", ORDERED.values(), ids=ORDERED)
lattice = pytest.mark.parametrize("values", LATTICES.values(), ids=LATTICES)
Values = st.SearchStrategy[Any]


@ordered
@given(data=st.data())
def test_reflexive(values: Values, data: st.DataObject) -> None:
    value = data.draw(values)
    assert value.covers(value)


@ordered
@given(data=st.data())
def test_antisymmetric(values: Values, data: st.DataObject) -> None:
    one, other = data.draw(values), data.draw(values)
    assert (one.covers(other) and other.covers(one)) == (one == other)


@ordered
@given(data=st.data())
def test_transitive(values: Values, data: st.DataObject) -> None:
    one, two, three = data.draw(values), data.draw(values), data.draw(values)
    if one.covers(two) and two.covers(three):
        assert one.covers(three)


@ordered
@given(data=st.data())
def test_equal_values_have_equal_hashes(values: Values, data: st.DataObject) -> None:
    one, other = data.draw(values), data.draw(values)
    if one == other:
        assert hash(one) == hash(other)


@lattice
@given(data=st.data())
def test_join_is_an_upper_bound(values: Values, data: st.DataObject) -> None:
    one, other = data.draw(values), data.draw(values)
    join = one | other
    assert join.covers(one)
    assert join.covers(other)


@lattice
@given(data=st.data())
def test_join_is_the_least_upper_bound(values: Values, data: st.DataObject) -> None:
    (one, upper), (other, wider) = (
        data.draw(strategies.related(values)),
        data.draw(strategies.related(values)),
    )
    for bound in (upper, wider, upper | wider):
        if bound.covers(one) and bound.covers(other):
            assert bound.covers(one | other)


@lattice
@given(data=st.data())
def test_meet_is_the_greatest_lower_bound(values: Values, data: st.DataObject) -> None:
    one, other, bound = data.draw(values), data.draw(values), data.draw(values)
    meet = one & other
    assert one.covers(meet)
    assert other.covers(meet)
    for lower in (bound, bound & one, bound & other):
        if one.covers(lower) and other.covers(lower):
            assert meet.covers(lower)


@lattice
@given(data=st.data())
def test_join_and_meet_say_what_covers_what(values: Values, data: st.DataObject) -> None:
    one, other = data.draw(strategies.related(values))
    assert one.join(other) == one | other == other | one
    assert one.meet(other) == one & other == other & one
    assert other.covers(one) == (one | other == other) == (one & other == one)


@lattice
@given(data=st.data())
def test_the_order_of_joining_does_not_matter(values: Values, data: st.DataObject) -> None:
    one, two, three = data.draw(values), data.draw(values), data.draw(values)
    assert (one | two) | three == one | (two | three)
    assert one | one == one == one & one
    assert one | (one & two) == one == one & (one | two)
