import pytest
from hypothesis import given

from tests.strategies import privileges, related, requests
from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import NOTHING, Difference, Privilege, difference
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import NEVER, Validity

A, B = "https://a.example", "https://b.example"
HOUR = Validity(100, 3700)
AT_A = Audience.of([A])
Pair = tuple[Privilege, Privilege]


def holding(*texts: str) -> CapabilitySet:
    """`read:/foo` and the like as a set."""
    pairs = (text.split(":") for text in texts)
    return CapabilitySet.of(
        Capability(Action(action), ScopePath.parse(path)) for action, path in pairs
    )


def privilege(*texts: str, audience: Audience = AT_A, validity: Validity = HOUR) -> Privilege:
    return Privilege(holding(*texts), audience, validity)


EMPTY = [
    Privilege(CapabilitySet(), ANY, HOUR),
    Privilege(holding("read:/"), Audience(frozenset()), HOUR),
    Privilege(holding("read:/"), ANY, NEVER),
]


@pytest.mark.parametrize("empty", EMPTY)
def test_an_empty_factor_makes_it_nothing(empty: Privilege) -> None:
    assert empty == NOTHING
    assert hash(empty) == hash(NOTHING)
    assert empty.empty is True
    assert empty.capabilities == CapabilitySet()
    assert empty.audience == Audience(frozenset())
    assert empty.validity == NEVER


@given(privileges)
def test_nothing_is_the_bottom(some: Privilege) -> None:
    assert some.covers(NOTHING)
    assert NOTHING.covers(some) == (some == NOTHING) == some.empty
    assert some | NOTHING == NOTHING | some == some
    assert some & NOTHING == NOTHING & some == NOTHING


@pytest.mark.parametrize(
    ("lower", "expected"),
    [
        (privilege("read:/a"), True),
        (privilege("create:/a/b", "read:/a/c"), True),
        (privilege("read:/b"), False),
        (privilege("read:/a", audience=Audience.of([A, B])), False),
        (privilege("read:/a", audience=MISSING), False),
        (privilege("read:/a", validity=Validity(99, 3700)), False),
        (privilege("read:/a", validity=Validity(100, 3701)), False),
        (privilege("read:/a", validity=Validity(200, 300)), True),
    ],
)
def test_the_order_is_that_of_the_product(lower: Privilege, expected: bool) -> None:
    upper = privilege("modify:/a", "read:/a")
    assert upper.covers(lower) is expected
    assert (lower <= upper) is expected
    assert (upper >= lower) is expected
    assert (lower < upper) is expected
    assert (upper > lower) is expected


@given(related(privileges))
def test_the_operators_are_the_order(pair: Pair) -> None:
    one, other = pair
    assert (one <= other) == (other >= one) == other.covers(one)
    assert (one < other) == (other > one) == (other.covers(one) and one != other)


def test_join_and_meet_work_by_factor() -> None:
    one = privilege("create:/a", "read:/b", validity=Validity(0, 20))
    other = privilege("modify:/a/b", audience=ANY, validity=Validity(10, 30))
    assert one | other == privilege(
        "create:/a", "read:/b", "modify:/a/b", audience=ANY, validity=Validity(0, 30)
    )
    assert one & other == privilege("create:/a/b", validity=Validity(10, 20))


@given(related(privileges), requests)
def test_what_is_covered_allows_no_more(pair: Pair, request_: Request) -> None:
    lower, upper = pair
    if upper.covers(lower) and allows(lower, request_):
        assert allows(upper, request_)


@given(privileges, privileges, requests)
def test_the_join_allows_what_either_allows(
    one: Privilege, other: Privilege, request_: Request
) -> None:
    if allows(one, request_) or allows(other, request_):
        assert allows(one | other, request_)


@given(related(privileges))
def test_difference_is_empty_exactly_when_covered(pair: Pair) -> None:
    lower, upper = pair
    for one, other in ((lower, upper), (upper, lower)):
        found = difference(one, other)
        assert bool(found) != (one <= other)
        assert bool(found) == bool(list(found))


