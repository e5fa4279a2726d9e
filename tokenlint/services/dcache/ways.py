"""The ways in which a credential comes to rights at a dCache, and the mappings behind them.

A line of a multi-mapfile is followed through the rest of the login,
with a token that has what the line asks for, and no scope.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from tokenlint.services.acceptance import Mapping, Subjects, Way, WayKind
from tokenlint.services.dcache.config import Configuration, MapLine, Provider
from tokenlint.services.dcache.decide import NAMESPACE
from tokenlint.services.dcache.doors import openings
from tokenlint.services.dcache.login import Login, login
from tokenlint.services.dcache.principals import OF_TOKENS, Principal, account_text
from tokenlint.services.dcache.scopes import READING, STORAGE
from tokenlint.services.decision import Presented
from tokenlint.services.value import Value
from tokenlint.source import Source

_MOST_FOLLOWED = 300  # lines of a multi-mapfile: each one is a login of its own
_KINDS = {
    "op": (WayKind.ISSUER, Subjects.ANY),
    "oidc": (WayKind.SUBJECT, Subjects.ONE),
    "oidcgrp": (WayKind.GROUP, Subjects.SOME),
    "email": (WayKind.SUBJECT, Subjects.ONE),
    "entitlement": (WayKind.GROUP, Subjects.SOME),
    "dn": (WayKind.OTHER, Subjects.ONE),
    "kerberos": (WayKind.OTHER, Subjects.ONE),
}
_CLAIMS = {"email": "email", "entitlement": "eduperson_entitlement"}


@dataclass(frozen=True, slots=True)
class _Try:
    """A token that has what a line asks for, and the provider that it is from."""

    provider: Provider
    shown: Presented


def ways(configuration: Configuration) -> Iterator[Way]:
    """Every way that the files tell."""
    for provider in configuration.providers:
        if provider.scoped and not provider.refused:
            yield _capability(provider)
        yield from _by_provider(configuration, provider)
    of_tokens = (line for line in _lines(configuration) if line.matcher.kind in OF_TOKENS)
    for line in islice(of_tokens, _MOST_FOLLOWED):
        yield from _by_line(configuration, line)
    yield from _anonymous(configuration)
    yield from _lonely(configuration)


def _anonymous(configuration: Configuration) -> Iterator[Way]:
    """What doors take from everybody, once for each line and path."""
    found: dict[tuple[Source, tuple[str, ...]], set[str]] = {}
    for opening in openings(configuration):
        words = found.setdefault((opening.source, opening.paths or ()), set())
        words.update(each.value for each in opening.operations)
    for (source, paths), operations in found.items():
        yield Way(
            WayKind.ANONYMOUS,
            "everybody",
            frozenset(operations),
            paths,
            source,
            flat=True,
            sure=False,
            depends_on=f"{NAMESPACE} for everybody",
        )


def _lines(configuration: Configuration) -> Iterator[MapLine]:
    for plugin in configuration.stack("map"):
        yield from plugin.maps or ()


def _capability(provider: Provider) -> Way:
    prefix = provider.prefix
    paths = (prefix.text,) if prefix is not None and prefix.known else ()
    return Way(
        WayKind.CAPABILITY,
        provider.alias,
        frozenset(each.value for each in STORAGE),
        paths,
        provider.source,
        issuer=provider.url.text if provider.url.known else "",
        sure=bool(paths),
        depends_on="" if paths else "the prefix of the provider",
    )


def _by_provider(configuration: Configuration, provider: Provider) -> Iterator[Way]:
    """Accounts that a provider's own options name for tokens without scopes."""
    if provider.refused or not (provider.non_authz_id or "username" in provider.accept):
        return
    shown = Presented(provider.url.text, claims={"preferred_username": "somebody"})
    state = login(configuration, shown)
    if not state.refused:
        yield _way(WayKind.ISSUER, provider.alias, provider.source, state, provider)


def _by_line(configuration: Configuration, line: MapLine) -> Iterator[Way]:
    if not line.matcher.known:
        return
    kind, _ = _KINDS[line.matcher.kind]
    open_doors = [
        (attempt.provider, state)
        for attempt in _tries(configuration, line.matcher)
        if not (state := login(configuration, attempt.shown)).refused
        and any(step.source == line.source for step in state.steps)
    ]
    for provider, state in open_doors[:1]:
        way = _way(kind, _who(line.matcher), line.source, state, provider)
        yield way if len(open_doors) == 1 else replace(way, issuer="")


