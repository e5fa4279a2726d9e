"""A credential under judgement, captured or requested: its exact values beside its facts."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tokenlint.credentials.audience import ABSENT, audience_facts
from tokenlint.credentials.privilege_of import EVERYTHING, everything_in
from tokenlint.credentials.scope import ScopeItem, scope_item_facts
from tokenlint.credentials.token import Dialect
from tokenlint.policy.finding import Axes
from tokenlint.policy.reach import capability_words, gravest, reach_words, until_words
from tokenlint.privilege.capability import Action, CapabilitySet
from tokenlint.privilege.endpoint import service_kind
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.trustspace.vector import Vector

_EVERYTHING = frozenset({EVERYTHING, everything_in(Dialect.HTCONDOR)})
_MOST_CANDIDATES = 8  # items of the same action and path; more of them are all covered anyway


@dataclass(frozen=True, slots=True)
class CredentialView:
    """What is common to a captured token and to a token that a workflow requests.

    `audience` is the value as written (`ABSENT` where there is none);
    `lifetime` is the `lifetime` object of the policy input;
    `dated` says whether the privilege lies at real instants.
    """

    name: str
    captured: bool
    dialect: str
    audience: object
    scope_form: str
    items: tuple[ScopeItem, ...]
    group_based: bool
    privilege: Privilege
    lifetime: Mapping[str, Any]
    vector: Vector
    dated: bool
    kinds: Mapping[str, str] = field(default_factory=dict)  # kind of service by audience

    @property
    def audience_values(self) -> tuple[Any, ...]:
        """The audience as a sequence, one value an entry of the facts."""
        if self.audience is ABSENT:
            return ()
        return tuple(self.audience) if isinstance(self.audience, list | tuple) else (self.audience,)

    def facts(self, letters: frozenset[str]) -> dict[str, Any]:
        """The `credential` object of the policy input, without what a need adds to it."""
        granted = CapabilitySet.of(c for item in self.items for c in item.capabilities)
        facts: dict[str, Any] = {
            "captured": self.captured,
            "dialect": self.dialect,
            "audience": self._audience_facts("audience_text" in letters),
            "scope_form": self.scope_form,
            "items": self._items_facts("path_text" in letters),
            "actions": [action.value for action in granted.actions],
            "group_based": self.group_based,
            "lifetime": dict(self.lifetime),
        }
        return facts | {"vector": self._rounded()} if "vector" in letters else facts

    def _rounded(self) -> dict[str, float]:
        """The place in trust space, as exactly as a policy may see it."""
        return {
            "audience": round(self.vector.audience, 2),
            "scope": round(self.vector.scope, 2),
            "lifetime": round(self.vector.lifetime, 2),
        }

    def _audience_facts(self, letters: bool) -> dict[str, Any]:
        facts = audience_facts(self.audience, self._kind_of)
        if letters:
            for entry, value in zip(facts["entries"], self.audience_values, strict=True):
                if isinstance(value, str):
                    entry["audience_text"] = value
        return facts

    def _kind_of(self, audience: str) -> str:
        return self.kinds.get(audience) or service_kind(audience)

    def _items_facts(self, letters: bool) -> list[dict[str, Any]]:
        covering = _covering(self.items)
        rows = []
        for index, item in enumerate(self.items):
            row = scope_item_facts(item)
            if index in covering:
                row["covered_by"] = covering[index]
            if letters and item.path is not None and "path" in row:
                row["path"]["path_text"] = item.path.text
            rows.append(row)
        return rows

    def axes(self) -> Axes:
        """Its place in trust space, for a report."""
        return axes_of(self.vector)

    def reach(self) -> str:
        """The gravest thing that it allows.

        A group may do all that its members may do, which is seldom to administer an issuer,
        unless a mapping says so.
        """
        privilege = self.privilege
        if self.group_based and privilege.capabilities in _EVERYTHING:
            usual = (c for c in privilege.capabilities if c.action is not Action.ADMINISTER)
            privilege = replace(privilege, capabilities=CapabilitySet.of(usual))
        return reach_words(privilege, self.said_validity, dated=self.dated)

    def item_reach(self, index: int) -> str:
        """What one scope item allows; empty where it grants nothing."""
        granted = self.items[index].capabilities
        if not granted:
            return ""
        audience, validity = self.privilege.audience, self.said_validity
        return capability_words(gravest(granted), audience, validity, dated=self.dated)

    @property
    def said_validity(self) -> Validity | None:
        """How long it is good, None for a request that leaves that to its issuer."""
        return None if self.lifetime["form"] == "undeclared" else self.privilege.validity

    def lifetime_words(self) -> str:
        """`6 h (until 2026-11-20 18:00 UTC)` for a token, `6 h` for a request."""
        form = self.lifetime["form"]
        if form != "bounded":
            words = {"unbounded": "without end", "undeclared": "not declared"}
            return words.get(form, "of unusable times")
        length = until_words(self.privilege.validity, dated=False).removeprefix("for ")
        if not self.dated:
            return length
        return f"{length} ({until_words(self.privilege.validity, dated=True)})"


def axes_of(vector: Vector) -> Axes:
    """A vector as a report shows it."""
    return Axes(vector.audience, vector.scope, vector.lifetime, vector.magnitude, vector.exposure)


def _covering(items: tuple[ScopeItem, ...]) -> dict[int, int]:
    """For each item that another one grants in full, the index of that one.

    Of two equal ones the later is covered; only items that grant something count.
    The candidates are found by walking up from the item's path, since a scope may be long.
    """
    granted = [CapabilitySet.of(item.capabilities) for item in items]
    by_place: dict[tuple[Action, tuple[str, ...]], list[int]] = {}
    for index, each in enumerate(granted):
        for capability in each.members:
            places = by_place.setdefault((capability.action, capability.path.lineage), [])
            if len(places) < _MOST_CANDIDATES:
                places.append(index)
    depths = sorted({len(lineage) for _, lineage in by_place})  # a path may have many steps
    covering = {}
    for index, mine in enumerate(granted):
        for other in _candidates(mine, by_place, depths):
            earlier_or_wider = other < index or granted[other] != mine
            if other != index and granted[other].covers(mine) and earlier_or_wider:
                covering[index] = other
                break
    return covering


def _candidates(
    mine: CapabilitySet,
    by_place: Mapping[tuple[Action, tuple[str, ...]], list[int]],
    depths: Sequence[int],
) -> Iterator[int]:
    """Items that grant the first capability of `mine`, or more, at its path or above."""
    for capability in tuple(mine)[:1]:
        lineage = capability.path.lineage
        for action in Action:
            if action.covers(capability.action):
                for depth in depths[: bisect_right(depths, len(lineage))]:
                    yield from by_place.get((action, lineage[:depth]), ())
