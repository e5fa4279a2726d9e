"""Policies of Vault: rules for paths, and which of them decides about a request.

Of the rules of one policy that match a path, the exact one decides, else the most specific
pattern; where two rules name the same path their capabilities add up, and `deny` wins.
`*` stands for anything and only at the end, `+` for one part of a path.
A key or a capability that Vault does not know makes it refuse the policy as a whole.
Source: `vault/policy.go` of Vault (004997b); documentation, "Policies", on the order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tokenlint.services.products import key_set
from tokenlint.services.structured.tree import read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.services.vault import hcl
from tokenlint.services.vault.hcl import Entry, Thing
from tokenlint.source import Problem

_IDENTITY = re.compile(r"\{\{\s*identity\.(?:<[^<>]*>|[^{}<>])*\}\}")
_OLD = {  # the word of `policy = "..."`, before there were capabilities
    "deny": ("deny",),
    "read": ("read", "list"),
    "write": ("create", "read", "update", "delete", "list"),
    "sudo": ("create", "read", "update", "delete", "list", "sudo"),
}
_STAND_IN = "an-identity"


@dataclass(frozen=True, slots=True)
class PathRule:
    """The rule for a path; `pattern` is None where a template fills in a part of it.

    Vault's own `{{identity...}}` is one part of a path that stands for the user who asks.
    """

    path: Value
    pattern: str | None
    capabilities: tuple[Value, ...]
    allowed: tuple[Entry, ...] = ()
    denied: tuple[Entry, ...] = ()

    @property
    def rights(self) -> frozenset[str]:
        """What it allows; nothing where `deny` stands in it."""
        words = frozenset(value.text for value in self.capabilities if value.known)
        return frozenset() if "deny" in words else words

    def matches(self, path: str) -> bool:
        """Whether it speaks about a path."""
        if self.pattern is None:
            return False
        if "+" not in self.pattern.split("/"):
            glob = self.pattern.endswith("*")
            return path.startswith(self.pattern[:-1]) if glob else path == self.pattern
        return _segments_match(self.pattern, path)

    @property
    def precedence(self) -> tuple[int, bool, int, int, str]:
        """The higher one decides."""
        pattern = self.pattern or ""
        parts = pattern.split("/")
        glob = pattern.endswith("*")
        first = len(pattern) - 1 if glob else len(pattern)
        if "+" in parts:
            first = min(first, len("/".join(["", *parts[: parts.index("+")]])))
        return first, not glob, -parts.count("+"), len(pattern), pattern


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a policy, and what Vault would not take of it."""

    rules: tuple[PathRule, ...]
    problems: tuple[Problem, ...]

    def deciding(self, path: str) -> tuple[PathRule, ...]:
        """The rules that decide about a path: several where they name the same one."""
        matching = [rule for rule in self.rules if rule.matches(path)]
        exact = [rule for rule in matching if rule.pattern == path]
        if exact or not matching:
            return tuple(exact)
        best = max(rule.precedence for rule in matching)
        return tuple(rule for rule in matching if rule.precedence == best)

    def allows(self, path: str, capabilities: Sequence[str]) -> PathRule | None:
        """The rule that gives one of the capabilities on a path, None where none does."""
        rules = self.deciding(path)
        if any("deny" in {value.text for value in rule.capabilities} for rule in rules):
            return None
        return next((rule for rule in rules if rule.rights & set(capabilities)), None)


def read_policy(text: Text) -> Policy:
    """The rules of a text in HCL or JSON."""
    if text.content.lstrip()[:1] == "{":
        tree = read_tree(text)
        entries = hcl.from_json(tree.root).entries if tree.root else ()
        problems = list(tree.problems)
    else:
        read = hcl.read_hcl(text)
        entries, problems = read.entries, list(read.problems)
    problems += _unknown(entries, "policy")
    rules = []
    for block in hcl.blocks(entries, "path"):
        rules.append(_rule(block))
        problems += _refused(block, rules[-1])
    return Policy(tuple(rules), tuple(problems))


def _rule(block: Entry) -> PathRule:
    path, body = block.labels[0], block.thing
    old = body.text("policy")
    capabilities = body.words("capabilities")
    if old is not None:
        capabilities = (
            *capabilities,
            *(Value(each, old.source) for each in _OLD.get(old.text, ())),
        )
    return PathRule(
        path,
        _pattern(path.text),
        capabilities,
        _parameters(body, "allowed_parameters"),
        _parameters(body, "denied_parameters"),
    )


def _pattern(written: str) -> str | None:
    path = _IDENTITY.sub(_STAND_IN, written).removeprefix("/")
    return None if has_placeholder(path) else path


def _parameters(body: Thing, name: str) -> tuple[Entry, ...]:
    thing = body.get(name)
    return thing.entries if thing else ()


def _refused(block: Entry, rule: PathRule) -> Iterator[Problem]:
    """What makes Vault refuse the policy, in one rule of it."""
    yield from _unknown(block.thing.entries, "path")
    known = key_set("vault", "capabilities").keys
    for value in rule.capabilities:
        if value.known and value.text not in known:
            near = get_close_matches(value.text.casefold(), known, n=1)
            yield _problem(value, "there is no such capability", near)
    old = block.thing.text("policy")
    if old is not None and old.known and old.text not in _OLD:
        yield _problem(old, "there is no such policy", get_close_matches(old.text, _OLD, n=1))
    if "+*" in (rule.pattern or ""):
        yield _problem(rule.path, "a plus and a star may not stand together", ())


def _unknown(entries: Sequence[Entry], name: str) -> Iterator[Problem]:
    known = key_set("vault", name).keys
    for entry in entries:
        if entry.key.known and entry.key.text not in known:
            near = get_close_matches(entry.key.text, known, n=1)
            yield _problem(entry.key, "there is no such key", near)


def _problem(value: Value, reason: str, near: Sequence[str]) -> Problem:
    advice = f"write {near[0]}, if that is meant" if near else "mend it here"
    told = f"Vault refuses this policy: {reason} as {value.text[:60]}"
    return Problem("schema", value.source, told, advice)


def _segments_match(pattern: str, path: str) -> bool:
    """A plus is one part of the path, a star at the end whatever follows."""
    wanted, parts = pattern.split("/"), path.split("/")
    if pattern.endswith("*"):
        if len(parts) < len(wanted):
            return False
        *wanted, last = wanted
        if not "/".join(parts[len(wanted) :]).startswith(last[:-1]):
            return False
        parts = parts[: len(wanted)]
    if len(parts) != len(wanted):
        return False
    return all(want in ("+", part) for want, part in zip(wanted, parts, strict=True))
