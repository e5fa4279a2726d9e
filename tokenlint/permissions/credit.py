"""By what a request passes at a service: its model is asked with parts of the credential.

A service that lets a request pass need not have looked at the scopes for it.
"""

from dataclasses import replace

from tokenlint.permissions.answer import Cause, Reason
from tokenlint.policy.reach import cut
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Presented

_IDLE = "openid"  # a scope that no service gives anything for
_MOST_SCOPES = 24


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
    held = dict.fromkeys(presented.scopes, True)
    if not held or _passes(service, presented, ask, (_IDLE,)):
        return ()
    if len(held) > _MOST_SCOPES:
        alone = (each for each in held if _passes(service, presented, ask, (each,)))
        return tuple(each for each in (next(alone, ""),) if each)
    kept = list(held)
    words = " ".join(step.says for step in service.decide(presented, ask).steps)
    for scope in sorted(held, key=lambda each: each in words):
        fewer = [each for each in kept if each != scope]
        if _passes(service, presented, ask, (*fewer, _IDLE)):
            kept = fewer
    return tuple(kept)


def _passes(service: Service, presented: Presented, ask: Ask, scopes: tuple[str, ...]) -> bool:
    return service.decide(replace(presented, scopes=scopes), ask).allowed


def _groupless(presented: Presented) -> Presented:
    claims = {name: value for name, value in presented.claims.items() if name != "wlcg.groups"}
    scopes = presented.scopes or (_IDLE,)
    return replace(presented, groups=(), claims=claims, scopes=scopes)
