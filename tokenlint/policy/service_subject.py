"""A service configuration under judgement."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tokenlint.credentials.redact import said
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.joins import Joins
from tokenlint.policy.offer_words import offer_summary, offer_words
from tokenlint.policy.reach import cut
from tokenlint.policy.service_facts import service_facts
from tokenlint.policy.service_places import ServicePlaces
from tokenlint.policy.service_words import deciding_words, service_speakers, witness_words
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.services.acceptance import Acceptance, Service
from tokenlint.services.witnesses import Witness, witnesses
from tokenlint.source import Pointer

_FEW = 300  # attempts at a service that is too large: each costs time with its size
_SHOWN = 20  # of those who obtain something
_LABELLED = re.compile(r"/service/(?:ways|mappings|shared)/\d+")


@dataclass(frozen=True)
class ServiceSubject:
    """One service; `unasked` are indexes of accepted audiences that no workflow asks for.

    `cut` tells that it is too large to be judged whole, which a problem says elsewhere.
    `joins` is what the other files of the run say of it.
    """

    service: Service
    settings: Settings
    embedded: bool = False
    unasked: tuple[int, ...] = ()
    cut: bool = False
    joins: Joins = field(default=Joins(), repr=False)
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def acceptance(self) -> Acceptance:
        """What the configuration says."""
        return self.service.acceptance

    @cached_property
    def witnesses(self) -> tuple[Witness, ...]:
        """Requests that destroy data and pass without a scope for it."""
        return witnesses(self.service, _FEW) if self.cut else witnesses(self.service)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `service`."""
        return {
            "format": FORMAT,
            "kind": "service",
            "limits": dict(self.settings.limits),
            "service": service_facts(
                self.acceptance, self.witnesses, self.unasked, self.joins, embedded=self.embedded
            ),
        }

    @cached_property
    def document(self) -> Document:
        """The service as a report names it."""
        known = {"product": self.acceptance.title}
        if self.acceptance.issuers:
            known["issuers"] = str(len(self.acceptance.issuers))
        if len(self.acceptance.files) > 1:
            known["files"] = ", ".join(self.acceptance.files)
        known |= self._handed_out()
        place = self.acceptance.source
        name = f"{place.file}:{place.line}" if place.line else place.file
        return Document(
            id=f"{name}#{self.acceptance.product}",
            kind="service",
            title=f"{self.acceptance.title} ({self.acceptance.name})",
            source=place,
            facts={**known, **self.extra},
        )

    def _handed_out(self) -> dict[str, str]:
        """Who obtains what, by policies and by offers."""
        told = [(cut(who), cut(what)) for who, what in self.acceptance.outcomes]
        told += [(offer_words(each), offer_summary(each)) for each in self.acceptance.offers]
        known = dict(told[:_SHOWN])
        if (more := len(told) - _SHOWN) > 0:
            known["and"] = f"{more} more, which are not shown"
        return known

    @cached_property
    def _phrases(self) -> Phrases:
        shared = self.facts["service"]["shared"]
        issued = {each.index: each.by.text for each in self.joins.issued}
        joined = {"/service/issuers/*/issued": lambda index: cut(issued[index])}
        return Phrases(service_speakers(self.acceptance, self.witnesses, shared) | joined)

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return said(self._phrases.say(pointer, self.facts))

    @cached_property
    def _places(self) -> ServicePlaces:
        shared = self.facts["service"]["shared"]
        return ServicePlaces(self.acceptance, self.witnesses, shared, self.joins)

    def location(self, pointer: Pointer) -> Location:
        """The line of the configuration that a pointer into the facts means."""
        labelled = _LABELLED.fullmatch(pointer)
        return Location(self._places[pointer], self.text(pointer) if labelled else "")

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """The witness: the request that passes, and what the deciding line says."""
        for pointer in pointers:
            part, _, rest = pointer.removeprefix("/service/").partition("/")
            index = rest.partition("/")[0]
            if part == "deletions" and index:
                return self._witness(self.witnesses[int(index)])
            if part == "patterns" and index and self.acceptance.patterns[int(index)].also:
                return {"also_matches": said(self.acceptance.patterns[int(index)].also)}
        return {}

    def _witness(self, witness: Witness) -> Mapping[str, Scalar]:
        steps = " -> ".join(f"{step.source}: {step.says}" for step in witness.decision.steps)
        known = {"request": witness_words(witness), "by": deciding_words(witness), "steps": steps}
        return {name: said(words) for name, words in known.items() if words}
