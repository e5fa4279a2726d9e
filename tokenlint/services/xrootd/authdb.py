"""XRootD's authorization database (`acc.authdb`): who has which privileges on which paths.

Follows `XrdAccAuthFile` and `XrdAccConfig::ConfigDBrec` of XRootD 6.2.1.
Within an entry the first path that begins like the requested one counts, letter by letter;
the privileges of all entries that fit a client add up, and `-` takes away from all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tokenlint.services.acceptance import Dead
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import Authdb, Entry, Rights
from tokenlint.services.xrootd.stream import Line, lines
from tokenlint.source import Problem, Source

STOPS = "XRootD does not start with this authorization database: "
LETTERS = frozenset("adiklnrw")
_KINDS = frozenset("ghsnortux=")
_SELECTORS = frozenset("ghoru")


@dataclass(frozen=True, slots=True)
class AuthdbFile:
    """An authorization database, what has no effect in it, and what XRootD refuses."""

    text: Text
    value: Authdb
    dead: tuple[Dead, ...] = ()
    problems: tuple[Problem, ...] = ()


def compound_conditions(entries: tuple[Entry, ...], entry: Entry) -> tuple[tuple[str, str], ...]:
    """What an `s` or `x` entry asks for: the conditions of the definition that it uses."""
    if entry.kind not in {"s", "x"}:
        return ()
    defined = (each for each in entries if each.kind == "=" and each.id == entry.id)
    return next((each.conditions for each in defined), ())


class _Refused(Exception):
    """XRootD refuses the line."""

    def __init__(self, source: Source, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem("syntax", source, f"{STOPS}{reason}", "Mend the line.")


def read_authdb(text: Text) -> AuthdbFile:
    """Read a text; never raises."""
    reader = _Reader()
    problems: list[Problem] = []
    for line in lines(text):
        try:
            reader.line(line)
        except _Refused as refused:
            problems.append(refused.problem)
    if "\r" in text.content and text.exact:
        problems.append(_carriage_returns(text))
    dead = (*reader.dead, *reader.unused())
    return AuthdbFile(text, Authdb(text.whole, tuple(reader.entries)), dead, tuple(problems))


def _carriage_returns(text: Text) -> Problem:
    reason = f"{STOPS}its lines end with a carriage return, which becomes a part of the last word"
    return Problem("syntax", text.whole, reason, "Save the file with LF at the end of its lines.")


class _Reader:
    """The entries so far, and what later lines may refer to."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.dead: list[Dead] = []
        self.templates: dict[str, tuple[Rights, ...]] = {}
        self.compounds: dict[str, Value] = {}
        self.used: set[str] = set()
        self.seen: set[tuple[str, str]] = set()

    def line(self, line: Line) -> None:
        kind = line.words[0]
        if not kind.known:
            unknown = Rights("/", frozenset(), frozenset(), line.source, known=False)
            self.entries.append(Entry("?", "", (unknown,), line.source))
            return
        if kind.text not in _KINDS:
            raise _Refused(kind.source, f"`{kind.text}` is no type of identifier")
        if len(line.words) == 1:
            raise _Refused(kind.source, f"a name is missing after `{kind.text}`")
        name = line.words[1]
        self.once(kind.text, name)
        if kind.text == "=":
            self.compound(line, name)
        else:
            self.entry(line, kind.text, name)

    def once(self, kind: str, name: Value) -> None:
        """Every identifier may have one entry (`x` and `s` name one and the same thing)."""
        key = ("s" if kind == "x" else kind, name.text)
        if key in self.seen and name.known:
            raise _Refused(name.source, f"there is an entry `{kind} {name.text}` already")
        self.seen.add(key)

    def compound(self, line: Line, name: Value) -> None:
        pairs: list[tuple[str, str]] = []
        words = iter(line.words[2:])
        for selector in words:
            letter = selector.text[:1]
            if len(selector.text) > 2 or letter not in _SELECTORS:  # noqa: PLR2004
                raise _Refused(selector.source, f"`{selector.text}` is no selector (g h o r u)")
            value = next(words, None)
            if value is None:
                raise _Refused(selector.source, f"a value is missing after `{selector.text}`")
            if letter in dict(pairs):
                raise _Refused(selector.source, f"the selector `{letter}` stands twice")
            pairs.append((letter, value.text))
        if not pairs:
            raise _Refused(name.source, f"`{name.text}` has no selector")
        self.compounds[name.text] = name
        plain = any(len(selector.text) == 1 for selector in line.words[2::2])
        entry = Entry("=", name.text, (), line.source, tuple(pairs), plain_selectors=plain)
        self.entries.append(entry)

    def entry(self, line: Line, kind: str, name: Value) -> None:
        uses: list[str] = []
        if kind in {"x", "s"}:
            if name.text not in self.compounds and name.known:
                raise _Refused(name.source, f"`{name.text}` has no definition (`=`) above")
            self.used.add(name.text)
            uses.append(name.text)
        rights = self.rights(line, uses)
        if not rights:
            raise _Refused(name.source, f"`{kind} {name.text}` has no path")
        if kind == "t":
            self.templates[name.text] = rights
        self.dead += _shadowed(rights)
        if line.optional:
            rights = tuple(replace(pair, known=False) for pair in rights)
        self.entries.append(Entry(kind, name.text, rights, line.source, uses=tuple(uses)))

    def rights(self, line: Line, uses: list[str]) -> tuple[Rights, ...]:
        """The pairs of path and privileges; those of a template stand in its place."""
        found: list[Rights] = []
        words = iter(line.words[2:])
        for word in words:
            if word.known and not word.text.startswith(("/", "\\")):
                if word.text not in self.templates:
                    raise _Refused(word.source, f"there is no template `{word.text}` above")
                uses.append(word.text)
                found += self.templates[word.text]
                continue
            found.append(_pair(word, next(words, None)))
        return tuple(found)

    def unused(self) -> Iterator[Dead]:
        for name, value in self.compounds.items():
            if name not in self.used:
                says = "no entry (`s` or `x`) uses this definition"
                yield Dead("unreachable", value, says)


def _pair(path: Value, privileges: Value | None) -> Rights:
    if privileges is None:
        if not path.known:
            return Rights(path.text, frozenset(), frozenset(), path.source, known=False)
        raise _Refused(path.source, f"the privileges for `{path.text}` are missing")
    known = path.known and privileges.known
    gives, _, takes = privileges.text.partition("-")
    if known and not LETTERS.issuperset(gives + takes):
        raise _Refused(privileges.source, f"`{privileges.text}` are no privileges")
    plain = path.text.removeprefix("\\")
    if not known:
        return Rights(plain, frozenset(), frozenset(), path.source, known=False)
    return Rights(plain, frozenset(gives), frozenset(takes), path.source)


def _shadowed(rights: tuple[Rights, ...]) -> Iterator[Dead]:
    """Paths after one that they begin with: within an entry the first that fits counts."""
    for index, pair in enumerate(rights[:_PAIRS]):
        if "@=" in pair.path or not pair.known:
            continue
        for earlier in rights[:index]:
            if earlier.known and "@=" not in earlier.path and pair.path.startswith(earlier.path):
                says = f"`{earlier.path}` stands before it in this entry, and the first path counts"
                yield Dead("shadowed", Value(pair.path, pair.source), says, earlier.source)
                break


_PAIRS = 500  # of an entry, that are compared with one another
