"""What services see in a captured token."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import QUICK_HEADER
from tests.minting import claims, mint
from tokenlint.credentials.jwt import decode
from tokenlint.services.decision import Presented
from tokenlint.services.presenting import presentations


def seen(**changes: object) -> tuple[Presented, ...]:
    return presentations(decode(mint(claims(**changes), QUICK_HEADER).encode()).token)


def test_a_wlcg_token() -> None:
    (only,) = seen(**{"wlcg.groups": ["/vo", 7], "scope": "storage.read:/a  openid"})
    assert only.issuer == "https://issuer.example"
    assert only.audiences == ("https://storage.example",)
    assert only.scopes == ("storage.read:/a", "openid")
    assert (only.subject, only.groups, only.profile) == ("5f2c0a9e-made-up", ("/vo",), "wlcg")
    assert only.claims["jti"]


@pytest.mark.parametrize(
    ("changes", "profile"),
    [
        ({"wlcg.ver": None, "ver": "scitoken:2.0"}, "scitokens-2"),
        ({"ver": "scitoken:2.0"}, "scitokens-2"),
        ({"wlcg.ver": None, "ver": "scitokens:1.0"}, "scitokens-1"),
        ({"wlcg.ver": None}, "scitokens-1"),
        ({"ver": 2}, "scitokens-1"),
    ],
)
def test_its_claims_say_what_it_is(changes: dict[str, object], profile: str) -> None:
    assert seen(**changes)[0].profile == profile


def test_no_audience_is_another_thing_than_an_empty_one() -> None:
    assert seen(aud=None)[0].audiences is None
    assert seen(aud=[])[0].audiences == ()
    assert seen(aud=["a", 1, "b"])[0].audiences == ("a", "b")


def test_an_issuer_that_is_no_text_is_still_a_token() -> None:
    assert seen(iss=5)[0].issuer == ""
    assert seen(iss=None)[0].issuer == ""


def test_scopes_in_scp_are_read_by_some_services_only() -> None:
    with_scopes, without = seen(scope=None, scp=["storage.read:/a", "openid"])
    assert with_scopes.scopes == ("storage.read:/a", "openid")
    assert without.scopes == ()


_VALUES = (
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text() | st.integers())
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(
    ("iss", "aud", "scope", "scp", "sub", "wlcg.groups", "ver", "wlcg.ver"), _VALUES)))  # fmt: skip
def test_any_claims_can_be_presented(odd: dict[str, object]) -> None:
    found = presentations(decode(mint(json.dumps(odd), QUICK_HEADER).encode()).token)
    assert all(each.issuer is not None for each in found)
