"""The tokens of a matrix, as the servers of the lab saw them.

The lab signed with keys of its own: two of the first issuer, one of the second,
and one that no issuer has.
"""

import re
from collections.abc import Mapping
from typing import Any

from tokenlint.services.xrootd.model.signature import made_by_its_issuer
from tokenlint.services.xrootd.model.validity import Token
from tokenlint.services.xrootd.model.versions import Change, Release

NOW = 1_800_000_000
"""The time of the model's look at a token, in seconds; the tokens tell theirs relative to it."""

_KEYS = {
    "vo1": {"rsa1": "RS256", "ec1": "ES256"},
    "vo2": {"rsa2": "RS256"},
}
_RELATIVE = re.compile(r"now([+-]\d+)")
_DROPPED = "<dropped>"
_BARE = frozenset({"noscheme", "q-authz"})
_UNHEARD = frozenset({"basic", "lowercase", "q-access_token"})
_IN_HEADER = frozenset({"header", "noscheme"})


def token_of(entry: Mapping[str, Any]) -> Token | None:
    """The token of an entry of `tokens.json`; None for a client without one."""
    claims = entry["claims"]
    if claims is None:
        return None
    header = entry["header"]
    issuer = str(claims.get("iss", ""))
    kid = header.get("kid", entry["key"])
    genuine = "_tamper" not in header and made_by_its_issuer(
        algorithm=header.get("alg", entry["alg"]),
        kid=None if kid == _DROPPED else kid,
        signed_with=entry["key"],
        keys=_KEYS.get(issuer.rpartition("/")[2], {}),
    )
    return Token({name: _absolute(value) for name, value in claims.items()}, genuine)


def heard(entry: Mapping[str, Any], release: Release, *, header2cgi: bool) -> bool:
    """Whether a server looks for a token where a request shows this one."""
    via = entry["via"]
    if via in _UNHEARD or (via in _IN_HEADER and not header2cgi):
        return False
    return via not in _BARE or release.has(Change.BARE_TOKEN)


def _absolute(value: object) -> object:
    found = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    return NOW + int(found[1]) if found else value


def session_token(scope: str) -> dict[str, Any]:
    """An entry for a valid token of the first issuer, which the sessions of the lab used."""
    claims = {
        "aud": "https://se.lab.test",
        "iss": "https://issuer.lab.test/vo1",
        "sub": "alice",
        "wlcg.ver": "1.0",
        "scope": scope,
        "iat": "now-5",
        "nbf": "now-5",
        "exp": "now+3600",
    }
    return {"alg": "RS256", "key": "rsa1", "header": {}, "via": "header", "claims": claims}
