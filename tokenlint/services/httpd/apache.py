"""Apache httpd with its module for SciTokens.

Source: `scitoken.c` and README of scitokens/apache-scitokens (155ff56). `issuers` lists
`issuer;resource` pairs; the token must hold `read` or `write` for that resource, which then lets
the request pass wherever it goes below the section. GET, HEAD, OPTIONS and POST ask for `read`,
everything else for `write`. The audience must be the machine's own name. Writing needs `Dav`.

Settings: `dav` (on, off or a provider's name), once for each section with `issuers`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Audience,
    Dead,
    Issuer,
    Service,
    Setting,
    State,
    Way,
    WayKind,
)
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.httpd.apache_conf import Section, included, read
from tokenlint.services.httpd.recognise import APACHE
from tokenlint.services.httpd.words import covers, paths, paths_of_wlcg
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_READING: Final = frozenset((Operation.READ,))
_WRITING: Final = frozenset(
    (
        Operation.STAT,  # PROPFIND asks for `write`
        Operation.LIST,
        Operation.CREATE,
        Operation.OVERWRITE,
        Operation.MKDIR,
        Operation.RENAME,
        Operation.RENAME_OVER,
        Operation.DELETE,
    )
)
_WHOLE: Final = frozenset(each.value for each in _READING | _WRITING)


@dataclass(frozen=True)
class Trusted:
    """One pair of `issuers`."""

    url: Value
    resource: Value


@dataclass(frozen=True)
class Place:
    """A section with `issuers`; `open_to_all` is the line that lets everybody in beside tokens."""

    path: Value
    trusted: tuple[Trusted, ...]
    issuers_source: Source
    dav: Value | None
    open_to_all: Value | None
    regular: bool


def assemble_apache(pieces: Sequence[Piece]) -> Assembled:
    """Each file is a service of its own."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        if piece.kind == APACHE:
            service, wrong = _service(piece.text)
            services.append(service)
            problems += wrong
    return Assembled(tuple(services), tuple(problems))


def _service(text: Text) -> tuple[Service, tuple[Problem, ...]]:
    top, problems = read(text)
    places = tuple(_places(text, top))
    source = places[0].issuers_source if places else text.whole
    acceptance = Acceptance(
        "apache-scitokens",
        "Apache with SciTokens",
        text.file,
        text.whole,
        (text.file,),
        audience=Audience(State.YES, State.NO, (), source),
        issuers=tuple(_issuers(places)),
        ways=tuple(_ways(places)),
        dead=tuple(_dead(top)),
        settings=tuple(_settings(places)),
        absent=tuple(included(text, top)),
    )
    return Service(acceptance, partial(decide, text.whole, places)), problems


def _places(text: Text, top: Section) -> Iterator[Place]:
    for section in top.walk():
        named = [each for each in section.directives if each.name == "issuers" and each.words]
        if not named:
            continue
        written = named[-1].words[0]
        path = section.words[-1] if section.words else Value("/", written.source)
        dav = section.last("dav")
        yield Place(
            path,
            tuple(_pairs(text, written)),
            written.source,
            dav.words[0] if dav and dav.words else None,
            _open_to_all(section),
            section.kind.endswith("match") or any(word.text == "~" for word in section.words),
        )


def _pairs(text: Text, written: Value) -> Iterator[Trusted]:
    start = 0
    for pair in written.text.split(","):
        url, _, resource = pair.partition(";")
        if url.strip():
            at = start + len(url) + 1
            yield Trusted(
                _part(text, written, start, url), _part(text, written, at, resource.split(";")[0])
            )
        start += len(pair) + 1


def _part(text: Text, written: Value, start: int, part: str) -> Value:
    """A part of a value with its own place, where the value stands in one line."""
    place = written.source
    bare = part.strip()
    if not text.exact or not place.end_column or not bare:
        return Value.of(bare, place)
    column = place.column + start + len(part) - len(part.lstrip())
    return Value.of(bare, Source(place.file, place.line, column, column + len(bare)))


def _open_to_all(section: Section) -> Value | None:
    """`Require all granted` beside the module's own line: any of several lines is enough."""
    for directive in section.directives:
        words = [word.text.casefold() for word in directive.words]
        if directive.name == "require" and words == ["all", "granted"]:
            return directive.words[-1]
    return None


