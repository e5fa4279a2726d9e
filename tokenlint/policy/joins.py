"""What the files of one run say of each other: issuers, audiences, clients, workflows.

A service trusts an issuer, and another file says under which address that issuer issues;
a client asks for an audience, and a storage lists which it accepts;
a client may obtain a scope, and the workflows say which they need.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import Vocabulary
from tokenlint.policy.neighbours import Neighbours, host_of
from tokenlint.policy.offer_facts import offered
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.endpoint import WILDCARDS
from tokenlint.privilege.operation import least_action
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.value import Value
from tokenlint.source import Source
from tokenlint.workflows.declaration import Workflow


@dataclass(frozen=True, slots=True)
class Issued:
    """A trusted issuer beside the issuers of the run.

    `state`: yes; `near`, one of them is spelled almost so; no. `by` is where the issuer says it.
    """

    index: int
    state: str
    by: Value


@dataclass(frozen=True, slots=True)
class Unneeded:
    """A scope that can be obtained and that destroys, while no workflow of the run needs that."""

    offer: int
    scope: int
    by: Source


@dataclass(frozen=True, slots=True)
class Joins:
    """What the other files of the run say of one service."""

    issued: tuple[Issued, ...] = ()
    unneeded: tuple[Unneeded, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An audience that a workflow asks for, and a service at that host that does not list it."""

    entry: int
    service: Service
    listed: Value


@dataclass(frozen=True, slots=True)
class Destroyed:
    """The paths below which workflows of the run delete, overwrite or rename over; one of these."""

    paths: tuple[ScopePath, ...]
    source: Source


def destroyed_by(workflows: Sequence[Workflow]) -> Destroyed | None:
    """None where no workflow is declared, or one does not tell its operations: nobody knows.

    What configurations make happen counts as well, with all that is asked for there
    where what is done with it is not known.
    """
    declared = [each for each in workflows if not each.derived and each.request is not None]
    if not declared or not all(each.operations for each in declared):
        return None
    needed = CapabilitySet.of(each for workflow in workflows for each in _needed(workflow))
    paths = tuple(each.path for each in needed.members if each.action is Action.MODIFY)
    return Destroyed(paths, declared[0].source)


def _needed(workflow: Workflow) -> Iterator[Capability]:
    for each in workflow.operations:
        for path in each.paths or (ROOT,):
            yield Capability(least_action(each.operation), path)
    if not workflow.operations and workflow.request is not None:
        for item in workflow.request.scope_items:
            yield from item.capabilities


def joins_of(acceptance: Acceptance, neighbours: Neighbours, destroyed: Destroyed | None) -> Joins:
    """The joins of one service with everything that was read beside it."""
    issued = tuple(_issued(acceptance, neighbours)) if neighbours.issuers else ()
    unneeded = tuple(_unneeded(acceptance, destroyed)) if destroyed else ()
    return Joins(issued, unneeded)


def _issued(acceptance: Acceptance, neighbours: Neighbours) -> Iterator[Issued]:
    for index, trusted in enumerate(acceptance.issuers):
        if not trusted.url.known or trusted.shadowed:
            continue
        found = neighbours.issuer(trusted.url.text)
        if found is None:
            yield Issued(index, "no", neighbours.issuers[0])
        else:
            yield Issued(index, "yes" if found.text == trusted.url.text else "near", found)


def _unneeded(acceptance: Acceptance, destroyed: Destroyed) -> Iterator[Unneeded]:
    for i, offer in enumerate(acceptance.offers):
        for k, value in enumerate(offered(offer)):
            (item,) = read_scope(value.text, Dialect.WLCG)
            if item.vocabulary is Vocabulary.SCITOKENS:  # it has no word for creating only
                continue
            for granted in item.capabilities:
                if granted.action is Action.MODIFY and not _touches(granted, destroyed.paths):
                    yield Unneeded(i, k, destroyed.source)


def _touches(granted: Capability, paths: Iterable[ScopePath]) -> bool:
    return any(granted.path.covers(path) or path.covers(granted.path) for path in paths)


def spelled(workflow: Workflow, neighbours: Neighbours) -> Value | None:
    """The issuer that a request misses by a slash at the end or the case of letters.

    None where it is one of the run, or like none of them.
    """
    url = workflow.request.issuer if workflow.request else None
    found = neighbours.issuer(url) if url else None
    return found if found is not None and found.text != url else None


def refusals(workflow: Workflow, neighbours: Neighbours) -> tuple[Refusal, ...]:
    """Audiences of a request that services at the same host compare with others, and refuse.

    Profile 1.3 section 2.1.1: audiences are compared letter by letter. One service of the run
    that takes the audience is enough: it is the one that is meant.
    """
    return tuple(
        Refusal(index, *refusing[0])
        for index, audience in _asked(workflow)
        if not neighbours.taking(audience) and (refusing := neighbours.at_host(host_of(audience)))
    )


def strangers(workflow: Workflow, neighbours: Neighbours) -> tuple[int, ...]:
    """Audiences of a request of which no service of the run knows the host.

    Nothing where no storage or compute service of the run checks audiences.
    """
    if not neighbours.hosts:
        return ()
    asked = _asked(workflow)
    return tuple(index for index, audience in asked if host_of(audience) not in neighbours.hosts)


def _asked(workflow: Workflow) -> Iterator[tuple[int, str]]:
    """The audiences that are asked for, each with its index; a wildcard names no service."""
    asked = workflow.request.audience if workflow.request else None
    return ((i, each) for i, each in enumerate(asked or ()) if each not in WILDCARDS)
