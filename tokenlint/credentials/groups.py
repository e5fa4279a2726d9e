"""Facts about groups and entitlements.

WLCG profile 1.3 section 2.2.2: a group is a path of components `[a-zA-Z0-9][a-zA-Z0-9_.-]*`,
the first one is the name of the community.
"""

import re
from typing import Any

from tokenlint.credentials.profile import ENTITLEMENT_CLAIMS

_COMPONENT = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")


def group_facts(claims: dict[str, Any]) -> list[dict[str, Any]]:
    """The `group` objects of the policy input schema, one for each value of `wlcg.groups`."""
    values = _values(claims.get("wlcg.groups"))
    root = next((_root(value) for value in values if isinstance(value, str)), "")
    return [_group(value, root) for value in values]


def entitlement_count(claims: dict[str, Any]) -> int:
    """How many entitlements and groups of other profiles the claims list."""
    names = (*ENTITLEMENT_CLAIMS, "groups")
    return sum(isinstance(value, str) for name in names for value in _values(claims.get(name)))


def names_of(claims: dict[str, Any]) -> tuple[str, ...]:
    """Every name by which a service may look up what the bearer may do, each once.

    WLCG groups, entitlements and groups of other profiles (AARC-G069, AARC-G027),
    then the subject. Only for a mapping: the last one tells who somebody is.
    """
    claimed = ("wlcg.groups", *ENTITLEMENT_CLAIMS, "groups", "sub", "voperson_id")
    values = (value for name in claimed for value in _values(claims.get(name)))
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str) and value))


def _values(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _root(group: str) -> str:
    return group.removeprefix("/").partition("/")[0]


def _group(value: object, root: str) -> dict[str, Any]:
    if not isinstance(value, str):
        return {"problems": ["not-a-string"], "depth": 0}
    components = value.removeprefix("/").split("/")
    trailing = len(components) > 1 and components[-1] == ""
    inner = components[:-1] if trailing else components
    named = [component for component in inner if component not in {"", ".", ".."}]
    found = {
        "no-leading-slash": not value.startswith("/"),
        "trailing-slash": trailing,
        "empty-component": "" in inner,
        "dot-segment": "." in inner or ".." in inner,
        "bad-character": not all(_COMPONENT.fullmatch(component) for component in named),
        "not-under-first-root": _root(value) != root,
    }
    problems = sorted(problem for problem, present in found.items() if present)
    return {"problems": problems, "depth": len([c for c in inner if c])}