def _issuers(places: Sequence[Place]) -> Iterator[Issuer]:
    for place in places:
        for each in place.trusted:
            yield Issuer(each.url, each.url, each.url.source, (each.resource,))


def _ways(places: Sequence[Place]) -> Iterator[Way]:
    for place in places:
        points = (place.path.text,) if place.path.known and not place.regular else ()
        granted = _WHOLE if _writes(place) else frozenset(each.value for each in _READING)
        if place.open_to_all is not None:
            who, source = "everybody, also without a credential", place.open_to_all.source
            yield Way(WayKind.ANONYMOUS, who, granted, points, source, flat=True)
        for each in place.trusted:
            if each.url.known:
                who, source = "scopes read and write", each.url.source
                kind = WayKind.CAPABILITY
                yield Way(kind, who, granted, points, source, issuer=each.url.text)


def _writes(place: Place) -> bool:
    return place.dav is not None and place.dav.text.casefold() != "off"


def _dead(top: Section) -> Iterator[Dead]:
    """Of several `issuers` in one section the last counts."""
    for section in top.walk():
        named = [each for each in section.directives if each.name == "issuers" and each.words]
        for each in named[:-1]:
            says = "a later `issuers` in this section replaces it"
            yield Dead("duplicate", each.words[0], says, named[-1].words[0].source)


def _settings(places: Sequence[Place]) -> Iterator[Setting]:
    for place in places:
        dav = place.dav
        source = dav.source if dav else place.issuers_source
        text = dav.text.casefold() if dav else "off"
        known = dav is None or dav.known
        yield Setting("dav", text if known else "", source, dav is not None, known)


def decide(source: Source, places: Sequence[Place], presented: Presented, ask: Ask) -> Decision:
    """The answer of the section that the path belongs to."""
    if ask.operation not in _READING | _WRITING:
        return _denied(source, "knows no request for this")
    if any(place.regular or not place.path.known for place in places):
        return Decision(Verdict.DEPENDS, (), ("which section the path belongs to",))
    fitting = [place for place in places if covers(place.path.text, ask.path)]
    if not fitting and ask.operation in _READING:
        return Decision(Verdict.DEPENDS, (), ("what the rest of the server does with this path",))
    if not fitting:
        return _denied(source, "speaks of WebDAV for other paths only")
    return _at(max(fitting, key=lambda each: len(each.path.text)), presented, ask)


def _at(place: Place, presented: Presented, ask: Ask) -> Decision:
    """The answer of one section."""
    if ask.operation not in _READING and not _writes(place):
        return _denied(place.path.source, "does not offer WebDAV (`Dav`)")
    if place.open_to_all is not None:
        step = Step(place.open_to_all.source, "lets everybody in, also without a token")
        return Decision(Verdict.ALLOWED, (step,))
    if presented.issuer is None:
        return _denied(place.issuers_source, "asks every request for a token")
    return _by_token(place, presented, ask)


def _by_token(place: Place, presented: Presented, ask: Ask) -> Decision:
    found = [each for each in place.trusted if each.url.known and each.url.text == presented.issuer]
    if not found:
        if any(not each.url.known for each in place.trusted):
            return Decision(Verdict.DEPENDS, (), ("the issuers that are trusted",))
        return _denied(place.issuers_source, "does not trust the issuer")
    resource = found[0].resource
    if not resource.known or len({each.resource.text for each in place.trusted}) > 1:
        what = "which resource the module compares the scopes of this issuer with"
        return Decision(Verdict.DEPENDS, (), (what,))
    action = "read" if ask.operation in _READING else "write"
    held = paths_of_wlcg if presented.profile == "wlcg" else paths
    if not any(covers(path, resource.text) for path in held(presented.scopes, action)):
        return _denied(resource.source, f"asks for a scope `{action}` for the resource")
    step = Step(resource.source, _passing(action, presented.profile))
    if "https://wlcg.cern.ch/jwt/v1/any" in (presented.audiences or ()):
        return Decision(Verdict.ALLOWED, (step,))
    return Decision(Verdict.DEPENDS, (step,), ("the machine's name, which must be the audience",))


def _passing(action: str, profile: str) -> str:
    if action == "write" and profile == "wlcg":
        return "lets `write` pass, and the library reads storage.create as `write`"
    return f"lets a scope `{action}` for this resource pass"


def _denied(source: Source, says: str) -> Decision:
    return Decision(Verdict.DENIED, (Step(source, says),))
