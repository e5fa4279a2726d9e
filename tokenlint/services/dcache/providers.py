"""Trusted issuers: `gplazma.oidc.provider!ALIAS`, and `gplazma.scitoken.issuer!ID` of old.

How dCache reads them: `org.dcache.gplazma.oidc.OidcAuthPlugin`, the factories of its profiles,
and `org.dcache.gplazma.scitoken.SciTokenPlugin`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.dcache.arguments import Arguments, arguments
from tokenlint.services.dcache.config import Provider
from tokenlint.services.dcache.known import (
    ACCEPTED,
    DEFAULT_PROFILE,
    OPTION_DEFAULTS,
    OPTIONS,
    PROFILES,
    SUPPRESSIONS,
)
from tokenlint.services.dcache.principals import Principal, first_group_primary, principal
from tokenlint.services.dcache.properties import Entry
from tokenlint.services.dcache.view import View
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem

OIDC = ("gplazma.oidc.provider", "dcache.oidc.provider")
SCITOKEN = "gplazma.scitoken.issuer"
_ISSUER_AND_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A provider with what is wrong with its line."""

    provider: Provider | None
    problems: tuple[Problem, ...] = ()
    unknown: tuple[UnknownKey, ...] = ()
    dead: tuple[Dead, ...] = ()


def providers(view: View) -> Iterator[Reading]:
    """All providers that a view of gPlazma holds."""
    for prefix in OIDC:
        for alias, entry in view.maps(prefix):
            yield _oidc(alias, entry, arguments(view.expand(entry.value)))
    for alias, entry in view.maps(SCITOKEN):
        yield _scitoken(alias, entry, arguments(view.expand(entry.value)))


def _oidc(alias: str, entry: Entry, args: Arguments) -> Reading:
    known = not has_placeholder(entry.value) or _only_url_unknown(args)
    wrong = _refusal(args) if known else ""
    provider = None
    if args.words and alias:
        provider = _provider(alias, entry, args, known=known, refused=bool(wrong))
    problem = Problem(
        "syntax",
        entry.source,
        f"dCache does not load the plugin oidc: {wrong}",
        "Mend the provider's line; until then gPlazma refuses every login.",
    )
    problems = (problem,) if wrong else ()
    if not known:
        return Reading(provider, problems)
    return Reading(provider, problems, tuple(_unknown(entry, args)), tuple(_dead(entry, args)))


def _only_url_unknown(args: Arguments) -> bool:
    """Whether the placeholder is the issuer alone, so that all options are at hand."""
    return len(args.words) == 1 and not any(has_placeholder(f"{k}={v}") for k, v in args.options)


def _refusal(args: Arguments) -> str:
    """Why dCache refuses the line, empty where it takes it."""
    profile = args.last("profile")
    if not args.words:
        return "the provider has no issuer."
    if profile is not None and profile not in PROFILES:
        return f"there is no profile {profile}; it knows {', '.join(PROFILES)}."
    names = [name for name, _ in args.options if name != "suppress"]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        return f"the option -{twice} is written twice."
    prefix = args.last("prefix")
    if profile in {"wlcg", "scitokens"} and (prefix is None or not prefix.startswith("/")):
        return f"profile {profile} needs -prefix with an absolute path."
    if (profile or DEFAULT_PROFILE) == "oidc":
        items = (args.last("accept") or "username").split(",")
        other = next((item for item in items if item not in ACCEPTED), None)
        if other is not None:
            return f"-accept knows username and groups, not {other!r}."
    return ""


def _provider(alias: str, entry: Entry, args: Arguments, *, known: bool, refused: bool) -> Provider:
    url, prefix = args.words[0], args.last("prefix")
    profile = args.last("profile") or DEFAULT_PROFILE
    return Provider(
        alias=alias,
        url=Value.of(url, entry.place(url)),
        source=entry.source,
        plugin="oidc",
        profile=profile if known and profile in PROFILES else "",
        prefix=None if prefix is None else Value.of(prefix, entry.place(f"-prefix={prefix}")),
        suppress=frozenset(_listed(args, "suppress")),
        accept=frozenset(_listed(args, "accept")) if profile == "oidc" else frozenset(),
        authz_id=_principals(args.last("authz-id")) if profile == "wlcg" else (),
        non_authz_id=_principals(args.last("non-authz-id")) if profile == "wlcg" else (),
        known=known,
        refused=refused,
        profile_source=entry.place("-profile") if args.last("profile") else None,
    )


def _listed(args: Arguments, option: str) -> Iterator[str]:
    for value in args.all(option):
        yield from (word.strip() for word in value.split(",") if word.strip())


def _principals(written: str | None) -> tuple[Principal, ...]:
    made = (principal(word) for word in (written or "").split())
    return first_group_primary(each for each in made if each is not None)


def _unknown(entry: Entry, args: Arguments) -> Iterator[UnknownKey]:
    section = entry.key
    for name, _ in args.options:
        if name not in OPTIONS:
            yield unknown_key(Value(name, entry.place(f"-{name}")), section, OPTION_DEFAULTS)
    for word in _listed(args, "suppress"):
        if word not in SUPPRESSIONS:
            yield unknown_key(Value(word, entry.place(word)), f"{section} -suppress", SUPPRESSIONS)


def _dead(entry: Entry, args: Arguments) -> Iterator[Dead]:
    profile = args.last("profile") or DEFAULT_PROFILE
    for name in dict.fromkeys(name for name, _ in args.options):
        readers = OPTIONS.get(name, frozenset())
        if readers and profile in PROFILES and profile not in readers:
            says = f"profile {profile} does not read -{name}, {' or '.join(sorted(readers))} does"
            yield Dead("ignored-value", Value(f"-{name}", entry.place(f"-{name}")), says)


def _scitoken(alias: str, entry: Entry, args: Arguments) -> Reading:
    known = not has_placeholder(entry.value)
    if len(args.words) < _ISSUER_AND_PREFIX or not alias:
        problem = Problem(
            "syntax",
            entry.source,
            "dCache does not load the plugin scitoken: an issuer needs its address and a prefix.",
            "Write: gplazma.scitoken.issuer!ID = https://issuer.example /prefix type:name ...",
        )
        return Reading(None, (problem,) if known else ())
    url, prefix = args.words[0], args.words[1]
    provider = Provider(
        alias=alias,
        url=Value.of(url, entry.place(url)),
        source=entry.source,
        plugin="scitoken",
        profile="both",
        prefix=Value.of(prefix, entry.place(f" {prefix}")),
        authz_id=_principals(" ".join(args.words[2:])),
        known=known,
    )
    return Reading(provider, (), tuple(_unknown_of_scitoken(entry, args)))


def _unknown_of_scitoken(entry: Entry, args: Arguments) -> Iterator[UnknownKey]:
    options = {"tokenHistory": "gplazma.scitoken.token-history"}
    for name, _ in args.options:
        if name not in options:
            yield unknown_key(Value(name, entry.place(f"-{name}")), entry.key, options)
