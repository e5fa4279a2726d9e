"""All scopes that there are, in finitely many regions that no policy of a set tells apart.

Scopes are the scope-tokens of RFC 6749 section 3.3. The automata of all policies are walked
together; two scopes are in one region where the same policies match them, and fail for them.
Each region has its shortest scope as an example. The walk is bounded; beyond it nothing is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tokenlint.services.iam.policies.engine import ADMINISTRATION, ALWAYS, counts
from tokenlint.services.iam.policies.matching import Together, matcher
from tokenlint.services.iam.policies.model import PolicySet
from tokenlint.services.regular.automaton import Automaton, States, build
from tokenlint.services.regular.parser import parse
from tokenlint.services.regular.syntax import between, mask_of

_SIGNS = (between("!", "~")) & ~mask_of('"\\')
_NICE = "abcdefghijklmnopqrstuvwxyz/-_0123456789.:ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_LETTERS = 30_000  # of all scopes of a set
_MOST_STATES = 20_000
_MOST_STEPS = 400_000

MODIFY, ADMIN, OPENID = "modify", "administration", "openid"
WORDS = "words"  # scopes of the WLCG profile, of OpenID Connect and of IAM
_KINDS = {
    MODIFY: r"^storage\.modify:/.*$",
    ADMIN: "^(?:{})$".format("|".join(sorted(each.replace(".", r"\.") for each in ADMINISTRATION))),
    OPENID: f"^{ALWAYS}$",
    WORDS: r"^(?:storage\.(?:read|create|modify|stage|poll|write):/.*"
    r"|compute\.(?:read|create|modify|cancel)(?::/.*)?|wlcg(?:\.groups(?::/.*)?)?|offline_access"
    r"|openid|profile|email|phone|address|(?:iam|scim):.*)$",
}

State = tuple[int, ...]  # where each automaton is that can still match


@dataclass(frozen=True, slots=True)
class Region:
    """Scopes that no policy tells apart.

    `matched` and `fails` are the numbers of policies, `kinds` what sort of scopes they are.
    """

    word: str = field(compare=False)
    matched: frozenset[int] = frozenset()
    fails: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place of one automaton: whether a text may end there, and the signs that lead on."""

    automaton: int
    states: States
    ends: bool
    masks: frozenset[int]


class Walk:
    """The automata of all policies of a set, side by side."""

    def __init__(self, policies: PolicySet) -> None:
        self._automata: list[Automaton] = []
        self._index: dict[int, int] = {}
        self._spots: list[_Spot] = []
        self._numbers: dict[tuple[int, States], int] = {}
        self._moves: dict[tuple[int, int], int] = {}
        self._readings: list[tuple[int, bool, tuple[int, ...]]] = []
        self._always: list[tuple[int, bool]] = []
        self._readers: dict[int, list[int]] = {}
        for policy in policies.policies:
            if counts(policy, policies):
                self._add(policy.number, *_parts(policies, policy.number))
        self._kinds = {self._new((_kind(kind),))[0]: kind for kind in _KINDS}

    def _add(
        self, number: int, matches: Sequence[Together], fails: Sequence[Together], always: int
    ) -> None:
        """`always`: it matches (1) or fails (2) whatever is asked for."""
        if always:
            self._always.append((number, always == 1))
        for good, parts in ((True, matches), (False, fails)):
            for each in parts:
                needed = self._new(each)
                self._readers.setdefault(needed[0], []).append(len(self._readings))
                self._readings.append((number, good, needed))

    def _new(self, together: Together) -> tuple[int, ...]:
        for automaton in together:
            if id(automaton) not in self._index:
                self._index[id(automaton)] = len(self._automata)
                self._automata.append(automaton)
        return tuple(self._index[id(automaton)] for automaton in together)

    @property
    def first(self) -> State:
        """Before the first sign."""
        spots = (self._spot(index, each.first) for index, each in enumerate(self._automata))
        return tuple(spot for spot in spots if spot >= 0)

    def after(self, state: State, sign: int) -> State:
        """After one more sign, without the automata that can match no more."""
        moved = [self._moved(spot, sign) for spot in state]
        return tuple([spot for spot in moved if spot >= 0])

    def _moved(self, spot: int, sign: int) -> int:
        found = self._moves.get((spot, sign))
        if found is None:
            here = self._spots[spot]
            states = self._automata[here.automaton].after(here.states, sign)
            found = self._moves[spot, sign] = self._spot(here.automaton, states)
        return found

    def _spot(self, index: int, states: States) -> int:
        """The number of a place, -1 where nothing can match any more."""
        found = self._numbers.get((index, states))
        if found is None:
            automaton = self._automata[index]
            if automaton.never_again and automaton.resting(states):
                found = -1
            else:
                found = len(self._spots)
                resting = automaton.after(frozenset(), 0)  # where each sign begins anew
                here = () if automaton.accepting in states else {*states, *resting}
                masks = frozenset(mask for each in here for mask, _ in automaton.moves[each])
                self._spots.append(_Spot(index, states, automaton.ends_in(states), masks))
            self._numbers[index, states] = found
        return found

    def masks(self, state: State) -> frozenset[int]:
        """The sets of signs that the automata, where they are, move by."""
        return frozenset().union(*[self._spots[spot].masks for spot in state])

    def region(self, state: State, word: str) -> Region:
        """The region of the text that ends here."""
        ends = {self._spots[spot].automaton for spot in state if self._spots[spot].ends}
        read = [*self._always]
        for index in ends:
            for number, good, parts in map(
                self._readings.__getitem__, self._readers.get(index, ())
            ):
                if ends.issuperset(parts):
                    read.append((number, good))
        fails = frozenset(number for number, good in read if not good)
        matched = frozenset(number for number, good in read if good) - fails
        kinds = frozenset(self._kinds[index] for index in ends if index in self._kinds)
        return Region(word, matched, fails, kinds)

    def region_of(self, scope: str) -> Region:
        """The region of any scope."""
        state = self.first
        for sign in scope:
            state = self.after(state, mask_of(sign))
        return self.region(state, scope)


