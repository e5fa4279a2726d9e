"""What an operator decides about the way to a service: trust, hosts, patience."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one request.

    Seconds for reaching a service, for one step of an exchange, for a whole request with its
    redirects; bytes of an answer's body that are kept; redirects that are followed;
    seconds after which an idle connection is not used again
    (a service may just be closing it, and no request is sent twice).
    """

    connect_seconds: float = 10.0
    step_seconds: float = 20.0
    total_seconds: float = 60.0
    body_bytes: int = 1_048_576
    redirects: int = 5
    idle_seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a door reaches its service.

    `authorities` is a file of certificates or a folder of hashed ones, None for the system's;
    `plain` allows tokens in clear text to hosts other than this machine;
    `redirect_to` names hosts that may answer in the place of the service, without the token;
    `tape_origins` names origins (`https://tape.example:3880`) of a Tape REST API that belongs to
    the service and may see its tokens; `programs` is a PATH to look for clients on, empty for that
    of the environment.
    """

    authorities: Path | None = None
    plain: bool = False
    redirect_to: frozenset[str] = frozenset()
    tape_origins: frozenset[str] = frozenset()
    programs: str = ""
    limits: Limits = field(default_factory=Limits)
