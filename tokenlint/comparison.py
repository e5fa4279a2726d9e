"""Credentials of any kind against each other: the order of what they allow, with proofs.

Lifetimes are compared by their length, as if all credentials began at the same instant,
because needs and references lie at no instant of their own;
so the order of any number of credentials is one order, and transitive.
On demand captured credentials are compared at the instants at which they are valid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tokenlint.presented import Presented
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.privilege.order import Relation, relation
from tokenlint.privilege.privilege import Difference, Privilege, difference
from tokenlint.privilege.validity import Validity
from tokenlint.source import Problem

MOST = 12
"""Credentials in one comparison: more than fit into a picture."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of the compared, by their indexes.

    `relation` is the word for `one`, with audiences compared letter by letter
    (WLCG profile 1.3 section 2.1.1); `by_endpoint` is the word
    where spellings of one endpoint count as equal,
    and `spelled` maps what only one of the two names to the other one's spelling of it.
    `more` is what `one` allows and `other` does not, `less` the reverse.
    """

    one: int
    other: int
    relation: Relation
    by_endpoint: Relation
    more: Difference
    less: Difference
    spelled: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was compared; `privileges` are those of `presented` as they were compared.

    `instants`: at real instants; else all start at 0, and times are seconds from the start.
    """

    presented: tuple[Presented, ...]
    privileges: tuple[Privilege, ...]
    pairs: tuple[Pair, ...]
    problems: tuple[Problem, ...]
    instants: bool = False


def compare_all(
    presented: Sequence[Presented], problems: Sequence[Problem] = (), *, instants: bool = False
) -> Comparison:
    """Every pair, in order. With `instants`, all of them must be `dated`."""
    privileges = tuple(
        each.privilege if instants else aligned(each.privilege) for each in presented
    )
    keys = _Keys(presented)
    respelled = tuple(keys.respelled(each) for each in privileges)
    pairs = tuple(
        Pair(
            one,
            other,
            relation(privileges[one], privileges[other]),
            relation(respelled[one], respelled[other]),
            difference(privileges[one], privileges[other]),
            difference(privileges[other], privileges[one]),
            keys.spelled(privileges[one].audience, privileges[other].audience),
        )
        for one, other in combinations(range(len(privileges)), 2)
    )
    return Comparison(tuple(presented), privileges, pairs, tuple(problems), instants)


def aligned(privilege: Privilege) -> Privilege:
    """The same as if it began at instant 0."""
    return replace(privilege, validity=Validity(0, privilege.validity.seconds))


_Key = tuple[str, ...]


class _Keys:
    """Which spellings mean one endpoint: by their form, and by what inventories say."""

    def __init__(self, presented: Sequence[Presented]) -> None:
        self._main: dict[_Key, _Key] = {}
        for alias, main in (pair for each in presented for pair in each.spellings.items()):
            mine, theirs = self.key(alias), self.key(main)
            if mine != theirs:
                self._main[mine] = theirs

    def key(self, text: str) -> _Key:
        """Equal for two spellings of one endpoint."""
        key = endpoint_key(text)
        while key in self._main:
            key = self._main[key]
        return key

    def respelled(self, privilege: Privilege) -> Privilege:
        """With one spelling for each endpoint."""
        endpoints = privilege.audience.endpoints
        if endpoints is None:
            return privilege
        names = frozenset("\0".join(self.key(text)) for text in endpoints)
        return replace(privilege, audience=Audience(names))

    def spelled(self, one: Audience, other: Audience) -> dict[str, str]:
        """Spellings that only one of the two has, each with that of the other."""
        if one.endpoints is None or other.endpoints is None:
            return {}
        return {
            **dict(self._spelled(one.endpoints, other.endpoints)),
            **dict(self._spelled(other.endpoints, one.endpoints)),
        }

    def _spelled(self, ours: frozenset[str], theirs: frozenset[str]) -> Iterator[tuple[str, str]]:
        known = {self.key(text): text for text in sorted(theirs, reverse=True)}
        for text in sorted(ours - theirs):
            if self.key(text) in known:
                yield text, known[self.key(text)]