def _parts(
    policies: PolicySet, number: int
) -> tuple[tuple[Together, ...], tuple[Together, ...], int]:
    found = matcher(policies.policies[number], policies.engine)
    always = 2 if found.broken else int(found.everything)
    return found.matches, found.fails, always


def regions(policies: PolicySet) -> tuple[Region, ...] | None:
    """All regions, those with short examples first; None where there are too many of them."""
    found = side_by_side((policies,))
    return None if found is None else tuple(region for (region,) in found)


def side_by_side(sets: Sequence[PolicySet]) -> tuple[tuple[Region, ...], ...] | None:
    """The regions that none of several sets tells apart, each as every set sees it."""
    if any(sum(map(len, each.texts)) > _MOST_LETTERS for each in sets):
        return None
    walks = [Walk(each) for each in sets]
    found: dict[tuple[Region, ...], tuple[Region, ...]] = {}
    waiting = [(tuple(walk.first for walk in walks), "")]
    seen, steps = {waiting[0][0]}, 0
    for states, word in waiting:
        pairs = list(zip(walks, states, strict=True))
        if word:
            here = tuple(walk.region(state, word) for walk, state in pairs)
            found.setdefault(here, here)
        masks = frozenset().union(*[walk.masks(state) for walk, state in pairs])
        for sign in _apart(masks):
            further = tuple(walk.after(state, sign) for walk, state in pairs)
            steps += 1 + sum(map(len, states))
            if further not in seen:
                seen.add(further)
                waiting.append((further, word + chr(sign.bit_length() - 1)))
        if len(seen) > _MOST_STATES or steps > _MOST_STEPS:
            return None
    return tuple(found)


@cache
def _kind(kind: str) -> Automaton:
    return build(parse(_KINDS[kind]))


@lru_cache(maxsize=16_384)
def _apart(masks: frozenset[int]) -> tuple[int, ...]:
    """One sign for each group that no mask tells apart, the plainest ones first."""
    groups = [_SIGNS]
    for mask in masks:
        split = ((group & mask, group & ~mask) for group in groups)
        groups = [part for pair in split for part in pair if part]
    return tuple(1 << _sign_of(group) for group in sorted(groups, key=_niceness))


def _sign_of(group: int) -> int:
    nice = next((ord(sign) for sign in _NICE if group >> ord(sign) & 1), -1)
    return nice if nice >= 0 else (group & -group).bit_length() - 1


def _niceness(group: int) -> int:
    place = _NICE.find(chr(_sign_of(group)))
    return place if place >= 0 else len(_NICE)


def among(found: Iterable[Region], *kinds: str) -> tuple[Region, ...]:
    """The regions whose scopes are of one of these kinds."""
    return tuple(region for region in found if region.kinds.intersection(kinds))
