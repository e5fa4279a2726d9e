"""Who obtains which tokens from a realm of Keycloak.

One offer for each client that can obtain any, and one where everybody may make an account:
whoever has made one gets what the clients obtain for users.
The audience is not for a client to choose: it comes from the mappers of its client scopes.
`fullScopeAllowed` lets a token carry all roles of its user
(Keycloak documentation, "Role scope mappings"); left out, it is true, too, and nobody chose it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tokenlint.services.keycloak.lifetimes import lifetimes
from tokenlint.services.keycloak.realm import OFFLINE, Realm, mappers
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Source

# Switches of a client that stand for a grant, with what holds where they are not written
# (Keycloak at commit 004dbd61, `RepresentationToModel.createClient` and the model behind it).
_SWITCHES: Final = {
    "directAccessGrantsEnabled": Grant.PASSWORD,
    "serviceAccountsEnabled": Grant.CLIENT_CREDENTIALS,
}
_ATTRIBUTES: Final = {
    "oauth2.device.authorization.grant.enabled": Grant.DEVICE_CODE,
    "standard.token.exchange.enabled": Grant.TOKEN_EXCHANGE,
}
_FOR_USERS: Final = frozenset(
    {Grant.AUTHORIZATION_CODE, Grant.IMPLICIT, Grant.PASSWORD, Grant.DEVICE_CODE}
)
_REFRESHED: Final = frozenset({Grant.AUTHORIZATION_CODE, Grant.PASSWORD, Grant.DEVICE_CODE})


def offers(realm: Realm) -> Iterator[Offer]:
    """The offers of a realm; none of one that is switched off."""
    if not realm.alone and realm.root.switch("enabled") is False:
        return
    found = [
        _offer(realm, client, grants)
        for client in realm.clients
        if _is_on(client) and (grants := grants_of(client))
    ]
    yield from _registration(realm, found)
    yield from found


def grants_of(client: Node) -> frozenset[Grant]:
    """How a client obtains tokens; a flow that needs a redirect is none without one."""
    found = {grant for key, grant in _SWITCHES.items() if client.switch(key)}
    attributes = client.get("attributes")
    if attributes:
        found |= {grant for key, grant in _ATTRIBUTES.items() if attributes.switch(key)}
    if client.values("redirectUris"):
        if client.switch("standardFlowEnabled") is not False:
            found.add(Grant.AUTHORIZATION_CODE)
        if client.switch("implicitFlowEnabled"):
            found.add(Grant.IMPLICIT)
    refreshes = attributes is None or attributes.switch("use.refresh.tokens") is not False
    if refreshes and found & _REFRESHED:
        found.add(Grant.REFRESH_TOKEN)
    return frozenset(found)


def _is_on(client: Node) -> bool:
    protocol = client.text("protocol")
    return (
        client.kind == "map"
        and client.switch("enabled") is not False
        and not client.switch("bearerOnly")
        and (protocol is None or protocol.text != "saml")
    )


def _offer(realm: Realm, client: Node, grants: frozenset[Grant]) -> Offer:
    name = client.text("clientId") or client.text("name") or Value("", client.source)
    default = realm.named_scopes(client, optional=False)
    optional = realm.named_scopes(client, optional=True)
    always = _words(realm, default)
    own, _ = mappers(client)
    audiences = (*_audiences(realm, default), *own)
    return Offer(
        kind="client",
        name=name,
        holder=Holder.CLIENT,
        source=name.source,
        who=name.text,
        scopes=(*always, *_words(realm, optional)),
        default_scopes=always,
        all_scopes=client.switch("fullScopeAllowed") is True,
        audiences=(*audiences, *_audiences(realm, optional)),
        default_audiences=audiences,
        grants=grants,
        redirects=client.values("redirectUris"),
        public=_public(client),
        lifetimes=tuple(lifetimes(realm, client, grants, _offline(realm, default, optional))),
        places=tuple(_places(client)),
    )


def _places(client: Node) -> Iterator[tuple[str, Source]]:
    """The switches that give a grant, and the one for all roles."""
    named = {key: grant.value for key, grant in _SWITCHES.items()}
    named |= {"fullScopeAllowed": "all_scopes", "implicitFlowEnabled": Grant.IMPLICIT.value}
    for key, name in named.items():
        value = client.text(key)
        if value is not None:
            yield name, value.source


def _words(realm: Realm, names: Sequence[Value]) -> tuple[Value, ...]:
    """The words that client scopes put into the token's scope."""
    found = []
    for name in names:
        scope = realm.scope(name.text)
        if scope is not None and scope.named:
            found.append(Value(name.text, name.source, name.known and scope.known))
        elif scope is None and not realm.closed:
            found.append(Value(name.text, name.source, known=False))
    return tuple(found)


def _audiences(realm: Realm, names: Sequence[Value]) -> tuple[Value, ...]:
    scopes = (realm.scope(name.text) for name in names)
    return tuple(audience for scope in scopes if scope for audience in scope.audiences)


def _offline(realm: Realm, *names: Sequence[Value]) -> Value | None:
    """The line that lets a client have offline tokens."""
    written = [name for each in names for name in each if name.text == OFFLINE]
    return written[0] if written and realm.scope(OFFLINE) else None


def _public(client: Node) -> Public:
    node = client.get("publicClient")
    if node is None:
        return Public.NO
    answer = client.switch("publicClient")
    if answer is None:
        return Public.UNKNOWN
    return Public.YES if answer else Public.NO


def _registration(realm: Realm, clients: Sequence[Offer]) -> Iterator[Offer]:
    """Everybody makes an account, and then obtains what the clients obtain for users."""
    node = realm.root.get("registrationAllowed")
    if realm.alone or node is None or not realm.root.switch("registrationAllowed"):
        return
    for_users = [each for each in clients if each.grants & _FOR_USERS]
    scopes = {word.text: word for each in for_users for word in each.scopes if word.known}
    audiences = {word.text: word for each in for_users for word in each.audiences or ()}
    yield Offer(
        kind="self-registration",
        name=realm.name,
        holder=Holder.ANYONE,
        source=node.value.source if node.value else node.source,
        scopes=tuple(scopes.values()),
        audiences=tuple(audiences.values()),
    )
