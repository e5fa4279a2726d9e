"""From the files of HashiCorp Vault to what they hand out, ask for or accept."""

from collections.abc import Sequence

from tokenlint.services.acceptance import Assembled
from tokenlint.services.pieces import Piece


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    del pieces
    return Assembled()