@given(related(privileges))
def test_every_part_has_a_witness(pair: Pair) -> None:
    """The judge knows nothing of the order."""
    lower, upper = pair
    for one, other in ((lower, upper), (upper, lower)):
        for part in difference(one, other):
            witness = part.witness()
            assert allows(one, witness)
            assert not allows(other, witness)
            assert allows(part.extent, witness)
            assert part.extent <= one


@given(privileges, privileges, requests)
def test_the_parts_hold_all_that_the_other_lacks(
    one: Privilege, other: Privilege, request_: Request
) -> None:
    if allows(one, request_) and not allows(other, request_):
        assert any(allows(part.extent, request_) for part in difference(one, other))


def witnesses(one: Privilege, other: Privilege) -> list[tuple[str, str, str, str, int]]:
    return [
        (part.axis, str(seen.operation), str(seen.path), seen.endpoint, seen.instant)
        for part in difference(one, other)
        for seen in [part.witness()]
    ]


def test_a_witness_differs_from_the_need_on_its_axis_alone() -> None:
    need = privilege("create:/a/job", validity=Validity(1000, 2000))
    held = privilege(
        "modify:/a", "read:/", audience=Audience.of([A, B]), validity=Validity(500, 9000)
    )
    assert witnesses(held, need) == [
        ("scope", "read", "/file", A, 1999),
        ("scope", "delete", "/a/file", A, 1999),
        ("audience", "create", "/a/job", B, 1999),
        ("lifetime", "create", "/a/job", A, 999),
        ("lifetime", "create", "/a/job", A, 8999),
    ]


def test_a_witness_against_nothing_in_common_stays_with_the_credential() -> None:
    need = privilege("poll:/x", audience=Audience.of([B]), validity=Validity(0, 10))
    held = privilege("modify:/a/", "read:/", "submit:/", audience=Audience.of([A]))
    assert witnesses(held, need) == [
        ("scope", "read", "/file", A, 3699),
        ("scope", "delete", "/a/file", A, 3699),
        ("scope", "submit", "/", A, 3699),
        ("audience", "submit", "/", A, 3699),
        ("lifetime", "submit", "/", A, 3699),
    ]


def test_a_witness_of_an_unlimited_credential_is_made_up() -> None:
    need = privilege("modify:/", audience=Audience.of([A]))
    held = privilege("modify:/", audience=MISSING, validity=Validity(0, None))
    assert witnesses(held, need) == [
        ("audience", "delete", "/file", "https://any-other.example", 3699),
        ("lifetime", "delete", "/file", A, 99),
        ("lifetime", "delete", "/file", A, 3700),
    ]
    assert witnesses(held, NOTHING) == [
        ("scope", "delete", "/file", "https://any-other.example", 0),
        ("audience", "delete", "/file", "https://any-other.example", 0),
        ("lifetime", "delete", "/file", "https://any-other.example", 0),
    ]


def test_parts_come_by_axis_with_their_extent() -> None:
    need = privilege("read:/a/b")
    held = privilege("read:/a", "create:/a", audience=ANY, validity=Validity(0, 3700))
    found = difference(held, need)
    assert [part.extent for part in found.scope] == [
        privilege("read:/a", audience=ANY, validity=Validity(0, 3700)),
        privilege("create:/a", audience=ANY, validity=Validity(0, 3700)),
    ]
    assert [part.extent for part in found.audience] == [held]
    assert [part.extent for part in found.lifetime] == [
        privilege("read:/a", "create:/a", audience=ANY, validity=Validity(0, 100))
    ]
    assert tuple(found) == (*found.scope, *found.audience, *found.lifetime)
    assert all(part.whole == held and part.besides == need for part in found)


def test_the_extent_of_one_endpoint() -> None:
    held = privilege("read:/a", audience=Audience.of([A, B]))
    (part,) = difference(held, privilege("read:/a"))
    assert part.extent == privilege("read:/a", audience=Audience.of([B]))


def test_no_part_is_no_difference() -> None:
    same = privilege("read:/a")
    assert difference(same, same) == Difference((), (), ())
    assert not difference(same, same)
    assert not difference(NOTHING, NOTHING)


def test_a_witness_keeps_the_operation_of_the_need() -> None:
    found = difference(privilege("modify:/a"), privilege("create:/a"))
    assert [part.witness().operation for part in found] == [Operation.DELETE]
