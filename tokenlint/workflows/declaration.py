"""What a workflow file declares: services, operations, the token asked for, mitigations.

Plain values; where each part stands is found through `places`.
Times are in seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tokenlint.credentials.scope import ScopeItem
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.source import Problem, Source
from tokenlint.workflows.load import Load
from tokenlint.workflows.places import Places


@dataclass(frozen=True, slots=True)
class Service:
    """A place where operations go; `audiences` are the strings it accepts, the main one first.

    `kind` is storage, compute, transfer, issuer, other or unknown;
    `implementation` and `version` are empty where the inventory does not name them.
    """

    name: str
    audiences: tuple[str, ...]
    kind: str
    implementation: str = ""
    version: str = ""
    source: Source = field(default=Source("<services>"), compare=False)

    @property
    def at_htcondor(self) -> bool:
        """Whether it is an HTCondor-CE, whose WRITE needs three scopes together."""
        letters = "".join(sign for sign in self.implementation.casefold() if sign.isalnum())
        return letters.startswith("htcondor")


@dataclass(frozen=True, slots=True)
class DeclaredOperation:
    """One thing that the workflow does at a service; `to` is the new path of a rename.

    `by` is who does it: submit-host, pilot, payload, fts, user or service.
    """

    operation: Operation
    service: str
    path: ScopePath | None
    to: ScopePath | None
    by: str
    source: Source = field(compare=False)

    @property
    def paths(self) -> tuple[ScopePath, ...]:
        """Every path that it touches; none for an operation on jobs."""
        return tuple(path for path in (self.path, self.to) if path is not None)


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """The token as the workflow asks its issuer for it; what is not declared is None.

    `audience` None means that the request names none, and the issuer puts in its default.
    `unknown` are the parts (`audience`, `scope`, `lifetime`) that are given and cannot be read,
    because a template fills them in.
    """

    issuer: str | None
    audience: tuple[str, ...] | None
    scope_items: tuple[ScopeItem, ...]
    scope_declared: bool
    lifetime: int | None
    grant: str | None
    refresh_requested: bool
    refresh_lifetime: int | None
    refresh_held_by: str | None
    places: Places = field(compare=False)
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """How often tokens are asked for: `rate` tokens a second, or `count` for each `per`."""

    rate: float | None = None
    per: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Mitigation:
    """A mitigation that the workflow declares, with where a reader can see it."""

    name: str
    evidence: str
    index: int


@dataclass(frozen=True, slots=True)
class Workflow:
    """One declared workflow.

    `kind` is empty where it is missing or unknown; `usable_seconds` is None where not declared;
    `services` are all that its file knows.
    `derived`: nobody declared it; the configuration of a client or broker makes it happen.
    `composed`: its product spells the audiences itself, out of names of hosts.
    """

    name: str
    kind: str
    description: str
    operations: tuple[DeclaredOperation, ...]
    usable_seconds: int | None
    asked_for: AskedFor | None
    request: TokenRequest | None
    mitigations: tuple[Mitigation, ...]
    services: Mapping[str, Service] = field(compare=False)
    source: Source = field(compare=False)
    places: Places = field(compare=False)
    derived: bool = False
    composed: bool = False
    load: Load | None = None

    @property
    def runs_on_worker(self) -> bool:
        """Whether a pilot or a payload holds the token, so that it lies on a worker node."""
        return any(operation.by in WORKERS for operation in self.operations)


WORKERS = frozenset({"pilot", "payload"})


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """Everything read from one file and the inventories it includes.

    `texts` maps each file name to its text, for code frames;
    what could not be read is in `problems`, and the rest stands.
    """

    source: Source
    services: Mapping[str, Service]
    workflows: tuple[Workflow, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str] = field(default_factory=dict)

    def workflow(self, name: str) -> Workflow | None:
        """The workflow of this name."""
        return next((each for each in self.workflows if each.name == name), None)
