"""Files of PanDA and Harvester that the tests read."""

from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.panda.reader import assemble
from tokenlint.services.panda.recognise import kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def text(name: str, content: str, *, embedded: bool = False) -> Text:
    return Text(name, PurePosixPath(name).name, content, embedded=embedded)


def made(files: dict[str, str]) -> Assembled:
    texts = [text(name, content) for name, content in files.items()]
    return assemble([Piece(kind_of(each) or "", each) for each in texts])


def service(files: dict[str, str]) -> Service:
    """The one service of files that have nothing wrong."""
    assembled = made(files)
    assert assembled.problems == ()
    (only,) = assembled.services
    return only


def acceptance(files: dict[str, str]) -> Acceptance:
    return service(files).acceptance
