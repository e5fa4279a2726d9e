"""An ignore comment as a document of its own: unused and expired ones are findings, too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.policy.suppress import Ignore, code_state, until_state
from tokenlint.source import Pointer


@dataclass(frozen=True, slots=True)
class IgnoreSubject:
    """One ignore comment under judgement; `used` None where the run cannot tell."""

    ignore: Ignore
    used: bool | None
    settings: Settings
    known: frozenset[str]

    @property
    def document(self) -> Document:
        """The comment, named by its place."""
        name = str(self.ignore.source)
        return Document(name, "ignore", f"the ignore at {name}", self.ignore.source)

    @property
    def facts(self) -> Mapping[str, Any]:
        """The `ignore` part of the policy input."""
        ignore: dict[str, Any] = {
            "reason": bool(self.ignore.reason),
            "until": until_state(self.ignore.until, self.settings.at),
            "codes": code_state(self.ignore, self.known),
        }
        if self.used is not None and self.ignore.codes and self._judged():
            ignore["used"] = self.used
        return {
            "format": FORMAT,
            "kind": "ignore",
            "limits": dict(self.settings.limits),
            "ignore": ignore,
        }

    def _judged(self) -> bool:
        """Whether every rule that it names was judged in this run."""
        named = {code for code in self.known if code.startswith(self.ignore.codes)}
        return named <= self.settings.codes

    def text(self, pointer: Pointer) -> str:
        """Its codes and its date in the words of a message."""
        phrases = {
            "/ignore/codes": lambda: ", ".join(self.ignore.codes) or "nothing",
            "/ignore/until": lambda: self.ignore.until,
        }
        return Phrases(phrases).say(pointer, self.facts)

    def location(self, pointer: Pointer) -> Location:
        """Every part of it stands at its comment."""
        return Location(self.ignore.source, "this ignore")

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """What it says: codes, reason and date."""
        return {
            "codes": ", ".join(self.ignore.codes),
            "reason": self.ignore.reason,
            "until": self.ignore.until,
        }
