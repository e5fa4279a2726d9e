"""What a policy of Vault reaches, told with requests that it allows; rules without effect.

`reach` is one word of: everything (it may rewrite policies, so that its holder can grant itself
all), logins (it may set up logins with any policy), system (it may do protected things of the
server), every-secret, every-token (it reads the tokens that htvault-config keeps for others).
Source: documentation of Vault, "Policies" and the API of `sys/policies`, `sys/auth`, `auth/*`.
"""

import re
from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, Setting
from tokenlint.services.vault.policy import PathRule, Policy

_CHANGE = ("create", "update", "patch")
_ANY = "q7q7"  # a name that nobody has
# Requests that show a reach, the gravest first: word, path, capabilities of which one is enough.
_SHOWN = (
    ("everything", f"sys/policies/acl/{_ANY}", _CHANGE),
    ("everything", f"sys/policy/{_ANY}", _CHANGE),
    ("logins", f"auth/{_ANY}/role/{_ANY}", _CHANGE),
    ("logins", f"sys/auth/{_ANY}", ("sudo",)),
    ("system", f"sys/raw/{_ANY}", ("sudo",)),
    ("every-secret", f"{_ANY}/data/{_ANY}/{_ANY}", ("read", *_CHANGE)),
    ("every-token", f"secret/oauth/creds/{_ANY}/{_ANY}:{_ANY}", ("read",)),
)
_ADMINISTRATIVE = re.compile(r"(?:^|[^a-z])(?:admin\w*|root|super\w*|operator\w*|break-?glass)")


def reach(policy: Policy, name: str) -> Iterator[Setting]:
    """How far a policy reaches, at the rule that lets it; nothing for an administrator's.

    A rule that needs no path of its own to reach the tokens (`secret/*`) is told only where
    it says that these are meant.
    """
    if _ADMINISTRATIVE.search(name.casefold()):
        return
    told: set[str] = set()
    for word, path, capabilities in _SHOWN:
        rule = policy.allows(path, capabilities)
        if rule is None or (word == "every-token" and "oauth" not in rule.path.text):
            continue
        if rule.path.text not in told and word not in told:
            told |= {rule.path.text, word}
            yield Setting("policy reach", word, rule.path.source)


def dead(policy: Policy) -> Iterator[Dead]:
    """Paths that no request has, and what `deny` or a denied parameter makes vain."""
    for rule in policy.rules:
        reason = _never(rule)
        if reason:
            yield Dead("never-matches", rule.path, reason)
        denial = next((value for value in rule.capabilities if value.text == "deny"), None)
        for value in rule.capabilities:
            if denial is not None and value.text != "deny":
                says = "deny stands beside it and takes away every capability"
                yield Dead("ignored-value", value, says, denial.source)
        yield from _denied(rule)


def _never(rule: PathRule) -> str:
    path = rule.pattern
    if path is None:
        return ""
    if path.startswith("v1/"):
        return "the paths of policies begin behind the v1/ of the address"
    if "*" in path[:-1]:
        return "a star stands for anything only at the end of a path, and for itself elsewhere"
    if "//" in path:
        return "no path has an empty part"
    if path != path.strip():
        return "no path begins or ends with a blank"
    return ""


def _denied(rule: PathRule) -> Iterator[Dead]:
    """Parameters that are allowed and wholly denied: the denial wins."""
    whole = {
        entry.key.text.casefold(): entry.key
        for entry in rule.denied
        if entry.thing.kind == "list" and not entry.thing.items
    }
    for entry in rule.allowed:
        by = whole.get(entry.key.text.casefold()) or whole.get("*")
        if by is not None:
            says = "denied_parameters takes away the same parameter, and wins"
            yield Dead("ignored-value", entry.key, says, by.source)
