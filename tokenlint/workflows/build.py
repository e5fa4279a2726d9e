"""Valid plain data become the values of a declaration."""

from collections.abc import Mapping
from typing import Any

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.endpoint import service_kind
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.workflows.declaration import (
    AskedFor,
    DeclaredOperation,
    Mitigation,
    Service,
    TokenRequest,
    Workflow,
)
from tokenlint.workflows.duration import parse_duration, parse_rate, usable_seconds
from tokenlint.workflows.kinds import Kinds
from tokenlint.workflows.load import build_load
from tokenlint.workflows.places import Places

Data = Mapping[str, Any]

# The kind of service that a software is, where neither the inventory nor the audience says it.
_KIND_OF_SOFTWARE = {
    "xrootd": "storage",
    "dcache": "storage",
    "storm": "storage",
    "stormwebdav": "storage",
    "eos": "storage",
    "echo": "storage",
    "htcondorce": "compute",
    "htcondor": "compute",
    "arcce": "compute",
    "arc": "compute",
    "fts": "transfer",
    "fts3": "transfer",
}


def build_service(name: str, data: Data, places: Places) -> Service:
    """A service of an inventory, from data that fits the schema."""
    software = data.get("implementation", "")
    audiences = dict.fromkeys((data["audience"], *data.get("aliases", ())))
    return Service(
        name=name,
        audiences=tuple(audiences),
        kind=data.get("kind") or _kind_of(software, tuple(audiences)),
        implementation=software,
        # As written, because 5.10 without quotes became the number 5.1.
        version=places.written("/version") if "version" in data else "",
        source=places.key(""),
    )


def _kind_of(software: str, audiences: tuple[str, ...]) -> str:
    letters = "".join(sign for sign in software.casefold() if sign.isalnum())
    if letters in _KIND_OF_SOFTWARE:
        return _KIND_OF_SOFTWARE[letters]
    kinds = {service_kind(audience) for audience in audiences} - {"unknown"}
    return kinds.pop() if len(kinds) == 1 else "unknown"


def build_workflow(
    name: str, data: Data, places: Places, services: Mapping[str, Service], kinds: Kinds
) -> Workflow:
    """A workflow from data that fits the schema; raises ValueError for a time beyond 100 years."""
    operations = data.get("operations", ())
    token = data.get("token")
    kind = data.get("kind")
    return Workflow(
        name=name,
        kind=kind if isinstance(kind, str) and kind in kinds.kinds else "",
        description=data.get("description", ""),
        operations=tuple(_operation(each, i, places) for i, each in enumerate(operations)),
        usable_seconds=_usable(data.get("usable_for")),
        asked_for=_asked_for(data.get("asked_for")),
        request=None if token is None else _request(token, places.under("/token")),
        mitigations=tuple(_mitigations(data.get("mitigations", ()), kinds)),
        services=services,
        source=places.key(""),
        places=places,
        load=build_load(data["load"], data.get("usable_for")) if "load" in data else None,
    )


def _operation(data: Data, index: int, places: Places) -> DeclaredOperation:
    replaces = data["operation"] == "rename" and data.get("replace", False)
    return DeclaredOperation(
        operation=Operation.RENAME_OVER if replaces else Operation(data["operation"]),
        service=data["service"],
        path=ScopePath.parse(data["path"]) if "path" in data else None,
        to=ScopePath.parse(data["to"]) if "to" in data else None,
        by=data.get("by", "service"),
        source=places[f"/operations/{index}"],
    )


def _usable(data: str | Data | None) -> int | None:
    if data is None:
        return None
    if isinstance(data, str):
        return parse_duration(data)
    parts = {key: parse_duration(data.get(key, "0s")) for key in _WAITING}
    return usable_seconds(retries=int(data.get("retries", 0)), **parts)


_WAITING = ("queueing", "running", "retry_delay")


def _asked_for(data: Data | None) -> AskedFor | None:
    if data is None:
        return None
    if "rate" in data:
        return AskedFor(rate=parse_rate(data["rate"]))
    if "every" in data:
        seconds = parse_duration(data["every"])
        return AskedFor(rate=1 / seconds if seconds else None)
    return AskedFor(per=data["per"], count=int(data.get("count", 1)))


def _request(data: Data, places: Places) -> TokenRequest:
    audience = data.get("audience")
    refresh = data.get("refresh", {})
    scope = data.get("scope")
    return TokenRequest(
        issuer=data.get("issuer"),
        audience=(audience,) if isinstance(audience, str) else audience and tuple(audience),
        scope_items=read_scope(scope, Dialect.WLCG),
        scope_declared=scope is not None,
        lifetime=_seconds(data.get("lifetime")),
        grant=data.get("grant"),
        refresh_requested=refresh.get("requested", False),
        refresh_lifetime=_seconds(refresh.get("lifetime")),
        refresh_held_by=refresh.get("held_by"),
        places=places,
    )


def _seconds(text: str | None) -> int | None:
    return None if text is None else parse_duration(text)


def _mitigations(data: Any, kinds: Kinds) -> list[Mitigation]:
    found: dict[str, Mitigation] = {}
    for index, each in enumerate(data):
        row = {"name": each} if isinstance(each, str) else each
        name = row.get("name") if isinstance(row, dict) else None
        if isinstance(name, str) and name in kinds.mitigations:
            evidence = row.get("evidence")
            found.setdefault(name, Mitigation(name, str(evidence or ""), index))
    return list(found.values())
