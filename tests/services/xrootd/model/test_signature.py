import pytest

from tokenlint.services.xrootd.model.signature import made_by_its_issuer

TWO = {"one": "RS256", "two": "ES256"}
ONE = {"one": "RS256"}


@pytest.mark.parametrize(
    ("algorithm", "kid", "signed_with", "keys", "genuine"),
    [
        ("RS256", "one", "one", TWO, True),
        ("ES256", "two", "two", TWO, True),
        ("RS256", None, "one", ONE, True),
        ("RS256", None, "one", TWO, False),
        ("RS256", "two", "one", TWO, False),
        ("RS256", "one", "stranger", TWO, False),
        ("RS256", "stranger", "stranger", TWO, False),
        ("RS256", 1, "one", TWO, False),
        ("none", "one", "one", TWO, False),
        ("HS256", "one", "one", TWO, False),
        ("RS512", "three", "three", {"three": "RS512"}, False),
        ("RS256", None, "one", {}, False),
    ],
)
def test_only_the_named_key_of_the_issuer_counts(
    algorithm: str, kid: object, signed_with: str, keys: dict[str, str], *, genuine: bool
) -> None:
    found = made_by_its_issuer(algorithm=algorithm, kid=kid, signed_with=signed_with, keys=keys)
    assert found is genuine
