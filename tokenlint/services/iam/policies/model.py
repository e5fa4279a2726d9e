"""A scope policy, and a set of them, as their files say.

Sources: iam-website 624dba4, the page of the scope policy API; indigo-iam/iam e998e43,
`ScopePolicyDTO` (limits and words); opa-iam, doc/policies.md at 0b22f04 (actors).
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.services.value import Value
from tokenlint.source import Source

LONGEST_DESCRIPTION = 512
LONGEST_SCOPE = 255


class Engine(StrEnum):
    """Who decides: IAM itself, or OPA with the rules of opa-iam."""

    JAVA = "java"
    OPA = "opa"


class Rule(StrEnum):
    """What a policy says about the scopes that it matches."""

    PERMIT = "PERMIT"
    DENY = "DENY"


class Matching(StrEnum):
    """How the scopes of a policy are compared with the one that is asked for."""

    EQ = "EQ"
    REGEXP = "REGEXP"
    PATH = "PATH"


class Whom(StrEnum):
    """What kind of asker a policy is for; `ALL` makes it a default policy."""

    ACCOUNT = "account"
    CLIENT = "client"
    GROUP = "group"
    ALL = "all"


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """For whom a policy is; `id` is empty for everybody."""

    whom: Whom
    id: str = ""

    def __hash__(self) -> int:
        return hash(self.id)  # quick: askers are looked up often, and ids hardly meet


EVERYBODY = Selector(Whom.ALL)


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy; `number` is its place in the set, from 0.

    `matching` None: not written. `scopes` empty: the list is null, empty or not written.
    `published` is false where the rules of opa-iam at 145f2b6 never reach the policy,
    although its documentation says how it counts; `passed_over` then says why.
    `known` is false where a placeholder leaves the selector, the rule or a scope open.
    """

    number: int
    rule: Rule
    matching: Matching | None
    selector: Selector
    scopes: tuple[Value, ...]
    source: Source
    name: Value
    selector_name: str = ""
    description: Value | None = None
    published: bool = True
    passed_over: str = ""
    known: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """The scopes as they are written."""
        return tuple(scope.text for scope in self.scopes)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the Rego beside the data changes.

    `unmatched`: the answer where no policy matches. `clients`: whether policies for clients count.
    `known`: the Rego was found; otherwise this is what the documentation of opa-iam says.
    """

    unmatched: Rule = Rule.PERMIT
    clients: bool = True
    known: bool = False


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The policies of one file, and which engine reads it.

    `complete`: an export of all policies, so that what is missing can be told;
    otherwise there may be more of them elsewhere.
    """

    policies: tuple[Policy, ...]
    engine: Engine
    source: Source
    complete: bool = True
    rules: Rules = Rules()

    @property
    def texts(self) -> tuple[str, ...]:
        """The scopes of all policies, as they are written."""
        return tuple(text for policy in self.policies for text in policy.texts)
