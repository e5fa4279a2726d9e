"""The services of several probes, each protocol by itself, under names that tell them apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from tokenlint.probe.cell import Effect, Verdict
from tokenlint.probe.outcome import Probe
from tokenlint.probe.record import Result

Key = tuple[str, str]
"""Kind and case of a cell: the same whatever the protocol is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A service with its results by cell."""

    name: str
    implementation: str
    probe: Probe
    protocol: str
    results: Mapping[Key, Result]

    def allows(self, key: Key) -> bool | None:
        """None where it gave no clear result."""
        return allows(self.results[key]) if key in self.results else None


def allows(result: Result) -> bool | None:
    """Whether the operation happened; None where that is not known."""
    if result.verdict in (Verdict.UNTESTED, Verdict.LEFT_OUT) or result.effect is Effect.UNSEEN:
        return None
    return result.effect is not Effect.UNCHANGED


def unknown(service: str) -> str:
    """The implementation of a service that does not tell it: nobody else's."""
    return f"not known ({service})"


def services_of(probes: Sequence[Probe]) -> list[Asked]:
    """In an order that does not depend on that of the probes."""
    parts: list[tuple[tuple[str, ...], Probe, str, dict[Key, Result]]] = []
    for probe in probes:
        by_protocol: dict[str, dict[Key, Result]] = defaultdict(dict)
        for result in probe.results:
            by_protocol[result.protocol][result.kind, result.case] = result
        for protocol, results in by_protocol.items():
            order = (probe.begun.name, probe.begun.endpoint, protocol, probe.implementation)
            parts.append((order, probe, protocol, results))
    parts.sort(key=lambda part: (part[0], part[1].begun.started))
    names = _names([order for order, *_ in parts])
    return [
        Asked(name, probe.implementation or unknown(name), probe, protocol, results)
        for name, (_, probe, protocol, results) in zip(names, parts, strict=True)
    ]


def _names(orders: Sequence[tuple[str, ...]]) -> list[str]:
    """A name for each service: its own, with as much behind it as tells it from the others."""
    names = [order[0] or order[1] for order in orders]
    for more in (itemgetter(1), itemgetter(2)):
        names = [
            f"{name} ({more(order)})" if names.count(name) > 1 else name
            for name, order in zip(names, orders, strict=True)
        ]
    seen: dict[str, int] = defaultdict(int)
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return numbered
