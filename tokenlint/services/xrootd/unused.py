"""Lines that other lines of the same server make useless."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, State, UnknownKey
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.parts import Parts


def dead_lines(parts: Parts) -> tuple[Dead, ...]:
    """Everything without effect, in the order of the files."""
    found: list[Dead] = []
    if parts.server is not None:
        found += parts.server.dead
    if parts.scitokens is not None:
        found += parts.scitokens.dead
        found += _duplicates(parts)
        for section in parts.scitokens.value.issuers:
            found += _names(section)
    if parts.authdb is not None:
        found += parts.authdb.dead
    for mapfile in parts.mapfiles:
        found += mapfile.dead
    return (*found, *_database(parts))


def unknown_keys(parts: Parts) -> tuple[UnknownKey, ...]:
    """Keys that XRootD does not know, of all files."""
    found = list(parts.scitokens.unknown_keys) if parts.scitokens else []
    for mapfile in parts.mapfiles:
        found += mapfile.unknown_keys
    return tuple(found)


def _duplicates(parts: Parts) -> Iterator[Dead]:
    for each in parts.scitokens.shadowed if parts.scitokens else ():
        says = (
            f"XRootD keeps one section of an issuer, the first by name, "
            f"and that is `{each.by.section}`"
        )
        yield Dead("duplicate", each.section.section, says, each.by.section.source)


def _names(section: IssuerSection) -> Iterator[Dead]:
    """`default_user` where the token itself gives the name."""
    user = section.default_user
    if user is None or "map_subject" in section.open_keys:
        return
    if section.username_claim:
        says = "`username_claim` gives the name of the account"
    elif section.map_subject:
        says = "with `map_subject` the subject of the token is the name of the account"
    else:
        return
    yield Dead("shadowed", user, says)


def _database(parts: Parts) -> Iterator[Dead]:
    """An authorization database that the SciTokens plug-in never passes a request on to."""
    server, scitokens = parts.server, parts.scitokens
    if server is None or scitokens is None or server.value.authdb is None:
        return
    behaviour = scitokens.value.onmissing
    libraries = server.value.libraries
    asked = all(each.chained for each in libraries) and server.value.authorize is True
    outer = bool(libraries) and "SciTokens" in libraries[0].name
    if asked and outer and parts.asks_database is State.NO and behaviour in {"deny", "allow"}:
        says = f"with `onmissing = {behaviour}` no request comes to the authorization database"
        path: Value = server.value.authdb
        yield Dead("unreachable", path, says, scitokens.value.onmissing_source)
