"""Whether HTCondor takes a token at all, and to which levels the token limits itself.

Source: condor_scitokens.cpp of htcondor/htcondor (at commit 7491a145f6) and scitokens-cpp
(at commit fffcab6): the audience is checked against SCITOKENS_SERVER_AUDIENCE,
the audiences that stand for any are always taken; compute.read becomes READ,
and compute.create, compute.modify and compute.cancel together become WRITE;
a token without any of them is limited to nothing.
"""

from dataclasses import dataclass

from tokenlint.services.acceptance import Audience, State
from tokenlint.services.decision import Presented, Step, Verdict
from tokenlint.services.htcondor.authorisation import Granted, entries
from tokenlint.services.htcondor.knobs import AUDIENCE, FOREIGN_ISSUERS, FOREIGN_TYPES
from tokenlint.services.htcondor.macros import Held
from tokenlint.services.htcondor.pool import Pool
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Source

ANY_AUDIENCE = {
    "wlcg": "https://wlcg.cern.ch/jwt/v1/any",
    "scitokens-2": "ANY",
    "scitokens-1": "ANY",
}
_WRITING = frozenset({"compute.create", "compute.modify", "compute.cancel"})
# param_info.in of htcondor/htcondor, where the manual's list of knobs says False.
_FOREIGN_BY_DEFAULT = "https://aai-dev.egi.eu/auth/realms/egi"


@dataclass(frozen=True, slots=True)
class Audiences:
    """The audiences that are accepted; not `told` where another file may hold them."""

    accepted: tuple[str, ...]
    told: bool
    source: Source


def audiences(pool: Pool) -> Audiences:
    """What SCITOKENS_SERVER_AUDIENCE holds; htcondor-ce packages `$(COLLECTOR_HOST)`."""
    held = pool.macros.held(AUDIENCE)
    if held:
        return Audiences(tuple(entries(held)), held.known, held.source)
    return Audiences((), pool.complete and not pool.is_ce, pool.source)


def audience(pool: Pool) -> Audience:
    """The same for the acceptance: it is always checked."""
    told = audiences(pool)
    written = tuple(Value(each, told.source, not has_placeholder(each)) for each in told.accepted)
    missing = State.NO if told.accepted else (State.YES if told.told else State.UNKNOWN)
    return Audience(State.YES, missing, written, told.source)


def limits(presented: Presented) -> frozenset[str]:
    """The levels that the scopes of a token name."""
    scopes = set(presented.scopes)
    levels = {scope.partition(":/")[2] for scope in scopes if scope.startswith("condor:/")}
    if "compute.read" in scopes:
        levels.add("READ")
    if scopes >= _WRITING:
        levels.add("WRITE")
    return frozenset(levels - {""})


def audience_fits(pool: Pool, presented: Presented) -> Granted:
    """Whether the audience of a token is taken."""
    told = audiences(pool)
    shown = presented.audiences
    step = Step(told.source, "tells the audiences that are taken")
    if not shown:
        return _without(presented, told, step)
    if ANY_AUDIENCE.get(presented.profile) in shown or set(shown) & set(told.accepted):
        return Granted(Verdict.ALLOWED, (step,) if told.accepted else ())
    if not told.told:
        return Granted(Verdict.DEPENDS, (step,), f"{AUDIENCE}, which these files do not tell")
    return Granted(Verdict.DENIED, (step,))


def _without(presented: Presented, told: Audiences, step: Step) -> Granted:
    if presented.profile != "scitokens-1" or told.accepted:
        return Granted(Verdict.DENIED, (step,))
    if told.told:
        return Granted(Verdict.ALLOWED, (step,))
    return Granted(Verdict.DEPENDS, (step,), f"{AUDIENCE}, which these files do not tell")


def foreign(pool: Pool, issuer: str) -> Held | None:
    """The knob that relaxes the checks for an issuer, None where nothing does for sure."""
    if pool.macros.truth(FOREIGN_TYPES) is False:
        return None
    listed = pool.macros.held(FOREIGN_ISSUERS)
    held = listed or Held(FOREIGN_ISSUERS, _FOREIGN_BY_DEFAULT, pool.source)
    return held if {issuer, "*"} & set(entries(held)) else None
