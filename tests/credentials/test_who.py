"""Names of groups, roles and persons: what a pattern means, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.credentials.who import Who

URN = "urn:geant:vo.example:group:vo:role=member"


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("/vo", "/vo", True),
        ("/vo", "/vo/Role=NULL/Capability=NULL", True),
        ("/vo/Role=NULL", "/vo", True),
        ("/vo/Role=pilot/Capability=NULL", "/vo/Role=pilot", True),
        ("/vo", "/vo/production", False),
        ("/vo/production", "/vo", False),
        ("/vo", "/vo/Role=pilot", False),
        ("/vo/Role=pilot", "/vo", False),
        ("/vo/*", "/vo/production", True),
        ("/vo/*", "/vo/a/b/Role=x", True),
        ("/vo/*", "/vo", False),
        ("/vo/*", "/vo/", False),
        ("/vo/*", "/vo/Role=NULL", False),
        ("/vo/*", "/vo-other/a", False),
        ("/vo/Role=*", "/vo/Role=pilot", True),
        ("/vo/Role=*", "/vo/production", False),
        ("*", "anybody@pool.example", True),
        ("*", "", False),
        (URN, f"{URN}#aai.example", True),
        (f"{URN}#aai.example", f"{URN}#aai.example", True),
        (f"{URN}#aai.example", f"{URN}#other.example", False),
        (f"{URN}#aai.example", URN, False),
        (URN, URN.replace("urn:geant", "URN:GEANT"), True),
        (URN, URN.replace("role=member", "role=Member"), False),
        ("urn:geant:a%2fb", "urn:geant:a%2Fb", True),
        ("urn:geant:vo.example:group:vo:*", URN, True),
        ("urn:geant:vo.example:group:v", URN, False),
        ("/DC=example/CN=Robot 1", "/DC=example/CN=Robot 1", True),
        ("/DC=example/*", "/DC=example/CN=Robot 1", True),
    ],
)
def test_who_is_meant(pattern: str, name: str, meant: bool) -> None:
    assert Who.parse(pattern).sound
    assert Who.parse(pattern).means(name) is meant


@pytest.mark.parametrize("pattern", ["", "/vo*", "/*/production", "**", "/vo/**", "a*b"])
def test_a_pattern_may_not_mean_more_than_it_shows(pattern: str) -> None:
    assert not Who.parse(pattern).sound


NAMES = st.text(st.sampled_from("/vo=:#*%2fRoleNUL"), max_size=20) | st.text(max_size=20)


@given(NAMES)
def test_every_name_is_meant_by_itself_and_by_anybody(name: str) -> None:
    assert Who.parse("*").means(name) is bool(name)
    if "*" not in name:
        assert Who.parse(name).means(name)


@given(NAMES, NAMES)
def test_without_wildcard_it_is_an_equivalence(one: str, other: str) -> None:
    if "*" not in one + other and "#" not in one + other:
        assert Who.parse(one).means(other) == Who.parse(other).means(one)
