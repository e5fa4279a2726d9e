"""All pieces of nginx and Apache with SciTokens to services."""

from collections.abc import Sequence

from tokenlint.services.acceptance import Assembled
from tokenlint.services.httpd.apache import assemble_apache
from tokenlint.services.httpd.nginx import assemble_nginx
from tokenlint.services.pieces import Piece


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """Every service that the pieces make up, and what could not be read."""
    nginx, apache = assemble_nginx(pieces), assemble_apache(pieces)
    return Assembled((*nginx.services, *apache.services), (*nginx.problems, *apache.problems))
