"""Whether the signature of a token is one that libscitokens accepts.

Follows `find_key_id` and `SciTokenKey` of libscitokens 0.7.3: the key comes from the issuer alone,
never from the token's own header (`jwk`, `jku`), and its algorithm from the key.
"""

from collections.abc import Mapping

_KNOWN = frozenset({"RS256", "ES256"})


def made_by_its_issuer(
    *, algorithm: object, kid: object, signed_with: str, keys: Mapping[str, str]
) -> bool:
    """Whether a signature is that of the issuer's key which the header names.

    `keys` are the issuer's, by name, with their algorithm; `signed_with` is the key that was used.
    Without a `kid`, the issuer must have one key only.
    """
    if kid is None and len(keys) == 1:
        kid = next(iter(keys))
    if not isinstance(kid, str) or kid not in keys:
        return False
    return keys[kid] in _KNOWN and keys[kid] == algorithm and kid == signed_with
