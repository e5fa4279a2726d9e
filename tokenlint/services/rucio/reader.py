"""From the files of Rucio to services: what it accepts, and which tokens it asks for.

One service for each `rucio.cfg` or chart, together with the clients beside it, and one for the
RSEs that the files of a folder tell of. All RSEs of a run belong to the only Rucio in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Audience,
    Issuer,
    Service,
    State,
)
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.pieces import Piece, beside, by_folder, companion
from tokenlint.services.products import key_set
from tokenlint.services.rucio.asks import asked_for, submissions
from tokenlint.services.rucio.clients import Clients, clients_of
from tokenlint.services.rucio.commands import rses_of
from tokenlint.services.rucio.dumps import rses_of_info, rses_of_tree
from tokenlint.services.rucio.keys import dead_attributes, nameless, unknown_keys, unread
from tokenlint.services.rucio.logins import login
from tokenlint.services.rucio.recognise import COMMANDS, CONF, DUMP, INFO, PRODUCT, SECRETS, VALUES
from tokenlint.services.rucio.rse import TOKENS, Rse, together
from tokenlint.services.rucio.sections import Config, from_ini, from_values
from tokenlint.services.rucio.settings import client_settings, settings
from tokenlint.services.structured.ini import split
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_RSES = (COMMANDS, DUMP, INFO)


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """Every service that the pieces make up, and what could not be read."""
    secrets = {id(each): clients_of(each.text) for each in pieces if each.kind == SECRETS}
    problems = [problem for each in secrets.values() for problem in each.problems]
    services: list[Service] = []
    used: set[int] = set()
    issuers: list[Value] = []
    for piece in pieces:
        if piece.kind not in (CONF, VALUES):
            continue
        config = from_ini(piece.text) if piece.kind == CONF else from_values(piece.text)
        problems += config.problems
        named = _named(config, pieces)
        clients = secrets[id(named)] if named is not None else None
        if named is not None:
            used.add(id(named))
        if config.entries:
            services.append(_server(config, clients))
            issuers += _issuer_of_transfers(config, clients)
    services += [_alone(each) for key, each in secrets.items() if key not in used and each.entries]
    only = issuers[0] if len({each.text for each in issuers}) == 1 else None
    found, wrong = _storages(pieces, only)
    return Assembled((*services, *found), (*problems, *wrong))


def _named(config: Config, pieces: Sequence[Piece]) -> Piece | None:
    """The clients of a configuration: where it says so, else beside it."""
    path = config.value("oidc", "idpsecrets")
    if path is None:
        return None
    if path.known and (found := companion(pieces, SECRETS, path.text, config.text)):
        near = found.text.folder == config.text.folder
        if near or sum(each.kind == SECRETS for each in pieces) == 1:
            return found
    return beside(pieces, SECRETS, config.text)


def _server(config: Config, clients: Clients | None) -> Service:
    text = config.text
    acceptance = _base(text, "Rucio")
    shown = (*settings(config), *(client_settings(clients) if clients else ()))
    acceptance = replace(
        acceptance,
        files=tuple(dict.fromkeys((text.file, *((clients.text.file,) if clients else ())))),
        audience=_audience(config, clients),
        issuers=tuple(_issuers(clients)) if clients else (),
        unknown_keys=tuple(unknown_keys(config)),
        dead=(*unread(config), *nameless(config, clients)),
        settings=shown,
    )
    return _asking(acceptance, login(config))


def _alone(clients: Clients) -> Service:
    acceptance = _base(clients.text, "Rucio")
    shown, issuers = tuple(client_settings(clients)), tuple(_issuers(clients))
    return Service(replace(acceptance, issuers=issuers, settings=shown))


def _base(text: Text, title: str) -> Acceptance:
    name = f"{text.file}:{text.line}" if text.embedded else text.file
    return Acceptance(PRODUCT, title, name, text.whole, (text.file,), "client")


def _audience(config: Config, clients: Clients | None) -> Audience | None:
    """Which audience a token needs at the server; None where it takes no tokens of issuers.

    An emptied expectation lets every audience pass, with the clients in their older form.
    """
    entry = config.get("oidc", "expected_audience")
    if entry is None and (clients is None or not config.complete):
        return None
    if entry is None:
        default = Value(key_set(PRODUCT, "oidc").keys["expected_audience"], config.place("oidc"))
        return Audience(State.YES, State.NO, (default,), default.source)
    if entry.value.text:
        return Audience(State.YES, State.NO, tuple(split(entry.value)), entry.value.source)
    newer = clients is not None and clients.by_vo
    return Audience(State.UNKNOWN if newer else State.NO, State.UNKNOWN, (), entry.name.source)


def _issuers(clients: Clients) -> Iterator[Issuer]:
    """Whose tokens people log in with; what these may do, Rucio keeps in its database."""
    for each in clients.entries:
        if each.users:
            yield Issuer(each.name, each.issuer, each.issuer.source, scopes=State.UNKNOWN)


def _issuer_of_transfers(config: Config, clients: Clients | None) -> list[Value]:
    admin = config.value("oidc", "admin_issuer")
    client = clients.asking(admin.text if admin else None) if clients else None
    return [client.issuer] if client and client.issuer.known else []


def _asking(acceptance: Acceptance, asked: Iterator[Asked]) -> Service:
    requests = (workflow_of(each) for each in asked)
    return Service(acceptance, requests=tuple(each for each in requests if each is not None))


def _storages(pieces: Sequence[Piece], issuer: Value | None) -> tuple[list[Service], list[Problem]]:
    services: list[Service] = []
    problems: list[Problem] = []
    for group in _groups([each for each in pieces if each.kind in _RSES]):
        told: list[Rse] = []
        for piece in group:
            rses, wrong = _rses(piece)
            told += together(rses)
            problems += wrong
        rses = tuple(each for each in together(told) if TOKENS in each.attributes)
        if rses:
            services.append(_of_rses(rses, group, issuer))
    return services, problems


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Files of one folder belong together, and so do the pieces of one page."""
    yield from (
        group for _, group in by_folder([each for each in pieces if not each.text.embedded])
    )
    pages: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.text.embedded:
            pages.setdefault(piece.text.file, []).append(piece)
    yield from pages.values()


def _rses(piece: Piece) -> tuple[tuple[Rse, ...], tuple[Problem, ...]]:
    if piece.kind == COMMANDS:
        return tuple(rses_of(piece.text)), ()
    return (rses_of_info(piece.text), ()) if piece.kind == INFO else rses_of_tree(piece.text)


def _of_rses(rses: Sequence[Rse], group: Sequence[Piece], issuer: Value | None) -> Service:
    files = tuple(dict.fromkeys(file for rse in rses for file in rse.files))
    text = next(piece.text for piece in group if piece.text.file in files)
    acceptance = replace(
        _base(text, "Rucio RSEs"),
        files=files,
        dead=tuple(dead for rse in rses for dead in dead_attributes(rse)),
    )
    asked = [each for rse in rses for each in asked_for(rse, issuer)]
    return _asking(acceptance, iter([*asked, *submissions(rses, issuer)]))
