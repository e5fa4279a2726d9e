"""What the examples of the catalogue for audits are made of; the members are those of its schema.

Whatever an example leaves out is filled in by `tokenlint.audit.example`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExampleNoted:
    """Operations of a workflow that were noted; `seconds` past the expiry or before the start."""

    cause: str
    operation: str
    workflow: str = "reconstruction"
    scope: str = "storage.read:/data"
    path: str = "/data/set1/file"
    count: int = 1
    outside: bool = False
    addresses: int = 0
    services: int = 0
    explained: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class ExampleUsage:
    """What a workflow was granted, and how often it used each capability."""

    granted: tuple[str, ...]
    used: Mapping[str, int] = field(default_factory=dict)
    workflow: str = "reconstruction"


@dataclass(frozen=True, slots=True)
class ExampleAudit:
    """What an audit came to."""

    noted: tuple[ExampleNoted, ...] = ()
    usages: tuple[ExampleUsage, ...] = ()
