"""What parties were granted and what they used: what could be taken away."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tokenlint.audit.bounded import Number, Table
from tokenlint.audit.entries import Work
from tokenlint.audit.facts import Facts, holding_of
from tokenlint.audit.outcome import Party, Usage
from tokenlint.audit.rights import capability_of
from tokenlint.privilege.capability import Capability, CapabilitySet

MOST_SHOWN: Final = 100
"""Granted capabilities of one party that are shown; the rest is counted."""


def usages(works: Table[tuple[str, str, str], Work]) -> tuple[Usage, ...]:
    """For each party what its tokens held, and what of it was at work; most operations first."""
    found = [_usage(Party(*key), work) for key, work in works.kept.items()]
    return tuple(sorted(found, key=_busiest_first))


def _busiest_first(usage: Usage) -> tuple[int, str, str, str]:
    party = usage.party
    return -usage.operations, party.workflow, party.issuer, party.client


def _usage(party: Party, work: Work) -> Usage:
    granted = _granted(work)
    used = _used(work.used.kept, granted)
    at_work = CapabilitySet.of(used)
    unused = [each for each in granted if not at_work.covers(CapabilitySet.of((each,)))]
    timed = work.first <= work.last
    return Usage(
        party=party,
        granted=tuple(map(str, granted))[:MOST_SHOWN],
        used={str(each): used[each] for each in sorted(used, key=str)},
        unused=tuple(map(str, unused))[:MOST_SHOWN],
        tokens=len(work.tokens),
        operations=work.operations,
        first=work.first if timed else 0.0,
        last=work.last if timed else 0.0,
        more=max(0, len(granted) - MOST_SHOWN),
    )


def _granted(work: Work) -> CapabilitySet:
    return CapabilitySet.of(each for text, profile in work.scopes for each in _of(text, profile))


@lru_cache(maxsize=10_000)
def _of(scope: str, profile: str) -> tuple[Capability, ...]:
    return tuple(holding_of(Facts(scope=scope, profile=profile)).granted)


def _used(kept: Mapping[str, Number], granted: CapabilitySet) -> dict[Capability, int]:
    """By the granted path that covers each, with the action that was needed."""
    found: dict[Capability, int] = {}
    for text, number in kept.items():
        name = _generalised(capability_of(text), granted)
        found[name] = found.get(name, 0) + number.weight
    return found


def _generalised(used: Capability, granted: CapabilitySet) -> Capability:
    covering = (each for each in granted if each.covers(used))
    widest = next(covering, None)
    return used if widest is None else Capability(used.action, widest.path)
