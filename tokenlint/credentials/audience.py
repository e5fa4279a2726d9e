"""Facts about an audience, captured or requested, as a policy sees them."""

from collections.abc import Callable
from typing import Any

from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.endpoint import (
    WILDCARDS,
    Spelling,
    audience_defects,
    endpoint_key,
    scheme,
    service_kind,
    spelling,
)

ABSENT = object()
"""In place of a value: the credential does not name an audience at all."""


def audience_of(value: object) -> Audience:
    """Where a credential with this `aud` is accepted.

    Absent, empty or of a wrong type is as good as any: a service that takes the credential at all
    has nothing to refuse it by. A wildcard among several values makes the others pointless.
    """
    names = frozenset(name for name in _values(value) if isinstance(name, str) and name)
    if names & WILDCARDS:
        return ANY
    return Audience(names) if names else MISSING


def audience_facts(value: object, kind_of: Callable[[str], str] = service_kind) -> dict[str, Any]:
    """The `audience` object of the policy input schema, without letters.

    `value` is the claim's value, `ABSENT`, or the strings that a workflow requests;
    `kind_of` tells the kind of service behind an audience.
    """
    values = _values(value)
    texts = [item for item in values if isinstance(item, str)]
    entries = _entries(values, kind_of)
    endpoints = {endpoint_key(text) for text in texts if text.strip()}
    return {
        "form": _form(value, texts),
        "count": len(set(texts)),
        "endpoints": len(endpoints),
        "entries": entries,
        "services": sorted({entry["service"] for entry in entries} - {"unknown"}),
    }


def _values(value: object) -> list[Any]:
    if value is ABSENT:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _form(value: object, texts: list[str]) -> str:
    if value is ABSENT:
        return "missing"
    if any(text in WILDCARDS for text in texts):
        return "any"
    values = _values(value)
    if any(not isinstance(item, str) for item in values):
        return "invalid"
    return "list" if any(text.strip() for text in texts) else "empty"


def _entries(values: list[Any], kind_of: Callable[[str], str]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    first_at: dict[tuple[str, ...], int] = {}
    for index, item in enumerate(values):
        entry = _entry(item, kind_of)
        if isinstance(item, str):
            earlier = first_at.setdefault(endpoint_key(item), index)
            if earlier != index:
                entry["same_as"] = earlier
        entries.append(entry)
    return entries


def _entry(item: object, kind_of: Callable[[str], str]) -> dict[str, Any]:
    spelled = spelling(item)
    if not isinstance(item, str):
        return {"spelling": spelled.value, "defects": [], "service": "unknown"}
    entry: dict[str, Any] = {
        "spelling": spelled.value,
        "defects": list(audience_defects(item)) if spelled is Spelling.URI else [],
        "service": "unknown" if spelled is Spelling.WILDCARD else kind_of(item),
    }
    name = scheme(item) if spelled is Spelling.URI else None
    return entry | {"scheme": name} if name else entry
