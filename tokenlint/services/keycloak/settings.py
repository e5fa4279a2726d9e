"""Settings of a realm of Keycloak that matter for security, and those of its clients.

Of the realm, in lower case: `sslrequired` (external), `registrationallowed` (false),
`bruteforceprotected` (false), `revokerefreshtoken` (false), the durations of `lifetimes.py`,
`offlinesessionmaxlifespanenabled` (false). Of clients, where they are on: `fullscopeallowed`
(true where no consent is asked for), and `weborigins` for an origin that is any.
Of mappers: `hardcoded NAME`, a claim of a token's core that is the same in every token.

Defaults: Keycloak, `importRealm` (in `RepresentationToModel`, later `DefaultExportImportManager`),
and `RepresentationToModel.createClient` at commit 004dbd61.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import Setting
from tokenlint.services.keycloak.lifetimes import DURATIONS, OFFLINE_ENDS
from tokenlint.services.keycloak.realm import Claim, Realm, mappers
from tokenlint.services.structured.tree import Node

_SSL: Final = "sslRequired"
_SWITCHES: Final = {
    "registrationAllowed": "false",
    "bruteForceProtected": "false",
    "revokeRefreshToken": "false",
    OFFLINE_ENDS: "false",
}
# Claims by which relying parties decide (RFC 7519, RFC 9068, WLCG profile 2.1, AARC-G069).
_CORE: Final = frozenset(
    "iss sub aud azp exp nbf iat jti scope scp acr groups client_id wlcg.ver wlcg.groups"
    " wlcg.capabilityset eduperson_assurance eduperson_entitlement entitlements".split()
)


def settings(realm: Realm) -> tuple[Setting, ...]:
    """The settings of the realm, then those of its clients, then fixed claims."""
    found: list[Setting] = []
    if not realm.alone:
        found += [_plain(realm, _SSL, "external")]
        found += [_plain(realm, key, default) for key, default in _SWITCHES.items()]
        found += [_duration(realm, key, default) for key, default in DURATIONS.items()]
    for client in realm.clients:
        found += _of_client(client)
    return (*found, *(_fixed(claim) for claim in claims(realm) if _tells(claim)))


def claims(realm: Realm) -> Iterator[Claim]:
    """The claims that mappers write, of client scopes and of clients."""
    for scope in realm.scopes.values():
        yield from scope.claims
    for client in realm.clients:
        yield from mappers(client)[1]


def _tells(claim: Claim) -> bool:
    return claim.fixed is not None and claim.bare.casefold() in _CORE


def _plain(realm: Realm, key: str, default: str) -> Setting:
    node = realm.root.get(key)
    if node is None or node.value is None:
        known = not realm.open
        return Setting(key.lower(), default if known else "", realm.source, False, known)
    value = node.value
    text = value.text.strip().lower() if value.known else ""
    return Setting(key.lower(), text, value.source, known=value.known)


def _duration(realm: Realm, key: str, default: int) -> Setting:
    plain = _plain(realm, key, str(default))
    seconds = realm.root.number(key) if plain.written else default
    known = plain.known and seconds is not None and seconds >= 0
    value = plain.value if known else ""
    return Setting(
        plain.name, value, plain.source, plain.written, known, seconds if known else None
    )


def _of_client(client: Node) -> Iterator[Setting]:
    full = client.get("fullScopeAllowed")
    if full is not None and full.value is not None:
        text = full.value.text.strip().lower() if full.value.known else ""
        yield Setting("fullscopeallowed", text, full.value.source, known=full.value.known)
    for origin in client.values("webOrigins"):
        if origin.text == "*":
            yield Setting("weborigins", "*", origin.source)


def _fixed(claim: Claim) -> Setting:
    value = claim.fixed
    known = value is not None and value.known and claim.name.known
    text = value.text if value is not None and known else ""
    return Setting(f"hardcoded {claim.bare.lower()}", text, claim.name.source, known=known)
