"""`path-authz.db` of the StoRM backend: who may do what below which path, by local group.

Source: `PathAuthzDBReader.java` (2499fe0), `PathACE.java` (36853c2), `PathAuthzAlgBestMatch.java`
(069c63a), `SRMFileRequest.java` (069c63a) and `NamespaceUtil.java` of italiangrid/storm.
Lines are asked by the distance of their path from that of the request, the nearest first;
the first one that names the operation decides. Other paths are further away, but asked, too.
A line that cannot be read is passed over; any last word but `deny` permits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Acceptance, Assembled, Dead, Service, Way, WayKind
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.storm.recognise import PATH_AUTHZ
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem, Source

_EVERYBODY = re.compile(r"@ALL@?|\*")
_WORD = re.compile(r"\S+")
_FIELDS: Final = 4
_LETTERS: Final[dict[Operation, str]] = {
    Operation.STAT: "L",
    Operation.LIST: "L",
    Operation.READ: "R",
    Operation.CREATE: "NW",
    Operation.MKDIR: "M",
    Operation.RENAME: "RDNW",
    Operation.RENAME_OVER: "RDW",
    Operation.OVERWRITE: "W",
    Operation.DELETE: "D",
}
_MOST_LINES: Final = 1000  # each may be compared with all before it
_DEPENDS: Final = "the local account and group that StoRM maps the credential to"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `group` is empty for everybody."""

    group: str
    path: Value
    letters: frozenset[str]
    permits: bool
    source: Source


def assemble_path_authz(pieces: Sequence[Piece]) -> Assembled:
    """Each file is a service of its own."""
    texts = [piece.text for piece in pieces if piece.kind == PATH_AUTHZ]
    problems = [problem for text in texts for problem in _refused(text)]
    return Assembled(tuple(_service(text) for text in texts), tuple(problems))


def entries(text: Text) -> tuple[Entry, ...]:
    """The lines that StoRM reads, in their order."""
    found = []
    for index, line in text:
        words = list(_WORD.finditer(line))
        if not _is_entry(line) or len(words) < _FIELDS or _is_open(line):
            continue
        group, path, mask, effect = words[:_FIELDS]
        found.append(
            Entry(
                "" if _EVERYBODY.fullmatch(group[0]) else group[0],
                Value.of(path[0], text.at(index, *path.span())),
                frozenset(mask[0]),
                effect[0].lower() != "deny",
                text.at(index, group.start(), effect.end()),
            )
        )
    return tuple(found)


def _is_entry(line: str) -> bool:
    return not line.startswith(("#", "algorithm")) and bool(line.strip()) and not is_directive(line)


def _is_open(line: str) -> bool:
    """Whether a template fills in a part of a line; `@ALL@` is StoRM's own word."""
    return has_placeholder(line.replace("@ALL@", ""))


def _refused(text: Text) -> Iterator[Problem]:
    named = [index for index, line in text if line.startswith("algorithm") and "=" in line]
    for index in named[1:]:
        reason = "StoRM does not start with more than one algorithm"
        yield Problem("syntax", text.at(index), reason, "keep one of the lines")
    for index, line in text:
        few = len(_WORD.findall(line)) < _FIELDS and not line.strip().startswith("#")
        if _is_entry(line) and few and not _is_open(line):
            reason = "StoRM passes over this line: it holds fewer than four words"
            advice = "write group, path, operations and `permit` or `deny`"
            yield Problem("syntax", text.at(index), reason, advice)


def _service(text: Text) -> Service:
    found = entries(text)
    acceptance = Acceptance(
        "storm",
        "StoRM",
        text.file,
        text.whole,
        (text.file,),
        ways=tuple(_way(entry) for entry in found if entry.permits),
        dead=tuple(_hidden(found)),
    )
    return Service(acceptance, partial(decide, found, text.whole))


def _way(entry: Entry) -> Way:
    allowed = frozenset(o.value for o, letters in _LETTERS.items() if set(letters) <= entry.letters)
    who = f"the local group {entry.group}" if entry.group else "every user that StoRM maps"
    return Way(WayKind.ACCOUNT, who, allowed, (entry.path.text,), entry.source, flat=True)


def _hidden(found: Sequence[Entry]) -> Iterator[Dead]:
    """Lines that an earlier one for the same path, or more groups, leaves nothing."""
    before: dict[tuple[str, ...], list[Entry]] = {}
    for entry in found[:_MOST_LINES]:
        same = before.setdefault(tuple(_parts(entry.path.text)), [])
        wide = next((each for each in same if _includes(each, entry)), None)
        if wide is not None:
            says = "an earlier line for the same path already decides about these operations"
            yield Dead("shadowed", entry.path, says, wide.source)
        same.append(entry)


def _includes(wide: Entry, narrow: Entry) -> bool:
    return wide.group in ("", narrow.group) and narrow.letters <= wide.letters


def decide(found: Sequence[Entry], source: Source, presented: Presented, ask: Ask) -> Decision:
    """The answer as far as the file tells: groups are local ones, tokens are not asked for."""
    letters = _LETTERS.get(ask.operation)
    if letters is None:
        return Decision(Verdict.DEPENDS, (), ("what StoRM asks for this operation",))
    if presented.issuer is None:
        return Decision(Verdict.DENIED, (Step(source, "is asked for users with an account only"),))
    for letter in letters:
        first = _first(found, letter, ask.path)
        if first is None:
            return Decision(Verdict.DENIED, (Step(source, "has no line for this operation"),))
        if not first.group and not first.permits:
            return Decision(Verdict.DENIED, (Step(first.source, "denies this to everybody"),))
    entry = _first(found, letters[-1], ask.path)
    says = "permits this to everybody" if entry and not entry.group else "is for a local group"
    steps = (Step(entry.source, says),) if entry else ()
    return Decision(Verdict.DEPENDS, steps, (_DEPENDS,))


def _first(found: Sequence[Entry], letter: str, path: str) -> Entry | None:
    """The nearest line that names an operation; of equally near ones the first."""
    naming = [entry for entry in found if letter in entry.letters]
    return min(naming, key=lambda entry: _distance(entry.path.text, path), default=None)


def _distance(one: str, other: str) -> int:
    short, long = sorted((_parts(one), _parts(other)), key=len)
    if long[: len(short)] == short:
        return len(long) - len(short)
    return len(long) + len(short)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
