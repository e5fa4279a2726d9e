"""What a service hands out as plain facts: offers of tokens, and policies on scopes."""

import re
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from tokenlint.credentials.scope import read_scope, scope_item_facts
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.endpoint import WILDCARDS
from tokenlint.services.offer import Lifetime, Offer, PolicyDefect
from tokenlint.services.value import Value

Facts = dict[str, Any]

_ANYWHERE = re.compile(r"(?:https?://)?(?:\*|\.\*|\.\+|/\*)+/?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def offer_facts(offer: Offer, unneeded: Collection[int] = ()) -> Facts:
    """One offer; of its scopes only those that can be read, in their order.

    `unneeded` are indexes of those that destroy and that no workflow of the run needs.
    """
    known = offered(offer)
    return {
        "kind": offer.kind,
        "holder": offer.holder.value,
        "scopes": [
            _scope(value, offer) | {"unneeded": index in unneeded}
            for index, value in enumerate(known)
        ],
        "scopes_known": len(known) == len(offer.scopes),
        "all_scopes": offer.all_scopes,
        "audience": _audience(offer),
        "grants": sorted(offer.grants),
        "redirects": [{"form": redirect_form(each)} for each in offer.redirects],
        "public": offer.public.value,
        "lifetimes": [_lifetime(each) for each in offer.lifetimes],
        "narrowed": sorted(offer.narrowed),
    }


def offered(offer: Offer) -> tuple[Value, ...]:
    """The scopes of an offer that can be read, each a single word."""
    return tuple(each for each in offer.scopes if each.known and len(each.text.split()) == 1)


def _scope(value: Value, offer: Offer) -> Facts:
    (item,) = read_scope(value.text, Dialect.WLCG)
    default = any(each.text == value.text for each in offer.default_scopes)
    return scope_item_facts(item) | {"default": default}


def _audience(offer: Offer) -> Facts:
    listed, default = offer.audiences, offer.default_audiences
    form = "free" if listed is None else "listed" if listed else "unknown"
    return {
        "form": form,
        "any": any(each.text in WILDCARDS for each in listed or ()),
        "default_any": any(each.text in WILDCARDS for each in default),
        "default_count": len({each.text for each in default}),
    }


def redirect_form(redirect: Value) -> str:
    """Where a login may be sent back to: one of the forms of the policy input.

    A star stands for any text, as in Keycloak; other issuers compare letter by letter.
    """
    text = redirect.text.strip()
    if not redirect.known:
        return "unknown"
    if _ANYWHERE.fullmatch(text):
        return "any"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return "unknown"
    if parts.scheme in ("http", "https"):
        return _web_form(text, host, parts.scheme)
    return "app" if parts.scheme else "relative"


def _web_form(text: str, host: str, scheme: str) -> str:
    if host in _LOOPBACK:
        return "loopback"
    if "*" in host:
        return "any-host"
    return "any-path" if "*" in text else scheme


def _lifetime(lifetime: Lifetime) -> Facts:
    facts: Facts = {
        "what": lifetime.what,
        "unlimited": lifetime.unlimited,
        "written": lifetime.written,
    }
    if lifetime.seconds is not None and lifetime.seconds >= 0 and not lifetime.unlimited:
        facts["seconds"] = lifetime.seconds
    return facts


def policy_facts(defects: Sequence[PolicyDefect]) -> list[Facts]:
    """What is odd about the policies that decide which scopes can be obtained."""
    return [
        {"kind": each.kind, "grave": each.grave, "witnessed": bool(each.witness)}
        for each in defects
    ]
