"""Tokens that HTCondor obtains for jobs: its own ones, and those that it asks an issuer for.

The local credential monitor signs a token for each provider; a knob of the provider
(`LOCAL_CREDMON_SCITOKENS_ISSUER`) counts before that of all (`LOCAL_CREDMON_ISSUER`).
Source: LocalCredmon.py of htcondor/htcondor, and
docs/admin-manual/configuration/credd.rst (at commit 5068ca2).
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace

from tokenlint.services.acceptance import Dead, Setting
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.htcondor.macros import Held
from tokenlint.services.htcondor.pool import Pool
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.structured.ini import split
from tokenlint.services.value import Value
from tokenlint.source import Source
from tokenlint.workflows.declaration import Workflow

_LOCAL = "LOCAL_CREDMON"
_DEFAULT_TEMPLATE = "read:/user/{username} write:/user/{username}"
_NEEDS_AUDIENCE = "scitoken:2.0"  # also the default
_URL = re.compile(r"(\w+)_(?:TOKEN|AUTHORIZATION)_URL")
_OPTIONS = {
    **dict.fromkeys(("-a", "--vaultserver"), "vault"),
    **dict.fromkeys(("-i", "--issuer"), "issuer"),
    **dict.fromkeys(("-r", "--role"), "role"),
    "--scopes": "scopes",
    "--audience": "audience",
}


def _held(pool: Pool, provider: str, name: str) -> Held | None:
    own = pool.macros.held(f"{_LOCAL}_{provider}_{name}") if provider else None
    return own or pool.macros.held(f"{_LOCAL}_{name}")


def _value(held: Held) -> Value:
    """What a knob holds; its columns only where no macro was expanded in it."""
    place = held.source
    if place.end_column - place.column != len(held.text):
        place = Source(place.file, place.line, place.column)
    return Value(held.text, place, held.known)


def _providers(pool: Pool) -> tuple[Value, ...]:
    """The providers of the local monitor; one without a name where only its other knobs stand."""
    named = pool.macros.held(f"{_LOCAL}_PROVIDER_NAMES") or pool.macros.held(
        f"{_LOCAL}_PROVIDER_NAME"
    )
    if named:
        return tuple(split(_value(named), ", \t"))
    knobs = (each for key, each in pool.macros.table.items() if key.startswith(f"{_LOCAL}_"))
    first = next(knobs, None)
    return (Value("", first.source),) if first else ()


def issuers(pool: Pool) -> tuple[Value, ...]:
    """The issuer of the local monitor's tokens, as far as it is written and known."""
    found = (_held(pool, each.text, "ISSUER") for each in _providers(pool))
    known = {held.text: _value(held) for held in found if held and held.known and held.text}
    return tuple(known.values())


def offers(pool: Pool) -> Iterator[Offer]:
    """The tokens that jobs get of each provider; how long they live is told as a setting."""
    for provider in _providers(pool):
        scopes = tuple(_scopes(pool, provider))
        audience = _held(pool, provider.text, "TOKEN_AUDIENCE")
        audiences = tuple(split(_value(audience), " \t")) if audience else ()
        requirement = _held(pool, provider.text, "AUTHZ_GROUP_REQUIREMENT")
        yield Offer(
            "credmon",
            provider if provider.text else Value("local credential monitor", provider.source),
            Holder.JOB,
            provider.source,
            who=requirement.text if requirement and requirement.known else "",
            scopes=scopes,
            default_scopes=scopes,  # a job cannot choose
            audiences=audiences,
            grants=frozenset({Grant.OTHER}),
            public=Public.NO,
        )


def _scopes(pool: Pool, provider: Value) -> Iterator[Value]:
    expression = _held(pool, provider.text, "AUTHZ_TEMPLATE_EXPR")
    if expression:
        yield Value(expression.text, expression.source, known=False)
    else:
        template = _held(pool, provider.text, "AUTHZ_TEMPLATE")
        written = _value(template) if template else Value(_DEFAULT_TEMPLATE, provider.source)
        if not template:
            written = Value(_DEFAULT_TEMPLATE, Source(provider.source.file, provider.source.line))
        yield from split(written, " \t")
    group = _held(pool, provider.text, "AUTHZ_GROUP_TEMPLATE")
    if group and (_held(pool, provider.text, "AUTHZ_GROUP_MAPFILE") or not pool.complete):
        yield from split(_value(group), " \t")


