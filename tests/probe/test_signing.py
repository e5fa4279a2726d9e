import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tokenlint.probe.signing import (
    ALGORITHMS,
    KNOWN,
    as_json,
    compact,
    encoded,
    key_set,
    new_key,
)


@pytest.mark.parametrize("algorithm", sorted(KNOWN))
def test_what_a_key_signs_its_published_half_verifies(algorithm: str) -> None:
    key = new_key(algorithm)
    token = compact({"alg": algorithm, "kid": key.key_id}, as_json({"sub": "x"}), key)
    public = jwt.PyJWK.from_dict(key_set([key])["keys"][0])
    assert jwt.decode(token, public, algorithms=[algorithm]) == {"sub": "x"}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_private_is_published_or_shown(algorithm: str) -> None:
    key = new_key(algorithm)
    public = {"kty", "n", "e", "crv", "x", "y", "kid", "alg", "use"}
    assert key.jwk.keys() <= public
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    assert encoded(private)[-40:] not in repr(key)
    assert "private" not in repr(key).lower()


def test_two_keys_have_two_names_unless_they_are_given_one() -> None:
    one, other = new_key("ES256"), new_key("ES256")
    assert one.key_id != other.key_id
    assert len(one.key_id) == 43  # SHA-256 in base64url
    assert new_key("ES256", "mine").key_id == "mine"


@pytest.mark.parametrize("algorithm", ["HS256", "none", "", "ES256K"])
def test_other_algorithms_have_no_key(algorithm: str) -> None:
    with pytest.raises(ValueError, match="no key for the algorithm"):
        new_key(algorithm)


def test_without_a_key_the_signature_is_empty() -> None:
    assert compact({"alg": "none"}, b"{}", None).endswith(".e30.")
