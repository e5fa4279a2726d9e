"""The configurations of a matrix: the files of each folder, read as tokenlint reads them."""

from pathlib import Path

from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.reader import configurations
from tokenlint.services.xrootd.recognise import kind_of


def configuration_of(folder: Path) -> Configuration:
    """What the files of a folder say together; empty where there is no server among them."""
    texts = [
        Text(f"{folder.name}/{file.name}", file.name, file.read_text("utf-8"))
        for file in sorted(folder.glob("*"))
    ]
    kinds = [(kind_of(text), text) for text in texts]
    pieces = [Piece(kind, text) for kind, text in kinds if kind]
    found = [each for each in configurations(pieces) if each.server is not None]
    return found[0] if found else Configuration(None, None, None)
