"""From the files of PanDA to what they trust and ask for.

The files of one folder make one PanDA server, and one Harvester.
"""

from collections.abc import Sequence

from tokenlint.services.acceptance import Assembled, Service
from tokenlint.services.panda import harvester, server
from tokenlint.services.panda.recognise import CLIENT, SERVER
from tokenlint.services.pieces import Piece, by_folder
from tokenlint.source import Problem

_OF_SERVER = frozenset({SERVER, CLIENT})


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    services: list[Service] = []
    problems: list[Problem] = []
    for module, ours in ((server, True), (harvester, False)):
        mine = [piece for piece in pieces if (piece.kind in _OF_SERVER) == ours]
        for _, together in by_folder(mine):
            service, wrong = module.service_of(together)
            services.append(service)
            problems += wrong
    return Assembled(tuple(services), tuple(problems))
