"""What is asked of a service, and what it answers; a `Door` is one protocol of one service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from tokenlint.privilege.operation import Operation
from tokenlint.probe.token import Token


@dataclass(frozen=True, slots=True)
class Demand:
    """One request.

    `path` and `target` (of a rename) are as they are sent, so a service may see `%2e%2e` there;
    both are absolute paths of the service's own namespace (of the URL), empty for jobs.
    `content` is what is uploaded. `job` names the job of a request about one.
    """

    operation: Operation
    path: str = ""
    target: str = ""
    content: bytes = field(default=b"", repr=False)
    job: str = ""


class Said(StrEnum):
    """What an answer claims."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"  # no answer, or none that can be read


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    `status` is for people and records (`403`, `3010`, `timeout`); `why` says in a clause what went
    wrong where `said` is NOTHING, or names the redirect that was not followed.
    `content` is what was read, listed or told (bounded), `job` the name of a job that was made.
    `server` is how the product names itself, `redirected` whether another address answered in the
    end. `curl` is the request for people, as a line of a shell without the token.
    """

    said: Said
    status: str
    content: bytes = field(default=b"", repr=False)
    why: str = ""
    job: str = ""
    server: str = ""
    curl: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class Unsupported(Exception):
    """This protocol has no such request; the text says what it has not."""


class Door(Protocol):
    """A client of one service over one protocol; it sends what it is told, spelled as it is told.

    It keeps a token within the origin that it was made for, and never raises for what a service
    does: that is an `Answer` with `Said.NOTHING`.
    """

    protocol: str
    """`https`, `http`, `roots`, `arc`, `condor`."""

    def can(self, operation: Operation) -> bool:
        """Whether the protocol has such a request."""
        ...

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        """Send one request. Raises Unsupported."""
        ...

    def close(self) -> None:
        """Let go of connections and processes."""
        ...
