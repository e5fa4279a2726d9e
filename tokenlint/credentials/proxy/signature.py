"""Whether bytes were signed with a key: inside what is presented, no trust follows from it."""

import warnings
from typing import Any

from tokenlint.credentials.proxy.algorithms import UNKNOWN, digest_of
from tokenlint.credentials.proxy.attributes import Signed
from tokenlint.credentials.proxy.certificate import Loaded

# With what `cryptography` may answer to a key or a signature that it cannot use.
_REFUSALS = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


def signed_by(certificate: Loaded, issuer: Loaded) -> Signed:
    """Whether the certificate was signed with the issuer's key; names are not compared."""
    from cryptography.exceptions import UnsupportedAlgorithm

    raw = certificate.raw
    oid = raw.signature_algorithm_oid.dotted_string
    if digest_of(oid) != UNKNOWN:
        return made_by(issuer, oid, raw.signature, raw.tbs_certificate_bytes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            how, digest = raw.signature_algorithm_parameters, raw.signature_hash_algorithm
        except (*_REFUSALS, UnsupportedAlgorithm):
            return Signed.UNCHECKED
    return _check(issuer.public_key, raw.signature, raw.tbs_certificate_bytes, digest, how)


def made_by(issuer: Loaded, oid: str, signature: bytes, data: bytes) -> Signed:
    """Whether the bytes were signed with the issuer's key by the algorithm of that number."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    known = {
        "md5": hashes.MD5(),  # noqa: S303  # to tell that somebody signed with it
        "sha1": hashes.SHA1(),  # noqa: S303
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }
    name = digest_of(oid)
    if name == UNKNOWN:
        return Signed.UNCHECKED
    return _check(issuer.public_key, signature, data, known.get(name), padding.PKCS1v15())


def _check(public: Any, signature: bytes, data: bytes, digest: Any, how: Any) -> Signed:
    """`how` is the padding of an RSA signature, of no meaning for other keys."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if isinstance(public, rsa.RSAPublicKey) and digest is not None:
                public.verify(signature, data, how, digest)
            elif isinstance(public, ec.EllipticCurvePublicKey) and digest is not None:
                public.verify(signature, data, ec.ECDSA(digest))
            elif isinstance(public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
                public.verify(signature, data)
            else:
                return Signed.UNCHECKED
        except InvalidSignature:
            return Signed.BROKEN
        except UnsupportedAlgorithm:
            return Signed.UNCHECKED
        except _REFUSALS:
            return Signed.BROKEN
    return Signed.FITS
