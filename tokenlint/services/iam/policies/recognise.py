"""Which texts are scope policies of INDIGO IAM, and for which engine.

Sources: iam-website 624dba4, the page of the scope policy API (what the API exports);
opa-iam 145f2b6, doc/policies.md and the folder opa (what OPA is given).
"""

import re

from tokenlint.services.text import Text

JAVA = "scope-policies"
OPA = "opa-data"
RULES = "opa-rules"

_BEGINNING = re.compile(r"\ufeff?\s*(?:\[|\{(?!\{))")
_MATCHING = re.compile(r'"matchingPolicy"\s*:\s*(?:"|null)')
_RULE = re.compile(r'"rule"\s*:\s*"(?:PERMIT|DENY)"')
_WHOM = re.compile(r'"(?:account|group|actor)"\s*:\s*(?:\{|null)')
_ACTOR = re.compile(r'"actor"\s*:')
_WRAPPED = re.compile(r'\ufeff?\s*\{\s*"policies"\s*:')
_PACKAGE = re.compile(r"^package[ \t]+rules(?:\.entity_matching)?[ \t]*(?:#.*)?$", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """`scope-policies` of the Java engine, `opa-data` or `opa-rules` of OPA, None for all else."""
    if text.name.endswith(".rego"):
        return RULES if _is_rules(text.content) else None
    content = text.content
    if '"rule"' not in content and '"matchingPolicy"' not in content:
        return None
    if not _BEGINNING.match(content) or not _are_policies(content):
        return None
    return OPA if _for_opa(text) else JAVA


def _is_rules(content: str) -> bool:
    ours = "matchingPolicy" in content or "scope_permission" in content or "actor" in content
    return ours and bool(_PACKAGE.search(content))


def _are_policies(content: str) -> bool:
    if '"scopes"' in content and _MATCHING.search(content):
        return True
    return bool(_RULE.search(content) and ('"scopes"' in content) and _WHOM.search(content))


def _for_opa(text: Text) -> bool:
    """Only OPA knows actors and the wrapper; its files are called data.json."""
    if _ACTOR.search(text.content) or _WRAPPED.match(text.content):
        return True
    return text.name == "data.json"