def dead(pool: Pool) -> Iterator[Dead]:
    """Lines of the local monitor that another one is missing for; only where all files are here."""
    if not pool.complete:
        return
    for provider in _providers(pool):
        if provider.text and provider.known and _writes_none(pool, provider.text):
            says = (
                f"a token of version {_NEEDS_AUDIENCE} needs LOCAL_CREDMON_TOKEN_AUDIENCE,"
                " and the monitor writes none without it"
            )
            yield Dead("ignored-value", provider, says)
    group = pool.macros.held(f"{_LOCAL}_AUTHZ_GROUP_TEMPLATE")
    if group and not any(key.endswith("_AUTHZ_GROUP_MAPFILE") for key in pool.macros.table):
        says = "no group is known without LOCAL_CREDMON_AUTHZ_GROUP_MAPFILE, and nothing is added"
        yield Dead("ignored-value", _value(group), says)


def version_needs_audience(pool: Pool, provider: str) -> bool | None:
    """Whether the version of the tokens makes an audience compulsory; None where not known."""
    version = _held(pool, provider, "TOKEN_VERSION")
    if version and not version.known:
        return None
    return version is None or version.text.strip().lower() == _NEEDS_AUDIENCE


def _writes_none(pool: Pool, provider: str) -> bool:
    audience = _held(pool, provider, "TOKEN_AUDIENCE")
    missing = audience is None or not audience.text.strip()
    return missing and version_needs_audience(pool, provider) is True


def settings(pool: Pool) -> Iterator[Setting]:
    """Audiences that are missing, and addresses of providers by their knobs' names.

    To the latter the OAuth 2.0 monitor sends its client's secret.
    """
    for provider in _providers(pool):
        unset = not _held(pool, provider.text, "TOKEN_AUDIENCE")
        if unset and version_needs_audience(pool, provider.text) is False and pool.complete:
            yield Setting("local_credmon_token_audience", "", provider.source, written=False)
    for key in pool.macros.table:
        found = _URL.fullmatch(key)
        held = pool.macros.held(key) if found else None
        if found and held and f"{found[1]}_CLIENT_ID" in pool.macros.table:
            yield Setting(key.lower(), held.text.strip(), held.source, known=held.known)


def requests(pool: Pool) -> Iterator[Workflow]:
    """The tokens that jobs get, without what is told as settings: lifetimes, the whole area."""
    for made in offers(pool):
        unset = (Value("", made.source, known=False),)
        told = workflow_of(
            Asked(
                f"tokens of {made.name.text} for jobs",
                made.source,
                scopes=tuple(
                    replace(x, known=x.known and not _is_told(x.text)) for x in made.scopes
                ),
                audiences=made.audiences or unset,
            )
        )
        if told:
            yield told
    yield from _of_vault(pool)


def _is_told(scope: str) -> bool:
    """Filled in for each user or group, or told by the setting of the template (SVC033)."""
    return "{" in scope or scope in {"write:/", "storage.modify:/", "storage.create:/"}


def _of_vault(pool: Pool) -> Iterator[Workflow]:
    """The token that Vault is asked for, where the options of htgettoken name its scopes."""
    held = pool.macros.held("SEC_CREDENTIAL_GETTOKEN_OPTS")
    told = _options(held.text) if held and held.known else {}
    if not held or not told.get("scopes"):
        return
    vault = told.get("vault", "a vault")
    place = held.source
    audience = told.get("audience")
    workflow = workflow_of(
        Asked(
            f"tokens for jobs from {vault}",
            place,
            scopes=tuple(_words(told["scopes"], place)),
            audiences=tuple(_words(audience, place)) if audience else None,
        )
    )
    if workflow:
        yield workflow


def _words(text: str, place: Source) -> Iterator[Value]:
    return (Value.of(word, place) for word in re.split(r"[\s,]+", text) if word)


def _options(text: str) -> dict[str, str]:
    """Options of htgettoken that say what token is asked for."""
    try:
        words = shlex.split(text)
    except ValueError:
        return {}
    found: dict[str, str] = {}
    for index, word in enumerate(words):
        name, sign, value = word.partition("=")
        if name in _OPTIONS:
            following = words[index + 1] if index + 1 < len(words) else ""
            found[_OPTIONS[name]] = value if sign else following
    return found
