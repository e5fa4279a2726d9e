"""By what a request passes at a service: its model is asked with parts of the credential.

A service that lets a request pass need not have looked at the scopes for it.
"""

from collections.abc import Iterator
from dataclasses import replace

from tokenlint.permissions.answer import Cause, Reason
from tokenlint.permissions.changes import MANY
from tokenlint.policy.reach import cut
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Presented

_IDLE = "openid"  # a scope that no service gives anything for


def credit(service: Service, presented: Presented, ask: Ask) -> Reason:
    """The least part of the credential with which the request still passes."""
    if service.decide(Presented(), ask).allowed:
        return Reason(Cause.ANYBODY, "anybody may do this, also without a credential")
    needed = _needed(service, presented, ask)
    if needed:
        named = " and ".join(cut(scope) for scope in needed)
        return Reason(Cause.SCOPE, f"by its scope{'s' * (len(needed) > 1)} {named}")
    if presented.groups and not service.decide(_groupless(presented), ask).allowed:
        named = ", ".join(cut(group) for group in presented.groups[:3])
        return Reason(Cause.GROUPS, f"by its groups ({named}), whatever its scopes are")
    return Reason(Cause.IDENTITY, "it would pass whatever its scopes are")


def _needed(service: Service, presented: Presented, ask: Ask) -> tuple[str, ...]:
    """Scopes without any of which it would not pass; an idle one stands in for what is left out.

    Those that a deciding line names are the last to go.
    """
    held = list(dict.fromkeys(presented.scopes))
    if not held or _passes(service, presented, ask, (_IDLE,)):
        return ()
    words = " ".join(step.says for step in service.decide(presented, ask).steps)
    named = [each for each in held if each in words]
    if len(held) > MANY:
        return next((each for each in _few(named, held) if _passes(service, presented, ask, each)),
                    (f"(one of {len(held)})",))  # fmt: skip
    kept = list(held)
    for scope in sorted(held, key=named.__contains__):
        fewer = [each for each in kept if each != scope]
        if _passes(service, presented, ask, (*fewer, _IDLE)):
            kept = fewer
    return tuple(kept)


def _few(named: list[str], held: list[str]) -> Iterator[tuple[str, ...]]:
    """Of very many scopes those that are tried alone: what a line names, then some."""
    yield from ((each,) for each in [*named[:MANY], *held[:MANY]])


def _passes(service: Service, presented: Presented, ask: Ask, scopes: tuple[str, ...]) -> bool:
    return service.decide(replace(presented, scopes=scopes), ask).allowed


def _groupless(presented: Presented) -> Presented:
    claims = {name: value for name, value in presented.claims.items() if name != "wlcg.groups"}
    scopes = presented.scopes or (_IDLE,)
    return replace(presented, groups=(), claims=claims, scopes=scopes)
