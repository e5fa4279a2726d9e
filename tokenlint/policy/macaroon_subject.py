"""A captured macaroon under judgement: its facts, its words, its places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tokenlint.credentials.macaroon.facts import macaroon_facts
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.privilege_of import (
    Understanding,
    privilege_within,
    understand,
)
from tokenlint.policy.credential_view import axes_of
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.macaroon_languages import shipped_languages
from tokenlint.policy.macaroon_text import MacaroonText
from tokenlint.policy.reach import reach_words
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.policy.words import human_duration, human_instant
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.source import Pointer, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place


@dataclass(frozen=True)
class MacaroonSubject:
    """One captured macaroon; nobody but the service that made it can verify it."""

    macaroon: Macaroon
    source: Source
    settings: Settings
    calibration: Calibration

    @cached_property
    def understanding(self) -> Understanding:
        """The caveats in the languages of the products whose macaroon it may be."""
        return understand(self.macaroon, shipped_languages())

    @cached_property
    def privilege(self) -> Privilege:
        """What it allows from the judged instant on."""
        if not self.macaroon.readable:
            return NOTHING
        return privilege_within(self.macaroon, self.understanding, self.settings.at)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `macaroon`."""
        return {
            "format": FORMAT,
            "kind": "macaroon",
            "limits": dict(self.settings.limits),
            "macaroon": macaroon_facts(self.macaroon, self.understanding, self.settings.at),
        }

    @cached_property
    def document(self) -> Document:
        """The macaroon as a report names it."""
        readable = self.macaroon.readable
        vector = place(self.privilege, self.calibration)
        return Document(
            id=f"{self.source.file}#{self.macaroon.fingerprint}",
            kind="macaroon",
            title=self._name,
            source=self.source,
            facts=self._known() if readable else {"form": "unreadable", "reach": "nothing"},
            vector=axes_of(vector) if readable else None,
        )

    @property
    def _name(self) -> str:
        return f"macaroon {self.macaroon.fingerprint}"

    def _known(self) -> dict[str, str]:
        products = {
            each.language.product: each.language.title for each in self.understanding.readings
        }
        titles = [products[name] for name in self.understanding.products]
        return {
            "form": f"{self.macaroon.form.value}, version {self.macaroon.version}",
            "location": self._text.location_words(),
            "caveats": str(len(self.macaroon.caveats)),
            "language": " or ".join(titles) or "of no known product",
            "times": self._lifetime(),
            "reach": self._reach(),
        }

    def _reach(self) -> str:
        return reach_words(self.privilege, self.privilege.validity, dated=True)

    def _lifetime(self) -> str:
        """`until 2026-11-20 18:00 UTC (in 6 h)`; nothing says when it was issued."""
        end = self.understanding.expiry
        if end is None:
            return "no caveat ends it"
        left = end - self.settings.at
        when = f"in {human_duration(left)}" if left > 0 else f"{human_duration(-left)} ago"
        return f"until {human_instant(end)} ({when if left else 'now'})"

    @cached_property
    def _text(self) -> MacaroonText:
        return MacaroonText(self.macaroon, self.understanding, self.source)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(
            {
                "/macaroon": lambda: self._name,
                "/credential/reach": self._reach,
                "/macaroon/location": self._text.location_words,
                "/macaroon/caveats/*": self._text.caveat_words,
                "/macaroon/lifetime": self._lifetime,
            }
        )

    def texts(self) -> dict[str, str]:
        """What code frames are cut from."""
        return self._text.texts()

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def location(self, pointer: Pointer) -> Location:
        """Where the node at a pointer into the facts stands in the decoded macaroon."""
        return self._text.location(pointer)

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """The witness, and the fingerprint."""
        known = {"fingerprint": self.macaroon.fingerprint}
        return {"request": self._reach(), **known} if self.macaroon.readable else known
