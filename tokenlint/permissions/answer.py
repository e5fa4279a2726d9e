"""Answers: yes, no or depends, and why.

An answer without a reason does not exist. A reason is a clause or a sentence for people,
a stable word for machines, and the place or the published source that it comes from.
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.policy.finding import Reference
from tokenlint.services.decision import Ask, Verdict
from tokenlint.source import Source


class Cause(StrEnum):
    """What makes an answer; the words of `tokenlint.can/1`."""

    SCOPE = "scope"  # a scope allows it
    GROUPS = "groups"  # the groups of the bearer have a say
    IDENTITY = "identity"  # whatever the scopes are
    ANYBODY = "anybody"  # also without a credential
    CONFIGURATION = "configuration"  # a line of the service's files
    IMPLEMENTATION = "implementation"  # a row of rules/implementations.yaml
    CAVEAT = "caveat"  # a caveat of a macaroon, in the language of a product
    MAPPING = "mapping"  # a row of a mapping, or that there is none
    LIMITED = "limited"  # a limited proxy starts no jobs
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    ISSUER = "issuer"
    ACTION = "action"  # no scope for it, on no path
    PATH = "path"  # a scope for it, on other paths
    SIBLING = "sibling-path"  # on a path that only begins alike
    PATHLESS = "path-missing"  # a scope that should have a path
    SPELLING = "path-spelling"  # a path that services read in different ways
    OPEN = "open"  # what the files or the profile leave open


@dataclass(frozen=True, slots=True)
class Reason:
    """Why; `source` is a place in a file or in the claims, `reference` a document."""

    cause: Cause
    says: str
    source: Source | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change with which the request would pass; each member is what to have, empty for as is.

    `scopes` come to those that are held, or stand `alone` in their place.
    The model or the profile has been asked: it says yes.
    """

    scopes: tuple[str, ...] = ()
    audience: str = ""
    issuer: str = ""
    group: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request, the deciding reason last; `remedies` only of one that is asked.

    `reasons` is never empty.
    """

    ask: Ask
    verdict: Verdict
    reasons: tuple[Reason, ...]
    remedies: tuple[Remedy, ...] = ()

    @property
    def word(self) -> str:
        """`yes`, `no` or `depends`."""
        return WORDS[self.verdict]


WORDS = {Verdict.ALLOWED: "yes", Verdict.DENIED: "no", Verdict.DEPENDS: "depends"}
