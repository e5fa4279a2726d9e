"""Each flaw, seen by PyJWT, by plain cryptography and by the verifier of `tokenlint token`."""

import hashlib
import hmac
import json
import re

import jwt
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import NOW
from tests.probe.forged import (
    AUDIENCE,
    ISSUER,
    NARROW,
    SCOPE,
    claims_text,
    forged,
    judged,
    key,
    mint,
    parts,
    signing_input,
)
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import keys_from
from tokenlint.credentials.token import Profile, Verified
from tokenlint.credentials.verify import verify
from tokenlint.probe.broken import STRANGE_ISSUER, Strangers, by_a_stranger, public_pem
from tokenlint.probe.forge import CRITICAL, SKEW, STRANGERS
from tokenlint.probe.signing import ALGORITHMS, key_set
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

FLAWS = [flaw for flaw in Flaw if flaw not in (Flaw.NO_TOKEN, Flaw.NONE)]
SIGNED_BY_ISSUER = [Flaw.NONE, *(flaw for flaw in FLAWS if flaw not in STRANGERS)]

JUDGED = {
    Flaw.NONE: "ok",
    Flaw.EXPIRED: "Expired",
    Flaw.NOT_YET_VALID: "Immature",
    Flaw.NO_EXPIRY: "MissingRequiredClaimError",
    Flaw.WRONG_ISSUER: "NoSuchKey",
    Flaw.UNKNOWN_KEY: "NoSuchKey",
    Flaw.OTHER_KEY: "InvalidSignatureError",
    Flaw.KEY_IN_HEADER: "InvalidSignatureError",
    Flaw.TAMPERED: "InvalidSignatureError",
    Flaw.UNSIGNED: "InvalidAlgorithmError",
    Flaw.HMAC_PUBLIC_KEY: "InvalidAlgorithmError",
    Flaw.DUPLICATE_MEMBERS: "ok",  # PyJWT takes the last of two
    Flaw.UNKNOWN_CRITICAL: "InvalidTokenError",
    Flaw.UNKNOWN_VERSION: "ok",  # PyJWT knows no versions of the profile
}
CHANGES = {  # members of header and claims, besides `jti`
    Flaw.NONE: set(),
    Flaw.EXPIRED: {"iat", "nbf", "exp"},
    Flaw.NOT_YET_VALID: {"nbf", "exp"},
    Flaw.NO_EXPIRY: {"exp"},
    Flaw.WRONG_ISSUER: {"iss", "kid"},
    Flaw.UNKNOWN_KEY: {"kid"},
    Flaw.OTHER_KEY: set(),
    Flaw.KEY_IN_HEADER: {"jwk"},
    Flaw.TAMPERED: set(),
    Flaw.UNSIGNED: {"alg"},
    Flaw.HMAC_PUBLIC_KEY: {"alg"},
    Flaw.DUPLICATE_MEMBERS: {"scope"},
    Flaw.UNKNOWN_CRITICAL: {"crit", CRITICAL},
    Flaw.UNKNOWN_VERSION: {"wlcg.ver"},
}


