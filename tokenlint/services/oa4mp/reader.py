"""The files of OA4MP as services: a server with its clients, clients alone, scripts alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.oa4mp import client as clients
from tokenlint.services.oa4mp import proxy, script, server
from tokenlint.services.oa4mp.client import Client, client_of
from tokenlint.services.oa4mp.recognise import CLIENT, PROXY, SCRIPT, SERVER, TEMPLATE
from tokenlint.services.oa4mp.xml_tree import Element, read_xml
from tokenlint.services.offer import Lifetime
from tokenlint.services.pieces import Piece, companion
from tokenlint.services.text import Text
from tokenlint.source import Problem


@dataclass
class _Server:
    """A server, and the clients that are registered there."""

    text: Text
    element: Element
    clients: list[Client] = field(default_factory=list)

    @property
    def maxima(self) -> dict[str, Lifetime]:
        own = next(server.offers(self.element))
        return {each.what: each for each in own.lifetimes}


@dataclass
class _Found:
    servers: list[_Server] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    found = _Found()
    for piece in pieces:
        _read(piece, found)
    scripts = [piece for piece in pieces if piece.kind == SCRIPT]
    alone = [each for each in found.clients if not _joined(each, found.servers)]
    used = set(_used([*found.clients], scripts))
    services = [
        *(Service(_of_server(each, scripts)) for each in found.servers),
        *(Service(_of_client(each, scripts)) for each in alone),
        *found.services,
        *(Service(_of_script(each.text)) for each in scripts if each.text not in used),
    ]
    return Assembled(tuple(services), tuple(found.problems))


def _read(piece: Piece, found: _Found) -> None:
    text = piece.text
    if piece.kind == CLIENT:
        client = client_of(text, None)
        found.clients.append(client)
        found.problems.extend(client.problems)
    elif piece.kind in (SERVER, PROXY, TEMPLATE):
        root, problems = read_xml(text)
        found.problems.extend(problems)
        if root is not None:
            _enter(piece, root, found)


def _enter(piece: Piece, root: Element, found: _Found) -> None:
    text = piece.text
    if piece.kind == SERVER:
        elements = [root] if root.name == "service" else list(root.all("service"))
        found.servers.extend(_Server(text, element) for element in elements)
    elif piece.kind == PROXY:
        found.services.extend(proxy.services(text, root))
    else:
        client = client_of(text, root)
        found.clients.append(client)
        found.problems.extend(client.problems)


def _joined(client: Client, servers: Sequence[_Server]) -> bool:
    """Give a record to the server that names it, or in whose folder it lies."""
    if not client.entries:
        return False
    fitting = [each for each in servers if _names(each, client)]
    near = [each for each in fitting or servers if _is_near(each.text, client.text)]
    if len(near) == 1:
        near[0].clients.append(client)
    return len(near) == 1


def _names(one: _Server, client: Client) -> bool:
    named, own = server.template_of(one.element), client.identifier
    return named is not None and own is not None and named.text == own.text


def _is_near(one: Text, client: Text) -> bool:
    folder = PurePosixPath(client.folder or ".")
    above = PurePosixPath(one.folder or ".")
    return folder == above or above in folder.parents


def _used(found: Sequence[Client], scripts: Sequence[Piece]) -> Iterator[Text]:
    """The scripts that clients load, as far as they are among the files."""
    for client in found:
        for load in client.scripts:
            piece = companion(scripts, SCRIPT, load.text.rpartition("#")[2], client.text)
            if piece:
                yield piece.text


def _files(text: Text, found: Sequence[Client], scripts: Sequence[Piece]) -> tuple[str, ...]:
    texts = [text, *(each.text for each in found), *_used(found, scripts)]
    return tuple(dict.fromkeys(each.file for each in texts))


def _of_server(one: _Server, scripts: Sequence[Piece]) -> Acceptance:
    element = one.element
    return Acceptance(
        product="oa4mp",
        title="OA4MP",
        name=one.text.file,
        source=element.source,
        files=_files(one.text, one.clients, scripts),
        service="issuer",
        unknown_keys=tuple(server.unknown_keys(element)),
        dead=tuple(server.dead(element)),
        settings=(
            *server.settings(element),
            *(setting for each in one.clients for setting in clients.settings(each)),
        ),
        offers=(
            *server.offers(element),
            *(clients.offer(each, one.maxima) for each in one.clients),
        ),
        issues_for=server.issuers(element),
    )


def _of_client(client: Client, scripts: Sequence[Piece]) -> Acceptance:
    """A client without its server; one with nothing but claims obtains no access tokens here."""
    told = client.entries or client.handler("access") or client.handler("refresh")
    return Acceptance(
        product="oa4mp",
        title="OA4MP client",
        name=client.text.file,
        source=client.text.whole,
        files=_files(client.text, [client], scripts),
        service="issuer",
        settings=tuple(clients.settings(client)),
        offers=(clients.offer(client, None),) if told else (),
        issues_for=clients.issuers(client),
    )


def _of_script(text: Text) -> Acceptance:
    """A script as a service without facts: it was seen, and nothing in it is judged."""
    return Acceptance(
        product="oa4mp",
        title="OA4MP script",
        name=text.file,
        source=text.whole,
        files=(text.file,),
        service="issuer",
        settings=script.settings(text),
    )
