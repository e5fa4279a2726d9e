"""Signatures by the numbers of their algorithms."""

import pytest

from tokenlint.credentials.proxy.algorithms import UNKNOWN, digest_of


@pytest.mark.parametrize(
    ("oid", "digest"),
    [
        ("1.2.840.113549.1.1.4", "md5"),
        ("1.2.840.113549.1.1.5", "sha1"),
        ("1.2.840.10045.4.3.2", "sha256"),
        ("1.3.101.112", ""),
        ("1.2.3", UNKNOWN),
    ],
)
def test_the_hash_of_an_algorithm(oid: str, digest: str) -> None:
    assert digest_of(oid) == digest
