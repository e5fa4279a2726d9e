"""What a service hands out in the words of a message, and where each part of it stands."""

from collections.abc import Callable

from tokenlint.policy.joins import Joins
from tokenlint.policy.offer_facts import offered
from tokenlint.policy.reach import cut
from tokenlint.policy.subject import Speaker
from tokenlint.policy.words import human_duration
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.offer import Holder, Offer
from tokenlint.source import Pointer, Source

_USABLE = ("access", "mytoken", "idtoken", "vault")
_MOST_SCOPES = 4
_HOLDERS = {
    Holder.ANYONE: "anybody",
    Holder.USER: "every user",
    Holder.GROUP: "members of {who}",
    Holder.ACCOUNT: "{who}",
    Holder.CLIENT: "the client",
    Holder.JOB: "jobs",
    Holder.UNKNOWN: "its holder",
}


def offer_speakers(acceptance: Acceptance) -> dict[str, Speaker]:
    """Speakers for the pointers below `/service/offers` and `/service/scope_policies`."""
    offers, policies = acceptance.offers, acceptance.scope_policies
    return {
        "/service/offers/*": lambda i: offer_words(offers[i]),
        "/service/offers/*/holder": lambda i: holder_words(offers[i]),
        "/service/offers/*/scopes/*": lambda i, k: cut(offered(offers[i])[k].text),
        "/service/offers/*/redirects/*": lambda i, k: cut(offers[i].redirects[k].text),
        "/service/offers/*/audience": lambda i: _audiences(offers[i]),
        "/service/offers/*/lifetimes/*": lambda i, k: _lifetime(offers[i], k),
        "/service/scope_policies/*": lambda i: cut(policies[i].what.text),
        "/service/scope_policies/*/says": lambda i: cut(policies[i].says),
        "/service/scope_policies/*/witness": lambda i: cut(policies[i].witness),
    }


def offer_places(acceptance: Acceptance, joins: Joins) -> dict[Pointer, Callable[..., Source]]:
    """The lines of the configuration behind the same pointers."""
    offers, policies = acceptance.offers, acceptance.scope_policies
    unneeded = {(each.offer, each.scope): each.by for each in joins.unneeded}
    return {
        "/service/offers/*/scopes/*/unneeded": lambda i, k: unneeded[i, k],
        "/service/offers/*": lambda i: offers[i].source,
        "/service/offers/*/grants/*": lambda i, k: _line(offers[i], sorted(offers[i].grants)[k]),
        "/service/offers/*/all_scopes": lambda i: _line(offers[i], "all_scopes"),
        "/service/offers/*/scopes/*": lambda i, k: offered(offers[i])[k].source,
        "/service/offers/*/redirects/*": lambda i, k: offers[i].redirects[k].source,
        "/service/offers/*/audience": lambda i: _audience_place(offers[i]),
        "/service/offers/*/lifetimes/*": lambda i, k: offers[i].lifetimes[k].source,
        "/service/scope_policies/*": lambda i: policies[i].source,
        "/service/scope_policies/*/by": lambda i: policies[i].by or policies[i].source,
    }


def _line(offer: Offer, what: str) -> Source:
    """The line that gives a grant, or all scopes; that of the offer where it has none."""
    return dict(offer.places).get(what, offer.source)


def offer_words(offer: Offer) -> str:
    """`the client portal`: what it is and what it is called."""
    return cut(f"the {offer.kind} {offer.name.text}")


def holder_words(offer: Offer) -> str:
    """Who obtains the tokens."""
    return cut(_HOLDERS[offer.holder].format(who=offer.who or offer.name.text))


def offer_summary(offer: Offer) -> str:
    """Who obtains what, where and for how long, as far as the files tell."""
    holder = "" if offer.holder is Holder.CLIENT else holder_words(offer)
    lifetimes = [k for k, each in enumerate(offer.lifetimes) if each.what in _USABLE]
    lived = [_lifetime(offer, k) for k in lifetimes[:1]]
    parts = [holder, cut(_scopes(offer)), _where(offer), *lived]
    return "; ".join(part for part in parts if part) or "nothing that the files tell"


def _scopes(offer: Offer) -> str:
    if offer.all_scopes and not offer.scopes:
        return "any scope"
    known = [each.text for each in offered(offer)]
    more = len(offer.scopes) - len(known[:_MOST_SCOPES])
    return " ".join(known[:_MOST_SCOPES]) + (f" and {more} more" if known and more else "")


def _where(offer: Offer) -> str:
    values = offer.audiences or offer.default_audiences
    if offer.audiences is None and not values:
        return "for any audience that is asked for"
    return f"for {_audiences(offer)}" if values else ""


def _audiences(offer: Offer) -> str:
    values = offer.default_audiences or offer.audiences or ()
    return cut(", ".join(dict.fromkeys(each.text for each in values))) or "no audience"


def _audience_place(offer: Offer) -> Source:
    values = offer.default_audiences or offer.audiences
    return values[0].source if values else offer.source


_NAMES = {"id": "an ID token", "device": "a device code", "mytoken": "a mytoken"}
_NAMES |= {"access": "an access token", "idtoken": "an IDTOKEN", "session": "a session"}


def _lifetime(offer: Offer, index: int) -> str:
    lifetime = offer.lifetimes[index]
    name = _NAMES.get(lifetime.what, f"a {lifetime.what} token")
    if lifetime.unlimited or lifetime.seconds is None:
        return f"{name} without an end"
    return f"{name} of {human_duration(lifetime.seconds)}"
