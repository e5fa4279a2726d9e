"""How long the tokens of a realm of Keycloak live, in seconds.

Defaults: Keycloak, `importRealm` (in `RepresentationToModel`, later `DefaultExportImportManager`).
A refresh token lives as long as its session. An offline token has no end unless
`offlineSessionMaxLifespanEnabled`: it only has to be used once in `offlineSessionIdleTimeout`
(Keycloak documentation, "Offline access").
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.keycloak.realm import Realm
from tokenlint.services.offer import Grant, Lifetime
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Source

DURATIONS: Final = {
    "accessTokenLifespan": 300,
    "accessTokenLifespanForImplicitFlow": 900,
    "ssoSessionIdleTimeout": 1800,
    "ssoSessionMaxLifespan": 36000,
    "offlineSessionIdleTimeout": 2592000,
    "offlineSessionMaxLifespan": 5184000,
}
OFFLINE_ENDS: Final = "offlineSessionMaxLifespanEnabled"
_AS_SESSION: Final = -1


def lifetimes(
    realm: Realm, client: Node, grants: frozenset[Grant], offline: Value | None
) -> Iterator[Lifetime]:
    """The lifetimes of what a client obtains; `offline` is the line that gives offline tokens."""
    access = _of_client(realm, client) or of_realm(realm, "accessTokenLifespan", "access")
    yield from [access] if access else []
    if Grant.IMPLICIT in grants:
        implicit = of_realm(realm, "accessTokenLifespanForImplicitFlow", "access")
        yield from [implicit] if implicit else []
    if Grant.REFRESH_TOKEN not in grants:
        return
    session = of_realm(realm, "ssoSessionMaxLifespan", "session")
    yield from [session] if session else []
    if offline is not None:
        yield from _offline(realm, offline)


def of_realm(realm: Realm, key: str, what: str) -> Lifetime | None:
    """A duration of the realm, or its default; None where it is not known."""
    node = realm.root.get(key)
    if realm.alone or (node is None and realm.open):
        return None
    if node is None or node.value is None:
        return Lifetime(what, DURATIONS[key], realm.source, written=False)
    seconds = realm.root.number(key)
    if seconds is None or seconds < 0:
        return None
    return Lifetime(what, seconds, node.value.source)


def _of_client(realm: Realm, client: Node) -> Lifetime | None:
    attributes = client.get("attributes")
    written = attributes.text("access.token.lifespan") if attributes else None
    if attributes is None or written is None or not written.text:
        return None
    seconds = attributes.number("access.token.lifespan")
    if seconds == _AS_SESSION:
        session = of_realm(realm, "ssoSessionMaxLifespan", "access")
        return Lifetime("access", session.seconds, written.source) if session else None
    if seconds is None or seconds < 0:
        return Lifetime("access", None, written.source)
    return Lifetime("access", seconds, written.source)


def _offline(realm: Realm, offline: Value) -> Iterator[Lifetime]:
    ends = realm.root.get(OFFLINE_ENDS)
    if ends is not None and realm.root.switch(OFFLINE_ENDS) is None:
        return
    if realm.root.switch(OFFLINE_ENDS):
        found = of_realm(realm, "offlineSessionMaxLifespan", "refresh")
        yield from [found] if found else []
    elif ends is not None and ends.value is not None:
        yield Lifetime("refresh", None, ends.value.source, unlimited=True)
    elif not realm.open and not realm.alone:
        yield Lifetime("refresh", None, _at(offline, realm), unlimited=True, written=False)


def _at(offline: Value, realm: Realm) -> Source:
    return offline.source if offline.source.line else realm.source
