"""What a report may show beside its findings: least requests, fixes, tables, price of lifetime."""

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
class Square:
    """A cell of a grid: a word, what is said of it below, and the severity that colours it.

    The word alone must tell all: `style` is a severity, `good`, or empty.
    """

    text: str
    style: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a grid under its heading; lines of one `group` stand together."""

    name: str
    squares: tuple[Square, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with heads on both sides; `corner` says what the lines are."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Facts, grids and remarks under one title; `warnings` stand first."""

    title: str
    facts: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the page: `name` is one that `report.html.whole` links to."""

    name: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Sheets by the id of their document, and the frontier of the issuer that a run knows of.

    `chapters` are what a command has to show besides; `notes` say what was left out.
    """

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    frontier: Frontier | None = None
    notes: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()


NOTHING = Beside()
