"""Engines: what runs the policies on documents, and how one is opened.

Three engines give one answer:
`embedded` (regopy in worker processes), `library` (OPA in this process), `server` (OPA elsewhere).
An engine is chosen by name; when it cannot run, that is an error and never another engine.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from tokenlint.errors import PolicyError, UsageError
from tokenlint.policy.engines.process import DEFAULT_MEMORY
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.policies import PolicySet, proven
from tokenlint.source import Problem, Source

Choice = Literal["embedded", "library", "server"]
CHOICES: tuple[Choice, ...] = ("embedded", "library", "server")

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EngineFault:
    """A document that an engine could not judge; the others are judged all the same."""

    reason: str
    advice: str = ""

    def problem(self, source: Source) -> Problem:
        """The same for a report, at the place of the document."""
        return Problem("engine", source, self.reason, self.advice)


Verdict = list[RawFinding] | EngineFault
"""What was found in one document, in a fixed order, or why it could not be judged."""


class Engine(Protocol):
    """Judges documents; a context manager that gives back all that it holds when it is left."""

    @property
    def name(self) -> str:
        """`embedded`, `library` or `server`."""
        ...

    @property
    def version(self) -> str:
        """What runs the policies, such as `regopy 1.5.2` or `OPA 1.22.0 at https://opa.example`."""
        ...

    def warm(self, kind: str = "") -> None:
        """Start whatever takes time, without waiting for it; `kind` is what will come first."""
        ...

    def evaluate(self, documents: Sequence[Facts]) -> list[Verdict]:
        """One verdict a document, in their order. Raises EngineError when none can be judged."""
        ...

    def close(self) -> None:
        """Give back processes, memory, and what was uploaded."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class EmbeddedOptions:
    """`workers`: processes at most; `seconds`: for one document; `bytes`: memory of a worker."""

    workers: int = field(default_factory=lambda: min(2, os.cpu_count() or 1))
    seconds: float = 30.0
    memory: int = DEFAULT_MEMORY


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the OPA is and how to talk to it.

    `token` is a bearer token for the OPA itself; it comes from the environment or a file.
    `seconds` is the time for one request of up to `chunk` documents.
    `readonly`: nothing is uploaded; the server must hold exactly the expected policies.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    ca: Path | None = None
    seconds: float = 60.0
    retries: int = 2
    chunk: int = 200
    readonly: bool = False


TOKEN_VARIABLE = "TOKENLINT_OPA_TOKEN"


def server_token(environ: Mapping[str, str], file: Path | None = None) -> str | None:
    """The bearer token for the OPA: from the file, else from `TOKENLINT_OPA_TOKEN`.

    Raises UsageError for a file that cannot be read, is empty, or a token that no header can hold.
    """
    text = environ.get(TOKEN_VARIABLE) or None
    origin = TOKEN_VARIABLE
    if file is not None:
        origin = str(file)
        try:
            text = file.read_text("ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the OPA token in {origin} cannot be read") from error
    token = text.strip() if text is not None else None
    if token is not None and (not token or not token.isascii() or not token.isprintable()):
        raise UsageError(f"{origin} holds no token that can be sent to an OPA")
    return token


def open_engine(
    choice: str,
    policies: PolicySet,
    *,
    embedded: EmbeddedOptions | None = None,
    server: ServerOptions | None = None,
) -> Engine:
    """The chosen engine with these policies.

    Raises PolicyError for policies that it cannot run, EngineError when it cannot be started,
    UsageError for a choice that does not exist or a server without an address.
    """
    if choice == "embedded":
        refuse_unportable(policies)
        from tokenlint.policy.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(policies, embedded or EmbeddedOptions())
    if choice == "library":
        from tokenlint.policy.engines.library import LibraryEngine

        return LibraryEngine(policies)
    if choice != "server":
        raise UsageError(f"no engine is called {choice}", advice=f"choose {', '.join(CHOICES)}")
    if server is None:
        raise UsageError("the server engine needs --opa-url")
    from tokenlint.policy.engines.server import ServerEngine

    return ServerEngine(policies, server)


def refuse_unportable(policies: PolicySet) -> None:
    """Raises PolicyError that lists whatever the embedded engine might answer wrongly."""
    problems = policies.not_portable(proven())
    if problems:
        first = problems[0]
        raise PolicyError(
            f"the embedded engine cannot be trusted with {len(problems)} place(s) in the policies;"
            f" first: {first.source}: {first.reason}",
            problems,
            advice=first.advice,
        )
