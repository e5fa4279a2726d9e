"""Tokens that a configuration makes a client ask for, as workflows that nobody declared.

They are judged by the rules for declared workflows. What such a client does with its token,
the need, is what its product's kind of work takes; where that is not known, only the request
itself is judged. A part that a template fills in is unknown and never a finding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.privilege.endpoint import service_kind
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.services.offer import Lifetime
from tokenlint.services.value import Value
from tokenlint.source import Pointer, Source
from tokenlint.workflows.declaration import DeclaredOperation, Service, TokenRequest, Workflow
from tokenlint.workflows.places import ListedPlaces

_LOGIN = frozenset({ScopeKind.IDENTITY, ScopeKind.REFRESH, ScopeKind.VERSION_REQUEST})


@dataclass(frozen=True, slots=True)
class Doing:
    """An operation that the client needs its token for; `path` None for one on jobs.

    `by`: submit-host, pilot, payload, fts, user or service.
    """

    operation: Operation
    path: Value | None = None
    by: str = "service"


@dataclass(frozen=True, slots=True)
class Asked:
    """A token as a configuration makes a client ask for it.

    `name` is what a report calls it: `transfers to SITE-DISK`.
    `kind` is one of `rules/workflows.yaml`, empty where none fits.
    `scopes` are single words; None: the client names none, and the issuer puts in its default.
    `audiences` None: likewise. `grant` is a word of the workflow schema, such as
    `client-credentials`. `doings` happen at each of `at`, audiences of services of the kind
    `at_kind` (storage, compute, transfer; found out from the audience where it is empty);
    without `at` they happen where `audiences` say.
    `composed`: the product spells the audiences itself, out of names of hosts.
    """

    name: str
    source: Source
    kind: str = ""
    description: str = ""
    scopes: tuple[Value, ...] | None = None
    audiences: tuple[Value, ...] | None = None
    issuer: Value | None = None
    lifetime: Lifetime | None = None
    grant: str | None = None
    refresh: Source | None = None  # the line that asks for a refresh token
    refresh_lifetime: Lifetime | None = None
    refresh_held_by: str | None = None
    doings: tuple[Doing, ...] = ()
    at: tuple[Value, ...] = ()
    at_kind: str = ""
    composed: bool = False


def workflow_of(asked: Asked) -> Workflow | None:
    """The request as a workflow.

    None where what it is for cannot be read, and for a login, which is for nothing at a service.
    """
    scopes = _known(asked.scopes)
    open_ = len(scopes) < len(asked.scopes or ())
    if (open_ and not _granting(scopes)) or (scopes and _only_login(scopes)):
        return None
    places = ListedPlaces(dict(_places(asked, scopes)))
    services = _services(asked)
    return Workflow(
        name=asked.name,
        kind=asked.kind,
        description=asked.description,
        operations=tuple(_operations(asked, services)),
        usable_seconds=None,
        asked_for=None,
        request=_request(asked, scopes, places.under("/token")),
        mitigations=(),
        services={each.name: each for each in services},
        source=asked.source,
        places=places,
        derived=True,
        composed=asked.composed,
    )


def _granting(scopes: Sequence[Value]) -> bool:
    """Whether any of the words grants something by itself."""
    return any(item.capabilities for item in read_scope([v.text for v in scopes], Dialect.WLCG))


def _only_login(scopes: Sequence[Value]) -> bool:
    """Whether the words tell only who somebody is."""
    items = read_scope([value.text for value in scopes], Dialect.WLCG)
    return bool(items) and all(item.kind in _LOGIN for item in items)


def _known(values: Sequence[Value] | None) -> tuple[Value, ...]:
    return tuple(each for each in values or () if each.known)


def _request(asked: Asked, scopes: Sequence[Value], places: ListedPlaces) -> TokenRequest:
    audiences = _known(asked.audiences)
    unknown = {
        "audience": asked.audiences is not None and len(audiences) < len(asked.audiences),
        "scope": asked.scopes is not None and len(scopes) < len(asked.scopes),
        "lifetime": _open(asked.lifetime),
    }
    refresh = asked.refresh_lifetime
    return TokenRequest(
        issuer=asked.issuer.text if asked.issuer and asked.issuer.known else None,
        audience=None if asked.audiences is None else tuple(each.text for each in audiences),
        scope_items=read_scope([each.text for each in scopes], Dialect.WLCG),
        scope_declared=asked.scopes is not None,
        lifetime=asked.lifetime.seconds if asked.lifetime else None,
        grant=asked.grant,
        refresh_requested=asked.refresh is not None,
        refresh_lifetime=refresh.seconds if refresh else None,
        refresh_held_by=asked.refresh_held_by,
        places=places,
        unknown=frozenset(part for part, open_ in unknown.items() if open_),
    )


def _open(lifetime: Lifetime | None) -> bool:
    """Whether a lifetime is given, but cannot be read."""
    return lifetime is not None and lifetime.seconds is None and not lifetime.unlimited


def _places(asked: Asked, scopes: Sequence[Value]) -> Iterator[tuple[Pointer, Source]]:
    yield "", asked.source
    yield "/token", asked.source
    lists = {"scope": scopes, "audience": _known(asked.audiences)}
    for name, values in lists.items():
        for index, value in enumerate(values):
            if not index:
                yield f"/token/{name}", value.source
            yield f"/token/{name}/{index}", value.source
    if asked.issuer:
        yield "/token/issuer", asked.issuer.source
    if asked.lifetime:
        yield "/token/lifetime", asked.lifetime.source
    if asked.refresh:
        yield "/token/refresh", asked.refresh
    if asked.refresh_lifetime:
        yield "/token/refresh/lifetime", asked.refresh_lifetime.source


def _services(asked: Asked) -> tuple[Service, ...]:
    """Where the operations happen, each place once; none that a template fills in."""
    at: dict[str, Value] = {}
    for each in _known(asked.at or asked.audiences):
        at.setdefault(each.text, each)
    return tuple(
        Service(name, (name,), asked.at_kind or service_kind(name), source=each.source)
        for name, each in at.items()
    )


def _operations(asked: Asked, services: Sequence[Service]) -> Iterator[DeclaredOperation]:
    """The need; none where a scope is unknown, since the rest of the token may cover it."""
    if asked.scopes is None or not all(each.known for each in asked.scopes):
        return
    if not all(doing.path is None or doing.path.known for doing in asked.doings):
        return
    for service in services:
        for doing in asked.doings:
            path = ScopePath.parse(doing.path.text) if doing.path else None
            source = doing.path.source if doing.path else asked.source
            yield DeclaredOperation(doing.operation, service.name, path, None, doing.by, source)
