"""Known issuers, names that say test, and slips."""

import pytest

from tokenlint.services.issuers import KnownIssuer, KnownIssuers

TABLE = KnownIssuers(
    (
        KnownIssuer("https://atlas-auth.example", "production"),
        KnownIssuer("https://vo.example/", "production"),
        KnownIssuer("https://demo-for-all.example", "public"),
    ),
    frozenset({"dev", "test"}),
)


@pytest.mark.parametrize(
    ("url", "standing"),
    [
        ("https://atlas-auth.example", "production"),
        ("https://atlas-auth.example/", "production"),
        ("https://demo-for-all.example", "public"),
        ("https://iam-dev.example", "named-test"),
        ("https://test.example/vo", "named-test"),
        ("https://latest.example", "unlisted"),
        ("https://[bad", "unlisted"),
        ("", "unlisted"),
    ],
)
def test_standing(url: str, standing: str) -> None:
    assert TABLE.standing(url) == standing


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("https://atlas-auth.example", ""),
        ("https://atlas-auth.example/", "https://atlas-auth.example"),
        ("https://vo.example", "https://vo.example/"),
        ("https://Atlas-Auth.example", "https://atlas-auth.example"),
        ("https://altas-auth.example", "https://atlas-auth.example"),
        ("https://cms-auth.example", ""),
        ("https://elsewhere.example", ""),
    ],
)
def test_slips(url: str, near: str) -> None:
    assert TABLE.near([url]) == ({url: near} if near else {})


def test_another_spelling_within_the_same_service() -> None:
    both = ["https://own.example/", "https://own.example"]
    assert TABLE.near(both) == {both[0]: both[1], both[1]: both[0]}
    assert TABLE.near(both[1:]) == {}
