import pytest
from hypothesis import given

from tests.strategies import audiences, related
from tokenlint.privilege.audience import ANY, MISSING, Audience, AudienceRest

A, B, C = "https://a.example", "https://b.example", "https://c.example"
NOWHERE = Audience(frozenset())


@pytest.mark.parametrize("wildcard", ["https://wlcg.cern.ch/jwt/v1/any", "ANY"])
def test_a_wildcard_among_the_values_means_any(wildcard: str) -> None:
    for audience in (Audience.of([wildcard]), Audience.of([A, wildcard])):
        assert audience == ANY
        assert audience.stated == "any"
        assert audience.unlimited is True


@pytest.mark.parametrize("text", ["any", "ANY ", "https://wlcg.cern.ch/jwt/v1/any/", "*"])
def test_what_resembles_a_wildcard_is_a_name(text: str) -> None:
    assert Audience.of([text]).endpoints == {text}
    assert Audience.of([text]).unlimited is False


def test_a_list_is_the_set_of_its_strings() -> None:
    audience = Audience.of([B, A, B])
    assert audience.endpoints == {A, B}
    assert audience.stated == "list"
    assert audience.empty is False


def test_a_missing_audience_is_any_in_the_order_and_remembers_what_was_said() -> None:
    assert MISSING == ANY
    assert hash(MISSING) == hash(ANY)
    assert (MISSING.stated, ANY.stated) == ("missing", "any")
    assert MISSING.unlimited is True
    assert MISSING.empty is False


def test_an_empty_list_is_accepted_nowhere() -> None:
    assert Audience.of([]) == NOWHERE
    assert NOWHERE.empty is True


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        (ANY, ANY, True),
        (ANY, MISSING, True),
        (MISSING, ANY, True),
        (ANY, Audience.of([A]), True),
        (ANY, NOWHERE, True),
        (Audience.of([A]), ANY, False),
        (Audience.of([A, B]), Audience.of([A]), True),
        (Audience.of([A]), Audience.of([A]), True),
        (Audience.of([A]), Audience.of([A, B]), False),
        (Audience.of([A]), Audience.of([A + "/"]), False),
        (NOWHERE, Audience.of([A]), False),
    ],
)
def test_order(upper: Audience, lower: Audience, expected: bool) -> None:
    assert upper.covers(lower) is expected


def test_join_and_meet() -> None:
    one, other = Audience.of([A, B]), Audience.of([B, C])
    assert one | other == Audience.of([A, B, C])
    assert one & other == Audience.of([B])
    assert one | ANY == ANY | one == ANY
    assert one & ANY == ANY & one == one


def test_join_with_a_missing_audience_says_missing() -> None:
    assert (MISSING | Audience.of([A])).stated == "missing"
    assert (Audience.of([A]) | MISSING).stated == "missing"
    assert (MISSING & Audience.of([A])).stated == "list"


@pytest.mark.parametrize(
    ("one", "other", "rests"),
    [
        (ANY, MISSING, ()),
        (ANY, Audience.of([A]), (AudienceRest(None, frozenset({A})),)),
        (ANY, NOWHERE, (AudienceRest(None, frozenset()),)),
        (Audience.of([C, A, B]), Audience.of([B]), (AudienceRest(A), AudienceRest(C))),
        (Audience.of([A]), ANY, ()),
        (Audience.of([A]), Audience.of([A, B]), ()),
        (NOWHERE, NOWHERE, ()),
    ],
)
def test_difference(one: Audience, other: Audience, rests: tuple[AudienceRest, ...]) -> None:
    assert one.difference(other) == rests


@given(related(audiences))
def test_difference_is_empty_exactly_when_covered(pair: tuple[Audience, Audience]) -> None:
    lower, upper = pair
    assert (lower.difference(upper) == ()) == upper.covers(lower)


@pytest.mark.parametrize(
    ("rest", "witness"),
    [
        (AudienceRest(A), A),
        (AudienceRest(None), "https://any-other.example"),
        (AudienceRest(None, frozenset({A})), "https://any-other.example"),
        (
            AudienceRest(None, frozenset({"https://any-other.example"})),
            "https://any-other-2.example",
        ),
        (
            AudienceRest(
                None, frozenset({"https://any-other.example", "https://any-other-2.example"})
            ),
            "https://any-other-3.example",
        ),
    ],
)
def test_witness_endpoint(rest: AudienceRest, witness: str) -> None:
    assert rest.witness_endpoint() == witness
