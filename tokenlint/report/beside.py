"""What a report may show beside its findings: least requests, fixes, the price of lifetime."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tokenlint.frontier.result import Frontier
from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Axes


@dataclass(frozen=True, slots=True)
class Snippet:
    """A command, a configuration or a diff, under its title."""

    title: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One token to ask for, its place in trust space, and how to ask."""

    token: LeastToken
    axes: Axes
    snippets: tuple[Snippet, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of one document besides the report.

    `does` are its operations in words; `asks` the tokens that suffice.
    `more` is the command that tells more of them, empty where there is none.
    `fixes` are edits as unified diffs, each with its title; `notes` say what could not be told.
    """

    does: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    fixes: tuple[Snippet, ...] = ()
    notes: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Sheets by the id of their document, and the frontier of the issuer that a run knows of.

    `notes` say what was left out.
    """

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    frontier: Frontier | None = None
    notes: tuple[str, ...] = ()


NOTHING = Beside()
