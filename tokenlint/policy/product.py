"""What a product needs beyond the profile, by the rows of `rules/implementations.yaml`.

Where a product would let less be enough, nothing is taken away:
a token that relies on leniency stops working with a release that keeps to the profile.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations

from tokenlint.policy.implementations import Row, shipped_implementations
from tokenlint.policy.release import Release, release_of
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation, least_action
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.declaration import Service

Held = frozenset[Action]


@dataclass(frozen=True, slots=True)
class Supplement:
    """Actions that a product wants besides those held, and the row that says so.

    `actions` None: the rows refuse the operation whatever is held.
    """

    actions: tuple[Action, ...] | None
    row: Row


def named_release(text: str) -> Release:
    """`xrootd:5.6.8`, `xrootd@5.6.8` or `dcache`. Raises UsageError for an unknown product."""
    name, _, version = text.replace("@", ":", 1).partition(":")
    return release_of(f"{name}@{version}" if version else name)


def release_at(service: Service) -> Release | None:
    """The product that an inventory declares for a service; None where no rows are known of it."""
    if not service.implementation:
        return None
    found = shipped_implementations().product(service.implementation)
    if found is None:
        return release_of("htcondor-ce") if service.at_htcondor else None
    return Release(found.product, found.title, service.version)


@cache
def about_files(release: Release) -> bool:
    """Whether the product stores files; else it runs jobs."""
    known = shipped_implementations().product(release.product)
    on_storage = {action.value for action in Action if action.on_storage}
    return known is not None and any(row.holds & on_storage for row in known.rows)


def passes(release: Release | None, operation: Operation, held: AbstractSet[Action]) -> bool:
    """Whether no row of the product stands against what the profile allows with these actions."""
    return release is None or not _refusing(release, operation, frozenset(held))


@cache
def _refusing(release: Release, operation: Operation, held: Held) -> tuple[str, ...]:
    return shipped_implementations().stricter(
        release.product, release.version, operation.value, {each.value for each in held}
    )


@cache
def supplement(release: Release, operation: Operation, held: Held) -> Supplement | None:
    """The lightest actions with which the operation passes there; None where it does already.

    Actions of the other kind (jobs for files) are no help and not tried.
    """
    refusing = _refusing(release, operation, held)
    if not refusing:
        return None
    row = shipped_implementations().row(refusing[0])
    if row is None:  # the ids come from the same table
        raise AssertionError(refusing[0])
    on_storage = least_action(operation).on_storage
    weights = Calibration.default().weights
    more = [
        each
        for each in Action
        if each.on_storage is on_storage and each not in held and each is not Action.ADMINISTER
    ]
    tried = chain.from_iterable(combinations(more, n) for n in range(1, len(more) + 1))
    for each in sorted(tried, key=lambda actions: sum(weights[action] for action in actions)):
        if not _refusing(release, operation, maximal(held | frozenset(each))):
            return Supplement(each, row)
    return Supplement(None, row)


def maximal(actions: frozenset[Action]) -> Held:
    """Without those that another one brings, as a capability set keeps them."""
    implied = {weaker for each in actions for weaker in each.implied() - {each}}
    return actions - implied


def profile_or(
    release: Release | None, service: Service, done: AbstractSet[Operation]
) -> str | None:
    """What a reader must know of the product that judges; None where nothing is left open."""
    if release is None:
        unknown = service.implementation
        return f"nothing is known of {unknown}: the profile judges there" if unknown else None
    if release.version:
        return None
    rows = shipped_implementations().product(release.product)
    wanted = {each.value for each in done}
    versions = [
        row for row in (rows.rows if rows else ()) if None not in row.versions and not row.when
    ]
    if not any(wanted & row.refuses for row in versions):
        return None
    return (
        f"the version of {release.title} at {service.name} is not known: "
        "what only some versions need is not asked for; name it to be sure"
    )
