from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.xrootd.model.validity import (
    Token,
    Trust,
    accepted,
    authentic,
    groups_of,
    profile_of,
    safe_username,
)

ISSUER = "https://issuer.example/vo"
AUDIENCE = "https://se.example"
ANY = "https://wlcg.cern.ch/jwt/v1/any"  # the profile's own word
GOOD = {
    "iss": ISSUER,
    "sub": "somebody",
    "aud": AUDIENCE,
    "scope": "storage.read:/",
    "wlcg.ver": "1.0",
    "iat": 0,
    "nbf": 0,
    "exp": 2,
}
OURS = Trust(frozenset({ISSUER}), (AUDIENCE,), now=1)
NOBODY = Trust(frozenset({ISSUER}), (), now=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)


def token(**changes: Any) -> Token:
    claims: dict[str, Any] = {**GOOD, **changes}
    return Token({name.replace("wlcg_", "wlcg."): value for name, value in claims.items()})


def without(*names: str) -> Token:
    return Token({name: value for name, value in GOOD.items() if name not in names})


def test_a_good_token_is_read() -> None:
    read = accepted(token(), OURS)
    assert read is not None
    assert (read.issuer, read.scope, read.wlcg) == (ISSUER, "storage.read:/", True)


@pytest.mark.parametrize("name", ["iss", "scope", "aud", "iat", "nbf", "exp"])
def test_claims_that_must_be_there(name: str) -> None:
    assert accepted(without(name), OURS) is None


def test_the_newer_library_does_without_nbf() -> None:
    assert accepted(without("nbf"), OURS, modern=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 0},
        {"exp": "9"},
        {"exp": 9.5},
        {"exp": True},
        {"nbf": 2},
        {"iat": 2},
        {"iss": ISSUER + "/"},
        {"scope": ["storage.read:/"]},
        {"sub": 7},
        {"jti": 7},
        {"wlcg_ver": "1.1"},
        {"wlcg_ver": 1.0},
        {"ver": "scitoken:3.0"},
        {"ver": 2},
    ],
)
def test_claims_that_void_a_token(changes: dict[str, Any]) -> None:
    assert accepted(token(**changes), OURS) is None


def test_a_token_that_is_not_genuine_is_refused() -> None:
    assert accepted(Token(GOOD, genuine=False), OURS) is None


@pytest.mark.parametrize(
    ("audience", "passes"),
    [
        (AUDIENCE, True),
        (AUDIENCE + "/", False),
        (AUDIENCE.upper(), False),
        (["https://else.example", AUDIENCE], True),
        (["https://else.example"], False),
        ([5, AUDIENCE], False),
        ([], False),
        ("", False),
        (None, False),
        (5, False),
        (ANY, True),
        (ANY + "/", False),
        ("ANY", False),
    ],
)
def test_audiences_of_a_wlcg_token(audience: object, *, passes: bool) -> None:
    assert (accepted(token(aud=audience), OURS) is not None) is passes


def test_without_an_audience_of_its_own_a_server_refuses_named_ones() -> None:
    assert accepted(token(), NOBODY) is None
    assert accepted(token(aud=ANY), NOBODY)


def test_scitokens_2_knows_any_audience_by_its_own_word() -> None:
    two = {"ver": "scitoken:2.0", "scope": "read:/"}
    assert accepted(token(**two, aud="ANY"), OURS)
    assert accepted(token(**two, aud=ANY), OURS) is None
    assert accepted(Token({**without("aud").claims, **two}), OURS) is None


def test_a_scitoken_1_without_audience_passes_where_none_is_asked_for() -> None:
    one = without("aud", "wlcg.ver")
    assert accepted(one, NOBODY)
    assert accepted(one, OURS) is None


def test_a_scitoken_1_may_hold_no_other_claims() -> None:
    one = without("wlcg.ver").claims
    assert accepted(Token(one), OURS)
    assert accepted(Token({**one, "wlcg.groups": ["/lab"]}), OURS) is None


def test_ver_comes_before_wlcg_ver() -> None:
    assert profile_of({**GOOD, "ver": "scitoken:2.0"}) == "scitokens-2"
    assert profile_of({"ver": "scitokens:1.0"}) == "scitokens-1"


def test_the_login_asks_less_than_a_request() -> None:
    assert authentic(without("scope"), OURS)
    assert authentic(token(aud="https://else.example"), OURS)
    assert not authentic(token(exp=0), OURS)


@pytest.mark.parametrize(
    ("value", "groups"),
    [
        (["/lab", "/lab/prod"], ("/lab", "/lab/prod")),
        (["two words"], ("two", "words")),
        (["/lab", 5], ()),
        ("/lab", ()),
        (None, ()),
    ],
)
def test_groups_are_a_list_of_strings(value: object, groups: tuple[str, ...]) -> None:
    assert groups_of({"wlcg.groups": value}, "wlcg.groups") == groups


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("alice", True),
        ("a.b_c@d-e", True),
        ("-a", False),
        ("", False),
        ("a b", False),
        ("é", False),
    ],
)
def test_safe_usernames(name: str, *, safe: bool) -> None:
    assert safe_username(name) is safe


@given(
    st.dictionaries(st.sampled_from([*GOOD, "ver", "jti", "x"]), JSON, max_size=5), st.booleans()
)
def test_any_claims_are_judged(changes: dict[str, Any], modern: bool) -> None:
    read = accepted(Token({**GOOD, **changes}), OURS, modern=modern)
    assert read is None or read.issuer == ISSUER
