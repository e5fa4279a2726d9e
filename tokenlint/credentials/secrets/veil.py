"""What was found as a secret is not said again, wherever a message quotes the file.

A message may quote a value, a part of a line, or what a product makes of it.
The veil knows every secret of a run by hashes of its parts, and keeps none of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tokenlint.credentials.secrets.secret import Secret

HIDDEN = "(secret not shown)"
_WINDOW = 12  # characters of a secret that may not be seen together
_SHORTEST = 6  # of a secret that is one word; shorter ones stand in many an innocent message
_SHORTEST_PART = 16  # of a part of a secret that has several
_LONGEST = 16_384


@dataclass(frozen=True, slots=True)
class Veil:
    """Hashes of windows of secrets, by the length of the windows."""

    windows: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @staticmethod
    def over(files: Iterable[tuple[str, Iterable[Secret]]]) -> "Veil":
        """The veil for the secrets of these texts; words that everybody knows are no matter."""
        windows: dict[int, set[int]] = {}
        for text, secrets in files:
            for secret in secrets:
                if not secret.well_known:
                    _add(windows, text[secret.start : min(secret.end, secret.start + _LONGEST)])
        return Veil({length: frozenset(found) for length, found in windows.items()})

    def __or__(self, other: "Veil") -> "Veil":
        """The veil for the secrets of both."""
        lengths = self.windows.keys() | other.windows.keys()
        none: frozenset[int] = frozenset()
        return Veil(
            {each: self.windows.get(each, none) | other.windows.get(each, none) for each in lengths}
        )

    def __call__(self, words: str) -> str:
        """The words with every part of a secret replaced."""
        seen = sorted(
            (at, at + length)
            for length, known in self.windows.items()
            for at in range(len(words) - length + 1)
            if hash(words[at : at + length]) in known
        )
        parts: list[str] = []
        done = 0
        for start, end in seen:
            if start > done or not parts:
                parts += words[done:start], HIDDEN
            done = max(done, end)
        return "".join((*parts, words[done:])) if parts else words


def _add(windows: dict[int, set[int]], value: str) -> None:
    parts = value.split()
    least = _SHORTEST if len(parts) == 1 else _SHORTEST_PART
    for part in parts:
        if len(part) >= least:
            length = min(len(part), _WINDOW)
            windows.setdefault(length, set()).update(
                hash(part[at : at + length]) for at in range(len(part) - length + 1)
            )
