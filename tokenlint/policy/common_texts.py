"""What all tokens of one run are compared with: the instant, and texts that came before."""

from collections.abc import Callable
from itertools import count

from tokenlint.credentials.jwt import TOKEN_STARTS
from tokenlint.policy.settings import Settings
from tokenlint.policy.shape import OPAQUE, Shape, person, scope_key

_MOST_TEXTS = 8_192  # answers that are kept of a kind; texts that come once would only fill them
_MOST_SHAPES = 100_000


class CommonTexts:
    """Scopes and subjects with what policies may know of them, and the limits on times.

    `scopes` and `persons` are to be looked into first; `scope` and `person` find out.
    None stands for what only a longer way can tell.
    """

    def __init__(self, settings: Settings, letters: frozenset[str]) -> None:
        self.at = settings.at
        self.soon = settings.at + settings.limits["clock_skew_seconds"]
        self.backdating = settings.limits["backdating_seconds"]
        self.scopes: dict[str, int] = {}
        self.persons: dict[str, int] = {}
        self._numbers: dict[Shape, int] = {}
        self.number: Callable[[], int] = count(1).__next__
        self._with_paths = "path_text" in letters

    def scope(self, text: str) -> int | None:
        """What policies may know of a scope that was not seen before."""
        if holds_a_token(text):
            return None
        shape: Shape = (text,) if self._with_paths else scope_key(text)
        number = self._number(shape)
        if len(self.scopes) < _MOST_TEXTS:
            self.scopes[text] = number
        return number

    def _number(self, shape: Shape) -> int:
        """The number that stands for a shape, which is hashed sooner; no other ever has it."""
        number = self._numbers.get(shape)
        if number is None:
            if len(self._numbers) >= _MOST_SHAPES:
                self._numbers.clear()
            number = self._numbers[shape] = self.number()
        return number

    def person(self, text: str) -> int | None:
        """What policies may know of a subject or client that was not seen before."""
        shape = person(text)
        if shape is not OPAQUE and holds_a_token(text):
            return None
        number = self._number(shape)
        if len(self.persons) < _MOST_TEXTS:
            self.persons[text] = number
        return number


def holds_a_token(text: str) -> bool:
    """Whether a token may begin in a text; it may say so too often."""
    return ("ey" in text or "ew" in text) and any(start in text for start in TOKEN_STARTS)
