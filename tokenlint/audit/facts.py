"""Token facts: what is known of a token beside a log, without anything that could be presented."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import msgspec

from tokenlint.audit.names import id_spellings
from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.privilege_of import is_group_based, scope_items
from tokenlint.credentials.profile import dialect_of, recognise
from tokenlint.credentials.redact import shown
from tokenlint.credentials.scope import ScopeItem
from tokenlint.credentials.times import read_times, validity_of
from tokenlint.credentials.token import Form, Profile, Token
from tokenlint.permissions.bearer import Bearer
from tokenlint.policy.finding import Document
from tokenlint.policy.reach import cut
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.services.presenting import presentations
from tokenlint.source import Source

EVER: Final = float("inf")
_NOWHERE: Final = Source("<token facts>")
_WORDS: Final = {Profile.SCITOKENS_1: "scitoken:1.0", Profile.SCITOKENS_2: "scitoken:2.0"}


class Rights(StrEnum):
    """Whether what a token permits can be said at all."""

    SCOPE = "scope"  # by its scopes
    NAMES = "names"  # it has no capability: the service maps its groups or its person
    PARTIAL = "partial"  # a record leaves scopes out, or shortens them
    FOREIGN = "foreign"  # a macaroon or a proxy, which have no scope
    UNREADABLE = "unreadable"  # a record of something that could not be read whole


class Facts(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, array_like=True):
    """What a record, a line of claims or the log itself tells of one token.

    `ids` are spellings by which a log may name it: its `jti`, the beginning of SHA-256 of that as
    in `tokenlint.record/1`. `subject` is the whole one, empty where only a hash is known.
    `client` is how reports name whose token it is. Times are seconds since the epoch;
    `start` 0 where nothing says, `end` EVER where it does not end.
    `audience` is None for any. `profile` is a word of `Profile`.
    """

    ids: tuple[str, ...] = ()
    fingerprint: str = ""
    issuer: str = ""
    subject: str = ""
    client: str = ""
    scope: str = ""
    audience: tuple[str, ...] | None = None
    start: float = 0.0
    end: float = EVER
    profile: str = "wlcg"
    rights: Rights = Rights.SCOPE
    workflow: str = ""

    @property
    def judgeable(self) -> bool:
        """Whether its scopes can be compared with an operation."""
        return self.rights is Rights.SCOPE


def of_claims(claims: dict[str, Any], fingerprint: str = "") -> Facts:
    """The facts of decoded claims; never raises."""
    profile = recognise({}, claims)
    token = _token(claims, profile)
    items = scope_items(token)
    audience = audience_of(claims.get("aud", ABSENT))
    times = read_times(claims)
    return Facts(
        ids=id_spellings(_text(claims.get("jti"))),
        fingerprint=fingerprint,
        issuer=_text(claims.get("iss")),
        subject=_text(claims.get("sub")),
        client=client_shown(claims),
        scope=" ".join(item.text for item in items),
        audience=None if audience.endpoints is None else tuple(sorted(audience.endpoints)),
        start=start_of(claims),
        end=EVER if times.exp is None else float(times.exp),
        profile=profile.value,
        rights=Rights.NAMES if is_group_based(token, items) else Rights.SCOPE,
        workflow=_text(claims.get("workflow")),
    )


def start_of(claims: Mapping[str, Any]) -> float:
    """From when a token is accepted; not before its end where that is never."""
    times = read_times(claims)
    if times.nbf is not None and times.exp is not None and times.nbf >= times.exp:
        return float(times.nbf)
    return float(validity_of(claims).not_before)


def client_shown(claims: dict[str, Any]) -> str:
    """Whose token it is, as reports show it: its client, or else the beginning of its subject."""
    client = _text(claims.get("client_id")) or _text(claims.get("azp"))
    return shown("client_id", client) if client else shown("sub", _text(claims.get("sub")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def claims_of(facts: Facts) -> dict[str, Any]:
    """Claims that say what the facts say, as far as rights go."""
    claims: dict[str, Any] = {"iss": facts.issuer}
    profile = Profile(facts.profile)
    if profile is Profile.WLCG:
        claims["wlcg.ver"] = "1.0"
    if profile in _WORDS:
        claims["ver"] = _WORDS[profile]
    if facts.scope:
        claims["scope"] = facts.scope
    if facts.audience is not None:
        claims["aud"] = list(facts.audience)
    return claims


def _token(claims: dict[str, Any], profile: Profile) -> Token:
    return Token("", Form.SIGNED, profile, dialect_of(profile, claims), 0, {}, claims)


@dataclass(frozen=True, slots=True)
class Holding:
    """What scopes come to: the items, and the capabilities that no other one covers."""

    items: tuple[ScopeItem, ...]
    granted: CapabilitySet
    bearer: Bearer

    @property
    def held(self) -> tuple[str, ...]:
        """The actions that are held anywhere, by name."""
        return tuple(action.value for action in self.granted.actions)


def holding_of(facts: Facts) -> Holding:
    """The bearer of a token with these facts; of what grants nothing by scopes an empty one."""
    claims = claims_of(facts)
    token = _token(claims, Profile(facts.profile))
    items = scope_items(token) if facts.judgeable else ()
    capabilities: list[Capability] = [each for item in items for each in item.capabilities]
    granted = CapabilitySet.of(capabilities)
    audience = audience_of(claims.get("aud", ABSENT))
    always = Validity(0, None)
    bearer = Bearer(
        document=Document("token", "token", "a token", _NOWHERE),
        privilege=Privilege(granted, Audience(audience.endpoints), always),
        audience=audience,
        validity=always,
        items=items,
        group_based=facts.rights is Rights.NAMES,
        dialect=token.dialect,
        presented=presentations(token),
    )
    return Holding(items, granted, bearer)


def scope_shortened(facts: Facts) -> str:
    """The scope as a report shows it."""
    return cut(facts.scope)
