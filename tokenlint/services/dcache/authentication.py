"""Phase auth: what the plugins oidc and scitoken make of a token.

Issuers are compared exactly. A token without an audience passes, another needs one that is listed
(`OidcAuthPlugin.checkAudience`). A token that is shown without scopes is taken for one
whose scope claim holds no word about storage; a claim that is missing altogether
refuses the token in the profiles wlcg and scitokens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tokenlint.services.dcache.config import Configuration, Provider
from tokenlint.services.dcache.principals import Principal
from tokenlint.services.dcache.scopes import Grant, Statements, statements
from tokenlint.services.decision import Presented, Step


class Answer(Enum):
    """What a plugin says: yes, no, or not to be told from the files."""

    SUCCESS = "success"
    FAIL = "fail"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Authenticated:
    """The answer of a plugin, and what it adds to the login.

    `grants` is None where the token's scopes say nothing, so that permissions decide;
    `depends_on` says what an open answer depends on.
    """

    answer: Answer
    principals: tuple[Principal, ...] = ()
    grants: tuple[Grant, ...] | None = None
    steps: tuple[Step, ...] = ()
    depends_on: str = ""


def authenticate(configuration: Configuration, plugin: str, shown: Presented) -> Authenticated:
    """The answer of the plugin oidc or scitoken to a token."""
    mine = [each for each in configuration.providers if each.plugin == plugin and not each.refused]
    named = [each for each in mine if each.url.text == shown.issuer]
    if named:
        return _checked(configuration, named[0], shown)
    if configuration.providers_known and all(each.url.known for each in mine):
        return Authenticated(Answer.FAIL)
    return Authenticated(Answer.OPEN, depends_on="the issuers that the files leave open")


def _checked(configuration: Configuration, provider: Provider, shown: Presented) -> Authenticated:
    trusts = Step(provider.source, f"trusts the issuer as {provider.alias}")
    refusal = _audience(configuration, provider, shown)
    if refusal is not None:
        return Authenticated(refusal.answer, (), None, (trusts, *refusal.steps), refusal.depends_on)
    if not provider.profile:
        return Authenticated(Answer.OPEN, depends_on="the options of the provider", steps=(trusts,))
    wrong = _version(provider, shown)
    if wrong:
        return Authenticated(Answer.FAIL, steps=(trusts, Step(provider.source, wrong)))
    return _scoped(provider, shown, trusts) if provider.scoped else _identified(provider, shown)


def _audience(
    configuration: Configuration, provider: Provider, shown: Presented
) -> Authenticated | None:
    """Why the audience does not pass, None where it does."""
    listed = configuration.audiences[provider.plugin]
    if not shown.audiences or "audience" in provider.suppress:
        return None
    if any(each.known and each.text in shown.audiences for each in listed.values):
        return None
    if listed.open or not all(each.known for each in listed.values):
        return Authenticated(Answer.OPEN, depends_on="the audiences that the files leave open")
    step = Step(listed.source, "lists no audience of the token")
    return Authenticated(Answer.FAIL, steps=(step,))


def _version(provider: Provider, shown: Presented) -> str:
    """Why the token's profile does not fit that of the provider, empty where it does."""
    if provider.profile not in {"wlcg", "both"}:
        return ""
    written = shown.claims.get("wlcg.ver", "1.0" if shown.profile == "wlcg" else None)
    if written is None:
        return "refuses a token without wlcg.ver" if provider.profile == "wlcg" else ""
    return "" if written == "1.0" else "takes version 1.0 of the WLCG profile alone"


def _scoped(provider: Provider, shown: Presented, trusts: Step) -> Authenticated:
    prefix = provider.prefix.text if provider.prefix else "/"
    read = statements(shown.scopes, provider.profile, prefix)
    if read.broken:
        step = Step(provider.source, f"cannot read the scope {read.broken}")
        return Authenticated(Answer.FAIL, steps=(trusts, step))
    if not read.any and _needs_scopes(provider, shown):
        step = Step(provider.source, "refuses a token without a scope of SciTokens")
        return Authenticated(Answer.FAIL, steps=(trusts, step))
    added = provider.authz_id if read.any else provider.non_authz_id
    principals = (*_common(provider, shown), *_groups(shown), *added)
    steps = [trusts]
    if added:
        named = " ".join(str(each) for each in added)
        steps.append(Step(provider.source, f"makes the user {named}"))
    grants = _grants(read)
    open_prefix = provider.prefix is not None and not provider.prefix.known
    answer = Answer.OPEN if read.any and open_prefix else Answer.SUCCESS
    depends = "the prefix of the provider" if answer is Answer.OPEN else ""
    return Authenticated(answer, principals, grants, tuple(steps), depends)


def _grants(read: Statements) -> tuple[Grant, ...] | None:
    return read.grants if read.any else None


def _needs_scopes(provider: Provider, shown: Presented) -> bool:
    if provider.profile == "both":
        return "wlcg.ver" not in shown.claims and shown.profile != "wlcg"
    return provider.profile == "scitokens"


def _identified(provider: Provider, shown: Presented) -> Authenticated:
    """Profile oidc: who somebody is, whatever the scopes say."""
    says = "trusts the issuer and passes over scopes (profile oidc)"
    step = Step(provider.profile_source or provider.source, says)
    principals = (*_common(provider, shown), *_groups(shown), *_person(provider, shown))
    return Authenticated(Answer.SUCCESS, principals, None, (step,))


def _common(provider: Provider, shown: Presented) -> tuple[Principal, ...]:
    subject = Principal("oidc", f"{shown.subject}@{provider.alias}")
    return (Principal("op", provider.alias), subject)


def _groups(shown: Presented) -> Iterator[Principal]:
    for group in shown.groups:
        yield Principal("oidcgrp", group)


def _person(provider: Provider, shown: Presented) -> Iterator[Principal]:
    for claim, kind in (("email", "email"), ("eduperson_entitlement", "entitlement")):
        for value in _texts(shown.claims.get(claim)):
            yield Principal(kind, value)
    for group in _texts(shown.claims.get("groups")):
        if "groups" in provider.accept:
            yield Principal("group", group.removeprefix("/"))
        else:
            yield Principal("oidcgrp", group)
    if "username" in provider.accept:
        for value in _texts(shown.claims.get("preferred_username")):
            yield Principal("username", value)


def _texts(claim: object) -> Iterator[str]:
    for value in claim if isinstance(claim, (list, tuple)) else (claim,):
        if isinstance(value, str):
            yield value
