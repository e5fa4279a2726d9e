"""From the files of DIRAC and DiracX to what they ask for, trust and hand out.

Each file in the grammar of DIRAC is one client. The files of DiracX in one folder are one issuer.
"""

from collections.abc import Sequence

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.asked import workflow_of
from tokenlint.services.dirac import diracx, elements, exchange, providers, transfers
from tokenlint.services.dirac.cfg import read_cfg
from tokenlint.services.dirac.recognise import CFG
from tokenlint.services.pieces import Piece, by_folder
from tokenlint.source import Problem


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        if piece.kind == CFG:
            service, wrong = _client(piece)
            services.append(service)
            problems += wrong
    others = [piece for piece in pieces if piece.kind != CFG]
    for _, together in by_folder(others):
        service, wrong = diracx.service_of(together)
        services.append(service)
        problems += wrong
    return Assembled(tuple(services), tuple(problems))


def _client(piece: Piece) -> tuple[Service, tuple[Problem, ...]]:
    cfg = read_cfg(piece.text)
    asked = (*elements.requests(cfg.root), *transfers.requests(cfg.root))
    acceptance = Acceptance(
        product="dirac",
        title="DIRAC",
        name=piece.text.file,
        source=piece.text.whole,
        files=(piece.text.file,),
        service="client",
        issuers=tuple(providers.issuers(cfg.root)),
        dead=(*providers.dead(cfg), *elements.dead(cfg)),
        settings=(*providers.secrets(cfg), *exchange.settings(cfg)),
        offers=tuple(providers.offers(cfg.root)),
    )
    requests = tuple(made for each in asked if (made := workflow_of(each)))
    return Service(acceptance, requests=requests), cfg.problems
