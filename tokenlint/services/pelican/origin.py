"""An origin as XRootD sees it: the `scitokens.cfg` and the authorization database it generates.

Each issuer owns the federation prefixes of the exports that need a token; without `IssuerUrls`
that is the origin itself. `u *` may read below public exports. Tokens for the origin's address
pass (`Origin.TokenAudience`). What own files of XRootD add (`Xrootd.ScitokensConfig`,
`Xrootd.Authfile`, `Xrootd.ConfigFile`) is not looked at here.
Source: `xrootd/authorization.go`, `xrootd/resources/scitokens.cfg` and `xrootd-origin.cfg`.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import (
    Audience,
    Decide,
    Issuer,
    Mapping,
    State,
    Subjects,
    Way,
    WayKind,
)
from tokenlint.services.pelican.exports import Export
from tokenlint.services.pelican.params import Params
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import (
    Authdb,
    AuthLib,
    Configuration,
    Entry,
    Rights,
    SciTokens,
    Server,
)
from tokenlint.services.xrootd.generated import section
from tokenlint.services.xrootd.model.decide import decider
from tokenlint.source import Source

_READING: Final = frozenset({"stat", "read"})
_WRITING: Final = frozenset({"create", "overwrite", "mkdir", "rename", "rename-over", "delete"})
_OWN: Final = "${Server.IssuerUrl}"
_AUDIENCE: Final = "${Origin.Url}"


def audience(params: Params, source: Source) -> Audience:
    """The audience check of scitokens-cpp; the address of the origin may not be written."""
    written = params.value("Origin.TokenAudience")
    if written is not None and not written.text:
        return Audience(State.YES, State.UNKNOWN, (), written.source)
    own = written or params.value("Origin.Url") or Value(_AUDIENCE, source, known=False)
    return Audience(State.YES, State.NO, (own,), own.source)


def issuers(params: Params, exports: tuple[Export, ...]) -> tuple[Issuer, ...]:
    """The issuers with the prefixes that they own."""
    restricted = params.values("Origin.ScitokensRestrictedPaths")
    found: dict[str, Issuer] = {}
    for url, export in _owners(params, exports):
        area = _plain(export.federation)
        known = found.get(url.text)
        areas = (*known.areas, area) if known else (area,)
        name = known.name if known else url
        source = known.source if known else url.source
        found[url.text] = Issuer(name, known.url if known else url, source, areas, restricted)
    return tuple(found.values())


def ways(params: Params, exports: tuple[Export, ...]) -> Iterator[Way]:
    """By scope for each issuer and export, and for everybody below public exports."""
    for url, export in _owners(params, exports):
        if url.known and export.federation.known:
            yield Way(
                WayKind.CAPABILITY,
                f"tokens of {url} with a scope for it",
                frozenset(_operations(export)),
                (_plain(export.federation).text,),
                export.source,
                url.text,
                sure=None not in export.can.values(),
                depends_on="" if None not in export.can.values() else "the capabilities",
            )
    for export in exports:
        if export.public and export.federation.known:
            yield Way(
                WayKind.ANONYMOUS,
                "everybody",
                _READING | ({"list"} if export.can["Listings"] else frozenset()),
                (_plain(export.federation).text,),
                export.public_source,
                flat=True,
            )


def mappings(params: Params, found: tuple[Issuer, ...]) -> Iterator[Mapping]:
    """Whose files the origin reads and writes as; the user of a token counts only in `Multiuser`.

    Without it everything is done as the service itself.
    """
    if params.switch("Origin.Multiuser", default=True) is False:
        return
    for issuer in found:
        claim = params.value("Origin.ScitokensUsernameClaim")
        subject = params.get("Origin.ScitokensMapSubject")
        user = params.value("Origin.ScitokensDefaultUser")
        chosen = None
        if claim is not None and claim.text:
            chosen = "username_claim", claim.source
        elif subject and params.switch("Origin.ScitokensMapSubject", default=False):
            chosen = "map_subject", subject.source
        if chosen:
            method, source = chosen
            account = Value("", source, known=False)
            yield Mapping(
                method, issuer.url.text, Subjects.ANY, account, source, chosen_by_token=True
            )
        elif user is not None and user.text:
            yield Mapping("default_user", issuer.url.text, Subjects.ANY, user, user.source)


def decide(params: Params, exports: tuple[Export, ...], source: Source) -> Decide:
    """The origin's answer: that of an XRootD with the files that it generates."""
    return decider(
        Configuration(
            _server(exports, source),
            _scitokens(params, exports, source),
            _authdb(exports, source),
        )
    )


def _owners(params: Params, exports: tuple[Export, ...]) -> Iterator[tuple[Value, Export]]:
    """Each issuer with each export whose tokens it gives."""
    names = ("Server.IssuerUrl", "Server.ExternalWebUrl")
    own = next((value for name in names if (value := params.value(name)) is not None), None)
    for export in exports:
        if export.by_token:
            default = own or Value(_OWN, export.federation.source, known=False)
            for url in export.issuers or (default,):
                yield url, export


def _operations(export: Export) -> Iterator[str]:
    if export.can["Reads"] is not False:
        yield from _READING
    if export.can["Listings"] is not False:
        yield "list"
    if export.can["Writes"] is not False:
        yield from _WRITING


def _plain(prefix: Value) -> Value:
    """A prefix without the slash at its end."""
    text = prefix.text.rstrip("/") or "/"
    return prefix if text == prefix.text else Value(text, prefix.source, prefix.known)


def _server(exports: tuple[Export, ...], source: Source) -> Server:
    library = AuthLib("libXrdAccSciTokens.so", chained=True, config=None, source=source)
    return Server(
        source=source,
        authorize=True,
        authorize_source=source,
        libraries=(library,),
        authdb=Value("authfile-origin-generated", source),
        header2cgi=True,
        http=True,
        ztn=False,
        tls=True,
        exports=tuple(_plain(each.federation) for each in exports),
    )


def _scitokens(params: Params, exports: tuple[Export, ...], source: Source) -> SciTokens:
    accepted = audience(params, source)
    claim = params.value("Origin.ScitokensGroupsClaim")
    groups = claim.text if claim and claim.known and claim.text else "wlcg.groups"
    sections = tuple(section(each, groups) for each in issuers(params, exports))
    return SciTokens(
        source, accepted.accepted, accepted.source, "passthrough", source, False, sections
    )


def _authdb(exports: tuple[Export, ...], source: Source) -> Authdb:
    rights = tuple(
        Rights(_plain(each.federation).text, frozenset("lr"), frozenset(), each.public_source)
        for each in exports
        if each.public
    )
    entry = Entry("u", "*", rights, rights[0].source if rights else source)
    return Authdb(source, (entry,) if rights else ())
