"""Equal shapes stand for equal facts, and tokens that differ only in letters share one."""

import functools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import EVERY_LETTER, QUICK_HEADER, assert_same, reader, settings
from tests.minting import NOW, claims, mint
from tests.token_claims import claim_sets, relatives
from tokenlint.credentials.quick import quick_claims, token_of
from tokenlint.policy import shape
from tokenlint.policy.shape import Shape, Shapes
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.source import Source

READER = reader()


def shape_of(body: dict[str, Any], letters: frozenset[str] = frozenset()) -> Shape | None:
    quick = quick_claims(mint(body, QUICK_HEADER).encode())
    return None if quick is None else shapes_for(letters).of(quick)


@functools.cache
def shapes_for(letters: frozenset[str]) -> Shapes:
    """Shapes can be compared within one run only."""
    return Shapes(settings(), letters)


def subject_of(body: dict[str, Any], letters: frozenset[str] = frozenset()) -> TokenSubject:
    quick = quick_claims(mint(body, QUICK_HEADER).encode())
    assert quick is not None
    return TokenSubject(token_of(quick), Source("-"), settings(), READER.calibration, letters)


@given(relatives(), st.sampled_from([frozenset(), EVERY_LETTER, frozenset({"path_text"})]))
def test_equal_shapes_have_equal_facts_and_places(
    pair: tuple[dict[str, Any], dict[str, Any]], letters: frozenset[str]
) -> None:
    first, second = (shape_of(body, letters) for body in pair)
    if first is not None and first == second:
        assert_same(*(subject_of(body, letters) for body in pair))


@given(claim_sets(), claim_sets())
def test_strangers_of_equal_shape_do_not_differ_either(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    timed = {"iat": NOW, "exp": NOW + 60}
    one, other = first | timed, second | timed
    shape = shape_of(one)
    if shape is not None and shape == shape_of(other):
        assert_same(subject_of(one), subject_of(other))


SAME = [
    ({"scope": "storage.read:/a/b"}, {"scope": "storage.read:/c/d"}),
    (
        {"scope": "storage.read:/a storage.create:/a/b"},
        {"scope": "storage.read:/x storage.create:/x/y"},
    ),
    ({"jti": "0b6f8c1e-made-up"}, {"jti": "another-one"}),
    ({"jti": "1"}, {"jti": "17"}),
    ({"sub": "5f2c0a9e-made-up"}, {"sub": "77777777-made-up"}),
    ({"iat": NOW, "nbf": NOW, "exp": NOW + 60}, {"iat": NOW - 9, "nbf": NOW - 9, "exp": NOW + 51}),
    ({"email": "ada@site.example"}, {"email": "bob@site.example"}),
    ({"auth_time": NOW}, {"auth_time": NOW - 5}),
]  # fmt: skip
OTHER = [
    ({"scope": "storage.read:/a/b"}, {"scope": "storage.read:/a"}),
    ({"scope": "storage.read:/a"}, {"scope": "storage.read:/a/"}),
    ({"scope": "storage.read:/a storage.read:/a"}, {"scope": "storage.read:/a storage.read:/b"}),
    ({"scope": "storage.read:/a//b"}, {"scope": "storage.read:/a//c"}),
    ({"scope": "openid"}, {"scope": ["openid"]}),
    ({"aud": "https://a.example"}, {"aud": ["https://a.example"]}),
    ({"custom": True}, {"custom": 1}),
    ({"custom": "jti", "jti": None}, {"custom": None}),
    ({"jti": "0b6f8c1e-made-up"}, {"jti": "short"}),
    ({"jti": "1"}, {"jti": ""}),
    ({"jti": "1"}, {"jti": " "}),
    ({"sub": "5f2c0a9e-made-up"}, {"sub": "Ada Lovelace"}),
    ({"nbf": None}, {"nbf": NOW}),
    ({"exp": NOW + 60}, {"exp": NOW + 61}),
    ({"iat": NOW + 7200, "nbf": NOW, "exp": NOW + 9000}, {"exp": NOW + 1800}),
    (
        {"iat": NOW - 30, "nbf": NOW - 30, "exp": NOW + 3570},
        {"iat": NOW + 30, "nbf": NOW + 30, "exp": NOW + 3630},  # not yet valid
    ),
    (
        {"iat": NOW - 600, "nbf": None, "exp": NOW + 3000},
        {"iat": NOW + 600, "nbf": None, "exp": NOW + 4200},  # issued in the future
    ),
    ({"nbf": NOW - 10}, {"nbf": NOW - 1000}),  # backdated
    ({"email": "ada@site.example"}, {"email": ["ada@site.example"]}),
    ({"custom": "x" * 9000}, {"custom": "x"}),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_what_no_policy_sees_is_no_part_of_it(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    one, other = claims(**first), claims(**second)
    assert shape_of(one) is not None
    assert shape_of(one) == shape_of(other)
    assert_same(subject_of(one), subject_of(other))


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_what_a_policy_may_see_is(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert shape_of(claims(**first)) != shape_of(claims(**second))


def test_letters_of_paths_count_where_a_policy_reads_them() -> None:
    one, other = claims(scope="storage.read:/a"), claims(scope="storage.read:/b")
    letters = frozenset({"path_text"})
    assert shape_of(one, letters) != shape_of(other, letters)
    assert shape_of(claims(scope="jti", jti=None), letters) != shape_of(claims(scope=None), letters)


@pytest.mark.parametrize(
    "odd",
    [
        {"exp": None},
        {"iat": None},
        {"exp": "soon"},
        {"nbf": 1.5},
        {"iat": NOW, "exp": NOW},
        {"nbf": NOW + 9999},
        {"iat": -1},
        {"custom": [1]},
        {"custom": {"a": {"b": {}}}},
    ],
)
def test_only_the_long_way_can_tell(odd: dict[str, Any]) -> None:
    assert shape_of(claims(**odd)) is None


def test_the_order_of_claims_is_no_part_of_a_stable_shape() -> None:
    made = shapes_for(frozenset())
    first, second = claims(), dict(reversed(claims().items()))
    one, other = shape_of(first), shape_of(second)
    assert one is not None
    assert other is not None
    assert one != other
    assert made.stable(one) == made.stable(other)
    assert_same(subject_of(first), subject_of(second))


@given(st.lists(st.sampled_from("abcdef"), min_size=3, max_size=12))
def test_more_forms_than_are_remembered_change_no_stable_shape(names: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape, "_MOST_FORMS", 2)
        few, many = Shapes(settings(), frozenset()), shapes_for(frozenset())
        for name in names:
            quick = quick_claims(mint(claims() | {name: "x"}, QUICK_HEADER).encode())
            assert quick is not None
            one, other = few.of(quick), many.of(quick)
            assert one is not None
            assert other is not None
            assert few.stable(one) == many.stable(other)


def test_null_takes_the_long_way() -> None:
    assert shape_of(claims() | {"custom": None}) is None
