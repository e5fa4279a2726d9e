"""The issuer that is built into an origin: who can obtain which scopes, by its templates.

Actions of a template are `read`, `create` and `modify`: scopes of the WLCG profile below its
prefix. `$USER` and `$GROUP` there become the user's own name and groups, so such a path is
nobody else's. Without `users`, `groups` and `group_regexes` a template is for everybody who can
log in. Templates of an export take the place of the global ones for that export.
Clients register themselves (`oa4mp-config/cfg.xml`: `anonymousOK`, `autoApprove`).
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import Dead, Pattern
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer
from tokenlint.services.pattern import Matched, analyse
from tokenlint.services.pelican.exports import Export
from tokenlint.services.pelican.params import Params, child, seconds
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value

_ACTIONS: Final = ("read", "create", "modify")
_GRANTS: Final = frozenset({Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE, Grant.REFRESH_TOKEN})
_LIFETIMES: Final = {
    "access": "Issuer.AccessTokenLifetime",
    "refresh": "Issuer.RefreshTokenLifetime",
    "id": "Issuer.IDTokenLifetime",
}
_GLOBAL: Final = "Issuer.AuthorizationTemplates"


def is_on(params: Params) -> bool:
    """Whether there is an issuer with templates; `Origin.EnableIssuer` may stand elsewhere."""
    if params.switch("Origin.EnableIssuer", default=True) is False:
        return False
    return params.get(_GLOBAL) is not None or params.get("Origin.EnableIssuer") is not None


def offers(params: Params, found: tuple[Export, ...]) -> Iterator[Offer]:
    """What each template gives, to whom; and what a director gives to caches and origins."""
    yield from _federation(params)
    if not is_on(params):
        return
    lifetimes = tuple(_lifetimes(params))
    for index, template in enumerate(_templates(params, found), 1):
        yield _offer(params, template, index, lifetimes)


def patterns(params: Params, found: tuple[Export, ...]) -> Iterator[Pattern]:
    """Expressions for groups without a beginning; an open end is how they are documented."""
    for template in _templates(params, found):
        given = child(template, "group_regexes")
        for value in given.values() if given else ():
            read = analyse(value.text, value, "group", Matched.WORD)
            kept = tuple(each for each in read.defects if each in {"open-start", "broken"})
            if kept:
                also = read.also if read.defects[0] == kept[0] else ""
                yield Pattern(value, "group", kept, also)


def issues_for(params: Params) -> tuple[Value, ...]:
    """The address of the issuer, where the files tell it."""
    if not is_on(params):
        return ()
    names = ("Issuer.IssuerClaimValue", "Server.IssuerUrl", "Server.ExternalWebUrl")
    found = next((value for name in names if (value := params.value(name)) is not None), None)
    return (found,) if found else ()


def unused(params: Params, found: tuple[Export, ...]) -> Iterator[Dead]:
    """Templates that nobody asks."""
    written = params.get(_GLOBAL)
    if written is None:
        return
    switch = params.get("Origin.EnableIssuer")
    if switch and params.switch("Origin.EnableIssuer", default=True) is False:
        says = "the built-in issuer is off (`Origin.EnableIssuer`)"
        yield Dead("not-loaded", written.name, says, switch.source)
        return
    own = [each for each in found if each.node and child(each.node, "AuthorizationTemplates")]
    if found and len(own) == len(found):
        says = "each export has `AuthorizationTemplates` of its own, which take its place"
        yield Dead("not-loaded", written.name, says)


def _federation(params: Params) -> Iterator[Offer]:
    """The tokens with which caches prove to origins that they belong to the federation."""
    value = params.value("Director.FedTokenLifetime")
    length = seconds(value.text) if value is not None and value.known else None
    if value is not None and length is not None:
        yield Offer(
            kind="federation token",
            name=Value("for caches and origins", value.source),
            holder=Holder.CLIENT,
            source=value.source,
            audiences=(),
            lifetimes=(Lifetime("access", length, value.source),),
        )


def _templates(params: Params, found: tuple[Export, ...]) -> Iterator[Node]:
    own = [
        below
        for export in found
        if export.node and (below := child(export.node, "AuthorizationTemplates"))
    ]
    written = params.get(_GLOBAL)
    if written and not (found and len(own) == len(found)):
        yield from (item for item in written.node.items if item.children)
    for each in own:
        yield from (item for item in each.items if item.children)


def _offer(params: Params, template: Node, index: int, lifetimes: tuple[Lifetime, ...]) -> Offer:
    prefix = child(template, "prefix")
    named = prefix.value if prefix and prefix.value else None
    holder, who = _holder(params, template)
    source = named.source if named else template.source
    return Offer(
        kind="template",
        name=named or Value(f"number {index}", source),
        holder=holder,
        who=who,
        source=source,
        scopes=tuple(_scopes(template, named)),
        audiences=(),
        grants=_GRANTS,
        redirects=params.values("Issuer.RedirectUris"),
        lifetimes=lifetimes,
    )


def _scopes(template: Node, prefix: Value | None) -> Iterator[Value]:
    """Scopes as they are asked for; a part for a user or a group of its own is unknown."""
    if prefix is None:
        return
    given = child(template, "actions")
    for action in given.values() if given else ():
        if action.text in _ACTIONS:
            yield Value.of(f"storage.{action.text}:{prefix.text}", action.source)


def _holder(params: Params, template: Node) -> tuple[Holder, str]:
    users, groups = _named(template, "users"), _named(template, "groups")
    expressions = _named(template, "group_regexes")
    if users:
        return Holder.ACCOUNT, users
    if groups or expressions:
        return Holder.GROUP, ", ".join(each for each in (groups, expressions) if each)
    needed = params.values("Issuer.GroupRequirements")
    if needed:
        return Holder.GROUP, ", ".join(each.text for each in needed)
    login = params.value("Issuer.AuthenticationSource")
    if login is not None and not login.known:
        return Holder.UNKNOWN, ""
    if login is not None and login.text.strip().casefold() == "none":
        return Holder.ANYONE, ""
    return Holder.USER, ""


def _named(template: Node, name: str) -> str:
    given = child(template, name)
    return ", ".join(each.text for each in given.values()) if given else ""


def _lifetimes(params: Params) -> Iterator[Lifetime]:
    for what, name in _LIFETIMES.items():
        value = params.value(name)
        length = seconds(value.text) if value is not None and value.known else None
        if value is not None and length is not None:
            yield Lifetime(what, length, value.source)
