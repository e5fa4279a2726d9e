"""Every exception of tokenlint.

TokenlintError            base; carries advice and the exit code
├── UsageError            exit 2: command line or configuration cannot be used
├── NothingToCheck        exit 3: no input holds anything to check
└── Incomplete            exit 4: the analysis could not be finished
    ├── EngineError       the policy engine failed, died or answered nonsense
    ├── PolicyError       a policy or catalogue entry cannot be used (with its place)
    ├── MappingError      a mapping file cannot be used (with each place)
    └── UnfinishedError   a file is not written, since something was not read or judged
"""

from tokenlint.source import Problem, Source


class TokenlintError(Exception):
    """Base of all; `advice` tells the user what to do next."""

    exit_code = 4

    def __init__(self, reason: str, *, advice: str = "", source: Source | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.source = source

    def problem(self, kind: str) -> Problem:
        """The same as a value for a report, at `source` or at the tool itself."""
        return Problem(kind, self.source or Source("<tokenlint>"), self.reason, self.advice)


class UsageError(TokenlintError):
    """The command line or the configuration cannot be used as given."""

    exit_code = 2


class NothingToCheck(TokenlintError):
    """No input holds anything that tokenlint checks."""

    exit_code = 3


class Incomplete(TokenlintError):
    """The analysis could not be finished; incomplete is never clean."""


class EngineError(Incomplete):
    """The policy engine failed, died, timed out or answered nonsense."""


class PolicyError(Incomplete):
    """One or more policies or catalogue entries cannot be used; `problems` lists all of them."""

    def __init__(
        self, reason: str, problems: tuple[Problem, ...] = (), *, advice: str = ""
    ) -> None:
        super().__init__(reason, advice=advice)
        self.problems = problems


class MappingError(Incomplete):
    """A mapping file cannot be used; `problems` lists all that is wrong with it."""

    def __init__(
        self, reason: str, problems: tuple[Problem, ...] = (), *, advice: str = ""
    ) -> None:
        super().__init__(reason, advice=advice)
        self.problems = problems


class UnfinishedError(Incomplete):
    """A file is not written, since its run was not complete; `problems` lists what is missing."""

    def __init__(
        self, reason: str, problems: tuple[Problem, ...] = (), *, advice: str = ""
    ) -> None:
        super().__init__(reason, advice=advice)
        self.problems = problems
