"""Which file of a repository a path in a configuration stands for."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from tokenlint.services.pieces import Piece, companion
from tokenlint.services.text import Text

_NEAR = 4  # steps between two folders
_SAME_END = 3  # parts of a path
_PROSE = frozenset({".md", ".mdx", ".rst", ".html", ".tex", ".adoc", ".txt"})


class Shelf:
    """All pieces of a run, found by kind and name, by kind and folder."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Sort the pieces once: a repository may hold thousands."""
        self.pieces = list(pieces)
        self._named: dict[tuple[str, str], list[Piece]] = {}
        self._folders: dict[tuple[str, str], list[Piece]] = {}
        self._folder_names: dict[tuple[str, str], list[Piece]] = {}
        for piece in self.pieces:
            folder = piece.text.folder
            self._named.setdefault((piece.kind, piece.text.name), []).append(piece)
            self._folders.setdefault((piece.kind, folder), []).append(piece)
            name = PurePosixPath(folder).name
            self._folder_names.setdefault((piece.kind, name), []).append(piece)

    def of(self, kind: str) -> list[Piece]:
        """All pieces of a kind."""
        return [piece for piece in self.pieces if piece.kind == kind]

    def linked(self, kind: str, written: str, near: Text, *, default: bool = False) -> Piece | None:
        """The piece that a path names: in the same folder, else in one not far away.

        A `default` path stands in no file, so that only one like it is taken elsewhere.
        """
        named = self._named.get((kind, PurePosixPath(written).name), [])
        others = [piece for piece in named if _together(piece.text, near)]
        if in_prose(near):
            return others[0] if len(others) == 1 else None
        same = [piece for piece in others if piece.text.folder == near.folder]
        if same:
            return min(same, key=lambda piece: (piece.text.file != near.file, piece.text.line))
        found = companion(others, kind, written, near)
        if found is None:
            return None
        close = not default and distance(found.text, near) <= _NEAR
        close = close or _same_end(written, found.text) >= _SAME_END
        return found if close else None

    def neighbour(self, kind: str, near: Text) -> Piece | None:
        """The only piece of a kind in the same folder; none for fragments in a document."""
        found = self._folders.get((kind, near.folder), [])
        if near.embedded:  # an entry of a ConfigMap, which holds the files of one server
            found = [piece for piece in found if piece.text.file == near.file]
        alone = len(found) == 1 and not in_prose(near) and not in_prose(found[0].text)
        return found[0] if alone else None

    def in_folder(self, kind: str, written: str, near: Text) -> list[Text]:
        """The texts in the nearest folder that a written path may stand for."""
        named = self._folder_names.get((kind, PurePosixPath(written).name), [])
        texts = [piece.text for piece in named if _together(piece.text, near)]
        close = [text for text in texts if distance(text, near) <= _NEAR]
        nearest = min((distance(text, near) for text in close), default=0)
        return [text for text in close if distance(text, near) == nearest]


def in_prose(text: Text) -> bool:
    """Whether the text is a fragment in a document, where nothing says what belongs together."""
    return text.embedded and PurePosixPath(text.file).suffix.lower() in _PROSE


def _together(text: Text, near: Text) -> bool:
    """Whether two texts may be of one server: fragments only within their own document."""
    if text is near or in_prose(text) != in_prose(near):
        return False
    return text.file == near.file or not in_prose(near)


def distance(one: Text, other: Text) -> int:
    """Steps from one folder to another."""
    left, right = PurePosixPath(one.folder).parts, PurePosixPath(other.folder).parts
    return len(left) + len(right) - 2 * _common(left, right)


def _same_end(written: str, text: Text) -> int:
    left = PurePosixPath(written).parts
    right = (*PurePosixPath(text.file).parts[:-1], text.name)
    return _common(left[::-1], right[::-1])


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    count = 0
    for first, second in zip(left, right, strict=False):
        if first != second:
            break
        count += 1
    return count
