import pytest

from tokenlint.credentials.signature import cut_short, shape_anomalies


@pytest.mark.parametrize(
    ("algorithm", "size", "cut"),
    [
        ("RS256", 256, False),
        ("RS256", 384, False),
        ("PS512", 255, True),
        ("RS256", 64, True),
        ("ES256", 64, False),
        ("ES256", 63, True),
        ("ES256", 71, False),  # ASN.1: wrong, but whole
        ("HS512", 32, True),
        ("unknown", 1, False),
        (None, 1, False),
        (["RS256"], 1, False),
    ],
)
def test_lengths_of_signatures(algorithm: object, size: int, cut: bool) -> None:
    assert cut_short(algorithm, size) is cut


def test_the_number_of_parts() -> None:
    kinds = [
        [(a.kind.value, a.part.value) for a in shape_anomalies([b"A"] * parts, {})]
        for parts in (1, 2, 4, 5)
    ]
    assert kinds == [
        [("truncated", "token")],
        [("truncated", "signature")],
        [("extra-parts", "token")],
        [("extra-parts", "token")],
    ]


def test_an_unsecured_token_ends_with_a_dot() -> None:
    assert shape_anomalies([b"A", b"A", b""], {"alg": "none"}) == ()
