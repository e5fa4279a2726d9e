"""Which tokens a reference server takes, and which rights they give; by WLCG profile 1.3.

Written from the text of the profile (sections 2.1, 2.2 and 4.2) and of RFC 7515 and 7519,
and on purpose without the algebra of tokenlint, which is tested against it.
"""

import base64
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.probe.reference.flaws import Planted
from tests.probe.reference.paths import BadPath, components

ANY_AUDIENCE = "https://wlcg.cern.ch/jwt/v1/any"
REQUIRED = ("sub", "exp", "iss", "wlcg.ver", "aud", "iat", "jti")
STORAGE = frozenset({"read", "create", "modify", "stage", "poll"})
_VERSION = re.compile(r"[0-9]+\.[0-9]+")
_ALGORITHMS = jwt.algorithms.get_default_algorithms()
_SIGNATURES = frozenset({"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "EdDSA"})


class BadToken(Exception):
    """A token that must not be accepted; the text says why."""


@dataclass(frozen=True)
class Right:
    """A word of the profile (`read`), and the components of its path."""

    word: str
    path: tuple[str, ...] = ()


EVERYTHING = frozenset(Right(word) for word in STORAGE)


@dataclass(frozen=True)
class Acceptance:
    """What a server trusts: issuers with their key sets, its own audiences; and its flaws."""

    issuers: Mapping[str, Callable[[], Mapping[str, Any]]]
    audiences: frozenset[str]
    flaws: frozenset[Planted] = frozenset()
    now: Callable[[], float] = time.time
    _keys: dict[str, dict[str, Any]] = field(default_factory=dict)

    def rights(self, token: str) -> frozenset[Right]:
        """The rights of a token. Raises BadToken."""
        try:
            head, body, signature = token.split(".")
            header = json.loads(_decoded(head), object_pairs_hook=self._members)
            claims = json.loads(_decoded(body), object_pairs_hook=self._members)
            signed = _decoded(signature)
        except ValueError:
            raise BadToken("no token") from None
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise BadToken("no objects")
        self._verify(header, claims, f"{head}.{body}".encode(), signed)
        self._look_at(claims)
        return self._granted(claims)

    def _has(self, flaw: Planted) -> bool:
        return flaw in self.flaws

    def _members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        if len(set(names)) == len(names):
            return dict(pairs)
        if self._has(Planted.DUPLICATE_FIRST_WINS):
            return dict(reversed(pairs))
        raise ValueError("a member twice")

    def _verify(
        self, header: dict[str, Any], claims: dict[str, Any], data: bytes, signature: bytes
    ) -> None:
        if "crit" in header and not self._has(Planted.UNKNOWN_CRIT):
            raise BadToken("critical members that nobody knows")
        if self._has(Planted.NO_SIGNATURE):
            return
        issuer, algorithm = claims.get("iss"), header.get("alg")
        if not isinstance(issuer, str) or issuer not in self.issuers:
            if self._has(Planted.ANY_ISSUER):
                return
            raise BadToken("an unknown issuer")
        if str(algorithm).lower() == "none" and self._has(Planted.ALG_NONE):
            return
        key = self._key(header, issuer)
        if key is None and self._has(Planted.UNKNOWN_KEY_PASSES):
            return
        if key is None or not self._signed(algorithm, key, data, signature):
            raise BadToken("a bad signature")

    def _key(self, header: dict[str, Any], issuer: str) -> Any:
        if self._has(Planted.KEY_FROM_HEADER) and isinstance(header.get("jwk"), dict):
            return jwt.PyJWK(header["jwk"], "RS256" if header["jwk"]["kty"] == "RSA" else None).key
        kid = header.get("kid")
        if kid not in self._keys.get(issuer, {}):
            published = self.issuers[issuer]()["keys"]
            self._keys[issuer] = {each.get("kid"): jwt.PyJWK(each).key for each in published}
        return self._keys[issuer].get(kid)

    def _signed(self, algorithm: object, key: Any, data: bytes, signature: bytes) -> bool:
        if algorithm == "HS256" and self._has(Planted.HMAC):
            secret = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return hmac.compare_digest(hmac.digest(secret, data, "sha256"), signature)
        if algorithm not in _SIGNATURES:
            return False
        try:
            return _ALGORITHMS[str(algorithm)].verify(data, key, signature)
        except (TypeError, ValueError, AttributeError):  # a key of another kind
            return False

    def _look_at(self, claims: Mapping[str, Any]) -> None:
        """Raises BadToken where claims are missing, or the token is not for here and now."""
        needed = set(REQUIRED)
        if self._has(Planted.NO_EXPIRY):
            needed.discard("exp")
        if self._has(Planted.MISSING_AUDIENCE) or self._has(Planted.IGNORES_AUDIENCE):
            needed.discard("aud")
        if needed - claims.keys():
            raise BadToken("claims are missing")
        version = claims["wlcg.ver"]
        known = isinstance(version, str) and _VERSION.fullmatch(version) and version[:2] == "1."
        if not known and not self._has(Planted.UNKNOWN_VERSION):
            raise BadToken("an unknown version")
        self._look_at_times(claims)
        self._look_at_audience(claims.get("aud"))

    def _look_at_times(self, claims: Mapping[str, Any]) -> None:
        expiry, start, now = claims.get("exp"), claims.get("nbf", 0), self.now()
        for value in (claims.get("exp", 0), start, claims["iat"]):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise BadToken("times that are none")
        if expiry is not None and now >= expiry and not self._has(Planted.IGNORES_EXPIRY):
            raise BadToken("expired")
        if now < start and not self._has(Planted.IGNORES_NOT_BEFORE):
            raise BadToken("not valid yet")

    def _look_at_audience(self, audience: object) -> None:
        if self._has(Planted.IGNORES_AUDIENCE):
            return
        if audience is None:  # only with the flaw
            return
        named = set(audience) if isinstance(audience, list) else {audience}
        wanted = set(self.audiences)
        if not self._has(Planted.REFUSES_ANY_AUDIENCE):
            wanted.add(ANY_AUDIENCE)
        if not named & wanted:
            raise BadToken("for another service")

    def _granted(self, claims: Mapping[str, Any]) -> frozenset[Right]:
        if self._has(Planted.IGNORES_SCOPES):
            return EVERYTHING
        if self._has(Planted.GROUPS_COUNT) and claims.get("wlcg.groups"):
            return EVERYTHING
        scope = claims.get("scope", "")
        if not isinstance(scope, str):
            raise BadToken("a scope that is no text")
        found = (self._right(item) for item in scope.split(" ") if item)
        return frozenset(right for right in found if right is not None)

    def _right(self, item: str) -> Right | None:
        """The right of a scope; None for words of others, which are passed over (section 4.3.3)."""
        word, colon, path = item.partition(":")
        if self._has(Planted.SCITOKENS_WORDS):
            word = {"read": "storage.read", "write": "storage.modify"}.get(word, word)
        space, _, action = word.partition(".")
        if space != "storage" or action not in STORAGE:
            return None
        if (not colon or not path) and self._has(Planted.PATHLESS_IS_ROOT):
            return Right(action)
        if not colon:
            raise BadToken("a storage scope without a path")
        try:
            return Right(action, components(path, resolve=self._has(Planted.RESOLVES_SCOPE)))
        except BadPath:
            raise BadToken("a scope with a bad path") from None


def _decoded(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
