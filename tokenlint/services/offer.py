"""Tokens that somebody can obtain: what an issuer, a broker or a vault hands out.

One value for all of them: a registered client, a role of a vault, a profile of a token broker,
a credential monitor. It is the most that the configuration gives, as far as it tells.
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.services.value import Value
from tokenlint.source import Source


class Holder(StrEnum):
    """Who obtains the tokens."""

    ANYONE = "anyone"  # whoever can reach the issuer, also without an account there
    USER = "user"  # every user who can log in
    GROUP = "group"  # members of a group
    ACCOUNT = "account"  # one named user
    CLIENT = "client"  # a registered client, for its users or itself
    JOB = "job"  # jobs, or the machines that run them
    UNKNOWN = "unknown"


class Grant(StrEnum):
    """How tokens are obtained: the grant types of OAuth 2.0 (RFC 6749, 8628, 8693)."""

    AUTHORIZATION_CODE = "authorization-code"
    CLIENT_CREDENTIALS = "client-credentials"
    DEVICE_CODE = "device-code"
    IMPLICIT = "implicit"
    PASSWORD = "password"  # a grant's name
    REFRESH_TOKEN = "refresh-token"
    TOKEN_EXCHANGE = "token-exchange"
    OTHER = "other"


class Public(StrEnum):
    """Whether a client proves who it is with a secret or key of its own."""

    YES = "yes"  # it has none
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long something lives that an issuer hands out.

    `what`: access, refresh, id, device, session, mytoken, vault, idtoken, registration.
    `seconds` is None where it is unlimited, or not known.
    `written` is false for a default of the product.
    """

    what: str
    seconds: int | None
    source: Source
    unlimited: bool = False
    written: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """Tokens that somebody can obtain.

    `scopes` are single words with their places; `default_scopes` those of them that come without
    being asked for. `all_scopes`: any scope of the issuer may be asked for.
    `audiences` None: who asks chooses, and an empty tuple means that the files do not tell.
    `default_audiences` come without being asked for.
    `narrowed` are other bounds on the use of the tokens: `host`, `place`, `uses`, `expiry`.
    `places` are the lines that give a grant, by its name, or `all_scopes`; the rest stands at
    `source`.
    `kind` is what the product calls it: `client`, `role`, `profile`.
    """

    kind: str
    name: Value
    holder: Holder
    source: Source
    who: str = ""
    scopes: tuple[Value, ...] = ()
    default_scopes: tuple[Value, ...] = ()
    all_scopes: bool = False
    audiences: tuple[Value, ...] | None = None
    default_audiences: tuple[Value, ...] = ()
    grants: frozenset[Grant] = frozenset()
    redirects: tuple[Value, ...] = ()
    public: Public = Public.UNKNOWN
    lifetimes: tuple[Lifetime, ...] = ()
    narrowed: frozenset[str] = frozenset()
    places: tuple[tuple[str, Source], ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDefect:
    """Something odd about one policy of a set that decides which scopes can be obtained.

    `kind`: vacuous, redundant, shadowed, contradictory, described-otherwise, sibling,
    default-reach, engines-differ, client-unfiltered, unsupported.
    `what` names the policy; `says` continues "this policy ...".
    `witness` is one request and its outcome: who asks for which scope, and what comes out.
    `by` is the other policy, where there is one. `grave`: storage.modify or an administration
    scope is at stake.
    """

    kind: str
    what: Value
    source: Source
    says: str
    witness: str = ""
    by: Source | None = None
    grave: bool = False
