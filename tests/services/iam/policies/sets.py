"""Sets of scope policies as a test writes them: short, and read by the reader."""

import json
from typing import Any

from tokenlint.services.iam.policies.defects import defects
from tokenlint.services.iam.policies.model import Engine, PolicySet, Rules
from tokenlint.services.iam.policies.reading import read_policies
from tokenlint.services.offer import PolicyDefect
from tokenlint.services.text import Text

Json = dict[str, Any]


def of(rule: str, matching: str | None, *scopes: str, **more: Any) -> Json:
    """A policy of an export, for everybody unless `group` or `account` says for whom."""
    for name in ("account", "group"):
        subject = more.pop(name, None)
        more[name] = {"uuid": subject, "name": subject} if subject else None
    return {"id": 1, "rule": rule, "matchingPolicy": matching, "scopes": list(scopes)} | more


def by(kind: str, who: str, rule: str, matching: str, *scopes: str, **more: Any) -> Json:
    """A policy for OPA with an actor."""
    actor = {"type": kind, "id": who, "name": who}
    return {"actor": actor, "rule": rule, "matchingPolicy": matching, "scopes": scopes} | more


def a_set(
    *policies: Json, engine: Engine = Engine.JAVA, rules: Rules | None = None, whole: bool = True
) -> PolicySet:
    """The set, one policy on a line, from line 2."""
    lines = ",\n".join(json.dumps(each) for each in policies)
    text = Text("p.json", "p.json", f"[\n{lines}\n]", embedded=not whole)
    found, problems = read_policies(text, engine, rules or Rules())
    assert not problems
    return found


def told(*policies: Json, **more: Any) -> list[tuple[str, int]]:
    """The kinds of defects of a set, and at which policy each is, from 1."""
    return [(each.kind, each.source.line - 1) for each in defects(a_set(*policies, **more))]


def the(kind: str, *policies: Json, **more: Any) -> PolicyDefect:
    """The only defect of a kind."""
    (found,) = (each for each in defects(a_set(*policies, **more)) if each.kind == kind)
    return found


EVERYTHING = of("PERMIT", "EQ", "openid", "profile")