def signed_by(token: Token, public: dict[str, str]) -> bool:
    """Whether the signature is that of a key on P-256, without any library for tokens."""
    signature = parts(token)[2]
    whole = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    found = jwt.PyJWK.from_dict(public | {"alg": "ES256"}).key
    try:
        found.verify(whole, signing_input(token), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("flaw", JUDGED)
def test_a_careful_service_refuses_for_that_reason(flaw: Flaw, algorithm: str) -> None:
    assert judged(forged(flaw, algorithm), algorithm) == JUDGED[flaw]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("flaw", JUDGED)
def test_nothing_else_is_otherwise_than_in_a_sound_token(flaw: Flaw, algorithm: str) -> None:
    sound, flawed = parts(forged(Flaw.NONE, algorithm)), parts(forged(flaw, algorithm))
    changed = {
        name
        for one, other in zip(sound[:2], flawed[:2], strict=True)
        for name in one.keys() | other.keys()
        if one.get(name) != other.get(name)
    }
    assert changed == CHANGES[flaw] | {"jti"}


@pytest.mark.parametrize("flaw", SIGNED_BY_ISSUER)
def test_what_needs_the_issuer_is_signed_by_it(flaw: Flaw) -> None:
    assert signed_by(forged(flaw), key().jwk)


@pytest.mark.parametrize("flaw", sorted(STRANGERS - {Flaw.UNSIGNED, Flaw.HMAC_PUBLIC_KEY}))
def test_what_strangers_make_is_not(flaw: Flaw) -> None:
    assert not signed_by(forged(flaw), key().jwk)


@pytest.mark.parametrize("flaw", [Flaw.NONE, *FLAWS])
def test_the_verifier_of_tokenlint_agrees(flaw: Flaw) -> None:
    keys = keys_from(json.dumps(key_set([key()])).encode(), "published")
    data = forged(flaw).value.encode()
    claimed = decode(data)
    assert claimed.token.profile is Profile.WLCG
    signed = flaw in SIGNED_BY_ISSUER and flaw is not Flaw.UNKNOWN_CRITICAL
    assert isinstance(verify(data, claimed, keys), Verified) is signed


def test_an_expired_token_is_sound_before_its_end() -> None:
    token = forged(Flaw.EXPIRED, lifetime=300)
    assert judged(token, verify_exp=False) == "ok"
    assert judged(token, at=NOW - SKEW - 1) == "ok"
    assert judged(token, at=NOW - SKEW) == "Expired"
    claims = parts(token)[1]
    assert claims["exp"] - claims["iat"] == 300


def test_a_token_of_tomorrow_is_sound_tomorrow() -> None:
    token = forged(Flaw.NOT_YET_VALID)
    assert judged(token, verify_nbf=False) == "ok"
    assert judged(token, at=parts(token)[1]["nbf"]) == "ok"


def test_without_an_expiry_all_else_is_sound() -> None:
    assert judged(forged(Flaw.NO_EXPIRY), verify_exp=False) == "ok"


def test_the_stranger_signs_with_a_key_of_its_own() -> None:
    stranger = mint().strangers.key("ES256").jwk
    for flaw in (Flaw.UNKNOWN_KEY, Flaw.OTHER_KEY, Flaw.KEY_IN_HEADER, Flaw.WRONG_ISSUER):
        assert signed_by(forged(flaw), stranger)


def test_the_key_in_the_header_is_the_one_that_signed() -> None:
    token = forged(Flaw.KEY_IN_HEADER)
    public = parts(token)[0]["jwk"]
    assert signed_by(token, public)
    assert "d" not in public


def test_the_wrong_issuer_cannot_exist() -> None:
    assert parts(forged(Flaw.WRONG_ISSUER))[1]["iss"] == STRANGE_ISSUER
    assert STRANGE_ISSUER.endswith(".invalid")


def test_a_tampered_token_has_header_and_signature_of_the_good_one() -> None:
    good = forged()
    token = by_a_stranger(Wish(SCOPE, (AUDIENCE,), flaw=Flaw.TAMPERED), good, Strangers())
    before, after = good.value.split("."), token.value.split(".")
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_public_key_is_the_secret_of_the_hmac(algorithm: str) -> None:
    token = forged(Flaw.HMAC_PUBLIC_KEY, algorithm)
    secret = (
        key(algorithm)
        .private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert public_pem(key(algorithm).jwk) == secret
    wanted = hmac.new(secret, signing_input(token), hashlib.sha256).digest()
    assert hmac.compare_digest(parts(token)[2], wanted)


def test_an_unsigned_token_has_an_empty_signature() -> None:
    assert parts(forged(Flaw.UNSIGNED))[2] == b""


def test_both_scopes_are_in_the_bytes_the_wider_first() -> None:
    text = claims_text(forged(Flaw.DUPLICATE_MEMBERS))
    assert re.findall(r'"scope":"([^"]*)"', text) == [SCOPE, NARROW]
    assert json.loads(text)["scope"] == NARROW


def test_the_critical_header_is_there_as_the_rfc_wants() -> None:
    header = parts(forged(Flaw.UNKNOWN_CRITICAL))[0]
    assert all(name in header for name in header["crit"])


def test_claims_of_the_profile() -> None:
    claims = parts(forged(groups=("/wlcg", "/wlcg/test")))[1]
    assert claims["wlcg.ver"] == "1.0"
    assert (claims["iss"], claims["aud"], claims["scope"]) == (ISSUER, AUDIENCE, SCOPE)
    assert claims["wlcg.groups"] == ["/wlcg", "/wlcg/test"]
    assert (claims["iat"], claims["nbf"], claims["exp"]) == (NOW - 60, NOW - 60, NOW + 600)
    assert claims["jti"] != parts(forged())[1]["jti"]


def test_claims_that_are_not_wished_are_not_there() -> None:
    claims = parts(mint().forge(Wish(None, None)))[1]
    assert claims.keys() == {"wlcg.ver", "iss", "sub", "jti", "iat", "nbf", "exp"}


def test_no_token_is_no_token() -> None:
    with pytest.raises(Unobtainable):
        mint().forge(Wish("x", None, flaw=Flaw.NO_TOKEN))


@pytest.mark.parametrize("flaw", [flaw for flaw in FLAWS if flaw not in STRANGERS])
def test_a_stranger_cannot_make_what_needs_the_issuer(flaw: Flaw) -> None:
    with pytest.raises(Unobtainable, match="nobody but the issuer"):
        by_a_stranger(Wish(SCOPE, (AUDIENCE,), flaw=flaw), forged(), Strangers())


def test_without_its_public_key_there_is_no_hmac() -> None:
    with pytest.raises(Unobtainable, match="--jwks"):
        by_a_stranger(Wish("x", None, flaw=Flaw.HMAC_PUBLIC_KEY), forged(), Strangers())


BAD_KEYS = [{}, {"kty": "RSA"}, {"kty": "EC", "crv": "P-256", "x": "?", "y": 5}, {"kty": "oct"}]


@pytest.mark.parametrize("public", BAD_KEYS, ids=range(len(BAD_KEYS)))
def test_a_public_key_that_is_none(public: dict[str, object]) -> None:
    with pytest.raises(TokenFailed, match="public key cannot be read"):
        by_a_stranger(Wish("x", None, flaw=Flaw.HMAC_PUBLIC_KEY), forged(), Strangers(), public)


@pytest.mark.parametrize("value", ["a.b.c", "e30", "e30.W10.x", "e30.e30"])
def test_a_good_token_that_is_none(value: str) -> None:
    with pytest.raises(TokenFailed, match="good token cannot be read"):
        by_a_stranger(Wish("x", None, flaw=Flaw.UNSIGNED), Token(value), Strangers())


@given(st.text(), st.lists(st.text(), max_size=3), st.sampled_from([Flaw.NONE, *FLAWS]))
def test_any_scope_and_audience_come_back_exactly(
    scope: str, audience: list[str], flaw: Flaw
) -> None:
    wished = Wish(scope, tuple(audience), flaw=flaw, narrow=scope[::-1])
    claims = parts(mint().forge(wished))[1]
    counts = wished.narrow if flaw is Flaw.DUPLICATE_MEMBERS else scope
    assert claims["scope"] == counts
    assert claims["aud"] == (audience[0] if len(audience) == 1 else audience)


def test_no_token_is_shown() -> None:
    token = forged()
    assert token.value.rpartition(".")[2] not in repr(token)
    assert "ES256" in repr(mint())


def test_what_is_out_of_its_time_is_so_for_every_clock_and_leniency() -> None:
    assert parts(forged(Flaw.EXPIRED))[1]["exp"] == NOW - 600
    assert parts(forged(Flaw.NOT_YET_VALID))[1]["nbf"] == NOW + 1200
    assert parts(forged(Flaw.NO_EXPIRY))[1]["nbf"] == NOW - 60


def test_the_unknown_version_has_another_major_part() -> None:
    assert parts(forged(Flaw.UNKNOWN_VERSION))[1]["wlcg.ver"].partition(".")[0] not in {"0", "1"}
