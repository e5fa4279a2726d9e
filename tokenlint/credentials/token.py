"""A decoded token: what it claims, without its signature.

`Claimed` and `Verified` are two types on purpose:
nothing that a claimed token says is proven, and no function takes one for the other.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tokenlint.credentials.anomaly import Anomaly


class Form(StrEnum):
    """What kind of compact serialization it is."""

    SIGNED = "signed"  # a JWS with a signature part
    UNSECURED = "unsecured"  # a JWS without one
    ENCRYPTED = "encrypted"  # a JWE: its claims cannot be seen
    UNREADABLE = "unreadable"  # none of these: no relying party can read it


class Profile(StrEnum):
    """The profiles that are recognised."""

    WLCG = "wlcg"
    SCITOKENS_1 = "scitokens-1"
    SCITOKENS_2 = "scitokens-2"
    AT_JWT = "at+jwt"
    ID_TOKEN = "id-token"
    HTCONDOR = "htcondor"
    ENTITLEMENT = "entitlement"
    KEYCLOAK = "keycloak"
    JWT = "jwt"
    UNREADABLE = "unreadable"


class Dialect(StrEnum):
    """The language in which a credential says what it may do."""

    WLCG = "wlcg"
    SCITOKENS = "scitokens"
    HTCONDOR = "htcondor"
    ENTITLEMENT = "entitlement"
    OTHER = "other"


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """What a token says of itself.

    `fingerprint` is the first 12 hexadecimal digits of SHA-256 of the signing input.
    `header` and `claims` are what a common JSON library makes of the two parts
    (of doubled members the last one; of broken JSON what could be read);
    empty where the part is no JSON object. `header_text` and `claims_text` hold them as they stood.
    `size` counts bytes. The signature is kept nowhere.
    """

    fingerprint: str
    form: Form
    profile: Profile
    dialect: Dialect
    size: int
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header_text: str = ""
    claims_text: str = ""
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether header and claims are whole JSON objects that can be judged."""
        return self.form in {Form.SIGNED, Form.UNSECURED}

    def __repr__(self) -> str:
        """The fingerprint, and nothing that the token says."""
        return f"Token(fingerprint={self.fingerprint!r}, profile={self.profile.value!r})"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A token whose signature nobody has checked."""

    token: Token


@dataclass(frozen=True, slots=True)
class Verified:
    """A token that was signed with a known key.

    `key_id` names that key in its set (empty: it has no name),
    `keys_source` is where the set came from,
    `by_name` says whether the token's `kid` chose the key;
    if not, every key of a fitting type was tried.
    Audience and times are not part of this.
    """

    token: Token
    key_id: str
    keys_source: str
    by_name: bool
