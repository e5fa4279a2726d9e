"""The configurations of a matrix: the files of each folder, read as tokenlint reads them."""

from pathlib import Path

from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.reader import configurations
from tokenlint.services.xrootd.recognise import AUTHDB, MAPFILE, SCITOKENS, SERVER

_KINDS = {
    "xrootd.cfg": SERVER,
    "scitokens.cfg": SCITOKENS,
    "authdb": AUTHDB,
    "map.json": MAPFILE,
}


def configuration_of(folder: Path) -> Configuration:
    """What the files of a folder say together; empty where there is no server among them."""
    pieces = [
        Piece(kind, Text(f"{folder.name}/{name}", name, (folder / name).read_text("utf-8")))
        for name, kind in _KINDS.items()
        if (folder / name).exists()
    ]
    found = [each for each in configurations(pieces) if each.server is not None]
    return found[0] if found else Configuration(None, None, None)
