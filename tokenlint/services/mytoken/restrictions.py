"""Restrictions of mytoken: alternatives, each with bounds that hold together.

A mytoken can be used wherever one of its restrictions allows it, so it is bound in a respect
only where all of them bind it there. Without any it is not bound at all. Names of keys are
compared without case, as Go reads JSON. `exp` and `nbf` are a time, or `+` and how long from now.
Source: `internal/mytoken/restrictions/restriction.go` of the mytoken server (1bfafb9),
`utils/timerestriction/timerestriction.go` of oidc-mytoken/utils (0e4fa13).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenlint.services.mytoken.templates import Alternatives, Fields
from tokenlint.services.offer import Lifetime
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Source

_RELATIVE = re.compile(r"\+([0-9]{1,9})(s|m|h|d|w|y|)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
_NARROWING = {
    "host": ("hosts", "ip"),
    "place": ("geoip_allow", "geoip_disallow"),
    "uses": ("usages_at",),
    "expiry": ("exp",),
}


@dataclass(frozen=True)
class Clause:
    """One restriction; fields by their names in lower case, without those that bind nothing."""

    fields: dict[str, Node]

    @property
    def source(self) -> Source:
        """Where it begins."""
        return next(iter(self.fields.values())).source

    def words(self, name: str) -> tuple[Value, ...] | None:
        """Scopes or audiences; None where it leaves them open."""
        node = self.fields.get(name)
        if node is None:
            return None
        return tuple(each for value in node.values() for each in ini.split(value, " "))

    @property
    def expiry(self) -> Lifetime | None:
        """How long it lasts; None where it has no end."""
        node = self.fields.get("exp")
        if node is None or node.value is None:
            return None
        return Lifetime("mytoken", seconds_of(node.value), node.value.source)

    def narrows(self, respect: str) -> bool:
        """Whether it bounds the use in a respect: host, place, uses, expiry."""
        return any(name in self.fields for name in _NARROWING[respect])


@dataclass(frozen=True)
class Restrictions:
    """All alternatives; `known` is false where a template that is not there may bind more."""

    clauses: tuple[Clause, ...] = ()
    known: bool = True

    def words(self, name: str) -> tuple[Value, ...] | None:
        """The scopes or audiences of all alternatives together; None where one leaves them open."""
        each = [clause.words(name) for clause in self.clauses]
        bound = [words for words in each if words is not None]
        if not each or len(bound) < len(each):
            return None
        return tuple(word for words in bound for word in words)

    def narrowed(self) -> Iterator[str]:
        """The respects in which every alternative is bound."""
        for respect in _NARROWING:
            if self.clauses and all(clause.narrows(respect) for clause in self.clauses):
                yield respect

    def expiry(self, source: Source) -> Lifetime:
        """The longest of all; `source` is where one should stand."""
        lengths = [clause.expiry for clause in self.clauses]
        endless = [clause for clause, each in zip(self.clauses, lengths, strict=True) if not each]
        if not lengths or endless:
            place = endless[0].source if endless else source
            return Lifetime("mytoken", None, place, unlimited=self.known, written=bool(lengths))
        ends = [each for each in lengths if each is not None]
        open_ = [each for each in ends if each.seconds is None]
        return open_[0] if open_ else max(ends, key=lambda each: each.seconds or 0)

    def also(self, other: "Restrictions") -> "Restrictions":
        """More alternatives; where one of the two binds nothing, neither do they together."""
        if not self.clauses or not other.clauses:
            return Restrictions((), self.known and other.known)
        return Restrictions(self.clauses + other.clauses, self.known and other.known)


def restrictions_of(alternatives: Alternatives, without: Sequence[str] = ()) -> Restrictions:
    """The restrictions of a template, `without` keys that the server does not support."""
    off = {name.casefold() for name in without}
    clauses = (_clause(fields, off) for fields in alternatives.each)
    return Restrictions(tuple(each for each in clauses if each.fields), not alternatives.open)


def seconds_of(value: Value) -> int | None:
    """How long from now, in seconds; None for a point in time, and where that is not known."""
    found = _RELATIVE.fullmatch(value.text) if value.known else None
    return int(found[1]) * _SECONDS[found[2]] if found else None


def _clause(fields: Fields, off: set[str]) -> Clause:
    kept = {name.casefold(): node for name, node in fields.items() if _binds(name, node)}
    return Clause({name: node for name, node in kept.items() if name not in off})


def _binds(name: str, node: Node) -> bool:
    """Whether a field says something: empty ones and an end at 0 bind nothing."""
    if name.casefold() == "include":
        return False
    if node.value is None:
        return bool(node.items or node.children)
    if name.casefold() in ("exp", "nbf"):
        return node.value.text not in ("", "0")
    return node.value.text != "" or not node.value.known
