"""From the files of Pelican to servers: an origin with its issuer, a cache, a director.

The files of a folder `config.d` are read together, in the order of their names, after the
`pelican.yaml` or `osdf.yaml` above it (`ConfigLocations`). Any other file is a server by itself.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.decision import undecided
from tokenlint.services.pelican import issuer, known, origin
from tokenlint.services.pelican.exports import Export, exports
from tokenlint.services.pelican.params import Params, read_params
from tokenlint.services.pelican.recognise import ENVIRONMENT, PRODUCT, YAML
from tokenlint.services.pelican.settings import settings
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.source import Problem

_MAIN = ("pelican.yaml", "osdf.yaml")
_FOLDER = "config.d"


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The servers that the pieces make up."""
    services: list[Service] = []
    problems: list[Problem] = []
    for params in _servers(pieces):
        problems += (*params.problems, *known.problems(params))
        services.append(_service(params))
    return Assembled(tuple(services), tuple(problems))


def _servers(pieces: Sequence[Piece]) -> Iterator[Params]:
    """The parameters of each server."""
    files = [piece.text for piece in pieces if piece.kind == YAML]
    parts: dict[str, list[Text]] = {}
    for text in files:
        if PurePosixPath(text.folder).name == _FOLDER and not text.embedded:
            parts.setdefault(text.folder, []).append(text)
    inside = {id(text) for texts in parts.values() for text in texts}
    for text in files:
        if id(text) not in inside:
            folder = str(PurePosixPath(text.folder) / _FOLDER)
            below = parts.pop(folder, []) if text.name.casefold() in _MAIN else []
            yield read_params((text, *_in_order(below)))
    for texts in parts.values():
        yield read_params(_in_order(texts))
    for piece in pieces:
        if piece.kind == ENVIRONMENT:
            yield read_params((), (piece.text,))


def _in_order(texts: Sequence[Text]) -> list[Text]:
    return sorted(texts, key=lambda text: text.name)


def _service(params: Params) -> Service:
    main = params.texts[0]
    found = exports(params)
    source = main.whole
    offers = tuple(issuer.offers(params, found))
    owners = origin.issuers(params, found)
    acceptance = Acceptance(
        product=PRODUCT,
        title="Pelican",
        name=main.file,
        source=source,
        files=tuple(dict.fromkeys(text.file for text in params.texts)),
        service=_class(params, found, has_offers=bool(offers)),
        audience=origin.audience(params, source) if found else None,
        issuers=owners,
        ways=tuple(origin.ways(params, found)),
        mappings=tuple(origin.mappings(params, owners)),
        patterns=tuple(issuer.patterns(params, found)),
        unknown_keys=tuple(known.unknown_keys(params)),
        dead=(*known.dead(params), *issuer.unused(params, found)),
        settings=tuple(settings(params, found, source)),
        offers=offers,
        issues_for=issuer.issues_for(params),
    )
    decide = origin.decide(params, found, source) if found else undecided
    return Service(acceptance, decide)


def _class(params: Params, found: tuple[Export, ...], *, has_offers: bool) -> str:
    if found:
        return "storage"
    if has_offers or any(param.key.startswith("director.") for param in params.written):
        return "issuer"
    return "web"