def _who(matcher: Principal) -> str:
    return matcher.name.rpartition("@")[0] if matcher.kind == "oidc" else matcher.name


def _tries(configuration: Configuration, matcher: Principal) -> Iterator[_Try]:
    """A token of each provider that may bring the principal."""
    subject, _, alias = matcher.name.rpartition("@")
    wanted = {"op": matcher.name, "oidc": alias}.get(matcher.kind)
    for provider in configuration.providers:
        if provider.refused or (wanted is not None and provider.alias != wanted):
            continue
        shown = Presented(provider.url.text)
        if matcher.kind == "oidc":
            shown = replace(shown, subject=subject)
        elif matcher.kind == "oidcgrp":
            shown = replace(shown, groups=(matcher.name,))
        elif matcher.kind in _CLAIMS:
            shown = replace(shown, claims={_CLAIMS[matcher.kind]: matcher.name})
        yield _Try(provider, shown)


def _way(kind: WayKind, who: str, source: Source, state: Login, provider: Provider) -> Way:
    operations = READING if state.read_only is not None else STORAGE
    root = state.prefixes[0] if state.prefixes else state.root
    depends = [*state.depends_on, *([] if state.superuser else [NAMESPACE])]
    return Way(
        kind,
        who,
        frozenset(each.value for each in operations),
        (root.text,) if root is not None and root.known else (),
        source,
        issuer=provider.url.text if provider.url.known else "",
        flat=True,
        sure=not depends,
        depends_on=", ".join(depends),
    )


def _lonely(configuration: Configuration) -> Iterator[Way]:
    """Accounts of a storage-authzdb that no gPlazma is known to read."""
    if configuration.providers or configuration.maps:
        return
    for account in configuration.accounts:
        operations = READING if account.read_only else STORAGE
        yield Way(
            WayKind.ACCOUNT,
            account.name,
            frozenset(each.value for each in operations),
            (account.root.text,) if account.root.known else (),
            account.source,
            flat=True,
            sure=False,
            depends_on=f"which credentials are mapped to the account, {NAMESPACE}",
        )


def mappings(configuration: Configuration) -> Iterator[Mapping]:
    """Every line that turns a credential into an account."""
    for provider in configuration.providers:
        if not provider.refused:
            yield from _of_provider(provider)
    for line in _lines(configuration):
        subjects = _KINDS.get(line.matcher.kind, (WayKind.OTHER, Subjects.SOME))[1]
        account = _account(configuration, line.gives)
        known = all(each.known for each in (line.matcher, *line.gives))
        value = Value(account, line.source, known)
        issuer = _issuer(configuration, line.matcher)
        yield Mapping(line.matcher.kind, issuer, subjects, value, line.source)


def _of_provider(provider: Provider) -> Iterator[Mapping]:
    url = provider.url.text if provider.url.known else ""
    method = "authz-id" if provider.plugin == "oidc" else "scitoken.issuer"
    for principals, name, subjects in (
        (provider.authz_id, method, Subjects.SOME),
        (provider.non_authz_id, "non-authz-id", Subjects.ANY),
    ):
        if principals:
            known = all(each.known for each in principals)
            value = Value(account_text(principals), provider.source, known)
            yield Mapping(name, url, subjects, value, provider.source)
    if "username" in provider.accept:
        value = Value("preferred_username", provider.source)
        yield Mapping("accept", url, Subjects.ANY, value, provider.source, chosen_by_token=True)


def _account(configuration: Configuration, gives: tuple[Principal, ...]) -> str:
    """The account in words, with uid and gids from the storage-authzdb where there are any."""
    if any(each.kind == "uid" for each in gives):
        return account_text(gives)
    names = {each.name for each in gives if each.kind in {"username", "group"}}
    for plugin in configuration.stack("map"):
        for account in plugin.accounts or ():
            if account.name in names:
                gids = (Principal("gid", gid) for gid in account.gids)
                return account_text((*gives, Principal("uid", account.uid), *gids))
    return account_text(gives)


def _issuer(configuration: Configuration, matcher: Principal) -> str:
    """The url of the provider that a line is for; its alias where no file tells the url."""
    alias = {"op": matcher.name, "oidc": matcher.name.rpartition("@")[2]}.get(matcher.kind)
    named = [each for each in configuration.providers if each.alias == alias and each.url.known]
    if named:
        return named[0].url.text
    return f"the provider {alias}" if alias else ""
