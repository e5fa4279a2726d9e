"""From the files of ARC CEs to services."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.arc import claims
from tokenlint.services.arc.config import Config, config_of
from tokenlint.services.arc.dead import dead
from tokenlint.services.arc.decide import decide
from tokenlint.services.arc.facts import issuers, mappings, ways
from tokenlint.services.arc.keys import unknown_keys
from tokenlint.services.arc.named_files import named_files
from tokenlint.services.arc.patterns import patterns
from tokenlint.services.arc.reach import Reach
from tokenlint.services.arc.recognise import FRAGMENT
from tokenlint.services.arc.rules import CLAIMS, FIELDS, TOKENS, Rule
from tokenlint.services.arc.settings import settings
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.source import Problem


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each `arc.conf`, with the files of the `arc.conf.d` beside it.

    A file without any block, as the documentation that ships with ARC, makes no service.
    """
    services: list[Service] = []
    problems: list[Problem] = []
    for texts in _services(pieces):
        config, wrong = config_of(texts)
        problems += [*wrong, *_unusable(config)]
        if config.blocks:
            services.append(Service(_acceptance(config), partial(decide, config)))
    return Assembled(tuple(services), tuple(problems))


def _services(pieces: Sequence[Piece]) -> Iterator[list[Text]]:
    """The texts of each service; ARC reads `arc.conf` first, then the folder by name."""
    fragments: dict[str, list[Text]] = {}
    for piece in pieces:
        if piece.kind == FRAGMENT and not piece.text.embedded:
            fragments.setdefault(_beside(piece.text), []).append(piece.text)
    for piece in pieces:
        if piece.kind != FRAGMENT or piece.text.embedded:
            folder = "" if piece.text.embedded else piece.text.folder
            own = fragments.pop(folder, []) if piece.text.name == "arc.conf" else []
            yield [piece.text, *sorted(own, key=lambda text: text.name)]
    for rest in fragments.values():
        yield sorted(rest, key=lambda text: text.name)


def _beside(text: Text) -> str:
    """The folder that holds the folder `arc.conf.d`."""
    parts = PurePosixPath(text.file).parts
    at = next((i for i, part in enumerate(parts) if part.startswith("arc.conf.d")), len(parts) - 1)
    folder = str(PurePosixPath(*parts[:at]))
    return "" if folder == "." else folder


def _unusable(config: Config) -> Iterator[Problem]:
    """Rules that ARC takes for an error; what it does not know at all is an unknown key."""
    for group in config.groups:
        for rule in group.rules:
            if not rule.option.value.known:
                continue
            if rule.command == CLAIMS and (wrong := _malformed(rule)):
                reason, advice = f"this is no expression: {wrong}", "write `claim = value`"
            elif rule.complete:
                continue
            elif rule.command == TOKENS:
                reason = f"a rule for tokens has {len(FIELDS)} fields, here are {len(rule.words)}"
                advice = f"give {', '.join(FIELDS)}, and * for any"
            elif rule.command == "all":
                reason, advice = "the rule `all` takes yes or no", "write all=yes"
            else:
                continue
            ends = "ARC ends the authgroup here and lets nobody in"
            yield Problem("syntax", rule.option.source, f"{reason}; {ends}", advice)


def _malformed(rule: Rule) -> str:
    """Why ARC cannot evaluate an expression over claims, empty where it can."""
    try:
        claims.evaluate(claims.parse(rule.option.value.text), {})
    except claims.MalformedError as error:
        return str(error)
    return ""


def _acceptance(config: Config) -> Acceptance:
    main = config.texts[0]
    reach = Reach(config)
    return Acceptance(
        product="arc-ce",
        title="ARC CE",
        name=main.file if not main.embedded else f"{main.file}:{main.line}",
        source=main.whole,
        files=tuple(dict.fromkeys(text.file for text in config.texts)),
        service="compute",
        issuers=issuers(config),
        ways=ways(reach),
        mappings=mappings(reach),
        unknown_keys=tuple(unknown_keys(config.blocks)),
        patterns=tuple(patterns(config)),
        dead=tuple(dead(config)),
        settings=settings(config),
        absent=tuple(named_files(config)),
    )
