"""What a token request says of itself, as plain facts."""

from typing import Any

from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import ScopeKind, Vocabulary
from tokenlint.workflows.declaration import TokenRequest

_DIALECTS = {Vocabulary.SCITOKENS: Dialect.SCITOKENS, Vocabulary.HTCONDOR: Dialect.HTCONDOR}


def dialect_of(request: TokenRequest) -> Dialect:
    """The language of the requested scope: that of its first capability."""
    for item in request.scope_items:
        if item.kind is ScopeKind.CAPABILITY:
            return _DIALECTS.get(item.vocabulary, Dialect.WLCG)
    return Dialect.WLCG


def scope_form(request: TokenRequest) -> str:
    """`missing`, `empty` or `present`."""
    if not request.scope_declared:
        return "missing"
    return "present" if request.scope_items else "empty"


def lifetime_facts(request: TokenRequest) -> dict[str, Any]:
    """The `lifetime` object of the policy input for a request."""
    refreshing = any(item.kind is ScopeKind.REFRESH for item in request.scope_items)
    facts: dict[str, Any] = {
        "state": "undated",
        "form": "undeclared" if request.lifetime is None else "bounded",
        "problems": [],
        "refreshable": request.refresh_requested or refreshing,
    }
    if request.lifetime is not None:
        facts["seconds"] = request.lifetime
    if request.refresh_lifetime is not None:
        facts["refresh_seconds"] = request.refresh_lifetime
    return facts
