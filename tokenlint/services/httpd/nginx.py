"""nginx with an authorizer for SciTokens beside it (nginx-scitokens, scitokens-auth_request).

Sources: `authorizer.py` of nginx-scitokens (1ecc03e), scitokens-python (bb22dd2).
`authorizer.cfg` has the grammar of XRootD's `scitokens.cfg`, but of two sections for one issuer
the last one's `base_path` counts. GET asks for `read`, PUT, POST, DELETE, MKCOL, COPY and MOVE
ask for `write`, everything else is refused. The token's audience must be a listed one or `ANY`;
a token without one passes. A token of the WLCG profile holds claims that the library refuses.

Settings: `auth_request` and `dav_methods`, once for each location of `nginx.conf` with methods.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Audience,
    Dead,
    Issuer,
    Service,
    Setting,
    State,
    UnknownKey,
    Way,
    WayKind,
)
from tokenlint.services.httpd.nginx_conf import included, locations
from tokenlint.services.httpd.nginx_decision import METHODS, REGULAR, Gate, decide
from tokenlint.services.httpd.recognise import AUTHORIZER, NGINX
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.pieces import Piece, beside
from tokenlint.services.text import Text
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.inih import read
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile, read_scitokens
from tokenlint.source import Problem

_KEYS: Final = {
    "global": {"audience": "none: only tokens without audience pass", "audience_json": "none"},
    "issuer": {"issuer": "", "base_path": "", "map_subject": "false"},
}


def assemble_nginx(pieces: Sequence[Piece]) -> Assembled:
    """Each `authorizer.cfg` with the `nginx.conf` beside it, and each `nginx.conf` without one."""
    services: list[Service] = []
    problems: list[Problem] = []
    used: set[int] = set()
    for piece in pieces:
        if piece.kind != AUTHORIZER:
            continue
        partner = beside(pieces, NGINX, piece.text)
        used |= {id(partner.text)} if partner else set()
        service, wrong = _service(piece.text, partner.text if partner else None)
        services.append(service)
        problems += wrong
    for piece in pieces:
        if piece.kind == NGINX and id(piece.text) not in used:
            service, wrong = _service(None, piece.text)
            services.append(service)
            problems += wrong
    return Assembled(tuple(services), tuple(problems))


def _service(authorizer: Text | None, nginx: Text | None) -> tuple[Service, list[Problem]]:
    main = authorizer or nginx
    if main is None:
        raise ValueError("neither file is there")
    file = read_scitokens(authorizer) if authorizer else None
    found, wrong = locations(nginx) if nginx else (None, ())
    issuers, dead = _last_of_each(file)
    gate = Gate(main.whole, file, issuers, found)
    acceptance = Acceptance(
        "nginx-scitokens",
        "nginx with SciTokens",
        main.file,
        main.whole,
        tuple(text.file for text in (authorizer, nginx) if text),
        audience=_audience(file),
        issuers=tuple(_issuer(each) for each in issuers),
        ways=tuple(_ways(gate)),
        unknown_keys=tuple(_unknown(authorizer)) if authorizer else (),
        dead=dead,
        settings=tuple(_settings(gate)),
        absent=tuple(included(nginx)) if nginx else (),
    )
    return Service(acceptance, partial(decide, gate)), [*_problems(file), *wrong]


def _problems(file: ScitokensFile | None) -> list[Problem]:
    """What keeps the authorizer from starting; the parser speaks of XRootD, this is another."""
    found = file.problems if file else ()
    reason = "the authorizer cannot read this line"
    return [Problem(each.kind, each.source, reason, each.advice) for each in found]


def _last_of_each(
    file: ScitokensFile | None,
) -> tuple[tuple[IssuerSection, ...], tuple[Dead, ...]]:
    if file is None:
        return (), ()
    sections = [*file.value.issuers, *(each.section for each in file.shadowed)]
    sections.sort(key=lambda each: each.source.line)
    kept: dict[str, IssuerSection] = {}
    dead = []
    for section in sections:
        before = kept.pop(section.url.text, None)
        if before is not None:
            says = "a later section is for the same issuer, and its `base_path` counts"
            dead.append(Dead("duplicate", before.section, says, section.source))
        kept[section.url.text] = section
    return tuple(kept.values()), tuple(dead)


def _audience(file: ScitokensFile | None) -> Audience | None:
    if file is None:
        return None
    value = file.value
    checked = State.UNKNOWN if value.partial else State.YES
    return Audience(checked, State.YES, value.audiences, value.audience_source)


def _issuer(section: IssuerSection) -> Issuer:
    return Issuer(section.section, section.url, section.source, section.base_paths)


def _unknown(text: Text) -> Iterator[UnknownKey]:
    for item in read(text).items:
        section = item.section.casefold().partition(" ")[0]
        known = _KEYS.get(section)
        if known is not None and item.key.known and item.key.text.casefold() not in known:
            yield unknown_key(item.key, item.section, known)


def _ways(gate: Gate) -> Iterator[Way]:
    allowed = frozenset(operation.value for operation in METHODS)
    for section in gate.issuers:
        if section.url.known:
            points = tuple(path.text for path in section.base_paths if path.known)
            yield Way(
                WayKind.CAPABILITY,
                "scopes read and write",
                allowed,
                points,
                section.source,
                issuer=section.url.text,
            )
    for place in gate.places or ():
        methods = place.methods if place.asks is None and not place.internal else frozenset()
        granted = frozenset(o.value for o, method in METHODS.items() if method in methods)
        if granted and place.methods_source is not None and place.path.known:
            kind, who = WayKind.ANONYMOUS, "everybody, also without a credential"
            point = () if place.modifier in REGULAR else (place.path.text,)
            yield Way(kind, who, granted, point, place.methods_source, flat=True)


def _settings(gate: Gate) -> Iterator[Setting]:
    for place in gate.places or ():
        if place.methods and place.methods_source is not None:
            yield Setting("dav_methods", " ".join(sorted(place.methods)), place.methods_source)
            asks = place.asks
            text = "off" if asks is None else asks.text if asks.known else ""
            known = asks is None or asks.known
            source = asks.source if asks else place.path.source
            yield Setting("auth_request", text, source, asks is not None, known)
