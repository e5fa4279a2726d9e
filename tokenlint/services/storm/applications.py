"""Which files of application settings belong to one StoRM WebDAV.

Spring reads `application.yml` and, for each active profile, `application-PROFILE.yml`.
Which profiles are active stands elsewhere. Files of profiles that set different things
are taken for parts of one service (issuers in one, policies in the other);
those that set the same things are alternatives, each a service of its own.
"""

from collections.abc import Iterable, Sequence

from tokenlint.services.pieces import Piece
from tokenlint.services.storm.recognise import APPLICATION
from tokenlint.services.structured.spring import Application, Layer, layers_of
from tokenlint.services.structured.spring_profiles import alternatives
from tokenlint.services.text import Text
from tokenlint.source import Problem

_PROSE = (".md", ".mdx", ".rst", ".markdown", ".txt", ".html")


def applications(pieces: Sequence[Piece]) -> list[Application]:
    """The applications among the pieces, each with its problems."""
    groups: dict[object, list[Text]] = {}
    for number, piece in enumerate(pieces):
        if piece.kind == APPLICATION:
            groups.setdefault(_group(piece.text, number), []).append(piece.text)
    return [each for texts in groups.values() for each in _of_group(texts)]


def _group(text: Text, number: int) -> object:
    """What belongs together: a folder; the ConfigMap of one file; a snippet for itself."""
    if not text.embedded:
        return ("folder", text.folder)
    if text.file.casefold().endswith(_PROSE):
        return ("snippet", number)
    return ("file", text.file)


def _of_group(texts: Iterable[Text]) -> list[Application]:
    layers: list[Layer] = []
    problems: list[Problem] = []
    for text in texts:
        found, wrong = layers_of(text)
        layers += found
        problems += wrong
    if not layers:
        return [Application((), tuple(problems))] if problems else []
    first, *others = alternatives(layers)
    return [Application(first, tuple(problems)), *map(Application, others)]
