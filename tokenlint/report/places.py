"""What a plot of trust space shows: where documents stand, and what they are compared with.

Each document is a mark for what it asks for or holds and a mark for what it needs.
The first few get a letter; the rest is drawn without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tokenlint.policy.credential_view import axes_of
from tokenlint.policy.finding import Axes, Document
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.references import LEGACY, VOMS_PROXY
from tokenlint.trustspace.vector import place

PAIRS = (("audience", "scope"), ("scope", "lifetime"), ("audience", "lifetime"))
QUESTIONS = {"audience": "where", "scope": "what", "lifetime": "how long"}
LETTERS = "ABCDEFGHIJKL"
MOST_APART = 60  # documents that a plot of points shows one by one


@dataclass(frozen=True, slots=True)
class Placed:
    """A document in trust space; `held` is what it asks for or holds, `letter` may be empty."""

    letter: str
    document: Document
    held: Axes | None
    need: Axes | None


@dataclass(frozen=True, slots=True)
class Known:
    """A familiar credential: its name, a short name for plots, its place."""

    name: str
    short: str
    at: Axes


@cache
def references() -> tuple[Known, Known]:
    """A VOMS proxy of 96 h and the legacy credential of 8 d."""
    calibration = Calibration.default()
    proxy = axes_of(place(VOMS_PROXY.privilege, calibration))
    legacy = axes_of(place(LEGACY.privilege, calibration))
    return Known(VOMS_PROXY.title, "proxy", proxy), Known(LEGACY.title, "legacy", legacy)


def placed(documents: Sequence[Document], *, lettered: bool = False) -> list[Placed]:
    """Documents with a place, those with the most to give up first.

    Where they are too many to be seen apart none has a letter, unless `lettered`.
    """
    known = [each for each in documents if each.vector or each.need]
    ordered = sorted(known, key=_most_to_give_up, reverse=True)
    names = LETTERS if lettered or len(ordered) <= MOST_APART else ""
    letters = [*names[: len(ordered)], *[""] * (len(ordered) - len(names))]
    return [
        Placed(letter, each, each.vector, each.need)
        for letter, each in zip(letters, ordered, strict=True)
    ]


def _most_to_give_up(document: Document) -> tuple[float, float]:
    axes = document.vector or document.need
    return (document.excess or 0.0, axes.magnitude if axes else 0.0)


def spot(axes: Axes, pair: tuple[str, str]) -> tuple[float, float]:
    """A place as seen in the plane of two axes."""
    return float(getattr(axes, pair[0])), float(getattr(axes, pair[1]))
