"""Clients of INDIGO IAM as its APIs print and take them, each as an offer of tokens.

The API of IAM writes members with underscores and the scopes as one text; MITREid's,
which older IAMs still have, in camel case with a list (IAM at commit 075042c1,
`RegisteredClientDTO`). A lifetime of null in camel case, or of 0 for refresh tokens in both,
has no end: MITREid's `DefaultOAuth2ProviderTokenService` (indigo-iam's copy at commit 21bd4d79)
sets one for numbers above 0 only. With underscores, null and an absent member of a request stand
for the default of the server (`ClientConverter`), and an absent one of an answer tells nothing.
IAM has no policy on audiences: a client asks for any.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, Public
from tokenlint.services.structured.ini import split
from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.value import Value

_GRANTS: Final = {
    "authorization_code": Grant.AUTHORIZATION_CODE,
    "client_credentials": Grant.CLIENT_CREDENTIALS,
    "password": Grant.PASSWORD,
    "implicit": Grant.IMPLICIT,
    "refresh_token": Grant.REFRESH_TOKEN,
    "urn:ietf:params:oauth:grant-type:device_code": Grant.DEVICE_CODE,
    "urn:ietf:params:oauth:grant-type:token-exchange": Grant.TOKEN_EXCHANGE,
}
_DEFAULTS: Final = {  # seconds, as in the packaged settings
    "access": ("accessTokenValiditySeconds", 3600),
    "refresh": ("refreshTokenValiditySeconds", 2592000),
    "id": ("idTokenValiditySeconds", 600),
    "device": ("deviceCodeValiditySeconds", 600),
}
_ANSWER: Final = ("createdAt", "registrationClientUri", "clientIdIssuedAt", "dynamicallyRegistered")
_PUBLIC_METHODS: Final = {"none": Public.YES, "null": Public.UNKNOWN}


def clients(tree: Tree) -> Iterator[Offer]:
    """The clients of a file: one, a list, an answer with `Resources`, an export of MITREid."""
    for document in tree.documents:
        for node in document.walk():
            if node.kind == "map" and _member(node, "grantTypes") and _is_active(node):
                yield _offer(node)


def _is_active(node: Node) -> bool:
    """A client that is suspended obtains nothing."""
    return node.switch("active") is not False


def _member(node: Node, name: str) -> Node | None:
    """A member in camel case or with underscores."""
    return node.get(name) or node.get(_underscored(name))


def _underscored(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)


def _text(node: Node, name: str) -> Value | None:
    found = _member(node, name)
    return found.value if found else None


def _values(node: Node, name: str) -> tuple[Value, ...]:
    found = _member(node, name)
    if found is None:
        return ()
    return (
        (found.value,) if found.value else tuple(item.value for item in found.items if item.value)
    )


def _offer(node: Node) -> Offer:
    name = _text(node, "clientName") or _text(node, "clientId") or Value("", node.source)
    scopes = tuple(word for value in _values(node, "scope") for word in split(value, " "))
    grants = frozenset(
        _GRANTS.get(value.text, Grant.OTHER) for value in _values(node, "grantTypes") if value.known
    )
    if any(scope.text == "offline_access" for scope in scopes):
        grants |= {Grant.REFRESH_TOKEN}
    return Offer(
        kind="client",
        name=name,
        holder=Holder.CLIENT,
        source=name.source,
        who=name.text,
        scopes=scopes,
        grants=grants,
        redirects=_values(node, "redirectUris"),
        public=_public(node),
        lifetimes=tuple(_lifetimes(node, grants)),
        places=tuple(
            (_GRANTS.get(value.text, Grant.OTHER).value, value.source)
            for value in _values(node, "grantTypes")
        ),
    )


def _public(node: Node) -> Public:
    method = _text(node, "tokenEndpointAuthMethod")
    if method is not None and method.known:
        return _PUBLIC_METHODS.get(method.text.strip().casefold(), Public.NO)
    return Public.UNKNOWN


def _lifetimes(node: Node, grants: frozenset[Grant]) -> Iterator[Lifetime]:
    for what, (name, default) in _DEFAULTS.items():
        if what == "refresh" and Grant.REFRESH_TOKEN not in grants:
            continue
        if what == "device" and Grant.DEVICE_CODE not in grants:
            continue
        member = _member(node, name)
        if member is None:
            if not any(_member(node, each) for each in _ANSWER):
                yield Lifetime(what, default, node.source, written=False)
        else:
            yield from _written(what, member)


def _written(what: str, member: Node) -> Iterator[Lifetime]:
    camel = member.key is not None and "_" not in member.key.text
    if member.value is None:
        if camel and what in ("access", "refresh"):
            yield Lifetime(what, None, member.source, unlimited=True)
        return
    seconds = member.number()
    if seconds is None or seconds < 0:
        return
    place = member.value.source
    if seconds > 0:
        yield Lifetime(what, seconds, place)
    elif what == "refresh" or (camel and what == "access"):
        yield Lifetime(what, None, place, unlimited=True)
