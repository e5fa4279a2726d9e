from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import SCALARS
from tests.credentials.schema import assert_valid
from tests.minting import NOW
from tokenlint.credentials.times import LATEST, lifetime_facts, read_times, validity_of
from tokenlint.privilege.validity import Validity

_LIMITS = {"backdating_seconds": 300, "clock_skew_seconds": 60}


def facts(**claims: Any) -> dict[str, Any]:
    found = lifetime_facts(claims, NOW, _LIMITS)
    assert_valid(found, "lifetime")
    return found


@given(
    st.dictionaries(st.sampled_from(("exp", "iat", "nbf")), SCALARS | st.integers(NOW - 9, NOW + 9))
)
def test_any_values_have_facts_and_a_validity(claims: dict[str, Any]) -> None:
    found = facts(**claims)
    validity = validity_of(claims, NOW)
    if found["form"] == "bounded" and "iat" not in claims and read_times(claims).start is not None:
        assert validity.seconds == found["seconds"]
    if "exp" not in claims:
        assert validity.expiry is None


@pytest.mark.parametrize(
    ("claims", "form", "state", "seconds", "problems"),
    [
        ({"iat": NOW, "nbf": NOW, "exp": NOW + 3600}, "bounded", "valid", 3600, []),
        ({"iat": NOW, "nbf": NOW - 60, "exp": NOW + 60}, "bounded", "valid", 60, []),
        ({"iat": NOW, "nbf": NOW + 10, "exp": NOW + 60}, "bounded", "not-yet-valid", 50, []),
        ({"exp": NOW + 60}, "bounded", "valid", 60, []),
        ({"exp": NOW - 60}, "bounded", "expired", 0, []),
        ({"iat": NOW - 9, "exp": NOW}, "bounded", "expired", 9, []),
        ({"iat": NOW}, "unbounded", "valid", None, []),
        ({}, "unbounded", "undated", None, []),
        ({"exp": "soon"}, "invalid", "undated", None, ["exp-wrong-type"]),
        ({"exp": True}, "invalid", "undated", None, ["exp-wrong-type"]),
        ({"exp": str(NOW + 60), "iat": NOW}, "invalid", "valid", None, ["exp-wrong-type"]),
        ({"exp": NOW * 1000, "iat": NOW}, "invalid", "valid", None, ["absurd"]),
        ({"exp": float("inf")}, "invalid", "undated", None, ["absurd"]),
        ({"exp": float("nan")}, "invalid", "undated", None, ["absurd"]),
        ({"exp": 10**300}, "invalid", "undated", None, ["absurd"]),
        ({"exp": 10**390}, "invalid", "undated", None, ["absurd"]),
        ({"exp": NOW + 60.5, "iat": NOW + 0.5}, "bounded", "valid", 61, ["fraction"]),
        ({"exp": float(NOW + 60), "iat": NOW}, "bounded", "valid", 60, []),
        ({"exp": NOW, "iat": NOW}, "invalid", "expired", None, ["exp-not-after-start"]),
        ({"exp": -5}, "bounded", "expired", 0, ["negative"]),
        ({"iat": NOW + 61, "exp": NOW + 99}, "bounded", "valid", 38, ["issued-in-future"]),
        ({"iat": NOW + 60, "exp": NOW + 99}, "bounded", "valid", 39, []),
        ({"iat": NOW, "nbf": NOW - 301, "exp": NOW + 9}, "bounded", "valid", 9, ["backdated"]),
        ({"iat": NOW, "nbf": NOW - 300, "exp": NOW + 9}, "bounded", "valid", 9, []),
        ({"iat": [], "nbf": {}, "exp": LATEST}, "bounded", "valid", LATEST - NOW,
         ["iat-wrong-type", "nbf-wrong-type"]),
    ],
)  # fmt: skip
def test_facts(
    claims: dict[str, Any], form: str, state: str, seconds: int | None, problems: list[str]
) -> None:
    found = facts(**claims)
    assert (found["form"], found["state"], found["problems"]) == (form, state, problems)
    assert found.get("seconds") == seconds


def test_what_can_be_refreshed_says_so() -> None:
    assert lifetime_facts({}, NOW, _LIMITS, refreshable=True)["refreshable"] is True


@pytest.mark.parametrize(
    ("claims", "validity"),
    [
        ({"iat": 5, "nbf": 3, "exp": 9}, Validity(5, 9)),
        ({"exp": NOW + 9}, Validity(NOW, NOW + 9)),
        ({"exp": 9}, Validity(0, 9)),
        ({"iat": 5}, Validity(5, None)),
        ({"exp": "x", "iat": 5}, Validity(5, None)),
        ({"exp": NOW * 1000, "iat": 5}, Validity(5, None)),
        ({}, Validity(NOW, None)),
        ({"iat": 9, "exp": 9}, Validity(0, 9)),
        ({"iat": 9, "nbf": 2, "exp": 9}, Validity(2, 9)),
        ({"nbf": 9, "exp": 9}, Validity(0, 0)),
    ],
)
def test_validity(claims: dict[str, Any], validity: Validity) -> None:
    assert validity_of(claims, NOW) == validity


def test_without_a_judged_instant_it_has_always_been_valid() -> None:
    assert validity_of({"exp": 9}) == Validity(0, 9)
    assert validity_of({}) == Validity(0, None)
