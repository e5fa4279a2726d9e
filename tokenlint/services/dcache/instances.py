"""Which files belong to one dCache.

`gplazma.conf`, `dcache.conf` and the folder `layouts` stand in one folder;
the files that plugins read are named in them, and may stand in a folder beside it.
The entries of one YAML file belong together; a fenced block stands for itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tokenlint.services.dcache.recognise import DCACHE, GPLAZMA, LAYOUT, plain_name
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

_MAIN = (GPLAZMA, DCACHE, LAYOUT)
_PROPER = {GPLAZMA: "gplazma.conf", DCACHE: "dcache.conf"}
_YAML = frozenset({".yaml", ".yml", ".tpl", ".gotmpl"})
_LAYOUTS = frozenset({"layouts", "layout"})


@dataclass(frozen=True, slots=True)
class Instance:
    """The main files of one dCache; `near` are the other files that may belong to it."""

    gplazma: Text | None
    dcache: Text | None
    layouts: tuple[Text, ...]
    near: tuple[Piece, ...]
    base: str

    @property
    def main(self) -> Text:
        """The file that names the service."""
        chosen = self.gplazma or self.dcache or (self.layouts[0] if self.layouts else None)
        return chosen or self.near[0].text

    def find(self, kind: str, path: str, *, written: bool) -> Text | None:
        """The text of a kind that a path stands for; where none is written, the only one."""
        mine = [piece.text for piece in self.near if piece.kind == kind]
        wanted = PurePosixPath(path).name.casefold()
        named = [text for text in mine if plain_name(text.name) == wanted]
        named = named or [text for text in mine if _stem(plain_name(text.name)) == _stem(wanted)]
        close = [text for text in named if base_of(text) == self.base]
        if close or named:
            return (close or named)[0]
        beside = [text for text in mine if base_of(text) == self.base]
        return beside[0] if not written and len(beside) == 1 else None


def complete(text: Text) -> bool:
    """Whether a text is a file as a whole, and no part of one: an entry of a ConfigMap is."""
    return not text.embedded or PurePosixPath(text.file).suffix in _YAML


def base_of(text: Text) -> str:
    """What the files of one dCache have in common: a folder, or the YAML file around them."""
    if text.embedded:
        return text.file if complete(text) else f"{text.file}:{text.line}"
    folder = PurePosixPath(text.folder)
    return str(folder.parent) if folder.name in _LAYOUTS else text.folder or "."


def instances(pieces: Sequence[Piece]) -> list[Instance]:
    """One instance for each group of main files, and one for each file that is left over."""
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.kind in _MAIN:
            groups.setdefault(base_of(piece.text), []).append(piece)
    others = [(piece, base_of(piece.text)) for piece in pieces if piece.kind not in _MAIN]
    made: list[Instance] = []
    for base, mains in groups.items():
        above = str(PurePosixPath(base).parent)
        near = tuple(piece for piece, own in others if _near(piece.text, own, base, above))
        made += _of_group(base, mains, near)
    return made


def alone(piece: Piece) -> Instance:
    """An instance of a file that no main file names."""
    return Instance(None, None, (), (piece,), base_of(piece.text))


def _of_group(base: str, mains: Sequence[Piece], near: tuple[Piece, ...]) -> list[Instance]:
    gplazma, more_plugins = _proper(mains, GPLAZMA)
    dcache, more_properties = _proper(mains, DCACHE)
    layouts = tuple(piece.text for piece in mains if piece.kind == LAYOUT)
    made = [Instance(gplazma, dcache, layouts, near, base)]
    made += [Instance(text, None, (), near, base) for text in more_plugins]
    made += [Instance(None, text, (), (), base) for text in more_properties]
    return made


def _proper(mains: Iterable[Piece], kind: str) -> tuple[Text | None, list[Text]]:
    """The file with the product's own name, else the first; and the others."""
    texts = [piece.text for piece in mains if piece.kind == kind]
    texts.sort(key=lambda text: plain_name(text.name) != _PROPER[kind])
    return (texts[0], texts[1:]) if texts else (None, [])


def _near(text: Text, own: str, base: str, above: str) -> bool:
    """Whether a file stands in the folder, below it, or below the folder `above` it."""
    if own == base:
        return True
    if text.embedded or ":" in base:
        return False
    return above in {".", own} or own.startswith(f"{above}/")


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
