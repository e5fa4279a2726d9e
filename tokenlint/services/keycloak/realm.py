"""A realm of Keycloak as its export writes it: client scopes, their mappers, clients.

Source: Keycloak, `RepresentationToModel` at commit 004dbd61 (clients, their defaults) and
`importRealm` (there before, later in `DefaultExportImportManager`):
a realm that brings `clientScopes` has those alone,
a client that names no scopes gets the default ones of the realm,
and a name that no client scope has is left out with a line in the log.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

OFFLINE: Final = "offline_access"
# The client scopes that every realm has which brings none of its own (Keycloak documentation,
# "Client scopes"), and whether their names come into the token's scope.
BUILT_IN: Final[Mapping[str, bool]] = {
    "profile": True,
    "email": True,
    "address": True,
    "phone": True,
    "microprofile-jwt": True,
    OFFLINE: True,
    "organization": True,
    "service_account": False,
    "basic": False,
    "acr": False,
    "roles": False,
    "web-origins": False,
    "role_list": False,  # of SAML
    "saml_organization": False,
}
_USUAL: Final = ("basic", "profile", "email", "roles", "web-origins", "acr")
_USUAL_OPTIONAL: Final = ("address", "phone", OFFLINE, "microprofile-jwt")
_AUDIENCE: Final = "oidc-audience-mapper"
_HARDCODED: Final = "oidc-hardcoded-claim-mapper"
_ATTRIBUTE: Final = "oidc-usermodel-attribute-mapper"
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that a mapper writes into access tokens; `fixed` is its value for everybody."""

    name: Value
    fixed: Value | None

    @property
    def bare(self) -> str:
        """The name without the backslashes that keep dots together."""
        return _ESCAPED.sub(r"\1", self.name.text)

    @property
    def nested(self) -> bool:
        """Whether a dot in the name makes an object within an object."""
        return "." in re.sub(r"\\.", "", self.name.text)


@dataclass(frozen=True, slots=True)
class ClientScope:
    """What a client scope puts into a token: its name, audiences, claims.

    `named` is false where the name stays out of the token's scope.
    `known` is false for one whose name is a pattern, or that a template fills in.
    """

    named: bool
    known: bool = True
    audiences: tuple[Value, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Realm:
    """One realm; `alone` is a client without its realm, of which nothing else is known.

    `open` tells that a template may bring in more than is written.
    """

    text: Text = field(repr=False)
    root: Node
    clients: tuple[Node, ...] = ()
    scopes: Mapping[str, ClientScope] = field(default_factory=dict)
    open: bool = False
    alone: bool = False

    @property
    def name(self) -> Value:
        """What the realm is called."""
        return self.root.text("realm") or Value("", self.source)

    @property
    def source(self) -> Source:
        """The realm as a whole: the line of its name, else the file."""
        if self.alone:
            return self.text.whole
        named = self.root.get("realm")
        return named.source if named else self.root.source

    @property
    def closed(self) -> bool:
        """Whether the client scopes of the file are all that there are."""
        return not self.open and not self.alone and self.root.get("clientScopes") is not None

    def named_scopes(self, client: Node, *, optional: bool) -> tuple[Value, ...]:
        """The names of the client scopes that a client has, each at the line that gives it."""
        own = "optionalClientScopes" if optional else "defaultClientScopes"
        if client.get("defaultClientScopes") or client.get("optionalClientScopes"):
            return client.values(own)
        key = "defaultOptionalClientScopes" if optional else "defaultDefaultClientScopes"
        if self.root.get(key) is not None:
            return self.root.values(key)
        if self.alone or self.root.get("clientScopes") is not None:
            return ()
        usual = _USUAL_OPTIONAL if optional else _USUAL
        return tuple(Value(name, client.source) for name in usual)

    def scope(self, name: str) -> ClientScope | None:
        """The client scope of a name; None where the realm has none."""
        found = self.scopes.get(name)
        if found is None and name in BUILT_IN:
            return ClientScope(BUILT_IN[name])
        return found


def realms_of(text: Text, tree: Tree, *, alone: bool) -> Iterator[Realm]:
    """The realms that a file holds: one, a list of them, or that of a Kubernetes import."""
    for document in tree.documents:
        for root in document.items or (document,):
            if alone:
                yield Realm(text, root, (root,), open=tree.open, alone=True)
                continue
            imported = root.get("spec", "realm") if root.text("kind") else None
            realm = imported or root
            if realm.text("realm") is not None:
                scopes = dict(_scopes(realm))
                yield Realm(text, realm, realm.each("clients"), scopes, tree.open)


def mappers(node: Node) -> tuple[tuple[Value, ...], tuple[Claim, ...]]:
    """The audiences and the claims that the mappers of a client or client scope write."""
    audiences: list[Value] = []
    claims: list[Claim] = []
    for mapper in node.each("protocolMappers"):
        kind = mapper.text("protocolMapper")
        config = mapper.get("config")
        if kind is None or config is None or not config.switch("access.token.claim"):
            continue
        if kind.text == _AUDIENCE:
            client = config.text("included.client.audience")
            given = client if client and client.text else config.text("included.custom.audience")
            audiences += [given] if given and given.text else []
        elif kind.text in (_HARDCODED, _ATTRIBUTE):
            name = config.text("claim.name")
            fixed = config.text("claim.value") if kind.text == _HARDCODED else None
            claims += [Claim(name, fixed)] if name and name.text else []
    return tuple(audiences), tuple(claims)


def _scopes(realm: Node) -> Iterator[tuple[str, ClientScope]]:
    for node in realm.each("clientScopes"):
        name = node.text("name")
        if name is None:
            continue
        attributes = node.get("attributes") or node
        named = attributes.switch("include.in.token.scope")
        written = attributes.text("include.in.token.scope")
        pattern = attributes.switch("is.dynamic.scope") or attributes.switch(
            "is.parameterized.scope"
        )
        known = name.known and not pattern and (written is None or written.known)
        audiences, claims = mappers(node)
        yield name.text, ClientScope(named is not False, known, audiences, claims)
