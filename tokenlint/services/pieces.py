"""Recognised texts of one product, and how one names another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tokenlint.services.text import Text


@dataclass(frozen=True)
class Piece:
    """A text and what its product calls such a file (`scitokens.cfg`, `authdb`, `arc.conf`)."""

    kind: str
    text: Text


def companion(pieces: Iterable[Piece], kind: str, written: str, near: Text) -> Piece | None:
    """The piece of a kind that a path in `near` stands for, None where none fits.

    A configuration names files where they are installed (`/etc/xrootd/authdb`),
    a repository keeps them elsewhere, so the last parts of the two paths are compared:
    the longest common end wins, then the nearest folder. The name itself must be the same.
    """
    wanted = PurePosixPath(written).parts
    fitting = [
        (common_end(wanted, _parts(piece.text)), _common_start(piece.text, near), piece)
        for piece in pieces
        if piece.kind == kind
    ]
    fitting = [each for each in fitting if each[0] > 0]
    return max(fitting, key=lambda each: each[:2])[2] if fitting else None


def beside(pieces: Iterable[Piece], kind: str, near: Text) -> Piece | None:
    """The only piece of a kind in the folder of `near`, None where there are none or several."""
    found = [piece for piece in pieces if piece.kind == kind and piece.text.folder == near.folder]
    return found[0] if len(found) == 1 else None


def by_folder(pieces: Sequence[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """Pieces by the folder of their file, in the order in which the folders first appear."""
    folders: dict[str, list[Piece]] = {}
    for piece in pieces:
        folders.setdefault(piece.text.folder, []).append(piece)
    yield from folders.items()


def _parts(text: Text) -> tuple[str, ...]:
    return (*text.parts[:-1], text.name)


def common_end(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts at the end of two paths are the same."""
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


def _common_start(text: Text, near: Text) -> int:
    count = 0
    for left, right in zip(text.parts, near.parts, strict=False):
        if left != right:
            break
        count += 1
    return count
