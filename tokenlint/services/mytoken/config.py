"""The configuration of a mytoken server: its providers, and settings that matter for security.

Settings: `features.token_revocation.enabled`, `features.guest_mode.enabled`,
`features.server_profiles.enabled`, `features.token_rotation.enabled`,
`server.request_limits.enabled`, the lifetimes of cookies and polling codes, and
`mytokens_max_lifetime` of each provider, which is unlimited at 0 and where it is not written.
Source: `internal/config/config.go` of the mytoken server (0044594), `EnforceMaxLifetime` in
`internal/mytoken/restrictions/restriction.go` (1bfafb9), `config/example-config.yaml`.
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Issuer, Pattern, Setting
from tokenlint.services.mytoken.profiles import Bounds, Longest
from tokenlint.services.mytoken.recognise import RESTRICTIONS
from tokenlint.services.mytoken.restrictions import Restrictions, restrictions_of
from tokenlint.services.mytoken.templates import Library, Resolver
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.pattern import Matched, analyse
from tokenlint.services.products import key_set
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_SWITCHES = (
    "features.token_revocation.enabled",
    "features.token_rotation.enabled",
    "features.server_profiles.enabled",
    "server.request_limits.enabled",
)
_DURATIONS = (
    "features.oidc_flows.authorization_code.web.cookie_lifetime",
    "features.polling_codes.expires_after",
)
_REDIRECTS = ("features", "oidc_flows", "authorization_code", "web", "trusted_redirect_uris")
_UNSUPPORTED = ("features", "unsupported_restrictions")


def settings(root: Node, source: Source, *, whole: bool) -> Iterator[Setting]:
    """What is written, and what holds where nothing is, unless more may stand elsewhere."""
    defaults = key_set("mytoken", "config").keys
    for name in (*_SWITCHES, *_DURATIONS):
        value = root.text(*name.split("."))
        if value is None and not whole:
            continue
        text = value.text if value else defaults[name]
        known = value.known if value else True
        seconds = int(text) if name in _DURATIONS and known and text.isdecimal() else None
        place = value.source if value else source
        yield Setting(name, text.casefold(), place, value is not None, known, seconds)
    guest = root.text("features", "guest_mode", "enabled") or root.text("features", "guest_mode")
    if guest is not None:
        name = "features.guest_mode.enabled"
        yield Setting(name, guest.text.casefold(), guest.source, known=guest.known)
    for provider in root.each("providers"):
        yield _lifetime_setting(provider)


def unsupported(root: Node) -> tuple[str, ...]:
    """Restrictions that the server does not take."""
    return tuple(value.text for value in root.values(*_UNSUPPORTED) if value.known)


def longest(root: Node) -> Longest:
    """The longest lifetime of a mytoken over all providers."""
    each = [_longest(provider) for provider in root.each("providers")]
    if not all(one.known for one in each):
        return Longest(known=False)
    endless = [one for one in each if not one.seconds]
    if endless:
        return Longest(written=endless[0].written)
    return Longest(max((one.seconds or 0 for one in each), default=None))


def scopes(root: Node) -> tuple[Value, ...]:
    """The scopes of all providers."""
    found = [value for provider in root.each("providers") for value in provider.values("scopes")]
    return tuple({value.text: value for value in found}.values())


def offers(root: Node, library: Library, near: Text) -> Iterator[Offer]:
    """The mytokens of each provider: a user chooses their restrictions, but for enforced ones."""
    for provider in root.each("providers"):
        issuer = provider.text("issuer")
        if issuer is None:
            continue
        restrictions = _enforced(provider, library, near, unsupported(root))
        bounds = Bounds(restrictions, _longest(provider))
        yield Offer(
            kind="provider",
            name=issuer,
            holder=Holder.USER,
            source=issuer.source,
            scopes=bounds.scopes(provider.values("scopes")),
            all_scopes=bounds.any_scope,
            audiences=bounds.audiences,
            grants=frozenset({Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN}),
            public=Public.NO if provider.get("client_secret") else Public.UNKNOWN,
            lifetimes=(bounds.lifetime(_lifetime_setting(provider).source),),
            narrowed=bounds.narrowed,
        )


def patterns(root: Node) -> Iterator[Pattern]:
    """Redirect addresses for which mytoken asks for no consent: Go searches for a match."""
    for value in root.values(*_REDIRECTS):
        yield analyse(value.text, value, "redirect address", Matched.URL)


def not_https(root: Node) -> Iterator[Issuer]:
    """Addresses that are no https: the server's own, and those of its providers."""
    own = root.text("issuer")
    urls = [own, *(provider.text("issuer") for provider in root.each("providers"))]
    for url in urls:
        if url is not None and url.known and not url.text.casefold().startswith("https://"):
            yield Issuer(url, url, url.source)


def _enforced(
    provider: Node, library: Library, near: Text, without: tuple[str, ...]
) -> Restrictions:
    """The loosest restrictions that a user can have, by the value of a claim.

    They are enforced only where `claim_sources` says where that value is found.
    """
    enforced = provider.get("enforced_restrictions")
    if enforced is None or not enforced.each("claim_sources"):
        return Restrictions()
    chosen = [node for node in enforced.each("mapping") if node.kind == "scalar"]
    default = enforced.get("default_template")
    if enforced.switch("forbid_on_default") is not True:
        chosen += [default or Node(enforced.source)]
    found: Restrictions | None = None
    for node in chosen:
        alternatives = Resolver(library, RESTRICTIONS).alternatives(_template(node), near)
        each = restrictions_of(alternatives, without)
        found = each if found is None else found.also(each)
    return found or Restrictions()


def _template(node: Node) -> Node:
    """The name of a template, or the template itself, which may stand there as JSON in a text."""
    value = node.value
    if value is None or value.text.lstrip()[:1] not in ("{", "["):
        return node
    place = value.source
    inner = read_tree(Text(place.file, "", value.text, place.line, exact=False, embedded=True))
    return inner.root or node


def _longest(provider: Node) -> Longest:
    setting = _lifetime_setting(provider)
    return Longest(setting.seconds, setting.known, setting.written)


def _lifetime_setting(provider: Node) -> Setting:
    """The longest lifetime of a provider's mytokens; 0 stands for none, as no word does."""
    name = "mytokens_max_lifetime"
    value = provider.text(name)
    if value is None:
        return Setting(name, "unlimited", provider.source, written=False)
    seconds = provider.number(name) or None
    text = value.text if seconds or not value.known else "unlimited"
    return Setting(name, text, value.source, True, value.known, seconds)
