"""The bearer of a credential: what answers are made of, whatever kind of credential it is.

A token has scopes in words and can be presented to the model of a service.
Of any other credential its privilege is enough to ask by the profile;
`proxy_bearer` and `macaroon_bearer` make bearers of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.groups import names_of
from tokenlint.credentials.macaroon.reading import Reading
from tokenlint.credentials.privilege_of import scope_items
from tokenlint.credentials.profile import scope_text
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.times import validity_of
from tokenlint.credentials.token import Dialect, Form
from tokenlint.policy.finding import Document
from tokenlint.policy.macaroon_text import MacaroonText
from tokenlint.policy.reach import cut
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import Capability, CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.services.decision import Presented
from tokenlint.services.presenting import presentations
from tokenlint.source import Source

_ALWAYS = Validity(0, None)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by which a service may look up what the bearer may do, and where and when they count.

    `what` is how these names are called in a sentence.
    `exact`: services compare the audience letter by letter; else they compare hosts.
    """

    what: str
    names: tuple[str, ...]
    validity: Validity
    audience: Audience
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Caveats:
    """The caveats of a macaroon as they are shown, and what each product makes of them."""

    text: MacaroonText
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """A credential, as far as permissions go.

    Audience and validity stand beside the privilege, which forgets them where nothing is granted.
    `signature` is a word of the policy input (`claimed`, `verified`, `invalid`, ...),
    `unsigned` where there is none. `places` tells where scope items and claims stand.
    No `presented`: the models of the services cannot be asked with it.
    `names` are for a mapping, where groups or identity decide; `limited`: it starts no jobs.
    `caveats` are those of a macaroon.
    `alone` is what each item grants, whenever and wherever it counts.
    """

    document: Document
    privilege: Privilege
    audience: Audience
    validity: Validity
    signature: str = "claimed"
    items: tuple[ScopeItem, ...] = ()
    group_based: bool = False
    dialect: Dialect = Dialect.WLCG
    presented: tuple[Presented, ...] = ()
    places: Mapping[str, Source] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    names: tuple[Names, ...] = ()
    limited: bool = False
    caveats: Caveats | None = None
    alone: tuple[Privilege, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        alone = tuple(unbounded(item.capabilities) for item in self.items)
        object.__setattr__(self, "alone", alone)


def unbounded(capabilities: Iterable[Capability]) -> Privilege:
    """What capabilities grant, whenever and wherever they count."""
    return Privilege(CapabilitySet.of(capabilities), ANY, _ALWAYS)


def bearer_of(subject: TokenSubject) -> Bearer:
    """The bearer of a readable token."""
    token = subject.token
    items = scope_items(token)
    where = {f"item {i}": f"/credential/items/{i}" for i in range(len(items))}
    where |= {"aud": "/credential/audience", "exp": "/credential/lifetime"}
    where |= {"iss": "/credential/token/claims/issuer"}
    audience = audience_of(token.claims.get("aud", ABSENT))
    validity = validity_of(token.claims, subject.settings.at)
    return Bearer(
        document=replace(subject.document, facts=_known(subject)),
        privilege=subject.view.privilege,
        audience=audience,
        validity=validity,
        signature="unsigned" if token.form is Form.UNSECURED else subject.verification,
        items=items,
        group_based=subject.view.group_based,
        dialect=token.dialect,
        presented=presentations(token),
        places={name: subject.location(pointer).source for name, pointer in where.items()},
        texts=subject.texts(),
        names=(Names("its groups", names_of(token.claims), validity, audience),),
    )


def with_scopes(bearer: Bearer, scopes: tuple[str, ...]) -> Bearer:
    """The same credential with more scopes; no group stands for anything any more."""
    added = read_scope(" ".join(scopes), bearer.dialect)
    held = CapabilitySet() if bearer.group_based else bearer.privilege.capabilities
    capabilities = held | CapabilitySet.of(c for item in added for c in item.capabilities)
    privilege = Privilege(capabilities, bearer.audience, bearer.validity)
    return replace(bearer, privilege=privilege, items=(*bearer.items, *added), group_based=False)


def _known(subject: TokenSubject) -> dict[str, str]:
    """What a reader of the answers must know of the token."""
    known, seen = subject.document.facts, presentations(subject.token)[0]
    named = ("none" if seen.audiences is None else ", ".join(map(cut, seen.audiences))) or "none"
    facts = {name: known[name] for name in ("profile", "issuer", "signature", "times")}
    facts |= {"audience": named, "scope": cut(scope_text(subject.token.claims)) or "none"}
    groups = ", ".join(map(cut, seen.groups))
    return facts | ({"groups": groups} if groups else {})
