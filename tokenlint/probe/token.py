"""Tokens that a probe presents: what it wishes for, and where they come from."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

_FINGERPRINT_DIGITS = 12


class Flaw(StrEnum):
    """What is wrong with a token, besides what it asks for; a service must refuse most of them."""

    NONE = "none"
    NO_TOKEN = "no-token"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    NO_EXPIRY = "no-expiry"
    WRONG_ISSUER = "wrong-issuer"
    UNKNOWN_KEY = "unknown-key"  # signed with a key that the issuer does not publish, of a new name
    OTHER_KEY = "other-key"  # the same under the name of a key that it publishes
    KEY_IN_HEADER = "key-in-header"  # the same with that key in the header (RFC 7515, 4.1.3)
    TAMPERED = "tampered"  # the claims were changed after they were signed
    UNSIGNED = "unsigned"
    HMAC_PUBLIC_KEY = "hmac-public-key"  # HS256 with the issuer's public key as the secret
    DUPLICATE_MEMBERS = "duplicate-members"  # two scopes, of which the wider comes first
    UNKNOWN_CRITICAL = "unknown-critical"  # `crit` names a header that nobody knows
    UNKNOWN_VERSION = "unknown-version"  # a `wlcg.ver` whose major part nobody knows


@dataclass(frozen=True, slots=True)
class Wish:
    """The token that is wanted.

    `audience` is None for a token without the claim; `lifetime` in seconds.
    `groups` fill `wlcg.groups`; `scope` is None for a token without that claim.
    `narrow` is the scope that counts, where the wider `scope` stands before it (duplicate members).
    """

    scope: str | None
    audience: tuple[str, ...] | None
    lifetime: int = 600
    flaw: Flaw = Flaw.NONE
    groups: tuple[str, ...] = ()
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A usable token: it goes into a request, and nowhere else; `repr` does not show it."""

    value: str = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """First 12 hexadecimal digits of SHA-256 of the signing input (design section 9)."""
        signing_input = self.value.rpartition(".")[0] or self.value
        return hashlib.sha256(signing_input.encode()).hexdigest()[:_FINGERPRINT_DIGITS]


class Unobtainable(Exception):
    """This source cannot have such a token by its nature; the text says why."""


class TokenFailed(Exception):
    """The source should have had the token, and did not give it; the text says why."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


class TokenSource(Protocol):
    """Where tokens come from: a command, files, a test issuer."""

    def offers(self, wish: Wish) -> str:
        """Empty where it can have such a token, else why it cannot; nothing is asked of anybody."""
        ...

    def token(self, wish: Wish) -> Token:
        """A token as wished, valid from now. Raises Unobtainable, TokenFailed."""
        ...
