"""What one token permits at a service: a decision for each path, and a short way for most paths.

Judged by WLCG profile 1.3, or by what is known of a release of a product;
who judges are `permissions.scopes` and `permissions.products`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from tokenlint.audit.facts import Facts, Holding, holding_of
from tokenlint.credentials.scope import PathState
from tokenlint.permissions.bearer import unbounded
from tokenlint.permissions.products import by_product
from tokenlint.permissions.scopes import by_scopes
from tokenlint.policy.release import Release
from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import Operation, allowing, least_action
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.request import Request, allows
from tokenlint.services.decision import Ask, Verdict

_NOWHERE: Final = "https://anywhere.example"
_RANK: Final = {action: rank for rank, action in enumerate(Action)}
_ON_JOBS: Final = frozenset(
    {Operation.SUBMIT, Operation.QUERY, Operation.MODIFY_JOB, Operation.CANCEL}
)
_SAFE: Final = "/!$&'()*+,;=:@%~"  # of RFC 3986 pchar, and what is escaped already
_MOST_KNOWN: Final = 50_000
OPERATIONS: Final = {each.value: each for each in Operation}


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on one path; `used` is the capability by which it passes, empty where by none.

    `elsewhere`: an action that is held would be enough on another path.
    """

    verdict: Verdict
    used: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Short:
    """A path that begins with `prefix` and does not climb is permitted, and uses `used`."""

    prefix: str
    used: str


class Rule:
    """What one token permits of one operation, below the base path of its issuer."""

    def __init__(
        self, holding: Holding, operation: Operation, base: str, release: Release | None
    ) -> None:
        self._holding = holding
        self._operation = operation
        self._base = base.rstrip("/")
        self._release = release
        self._decide = lru_cache(maxsize=256)(self._decided)
        self.short = tuple(self._short())
        self._at_once = [(each.prefix, Decided(Verdict.ALLOWED, each.used)) for each in self.short]

    def decide(self, path: str) -> Decided:
        """The verdict on a path as a log has it; traversals are walked first."""
        if self._operation in _ON_JOBS:
            return self._decide("")
        if not climbs(path):
            for short, decided in self._at_once:
                if path.startswith(short):
                    return decided
        resolved = resolved_path(path)
        inner = below(resolved, self._base)
        if inner is None:
            return Decided(Verdict.DENIED, elsewhere=self._held_somewhere())
        return self._decide(inner)

    def _decided(self, path: str) -> Decided:
        ask, bearer = Ask(self._operation, path), self._holding.bearer
        if self._release is None:
            verdict = by_scopes(bearer, ask).verdict
        else:
            verdict = by_product(bearer, ask, self._release).verdict
        if verdict is not Verdict.ALLOWED:
            return Decided(verdict, elsewhere=self._held_somewhere())
        return Decided(verdict, self._used(path))

    def _held_somewhere(self) -> bool:
        return any(each.action in allowing(self._operation) for each in self._holding.granted)

    def _used(self, path: str) -> str:
        """The capability that is used there: the least action, on the narrowest path."""
        wanted = ScopePath.parse(path) if path else ROOT
        request = Request(self._operation, wanted, _NOWHERE, 0)
        fitting = [each for each in self._holding.granted if allows(unbounded((each,)), request)]
        if not fitting:
            return key_of(Capability(least_action(self._operation), wanted))
        return key_of(min((self._as_used(each) for each in fitting), key=_narrowest))

    def _as_used(self, capability: Capability) -> Capability:
        """Who creates by the right to modify uses no more than the right to create."""
        enough = capability.action.implied() & allowing(self._operation)
        return Capability(min(enough, key=_RANK.__getitem__), capability.path)

    def _short(self) -> list[Short]:
        """Conforming scopes on paths without anything to unescape, the ones used first before."""
        if self._operation in _ON_JOBS:
            decided = self._decide("")
            return [Short("", decided.used)] if decided.verdict is Verdict.ALLOWED else []
        fitting = [
            self._as_used(each)
            for each in self._clear()
            if each.action.implied() & allowing(self._operation)
        ]
        return [
            Short(self._base + each.path.text.rstrip("/") + "/", key_of(each))
            for each in sorted(fitting, key=_narrowest)
        ]

    def _clear(self) -> list[Capability]:
        """Capabilities whose meaning nobody disputes, in a product neither."""
        holding = self._holding
        clear = [
            each
            for item in holding.items
            if item.path_state is PathState.CONFORMING
            for each in item.capabilities
            if each in holding.granted.members and "%" not in each.path.text
        ]
        if self._release is None or not clear:
            return clear
        return [each for each in clear if self._is_plain(each)]

    def _is_plain(self, capability: Capability) -> bool:
        """Whether a product does the same with all paths below one."""
        deeper = any(
            capability.path.covers(each.path) and each.path != capability.path
            for each in self._holding.granted
        )
        inside = capability.path.text.rstrip("/") + "/some-file"
        return not deeper and self._decide(inside).verdict is Verdict.ALLOWED


def key_of(capability: Capability) -> str:
    """A capability as a text by which it is counted."""
    return f"{capability.action.value}:{capability.path.text}"


@lru_cache(maxsize=_MOST_KNOWN)
def capability_of(key: str) -> Capability:
    """The capability that is counted by a text."""
    action, _, path = key.partition(":")
    return Capability(Action(action), ScopePath.parse(path))


def _narrowest(capability: Capability) -> tuple[int, int, str]:
    return _RANK[capability.action], -capability.path.depth, capability.path.text


def climbs(path: str) -> bool:
    """Whether it holds a sign by which a path may lead upwards; see `ScopePath.resolved`."""
    return ".." in path or "%2" in path


@lru_cache(maxsize=4_096)
def resolved_path(path: str) -> str:
    """Where a path as it was logged leads to, escaped as scopes are."""
    return ScopePath.parse(quote(path, safe=_SAFE)).resolved().text


def below(path: str, base: str) -> str | None:
    """The path from the base path on; None for one that lies outside."""
    if not base:
        return path
    if path == base:
        return "/"
    return path[len(base) :] if path.startswith(base + "/") else None


class Book:
    """The rules of all tokens, made when they are first needed; equal scopes share theirs.

    `bases` are base paths by issuer, that of the empty issuer for all others.
    """

    def __init__(self, bases: dict[str, str], release: Release | None) -> None:
        self._bases = bases
        self._release = release
        self._holdings: dict[tuple[object, ...], Holding] = {}
        self._rules: dict[tuple[object, ...], Rule] = {}

    def holding(self, facts: Facts) -> Holding:
        """What the scopes of a token come to."""
        key = (facts.scope, facts.profile, facts.rights, facts.audience, facts.issuer)
        found = self._holdings.get(key)
        if found is None:
            if len(self._holdings) >= _MOST_KNOWN:
                self._holdings.clear()
            found = self._holdings[key] = holding_of(facts)
        return found

    def rule(self, facts: Facts, operation: Operation) -> Rule:
        """What a token permits of an operation."""
        base = self._bases.get(facts.issuer, self._bases.get("", ""))
        key = (facts.scope, facts.profile, facts.rights, operation, base, facts.issuer)
        found = self._rules.get(key)
        if found is None:
            if len(self._rules) >= _MOST_KNOWN:
                self._rules.clear()
            holding = self.holding(facts)
            found = self._rules[key] = Rule(holding, operation, base, self._release)
        return found
