"""All pieces of StoRM WebDAV, Teapot and the StoRM backend to services."""

from collections.abc import Sequence

from tokenlint.services.acceptance import Assembled
from tokenlint.services.pieces import Piece
from tokenlint.services.storm.deployments import deployments
from tokenlint.services.storm.path_authz import assemble_path_authz
from tokenlint.services.storm.teapot import assemble_teapot
from tokenlint.services.storm.webdav import service


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """Every service that the pieces make up, and what could not be read."""
    found = list(deployments(pieces))
    whole = [each for each in found if each.areas or each.application is not None]
    services = tuple(service(each) for each in whole)
    problems = tuple(problem for each in found for problem in each.problems)
    teapot = assemble_teapot(pieces, services)
    paths = assemble_path_authz(pieces)
    return Assembled(
        (*services, *teapot.services, *paths.services),
        (*problems, *teapot.problems, *paths.problems),
    )
