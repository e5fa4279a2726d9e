"""What the user decided about a run: instant, limits, persona, selection, threshold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tokenlint.policy.finding import Finding, Persona, Severity
from tokenlint.policy.suppress import Ignore, not_over
from tokenlint.source import Source


@dataclass(frozen=True, slots=True)
class Waiver:
    """A suppression in the configuration: `codes` in `files` (a shell pattern), with its reason."""

    files: str
    codes: tuple[str, ...]
    reason: str
    until: str = ""  # ISO date of the last day, empty: no expiry
    source: Source | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of this finding, by code prefix and by the file of its main place."""
        file = finding.locations[0].source.file if finding.locations else finding.document
        return finding.rule.startswith(self.codes) and fnmatchcase(file, self.files)

    def as_ignore(self) -> Ignore:
        """The same as an ignore comment would say it, to be judged like one."""
        source = self.source or Source("<configuration>")
        return Ignore(source, self.codes, self.reason, self.until, 0, 0)

    def holds(self, at: int) -> bool:
        """Whether it has not expired at the instant `at`."""
        return not_over(self.until, at)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that shapes a verdict besides the documents and the policies.

    `at` is the judged instant in seconds since the epoch;
    `limits` are the numbers of rules/limits.yaml after the configuration has spoken;
    `codes` are the rules that speak.
    """

    at: int
    limits: Mapping[str, int]
    codes: frozenset[str]
    persona: Persona = Persona.REGULAR
    fail_on: Severity = Severity.MEDIUM
    waivers: tuple[Waiver, ...] = field(default=())
