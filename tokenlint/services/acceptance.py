"""The acceptance of a service: what its configuration lets a credential do there.

Of an issuer or a broker: which tokens it hands out; of a client: which tokens it asks for.
One product-neutral value for all products, as far as their files tell.
Whatever a placeholder or a missing file leaves open is unknown and stays so.
Operations are those of `tokenlint.privilege.operation`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tokenlint.services.decision import Ask, Decision, Presented, undecided
from tokenlint.services.offer import Offer, PolicyDefect
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source
from tokenlint.workflows.declaration import Workflow


class State(StrEnum):
    """Yes, no, or not to be told from the files."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Audience:
    """Which audiences are accepted.

    `checked` tells whether the audience of a token matters at all;
    `missing` whether a token without an audience passes;
    `accepted` are the values that the files list; `source` is the deciding line,
    or the section that should hold it.
    """

    checked: State
    missing: State
    accepted: tuple[Value, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Issuer:
    """A trusted issuer.

    `areas` are the paths below which its capabilities count, `restricted` narrows them further
    (paths in the token's scope). `scopes` tells whether the scopes of its tokens limit them.
    `falls_through` are the kinds of ways (see `Way`) that are still asked
    when no capability of the token matches; empty where a capability is final.
    `shadowed` tells that another entry with the same issuer wins.
    `audience` is its own check, None where that of the service holds.
    """

    name: Value
    url: Value
    source: Source
    areas: tuple[Value, ...] = ()
    restricted: tuple[Value, ...] = ()
    scopes: State = State.YES
    falls_through: tuple[str, ...] = ()
    shadowed: bool = False
    audience: Audience | None = None


class WayKind(StrEnum):
    """Who a way lets in."""

    CAPABILITY = "capability"  # a scope of the token
    ISSUER = "issuer"  # every token of the issuer
    GROUP = "group"  # members of a group
    SUBJECT = "subject"  # one subject of an issuer
    ACCOUNT = "account"  # whoever is mapped to an account
    ANY_TOKEN = "any-token"  # any valid token
    ANONYMOUS = "anonymous"  # everybody, also without a credential
    OTHER = "other"  # host, VOMS, certificate: not by token


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a credential comes to rights here.

    `flat` tells that the rights do not depend on the token's scopes.
    `who` is the bare name of the group, the subject, the account or the issuer that it lets in,
    and a phrase only where it is for others (`hosts of lab.example`).
    `issuer` is the url of the issuer that it is for, empty for any.
    `sure` is false where something that the files do not tell has a say, named in `depends_on`.
    """

    kind: WayKind
    who: str
    operations: frozenset[str]
    paths: tuple[str, ...]
    source: Source
    issuer: str = ""
    flat: bool = False
    sure: bool = True
    depends_on: str = ""


class Subjects(StrEnum):
    """Whose tokens a mapping is for."""

    ANY = "any"  # every subject of the issuer
    ONE = "one"
    SOME = "some"  # a group, a pattern with a narrower subject, a claim
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A line that turns a credential into a local account.

    `chosen_by_token` tells that the account's name comes out of the token.
    `any_issuer` tells that the line is for every issuer, also unknown ones.
    """

    method: str
    issuer: str
    subjects: Subjects
    account: Value
    source: Source
    chosen_by_token: bool = False
    any_issuer: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression with what else it matches; empty findings for a tight one.

    `about` says what is matched (`issuer and subject`, `path`).
    `defects`: open-start, open-end, open-issuer, any-sign (an unescaped dot), exponential, broken.
    `also` is an example of a string that nobody meant, and that matches.
    """

    text: Value
    about: str
    defects: tuple[str, ...] = ()
    also: str = ""


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A key that the product does not know and passes over; `default` is what holds instead."""

    key: Value
    section: str
    suggestion: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Dead:
    """A line without effect.

    `reason`: shadowed, never-matches, duplicate, ignored-value, unreachable, not-loaded.
    `says` continues the sentence "this line has no effect: ...".
    `by` is the line that wins, where there is one.
    """

    reason: str
    what: Value
    says: str
    by: Source | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A file that the configuration names and that is not among the files of the run.

    `what` is what the product calls such a file: `authdb`, `mapfile`.
    `file` is its path as it is written. Files that no repository holds are left out:
    certificates, keys, passwords, libraries.
    """

    what: str
    file: Value


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that matters for security, also where it is left at its default.

    `name` is the product's own name for it, lower case.
    `value` is what holds: the written value or the default, as plain text; empty where unknown.
    `seconds` is set for durations, None also where a duration is unlimited (`value` "unlimited").
    """

    name: str
    value: str
    source: Source
    written: bool = True
    known: bool = True
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Everything that the files of one service say about credentials."""

    product: str  # a product of rules/implementations.yaml, or tokenlint's own name for it
    title: str  # as a report names it: `XRootD`
    name: str  # what tells this service from others: its main file
    source: Source
    files: tuple[str, ...]
    service: str = "storage"  # storage, compute, web, plugin, transfer, issuer, broker, client
    version: str = ""
    audience: Audience | None = None
    issuers: tuple[Issuer, ...] = ()
    ways: tuple[Way, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    unknown_keys: tuple[UnknownKey, ...] = ()
    dead: tuple[Dead, ...] = ()
    settings: tuple[Setting, ...] = ()
    absent: tuple[Absent, ...] = ()
    offers: tuple[Offer, ...] = ()
    scope_policies: tuple[PolicyDefect, ...] = ()
    issues_for: tuple[Value, ...] = ()  # the issuer addresses of the tokens that it hands out
    outcomes: tuple[tuple[str, str], ...] = ()  # who obtains what by its policies, in words


Decide = Callable[[Presented, Ask], Decision]


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its acceptance, and its answer to any credential and request.

    `at_version` makes the same service as it decides in another release of the product,
    with that version in its acceptance; None where no release does otherwise, as far as we know.
    `requests` are the tokens that the configuration makes it ask for (see `services.asked`).
    """

    acceptance: Acceptance
    decide: Decide = undecided
    at_version: "Callable[[str], Service] | None" = None
    requests: tuple[Workflow, ...] = ()


@dataclass(frozen=True, slots=True)
class Assembled:
    """What a product's reader made of its files; what could not be read is a problem."""

    services: tuple[Service, ...] = ()
    problems: tuple[Problem, ...] = ()
