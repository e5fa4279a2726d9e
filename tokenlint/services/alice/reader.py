"""From `TkAuthz.Authorization` to what a storage with the ALICE plug-in accepts.

Where the plug-in finds no such file it exports everything to everybody; that the files of
a repository cannot tell. dCache reads only the keys of such a file.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Dead,
    Service,
    Setting,
    Way,
    WayKind,
)
from tokenlint.services.alice.decide import MODES, OPEN, decide, passes
from tokenlint.services.alice.lines import File, Line, read_file
from tokenlint.services.alice.recognise import PRODUCT
from tokenlint.services.pieces import Piece
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_WITH_TOKEN: Final = frozenset({*(each.value for each in MODES), *(each.value for each in OPEN)})
_MOST_PATHS: Final = 40
_MOST_WIDE: Final = 200  # exports that later ones are compared with


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each file."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        file = read_file(piece.text)
        problems += file.problems
        services.append(_service(file))
    return Assembled(tuple(services), tuple(problems))


def _service(file: File) -> Service:
    text = file.text
    acceptance = Acceptance(
        PRODUCT,
        "ALICE tokens",
        text.file,
        text.whole,
        (text.file,),
        ways=tuple(_ways(file)),
        unknown_keys=file.unknown,
        dead=tuple(_dead(file)),
        settings=tuple(_settings(file)),
    )
    return Service(acceptance, partial(decide, file))


def _ways(file: File) -> Iterator[Way]:
    """By token below what is exported, and without one where no rule asks for it."""
    for export in file.exports:
        if export.text("ACCESS") == "ALLOW" and export.known:
            who = f"holders of a token of the catalogue (VO {export.text('VO')})"
            paths = (export.text("PATH"),)
            yield Way(WayKind.OTHER, who, _WITH_TOKEN, paths, export.source)
    sure = file.sure
    for path in _paths(file):
        open_: dict[Source, set[str]] = {}
        for operation in MODES:
            found = passes(file, operation, path)
            if found is not None:
                open_.setdefault(found.line.source, set()).add(operation.value)
        for source, operations in open_.items():
            yield Way(
                WayKind.ANONYMOUS,
                "everybody",
                frozenset(operations),
                (path,),
                source,
                flat=True,
                sure=sure,
                depends_on="" if sure else "the lines that a template fills in",
            )


def _paths(file: File) -> list[str]:
    """The paths of exports, and those of rules that lie below one."""
    written = [line.text("PATH") for line in file.lines if line.word != "KEY" and line.known]
    return list(dict.fromkeys(path for path in written if path.startswith("/")))[:_MOST_PATHS]


def _dead(file: File) -> Iterator[Dead]:
    yield from _keys(file)
    yield from _exports(file)
    for rule in file.rules:
        vo, authz = rule.parts["VO"], rule.parts["AUTHZ"]
        if vo.known and "|" not in vo.text:
            says = "the plug-in looks for each VO with a `|` behind it, so this rule is for nobody"
            yield Dead("never-matches", vo, says)
        if authz.known and authz.text and not authz.text.endswith("|"):
            last = authz.text.rpartition("|")[2]
            says = "the plug-in looks for each operation with a `|` behind it"
            yield Dead("ignored-value", Value(last, authz.source), says)


def _keys(file: File) -> Iterator[Dead]:
    """Of two pairs of keys for one VO the last one is taken."""
    last: dict[str, Line] = {line.text("VO"): line for line in file.keys}
    for line in file.keys:
        winner = last[line.text("VO")]
        if winner is not line and line.known and winner.known:
            says = "a later line has the keys for this VO"
            yield Dead("shadowed", line.parts["VO"], says, winner.source)


def _exports(file: File) -> Iterator[Dead]:
    """Exports below one that fits everybody and stands before them."""
    wide: list[Line] = []
    for line in file.exports:
        path = line.parts["PATH"]
        winner = next((each for each in wide if path.text.startswith(each.text("PATH"))), None)
        if winner is not None and line.known:
            says = "an earlier line exports all of this to everybody, or to nobody"
            yield Dead("shadowed", path, says, winner.source)
        everybody = line.text("VO") == "*" and line.text("CERT") == "*"
        if line.known and everybody and len(wide) < _MOST_WIDE:
            wide.append(line)


def _settings(file: File) -> Iterator[Setting]:
    for line in file.exports:
        path = line.parts["PATH"]
        if line.text("ACCESS") == "ALLOW":
            yield Setting("export path", path.text, path.source, known=path.known)
