"""Issuers that oidc-agent knows, with the public client of each, and accounts at them.

An account asks for its scopes and always for `openid` and `offline_access` besides; the scope
`max` stands for whatever the issuer knows. The scopes of a public client are the most that is
asked for with it. Without an audience the issuer puts in its default one.
Source: `src/utils/config/issuerConfig.c` (b28e204), `defineUsableScopeList` in
`src/account/account.c` (02d0a26) of oidc-agent; its documentation, "Configuration".
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.services.acceptance import Issuer, Setting, UnknownKey
from tokenlint.services.asked import Asked
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.oidcagent.parameters import Parameter, audiences
from tokenlint.services.products import key_set
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node
from tokenlint.services.text import Text
from tokenlint.services.value import Value

_ALWAYS = ("openid", "offline_access")
_ALL = "max"
_SWITCHES = ("legacy_aud_mode", "oauth", "pw-store")
_RIGHTS = frozenset({ScopeKind.CAPABILITY, ScopeKind.GROUP_REQUEST, ScopeKind.ADMINISTRATION})
_ADDRESS = re.compile(r"https?://\S+")


def entries(root: Node) -> Iterator[Node]:
    """The issuers of a file: a list of them, or one."""
    for node in root.items or (root,):
        if node.kind == "map":
            yield node


def addresses(text: Text) -> Iterator[Value]:
    """The issuers of the old form, one on each line."""
    for index, line in text:
        found = _ADDRESS.match(line.lstrip())
        if found:
            yield Value.of(found[0], text.find(found[0], index))


def url_of(node: Node) -> Value | None:
    """The address of an issuer."""
    return node.text("issuer") or node.text("issuer_url")


def public_client(node: Node, parameters: tuple[Parameter, ...]) -> Offer | None:
    """What every user can obtain with the public client of an issuer.

    None where it has none, and where it asks for no rights: a login is no grid token.
    """
    url, scope = url_of(node), node.text("pubclient", "scope")
    if url is None or scope is None:
        return None
    words = tuple(ini.split(scope))
    if not any(_is_right(word) for word in words):
        return None
    return Offer(
        kind="public client",
        name=Value(f"of {url}", url.source, url.known),
        holder=Holder.USER,
        source=words[0].source,
        scopes=words,
        audiences=audiences(parameters, url.text, "") or (),
        grants=frozenset({Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE, Grant.REFRESH_TOKEN}),
        public=Public.YES,
    )


def account(node: Node, parameters: tuple[Parameter, ...]) -> Asked | None:
    """What an account asks for."""
    url, name = url_of(node), node.text("name")
    if url is None:
        return None
    scope = node.text("scope")
    words = tuple(ini.split(scope)) if scope else ()
    title = name.text if name else ""
    asked = _asked(title, url, words, parameters)
    own = node.text("audience")
    if own is None or not own.text:
        return asked
    return replace(asked, audiences=tuple(ini.split(own, " ")))


def settings(node: Node) -> Iterator[Setting]:
    """Switches that are written."""
    for name in _SWITCHES:
        value = node.text(name)
        if value is not None:
            yield Setting(name, value.text.casefold(), value.source, known=value.known)


def unknown_keys(node: Node) -> Iterator[UnknownKey]:
    """Keys that oidc-agent does not look for."""
    for name, part in (("issuer", node), ("pubclient", node.get("pubclient"))):
        known = key_set("oidc-agent", name).keys
        for key, child in part.children.items() if part else ():
            if key not in known and child.key is not None and child.key.known:
                yield unknown_key(child.key, "" if name == "issuer" else name, known)


def not_https(url: Value | None) -> Iterator[Issuer]:
    """An issuer whose address is no https: to fetch tokens somewhere is no trust in itself."""
    if url is not None and url.known and not url.text.casefold().startswith("https://"):
        yield Issuer(url, url, url.source)


def _asked(
    title: str, url: Value, words: tuple[Value, ...], parameters: tuple[Parameter, ...]
) -> Asked:
    place = words[0].source if words else url.source
    named = {word.text for word in words}
    more = tuple(Value(each, place) for each in _ALWAYS if each not in named)
    scopes = None if _ALL in named else (*words, *more)
    return Asked(
        name=f"account {title or url}",
        source=place,
        kind="interactive-user",
        scopes=scopes,
        audiences=audiences(parameters, url.text, title),
        issuer=url,
        refresh=place,
        refresh_held_by="user",
    )


def _is_right(word: Value) -> bool:
    """Whether a scope gives rights at a service: a capability, or groups."""
    if not word.known:
        return False
    return any(item.kind in _RIGHTS for item in read_scope([word.text], Dialect.WLCG))
