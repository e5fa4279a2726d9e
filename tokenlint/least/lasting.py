"""How long a token must live, and what a long life demands.

WLCG profile 1.3 section 4.3.1: 15 minutes at least, 6 hours by default at most;
beyond that, mitigations for this very workflow.
"""

from dataclasses import dataclass, replace
from typing import Final

from tokenlint import shipped
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.least.token import LeastToken
from tokenlint.workflows.compare import compare
from tokenlint.workflows.declaration import TokenRequest, Workflow
from tokenlint.workflows.held import held_of
from tokenlint.workflows.kinds import shipped_kinds
from tokenlint.workflows.mitigations import MitigationState, mitigation_states
from tokenlint.workflows.need import SHORTEST_LIFETIME

_NEAREST: Final = 20


@dataclass(frozen=True, slots=True)
class Lasting:
    """The lifetime in seconds, and why it is that long.

    `usable` is the time of use, None where nothing tells it.
    """

    seconds: int
    usable: int | None
    why: str


def lasting(workflow: Workflow) -> Lasting:
    """The time of use, and never less than the profile's shortest lifetime."""
    usable = workflow.usable_seconds
    if usable is None:
        why = "nothing tells the time of use: the profile's shortest lifetime"
    elif usable < SHORTEST_LIFETIME:
        why = f"it is used for {usable} s: the profile's shortest lifetime"
    elif workflow.derived:
        why = "from the first observed operation to the last"
    else:
        why = "the declared time of use, retries included"
    return Lasting(max(usable or 0, SHORTEST_LIFETIME), usable, why)


def demanded(workflow: Workflow, token: LeastToken) -> tuple[MitigationState, ...]:
    """The mitigations that a lifetime over the default maximum demands; none for a shorter one."""
    limits = shipped.compiled()["limits"]
    if token.lifetime <= limits["lifetime_maximum"]:
        return ()
    request = TokenRequest(
        issuer=token.issuer,
        audience=token.audience,
        scope_items=read_scope(" ".join(_widest(token)), Dialect.WLCG),
        scope_declared=True,
        lifetime=token.lifetime,
        grant=token.grant,
        refresh_requested=False,
        refresh_lifetime=None,
        refresh_held_by=None,
        places=workflow.places,
    )
    asking = replace(workflow, request=request)
    compared = compare(asking, held_of(request))
    return mitigation_states(asking, compared, shipped_kinds(), limits)


def _widest(token: LeastToken) -> list[str]:
    """Every action, and the scopes nearest to the root.

    All lie on the way to a path of an operation, so that if any is too wide, one of these is.
    """
    near = sorted(token.capabilities, key=lambda each: each.path.depth)[:_NEAREST]
    first = {each.action: each for each in reversed(list(token.capabilities))}
    return [str(each) for each in dict.fromkeys([*near, *first.values()])]


def longest_accepted(workflow: Workflow) -> int | None:
    """The longest lifetime in seconds that its kind may have with mitigations; None: not named."""
    kind = shipped_kinds().kinds.get(workflow.kind)
    return kind.maximum_seconds if kind else None
