"""All scopes that there are, in finitely many regions that no policy of a set tells apart.

Scopes are the scope-tokens of RFC 6749 section 3.3. The automata of all policies are walked
together; two scopes are in one region where the same policies match them, and fail for them.
Each region has its shortest scope as an example. The walk is bounded; beyond it nothing is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tokenlint.services.iam.policies.engine import ADMINISTRATION, ALWAYS, counts
from tokenlint.services.iam.policies.matching import Together, matcher
from tokenlint.services.iam.policies.model import PolicySet
from tokenlint.services.regular.automaton import Automaton, States, build
from tokenlint.services.regular.parser import parse
from tokenlint.services.regular.syntax import between, mask_of

_SIGNS = (between("!", "~")) & ~mask_of('"\\')
_NICE = "abcdefghijklmnopqrstuvwxyz/-_0123456789.:ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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

State = tuple[tuple[int, States], ...]


@dataclass(frozen=True, slots=True)
class Region:
    """Scopes that no policy tells apart.

    `matched` and `fails` are the numbers of policies, `kinds` what sort of scopes they are.
    """

    word: str = field(compare=False)
    matched: frozenset[int] = frozenset()
    fails: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


class Walk:
    """The automata of all policies of a set, side by side."""

    def __init__(self, policies: PolicySet) -> None:
        self._automata: list[Automaton] = []
        self._index: dict[int, int] = {}
        self._readings: list[tuple[int, bool, tuple[int, ...]]] = []
        self._always: list[tuple[int, bool]] = []
        self._known: dict[tuple[int, States], tuple[bool, tuple[int, ...]]] = {}
        for policy in policies.policies:
            if counts(policy, policies):
                self._add(policy.number, *_parts(policies, policy.number))
        self._kinds = {kind: self._new((build(parse(text)),)) for kind, text in _KINDS.items()}

    def _add(
        self, number: int, matches: Sequence[Together], fails: Sequence[Together], always: int
    ) -> None:
        """`always`: it matches (1) or fails (2) whatever is asked for."""
        if always:
            self._always.append((number, always == 1))
        for good, parts in ((True, matches), (False, fails)):
            self._readings += [(number, good, self._new(each)) for each in parts]

    def _new(self, together: Together) -> tuple[int, ...]:
        for automaton in together:
            if id(automaton) not in self._index:
                self._index[id(automaton)] = len(self._automata)
                self._automata.append(automaton)
        return tuple(self._index[id(automaton)] for automaton in together)

    @property
    def first(self) -> State:
        """Before the first sign."""
        return tuple((index, each.first) for index, each in enumerate(self._automata))

    def after(self, state: State, sign: int) -> State:
        """After one more sign, without the automata that can match no more."""
        moved = ((index, self._automata[index].after(states, sign)) for index, states in state)
        return tuple(each for each in moved if self._lives(each))

    def _lives(self, part: tuple[int, States]) -> bool:
        return self._about(part)[0]

    def masks(self, state: State) -> set[int]:
        """The sets of signs that the automata, where they are, move by."""
        return {mask for part in state for mask in self._about(part)[1]}

    def _about(self, part: tuple[int, States]) -> tuple[bool, tuple[int, ...]]:
        """Whether an automaton can still match, and the sets of signs that it moves by."""
        found = self._known.get(part)
        if found is None:
            automaton, states = self._automata[part[0]], part[1]
            lives = not (automaton.never_again and automaton.resting(states))
            resting = automaton.after(frozenset(), 0)  # where each sign begins anew
            here = () if automaton.accepting in states else {*states, *resting}
            masks = {mask for state in here for mask, _ in automaton.moves[state]}
            found = self._known[part] = (lives, tuple(masks))
        return found

    def region(self, state: State, word: str) -> Region:
        """The region of the text that ends here."""
        ends = {index for index, states in state if self._automata[index].ends_in(states)}
        read = [*self._always]
        read += [(number, good) for number, good, parts in self._readings if ends.issuperset(parts)]
        kinds = frozenset(kind for kind, parts in self._kinds.items() if ends.issuperset(parts))
        fails = frozenset(number for number, good in read if not good)
        matched = frozenset(number for number, good in read if good) - fails
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
    walks = [Walk(each) for each in sets]
    found: dict[tuple[Region, ...], tuple[Region, ...]] = {}
    waiting = [(tuple(walk.first for walk in walks), "")]
    seen, steps = {waiting[0][0]}, 0
    for states, word in waiting:
        pairs = list(zip(walks, states, strict=True))
        if word:
            here = tuple(walk.region(state, word) for walk, state in pairs)
            found.setdefault(here, here)
        for sign in _apart({mask for walk, state in pairs for mask in walk.masks(state)}):
            further = tuple(walk.after(state, sign) for walk, state in pairs)
            steps += 1 + sum(map(len, states))
            if further not in seen:
                seen.add(further)
                waiting.append((further, word + chr(sign.bit_length() - 1)))
        if len(seen) > _MOST_STATES or steps > _MOST_STEPS:
            return None
    return tuple(found)


def _apart(masks: Iterable[int]) -> Iterator[int]:
    """One sign for each group that no mask tells apart, the plainest ones first."""
    groups = [_SIGNS]
    for mask in masks:
        split = ((group & mask, group & ~mask) for group in groups)
        groups = [part for pair in split for part in pair if part]
    for group in sorted(groups, key=_niceness):
        yield 1 << _sign_of(group)


def _sign_of(group: int) -> int:
    nice = next((ord(sign) for sign in _NICE if group >> ord(sign) & 1), -1)
    return nice if nice >= 0 else (group & -group).bit_length() - 1


def _niceness(group: int) -> int:
    place = _NICE.find(chr(_sign_of(group)))
    return place if place >= 0 else len(_NICE)


def among(found: Iterable[Region], *kinds: str) -> tuple[Region, ...]:
    """The regions whose scopes are of one of these kinds."""
    return tuple(region for region in found if region.kinds.intersection(kinds))
