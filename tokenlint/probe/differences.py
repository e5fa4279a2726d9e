"""Where the same token gets different answers at different services, by what they did.

A service allows a cell where the stored data say that the operation happened, or the content came;
it refuses it where nothing changed. What the answer claimed does not count here.
Nothing depends on the order in which the services are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tokenlint.probe.cell import Expected, Verdict
from tokenlint.probe.outcome import Probe
from tokenlint.probe.record import Result
from tokenlint.probe.services import Asked, Key, allows, services_of, unknown

_LEAST = 2  # services that can differ
_GROUPS = ("rights", "paths", "audience", "time", "signature", "claims")


@dataclass(frozen=True, slots=True)
class Differing:
    """A cell with different outcomes.

    `about` is the result of one of the services, for the words that all have in common.
    `allowed` and `refused` name services; `unclear` those that gave no clear result.
    `divided` names implementations of which some services allow it and some do not:
    there it is the configuration, and not the product.
    `products` counts the implementations with a clear result.
    """

    about: Result
    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    unclear: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    products: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """One service over one protocol, and how it stands to the others.

    `allows_more` counts cells that it allows and another refuses, `refuses_more` the reverse.
    """

    name: str
    implementation: str
    endpoint: str
    protocol: str
    tested: int
    allows_more: int
    refuses_more: int
    excesses: int
    shortfalls: int
    changed: int  # changed, though refused


@dataclass(frozen=True, slots=True)
class Implementation:
    """All services of one product and version.

    `allows_more` counts cells that all of them allow and a service of another one refuses;
    `refuses_more` the reverse; `divided` cells in which they differ among themselves.
    `excesses`, `shortfalls` and `changed` are sums over its services.
    """

    name: str
    services: tuple[str, ...]
    allows_more: int
    refuses_more: int
    divided: int
    excesses: int
    shortfalls: int
    changed: int


@dataclass(frozen=True, slots=True)
class Differences:
    """Cells with different outcomes, gravest first; services and products, most lenient first.

    `compared` counts the cells of which at least two services gave a clear result.
    """

    compared: int
    cells: tuple[Differing, ...]
    services: tuple[Service, ...]
    implementations: tuple[Implementation, ...]

    @property
    def products(self) -> Mapping[str, str]:
        """The implementation of each service whose implementation is known."""
        return {
            each.name: each.implementation
            for each in self.services
            if each.implementation != unknown(each.name)
        }


def differences(probes: Sequence[Probe]) -> Differences:
    """Compare the outcomes of all services, each protocol of a probe as a service of its own."""
    asked = services_of(probes)
    keys = sorted({key for each in asked for key in each.results})
    clear = [key for key in keys if sum(each.allows(key) is not None for each in asked) >= _LEAST]
    cells = {key: _differing(key, asked) for key in clear}
    differing = {key: cell for key, cell in cells.items() if cell.allowed and cell.refused}
    ordered = sorted(differing.values(), key=_gravity)
    services = sorted((_service(each, differing.values()) for each in asked), key=_lenient)
    products = _implementations(asked, services, differing)
    return Differences(len(clear), tuple(ordered), tuple(services), products)


def _differing(key: Key, asked: Sequence[Asked]) -> Differing:
    sides: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    products: dict[str, set[bool]] = defaultdict(set)
    for each in asked:
        side = each.allows(key)
        sides[side].append(each.name)
        if side is not None:
            products[each.implementation].add(side)
    about = next(each.results[key] for each in asked if each.allows(key) is not None)
    divided = sorted(name for name, stands in products.items() if len(stands) > 1)
    allowed, refused, unclear = (tuple(sides[side]) for side in (True, False, None))
    return Differing(about, allowed, refused, unclear, tuple(divided), len(products))


def _gravity(cell: Differing) -> tuple[int, int, str, str]:
    """First what is to be refused, then what is open, then the rest; within, by groups."""
    order = (Expected.REFUSE, Expected.OPEN, Expected.ALLOW)
    about = cell.about
    group = _GROUPS.index(about.group) if about.group in _GROUPS else len(_GROUPS)
    return order.index(about.expected), group, about.kind, about.case


def _service(asked: Asked, cells: Iterable[Differing]) -> Service:
    cells = list(cells)
    counts = _counts(asked.results.values())
    return Service(
        asked.name,
        asked.implementation,
        asked.probe.begun.endpoint,
        asked.protocol,
        sum(allows(result) is not None for result in asked.results.values()),
        sum(asked.name in cell.allowed for cell in cells),
        sum(asked.name in cell.refused for cell in cells),
        *counts,
    )


def _counts(results: Iterable[Result]) -> tuple[int, int, int]:
    """Excesses, shortfalls, changes though refused."""
    verdicts = [result.verdict for result in results]
    short = verdicts.count(Verdict.SHORTFALL) + verdicts.count(Verdict.HOLLOW)
    changed = verdicts.count(Verdict.CHANGED_THOUGH_REFUSED)
    return verdicts.count(Verdict.EXCESS), short, changed


def _implementations(
    asked: Sequence[Asked], services: Sequence[Service], cells: Mapping[Key, Differing]
) -> tuple[Implementation, ...]:
    by_product: dict[str, list[Service]] = defaultdict(list)
    for each in services:
        by_product[each.implementation].append(each)
    made = [
        _implementation(name, members, _stands(name, asked, cells))
        for name, members in by_product.items()
    ]
    return tuple(sorted(made, key=_lenient))


def _stands(
    name: str, asked: Sequence[Asked], cells: Mapping[Key, Differing]
) -> list[tuple[set[bool], set[bool]]]:
    """Of each differing cell the sides on which its services stand, and those of all others."""
    stands = []
    for key in cells:
        own: set[bool] = set()
        others: set[bool] = set()
        for each in asked:
            side = each.allows(key)
            if side is not None:
                (own if each.implementation == name else others).add(side)
        stands.append((own, others))
    return stands


def _implementation(
    name: str, members: Sequence[Service], stands: Sequence[tuple[set[bool], set[bool]]]
) -> Implementation:
    return Implementation(
        name,
        tuple(sorted(each.name for each in members)),
        sum(own == {True} and False in others for own, others in stands),
        sum(own == {False} and True in others for own, others in stands),
        sum(own == {True, False} for own, _ in stands),
        sum(each.excesses for each in members),
        sum(each.shortfalls for each in members),
        sum(each.changed for each in members),
    )


def _lenient(each: Service | Implementation) -> tuple[int, int, int, str]:
    """Most lenient first."""
    return -each.allows_more, each.refuses_more, -each.excesses - each.changed, each.name
