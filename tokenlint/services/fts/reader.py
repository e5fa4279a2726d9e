"""From the files of FTS3 to services: the REST service, which takes tokens, and the server.

FTS asks an issuer for tokens, too: it exchanges and refreshes the ones that it was given, with
the scopes and the audience that they have. No line of a configuration says more about these,
so there are no requests. Source: `TokenExchangeExecutor.cpp` of cern-fts/fts3 at e0a7e05.
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Audience,
    Dead,
    Service,
    State,
    UnknownKey,
)
from tokenlint.services.fts import providers
from tokenlint.services.fts.config import Config, config_of, repeated
from tokenlint.services.fts.keys import never_asked, unknown_keys, unread_by_server
from tokenlint.services.fts.recognise import PRODUCT, REST
from tokenlint.services.fts.settings import settings
from tokenlint.services.pieces import Piece
from tokenlint.services.products import key_set
from tokenlint.services.structured.ini import split
from tokenlint.services.value import Value
from tokenlint.source import Problem

_AUDIENCES = "AuthorizedAudiences"


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each file; a file without a setting makes none."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        config = config_of(piece.text)
        problems += config.ini.problems
        if piece.kind == REST:
            problems += [*repeated(config), *providers.repeated_urls(config)]
            problems += providers.several_scopes(config)
        if config.ini.options:
            services.append(Service(_acceptance(config, piece.kind)))
    return Assembled(tuple(services), tuple(problems))


def _acceptance(config: Config, kind: str) -> Acceptance:
    text, rest = config.text, kind == REST
    return Acceptance(
        product=PRODUCT,
        title="FTS3 REST" if rest else "FTS3",
        name=f"{text.file}:{text.line}" if text.embedded else text.file,
        source=text.whole,
        files=(text.file,),
        service="transfer",
        audience=_audience(config) if rest else None,
        issuers=tuple(providers.issuers(config)) if rest else (),
        unknown_keys=tuple(_unknown(config, kind)),
        dead=tuple(_dead(config, kind)),
        settings=tuple(settings(config, kind)),
    )


def _audience(config: Config) -> Audience | None:
    """None where FTS takes no tokens at all.

    A token without an audience: the installed file says that it passes, and later code refuses it.
    """
    if config.switch("OAuth2", default=False) is False:
        return None
    option = config.get(_AUDIENCES)
    off = config.switch("VerifyAudience", default=True) is not True
    checked = State.UNKNOWN if off else State.YES
    if option is not None and option.value.text:
        accepted = tuple(split(option.value, ";"))
        return Audience(checked, State.UNKNOWN, accepted, option.value.source)
    implied = Value(key_set(PRODUCT, REST).keys[_AUDIENCES], config.whole)
    default = (implied,) if config.complete else ()
    return Audience(checked, State.UNKNOWN, default, config.whole)


def _unknown(config: Config, kind: str) -> Iterator[UnknownKey]:
    yield from unknown_keys(config, kind)
    if kind == REST:
        yield from providers.slips(config)


def _dead(config: Config, kind: str) -> Iterator[Dead]:
    if kind != REST:
        yield from unread_by_server(config)
        return
    yield from providers.lost(config)
    yield from never_asked(config)
