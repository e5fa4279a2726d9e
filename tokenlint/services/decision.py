"""A credential as a service sees it, a request, and what the service makes of the two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tokenlint.privilege.operation import Operation
from tokenlint.source import Source


class Verdict(StrEnum):
    """What a service does with a request; `DEPENDS` where the files do not tell."""

    ALLOWED = "allowed"
    DENIED = "denied"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Presented:
    """What a client shows to a service; no `issuer`: it shows no token at all.

    Scopes are the words of the claim, in their order.
    `audiences` is None where the token has no such claim.
    `profile` tells which claims say what the token is: `wlcg.ver`, `ver` 2.0, or neither.
    """

    issuer: str | None = None
    audiences: tuple[str, ...] | None = None
    scopes: tuple[str, ...] = ()
    subject: str = "somebody"
    groups: tuple[str, ...] = ()
    profile: str = "wlcg"  # wlcg, scitokens-2, scitokens-1
    claims: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: an operation on a path of the service's namespace (`` for compute)."""

    operation: Operation
    path: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line that had a say, and what it said, as a clause: `grants all rights to everyone`."""

    source: Source
    says: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the lines that led to it (the deciding one last), and what it depends on."""

    verdict: Verdict
    steps: tuple[Step, ...] = ()
    depends_on: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the request passes for sure."""
        return self.verdict is Verdict.ALLOWED

    @property
    def by(self) -> Source | None:
        """The deciding line."""
        return self.steps[-1].source if self.steps else None


def undecided(presented: Presented, ask: Ask) -> Decision:
    """The answer of a service that does nothing itself with storage or jobs: it is not asked."""
    del presented, ask
    return Decision(Verdict.DEPENDS)
