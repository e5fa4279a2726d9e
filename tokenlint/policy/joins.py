"""What the files of one run say of each other: issuers, audiences, clients, workflows.

A service trusts an issuer, and another file says under which address that issuer issues;
a client asks for an audience, and a storage lists which it accepts;
a client may obtain a scope, and the workflows say which they need.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import Vocabulary
from tokenlint.policy.offer_facts import offered
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.endpoint import WILDCARDS
from tokenlint.privilege.operation import least_action
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.services.acceptance import Acceptance, Audience, Service, State
from tokenlint.services.value import Value
from tokenlint.source import Source
from tokenlint.workflows.declaration import Workflow

_STORES = frozenset({"storage", "compute", "transfer"})


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


def joins_of(
    acceptance: Acceptance, services: Iterable[Service], workflows: Sequence[Workflow]
) -> Joins:
    """The joins of one service with everything that was read beside it."""
    issuers = issuers_of(services)
    return Joins(tuple(_issued(acceptance, issuers)), tuple(_unneeded(acceptance, workflows)))


def issuers_of(services: Iterable[Service]) -> list[Value]:
    """The addresses under which issuers of the run issue tokens."""
    return [value for each in services for value in each.acceptance.issues_for if value.known]


def spelled(url: str | None, issuers: Sequence[Value]) -> Value | None:
    """The issuer that an address misses by a slash at the end or the case of letters.

    None where it is one of them, or none of them.
    """
    by_url = {value.text: value for value in issuers}
    if not url or url in by_url:
        return None
    return by_url.get(_alike(url, by_url))


def _issued(acceptance: Acceptance, issuers: Sequence[Value]) -> Iterator[Issued]:
    """Nothing in a run that holds no issuer's own configuration."""
    by_url = {value.text: value for value in issuers}
    for index, trusted in enumerate(acceptance.issuers):
        url = trusted.url.text
        if not issuers or not trusted.url.known or trusted.shadowed:
            continue
        if url in by_url:
            yield Issued(index, "yes", by_url[url])
        elif near := spelled(url, issuers):
            yield Issued(index, "near", near)
        else:
            yield Issued(index, "no", issuers[0])


def _alike(url: str, others: Iterable[str]) -> str:
    """The address that differs from this one by a slash at the end or the case of letters."""
    bare = url.rstrip("/").casefold()
    return next((each for each in others if each.rstrip("/").casefold() == bare), "")


def _unneeded(acceptance: Acceptance, workflows: Sequence[Workflow]) -> Iterator[Unneeded]:
    """Only where the run declares workflows, each with its operations: else nobody knows."""
    declared = [each for each in workflows if not each.derived and each.request is not None]
    if not declared or not all(each.operations for each in declared):
        return
    needed = CapabilitySet.of(
        Capability(least_action(each.operation), path)
        for workflow in declared
        for each in workflow.operations
        for path in each.paths or (ROOT,)
    )
    destroyed = [each.path for each in needed.members if each.action is Action.MODIFY]
    for i, offer in enumerate(acceptance.offers):
        for k, value in enumerate(offered(offer)):
            (item,) = read_scope(value.text, Dialect.WLCG)
            if item.vocabulary is Vocabulary.SCITOKENS:  # it has no word for creating only
                continue
            for granted in item.capabilities:
                if granted.action is Action.MODIFY and not _touches(granted, destroyed):
                    yield Unneeded(i, k, declared[0].source)


def _touches(granted: Capability, paths: Iterable[ScopePath]) -> bool:
    return any(granted.path.covers(path) or path.covers(granted.path) for path in paths)


def refusals(workflow: Workflow, services: Iterable[Service]) -> tuple[Refusal, ...]:
    """Audiences of a request that services at the same host compare with others, and refuse.

    Profile 1.3 section 2.1.1: audiences are compared letter by letter. One service of the run
    that takes the audience is enough: it is the one that is meant.
    """
    asked = workflow.request.audience if workflow.request else None
    stores = [each for each in services if each.acceptance.service in _STORES]
    return tuple(
        Refusal(index, *refusing[0])
        for index, audience in enumerate(asked or ())
        if not any(_lists(each.acceptance, audience) for each in stores)
        and (refusing := list(_refusing(stores, audience)))
    )


def _lists(acceptance: Acceptance, audience: str) -> bool:
    """Whether a service takes an audience as far as its files tell, letter by letter."""
    return any(value.text == audience or not value.known for value in _listed(acceptance))


def _listed(acceptance: Acceptance) -> list[Value]:
    """The audiences of a service, those of single issuers too."""
    checks = [acceptance.audience, *(each.audience for each in acceptance.issuers)]
    return [value for check in checks if check for value in check.accepted]


def _refusing(services: Iterable[Service], audience: str) -> Iterator[tuple[Service, Value]]:
    """Services that check audiences and list one of the same host."""
    host = _host(audience)
    if audience in WILDCARDS or not host:
        return
    for service in services:
        check = service.acceptance.audience
        if check is None or check.checked is not State.YES:
            continue
        for value in _listed(service.acceptance):
            if _host(value.text) == host:
                yield service, value
                break


def strangers(workflow: Workflow, services: Iterable[Service]) -> tuple[int, ...]:
    """Audiences of a request of which no service of the run knows the host.

    Nothing where no storage or compute service of the run checks audiences.
    """
    checks = [each.acceptance for each in services if _checks(each.acceptance.audience)]
    checks = [each for each in checks if each.service in _STORES]
    if not checks or workflow.request is None:
        return ()
    known = {_host(value.text) for each in checks for value in _listed(each)}
    return tuple(
        index
        for index, audience in enumerate(workflow.request.audience or ())
        if audience not in WILDCARDS and _host(audience) not in known
    )


def _checks(audience: Audience | None) -> bool:
    return audience is not None and audience.checked is State.YES and bool(audience.accepted)


def _host(audience: str) -> str:
    """The host of an audience in any of its spellings: `https://h:443`, `h:9619`, `h`."""
    bare = audience if "://" in audience else f"//{audience}"
    try:
        return (urlsplit(bare).hostname or "").casefold()
    except ValueError:
        return ""
