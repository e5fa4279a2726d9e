"""What was judged and what was found: the values that reports show.

Nothing here holds a usable token: a document is named by its file or its fingerprint,
and the text kept for code frames is a declaration or decoded claims, never a signature.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tokenlint.source import Pointer, Problem, Source

Scalar = str | int | float | bool


class Severity(StrEnum):
    """How much harm a finding stands for; order of definition is order of gravity."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return len(Severity) - 1 - list(Severity).index(self)


class Persona(StrEnum):
    """Who reads: a regular run has almost no false positives, an auditor sees everything."""

    REGULAR = "regular"
    PEDANTIC = "pedantic"
    AUDITOR = "auditor"

    def sees(self, least: "Persona") -> bool:
        """Whether this persona is shown what `least` is the least persona for."""
        order = list(Persona)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class RawFinding:
    """What an engine returns: a rule code, pointers into the input document, arguments."""

    rule: str
    at: tuple[Pointer, ...]
    args: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Location:
    """One place of a finding; `label` says what stands there (shown beside the carets)."""

    source: Source
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source for a rule: title, section and address of a published document."""

    title: str
    section: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """What to write instead; `safe` as the rule's `fix_safe`: None when there is only advice."""

    text: str
    safe: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, one message, one primary place and any number of related ones.

    `evidence` holds the witness (`request`: what the credential allows and the need does not)
    and the exact values behind the message; `document` is the id of the judged document.
    """

    rule: str
    name: str
    title: str
    severity: Severity
    confidence: str
    persona: Persona
    axis: str
    message: str
    document: str
    locations: tuple[Location, ...]
    evidence: Mapping[str, Scalar] = field(default_factory=dict)
    fix: Fix | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that an ignore comment, the configuration or a baseline keeps from the verdict."""

    finding: Finding
    reason: str
    until: str = ""  # ISO date, empty: no expiry
    source: Source | None = None  # where the ignore stands
    baseline: bool = False  # known before, and nobody answered for it


@dataclass(frozen=True, slots=True)
class Axes:
    """A place in trust space: each in [0, 1]; 1 is where an X.509 proxy stands."""

    audience: float
    scope: float
    lifetime: float
    magnitude: float
    exposure: float


@dataclass(frozen=True, slots=True)
class Document:
    """One judged thing: a token, a proxy, a declared workflow, an inventory of services.

    `text` is what code frames are cut from, by file name:
    the YAML file, or the decoded header and claims of a token (under `<claims>`, `<header>`).
    """

    id: str
    kind: str  # that of the policy input, or inventory, mapping
    title: str
    source: Source
    facts: Mapping[str, str] = field(default_factory=dict)  # issuer, profile, verification, times
    vector: Axes | None = None  # of the credential or the requested token
    need: Axes | None = None
    excess: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of a run; `texts` maps a file name to the text that frames are cut from."""

    tool_version: str
    engine: str  # name and version, such as "embedded (regopy 1.5.2)"
    judged_at: int  # seconds since the epoch
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    hidden: int = 0  # findings left out by persona
    errors: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what the reader must know: letters in the shape, stale ignores
