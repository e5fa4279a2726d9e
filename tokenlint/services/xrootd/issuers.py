"""The audiences and the issuers of a server."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Audience, Issuer, State
from tokenlint.services.value import Value
from tokenlint.services.xrootd.authdb import compound_conditions
from tokenlint.services.xrootd.config import Entry, IssuerSection
from tokenlint.services.xrootd.parts import Parts
from tokenlint.services.xrootd.strategies import strategies_of


def audience(parts: Parts) -> Audience | None:
    """The audience check, which scitokens-cpp always makes; None where no file tells.

    Without a list only tokens for any audience pass, and SciTokens 1.0 without an audience.
    """
    if parts.scitokens is None:
        return None
    value = parts.scitokens.value
    open_list = value.partial or not value.audiences
    missing = State.UNKNOWN if open_list else State.NO
    return Audience(State.YES, missing, value.audiences, value.audience_source)


def issuers(parts: Parts) -> tuple[Issuer, ...]:
    """The sections that count, then those whose issuer another section holds."""
    if parts.scitokens is None:
        return ()
    scitokens = parts.scitokens
    kept = [_issuer(parts, section, shadowed=False) for section in scitokens.value.issuers]
    lost = [_issuer(parts, each.section, shadowed=True) for each in scitokens.shadowed]
    return (*kept, *lost)


def _issuer(parts: Parts, section: IssuerSection, *, shadowed: bool) -> Issuer:
    name = section.section.text[7:].strip()
    return Issuer(
        name=Value(name, section.section.source, section.section.known),
        url=section.url,
        source=section.source,
        areas=section.base_paths,
        restricted=section.restricted_paths,
        scopes=_scopes(parts, section),
        falls_through=_falls_through(parts, section),
        shadowed=shadowed,
    )


def _scopes(parts: Parts, section: IssuerSection) -> State:
    if parts.server and parts.server.value.authorize is False:
        return State.NO
    if "authorization_strategy" in section.open_keys:
        return State.UNKNOWN
    strategies = strategies_of(section)
    # Without any strategy XRootD grants nothing at all, so nothing beside the scopes either.
    return State.YES if "capability" in strategies or not strategies else State.NO


def _falls_through(parts: Parts, section: IssuerSection) -> tuple[str, ...]:
    """Kinds of ways that are asked when no scope fits.

    The strategies open the ways by group and by account; entries of the database
    for an issuer and for everyone are asked whatever the strategies are.
    """
    if parts.scitokens and parts.scitokens.value.onmissing == "allow":
        return ("anonymous",)
    if parts.asks_database is State.NO:
        return ()
    strategies = strategies_of(section)
    entries = parts.authdb.value.entries if parts.authdb else None
    kinds = []
    if "group" in strategies and _may_hold(entries, "g"):
        kinds.append("group")
    if "mapping" in strategies and _maps(section) and _may_hold(entries, "u"):
        kinds.append("account")
    if entries is not None:
        kinds += [kind for kind, found in _for_everyone(entries, section) if found]
    return tuple(kinds)


def _maps(section: IssuerSection) -> bool:
    """Whether the strategy `mapping` has rules to follow."""
    return bool(section.mapfile) or section.mapfile_missing


def _may_hold(entries: tuple[Entry, ...] | None, letter: str) -> bool:
    if entries is None:
        return True
    return any(
        (entry.kind == letter and entry.id != "*") or letter in _conditions(entries, entry)
        for entry in entries
    )


def _conditions(entries: tuple[Entry, ...], entry: Entry) -> dict[str, str]:
    return dict(compound_conditions(entries, entry))


def _for_everyone(entries: tuple[Entry, ...], section: IssuerSection) -> Iterator[tuple[str, bool]]:
    url = section.url.text
    yield (
        "issuer",
        any(
            (entry.kind == "o" and entry.id == url) or _conditions(entries, entry) == {"o": url}
            for entry in entries
        ),
    )
    yield "anonymous", any(entry.kind == "u" and entry.id == "*" for entry in entries)
