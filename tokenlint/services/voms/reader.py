"""The servers that vouch for a virtual organisation, and what is wrong with the lists of them.

Context for the rest of a site: nothing here is about tokens.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Dead, Service, Way, WayKind
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.voms.lsc import Lsc, read_lsc
from tokenlint.services.voms.recognise import LSC, PRODUCT, VOMSES
from tokenlint.services.voms.vomses import Server, Vomses, read_vomses
from tokenlint.source import Problem


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each file."""
    problems: list[Problem] = []
    services: list[Service] = []
    lists = [(each.text, read_vomses(each.text)) for each in pieces if each.kind == VOMSES]
    for text, vomses in lists:
        problems += vomses.problems
        services.append(_of_vomses(text, vomses))
    for piece in pieces:
        if piece.kind == LSC:
            lsc = read_lsc(piece.text)
            problems += lsc.problems
            services.append(_of_lsc(piece.text, lsc, _near(lists, piece.text)))
    return Assembled(tuple(services), tuple(problems))


def _near(lists: Sequence[tuple[Text, Vomses]], text: Text) -> list[Server]:
    """The servers of the lists in the same folder."""
    return [
        server
        for other, vomses in lists
        if other.folder == text.folder and not other.embedded
        for server in vomses.servers
    ]


def _acceptance(text: Text, dead: tuple[Dead, ...], ways: tuple[Way, ...] = ()) -> Service:
    return Service(
        Acceptance(
            PRODUCT,
            "VOMS",
            text.file,
            text.whole,
            (text.file,),
            service="plugin",
            ways=ways,
            dead=dead,
        )
    )


def _of_vomses(text: Text, vomses: Vomses) -> Service:
    return _acceptance(text, vomses.dead)


def _of_lsc(text: Text, lsc: Lsc, near: list[Server]) -> Service:
    ways = tuple(
        Way(
            WayKind.OTHER,
            f"members whose attributes {chain[0]} signed",
            frozenset(),
            (),
            chain[0].source,
        )
        for chain in lsc.chains
    )
    return _acceptance(text, tuple(_misnamed(text, lsc, near)), ways)


def _misnamed(text: Text, lsc: Lsc, near: list[Server]) -> Iterator[Dead]:
    """A file whose server is known by another host: it is looked for by the name of the host."""
    host = PurePosixPath(text.name).name.casefold().partition(".lsc")[0]
    for chain in lsc.chains:
        hosts = {
            server.host.text.casefold(): server
            for server in near
            if server.dn.text == chain[0].text and server.host.known and server.dn.known
        }
        if hosts and host not in hosts and chain[0].known and Value.of(host, text.whole).known:
            server = next(iter(hosts.values()))
            says = (
                f"`vomses` has the server with this certificate on {server.host},"
                f" and the file that is looked for is {server.host}.lsc"
            )
            yield Dead("never-matches", chain[0], says, server.host.source)
