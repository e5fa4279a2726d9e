"""Fine-grained policies: `storm.authz.policies` of the application settings.

Keys, words and what must be there: `FineGrainedAuthzPolicyProperties.java`,
`FineGrainedAuthzPolicyParser.java` (3cf26cf) and `PrincipalValidator.java` (9783bbd)
of StoRM WebDAV. Without `effect` a policy denies.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.storm.configuration import Policy, Principal
from tokenlint.services.storm.issuers import unknown_names
from tokenlint.services.structured.spring import Application, Node, relaxed
from tokenlint.services.value import Value
from tokenlint.source import Problem

ACTIONS: Final = ("list", "read", "write", "delete", "all")
PARAMS: Final = {
    "anonymous": (),
    "any-authenticated-user": (),
    "anyone": (),
    "jwt-group": ("iss", "group"),
    "jwt-scope": ("iss", "scope"),
    "jwt-issuer": ("iss",),
    "jwt-subject": ("iss", "sub"),
    "jwt-client": ("iss", "id"),
    "vo": ("vo",),
    "fqan": ("fqan",),
    "vo-map": ("vo",),
    "x509-subject": ("subject",),
}
_TYPES: Final = {relaxed(name): name for name in PARAMS}
_POLICY: Final = {
    "sa": "",
    "actions": "",
    "paths": "the whole storage area",
    "effect": "deny",
    "description": "",
    "principals": "",
}
_PRINCIPAL: Final = {"type": "", "params": ""}
_AUTHZ: Final = {"disabled": "false", "policies": "none"}


def policies_of(application: Application) -> tuple[Policy, ...]:
    """The policies in the order in which they are asked."""
    node = application.get("storm", "authz", "policies")
    return tuple(_policy(item) for item in node.items if item.children) if node else ()


def unknown_policy_keys(application: Application) -> tuple[UnknownKey, ...]:
    """Keys of `storm.authz` and its policies that StoRM WebDAV passes over."""
    found: list[UnknownKey] = []
    for layer in application.layers:
        authz = layer.root.get("storm", "authz")
        if authz is None:
            continue
        found += unknown_names(authz, "storm.authz", _AUTHZ)
        policies = authz.get("policies")
        for item in policies.items if policies else ():
            found += unknown_names(item, "storm.authz.policies", _POLICY)
            principals = item.get("principals")
            for each in principals.items if principals else ():
                found += unknown_names(each, "principals", _PRINCIPAL)
    return tuple(found)


def refused_policies(policies: tuple[Policy, ...], *, whole: bool) -> Iterator[Problem]:
    """Policies that StoRM WebDAV does not start with."""
    for policy in policies:
        for action in policy.actions:
            if action.known and action.text not in ACTIONS:
                yield _refused(action, f"knows no action `{action.text}`", ", ".join(ACTIONS))
        if whole and not (policy.actions and policy.principals):
            what = "actions" if policy.principals else "principals"
            reason = f"StoRM WebDAV does not start with a policy without `{what}`"
            yield Problem("syntax", policy.source, reason, f"list them below `{what}`")
        for principal in policy.principals:
            yield from _refused_principal(principal)


def _refused_principal(principal: Principal) -> Iterator[Problem]:
    if not principal.type:
        return
    if principal.type not in PARAMS:
        what = Value(principal.type, principal.source)
        yield _refused(what, f"knows no principal `{principal.type}`", ", ".join(PARAMS))
    for name in PARAMS.get(principal.type, ()):
        if name not in principal.params and principal.type != "jwt-client":
            reason = f"StoRM WebDAV does not start: `{principal.type}` needs `params.{name}`"
            yield Problem("syntax", principal.source, reason, f"write `{name}` below `params`")


def _refused(value: Value, what: str, words: str) -> Problem:
    reason = f"StoRM WebDAV {what} and does not start"
    return Problem("syntax", value.source, reason, f"write one of {words}")


def _policy(item: Node) -> Policy:
    effect = item.text("effect")
    principals = item.get("principals")
    return Policy(
        item.text("sa") or Value("", item.source, known=False),
        tuple(_lower(each) for each in item.values("actions")),
        item.values("paths"),
        _permits(effect),
        effect.source if effect else item.source,
        tuple(_principal(each) for each in principals.items) if principals else (),
        effect.source if effect else item.source,
    )


def _permits(effect: Value | None) -> bool | None:
    if effect is None:
        return False
    return effect.text.casefold() == "permit" if effect.known else None


def _lower(value: Value) -> Value:
    return Value(relaxed(value.text), value.source, value.known)


def _principal(item: Node) -> Principal:
    written = item.text("type")
    known = written is not None and written.known
    word = written.text if written is not None and known else ""
    params = item.get("params")
    values = {name: each.value for name, each in (params.children if params else {}).items()}
    return Principal(
        _TYPES.get(relaxed(word), word),
        {name: value for name, value in values.items() if value is not None and value.text},
        written.source if written else item.source,
    )
