"""A second, plain answer to the same questions, straight from the documentation.

Written without a look at the package: dictionaries as JSON gives them, and Python's `re`
for the small expressions that the tests make up.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

ADMINISTRATION = {"iam:admin.read", "iam:admin.write", "scim:read", "scim:write"}


class Refused(Exception):
    """The whole request fails."""


def java(policies: Sequence[Json], account: str | None, groups: Sequence[str], scope: str) -> str:
    """`permitted`, `dropped` or `refused` by the engine inside IAM."""
    if account is None:
        return "permitted"
    if scope in ADMINISTRATION:
        return "dropped"
    try:
        kept = _java_keeps(policies, account, groups, scope)
    except Refused:
        return "refused"
    return "permitted" if kept or scope == "openid" else "dropped"


def _java_keeps(policies: Sequence[Json], account: str, groups: Sequence[str], scope: str) -> bool:
    mine = [p for p in policies if p.get("account") and p["account"]["uuid"] == account]
    ours = [p for p in policies if p.get("group") and p["group"]["uuid"] in groups]
    default = [p for p in policies if not p.get("account") and not p.get("group")]
    for level in (mine, ours, default):
        status = "unprocessed"
        for policy in level:
            if _java_matches(policy, scope):
                if policy["rule"] == "DENY":
                    status = "deny"
                elif status != "deny":
                    status = "permit"
        if status != "unprocessed":
            return status == "permit"
    return False


def _java_matches(policy: Json, scope: str) -> bool:
    scopes = policy.get("scopes")
    if not scopes:
        return True
    if policy.get("matchingPolicy", "EQ") == "EQ":
        return scope in scopes
    if policy["matchingPolicy"] == "REGEXP":
        return any(re.fullmatch(each, scope) for each in scopes)
    found = [_java_path(each, scope) for each in scopes]  # all of them: one may refuse
    return any(found)


def _java_path(written: str, scope: str) -> bool:
    if ":" not in written or ".." in scope:
        raise Refused
    prefix, _, path = written.partition(":")
    if not re.search(f"^{prefix}:", scope):  # as Java finds it: ^ is for the first alternative
        return False
    if len(scope) < len(prefix) + 1:
        raise Refused
    return re.fullmatch(f"{path}.*", scope[len(prefix) + 1 :]) is not None


def opa(
    policies: Sequence[Json],
    account: str | None,
    groups: Sequence[str],
    client: str | None,
    scope: str,
) -> str:
    """`permitted` or `dropped` by the documented rules of opa-iam, without what IAM adds."""
    levels: dict[str, list[str]] = {"first": [], "group": [], "all": []}
    for policy in policies:
        level = _opa_level(policy, account, groups, client)
        if level and _opa_matches(policy, scope):
            levels[level].append(policy["rule"])
    for rules in levels.values():
        if rules:
            return "permitted" if "PERMIT" in rules else "dropped"
    return "permitted"


def _opa_level(policy: Json, account: str | None, groups: Sequence[str], client: str | None) -> str:
    actor = policy.get("actor") or {}
    kind, who = actor.get("type"), actor.get("id")
    if policy.get("account"):
        kind, who = "account", policy["account"]["uuid"]
    if policy.get("group"):
        kind, who = "group", policy["group"]["uuid"]
    if kind == "account":
        return "first" if who == account else ""
    if kind == "client":
        return "first" if who == client else ""
    if kind == "group":
        return "group" if who in groups else ""
    return "all"


def _opa_matches(policy: Json, scope: str) -> bool:
    scopes = policy.get("scopes") or []
    if policy.get("matchingPolicy") == "EQ":
        return scope in scopes
    if policy.get("matchingPolicy") == "PATH":
        return any(scope.startswith(each) for each in scopes)
    return False
