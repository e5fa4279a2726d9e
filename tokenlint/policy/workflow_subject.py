"""A declared workflow under judgement, with the token that it requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tokenlint.credentials.audience import ABSENT
from tokenlint.policy.credential_view import CredentialView
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.judgement import Judgement, workflow_location, workflow_speakers
from tokenlint.policy.request_facts import dialect_of, lifetime_facts, scope_form
from tokenlint.policy.request_places import written
from tokenlint.policy.settings import Settings
from tokenlint.policy.speech import credential_speakers
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.policy.words import human_duration
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.source import Pointer
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.facts import workflow_facts
from tokenlint.workflows.held import held_of

if TYPE_CHECKING:  # most runs read no service's configuration
    from tokenlint.policy.beside import Beside
    from tokenlint.policy.neighbours import Neighbours


@dataclass(frozen=True)
class WorkflowSubject:
    """One workflow; without a token request only the workflow itself is judged.

    `services` are those whose configuration is in the same run.
    """

    workflow: Workflow
    settings: Settings
    calibration: Calibration = field(repr=False)
    letters: frozenset[str] = frozenset()
    services: "Neighbours | None" = field(default=None, repr=False)

    @cached_property
    def view(self) -> CredentialView | None:
        """The requested token."""
        request = self.workflow.request
        if request is None:
            return None
        held = held_of(request)
        kinds = {
            audience: service.kind
            for service in self.workflow.services.values()
            for audience in service.audiences
        }
        return CredentialView(
            name=f"the token that {self.workflow.name} requests",
            captured=False,
            dialect=dialect_of(request).value,
            audience=ABSENT if request.audience is None else request.audience,
            scope_form=scope_form(request),
            items=request.scope_items,
            group_based=held.group_based,
            privilege=held.privilege,
            lifetime=lifetime_facts(request),
            vector=place(self._as_issued(held.privilege), self.calibration),
            dated=False,
            kinds=kinds,
        )

    def _as_issued(self, privilege: Privilege) -> Privilege:
        """As its issuer would grant it: what a client's configuration leaves open it decides.

        Where a client does not name a lifetime, that is at most the default maximum of the profile.
        """
        if not self._left_to_the_issuer:
            return privilege
        return replace(privilege, validity=Validity(0, self.settings.limits["lifetime_maximum"]))

    @property
    def _left_to_the_issuer(self) -> bool:
        request = self.workflow.request
        return self.workflow.derived and request is not None and request.lifetime is None

    @cached_property
    def judgement(self) -> Judgement | None:
        """The requested token against the need."""
        if self.view is None:
            return None
        return Judgement.of(self.workflow, self.view, self.settings.limits, self.calibration)

    @cached_property
    def beside(self) -> "Beside | None":
        """The workflow beside the services of this run; None where there are none."""
        if not self.services:
            return None
        from tokenlint.policy.beside import Beside

        comparison = self.judgement.comparison if self.judgement else None
        return Beside(self.workflow, self.services, comparison)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `workflow`."""
        limits = dict(self.settings.limits)
        facts: dict[str, Any] = {"format": FORMAT, "kind": "workflow", "limits": limits}
        if self.view is None or self.judgement is None:
            facts["workflow"] = workflow_facts(self.workflow, None, limits)
        else:
            facts["credential"] = self._credential(self.view)
            facts = self.judgement.added_to(facts)
            if self.beside:
                self.beside.add_to(facts)
        issuer = self.workflow.request and self.workflow.request.issuer
        if "issuer_text" in self.letters and issuer:
            facts["workflow"]["issuer"]["issuer_text"] = issuer
        return facts

    def _credential(self, view: CredentialView) -> dict[str, Any]:
        """The requested token; an audience that a template fills in is not missing."""
        facts = view.facts(self.letters)
        if "audience" in self._unknown:
            facts["audience"] |= {"form": "unknown"}
        return facts

    @property
    def _unknown(self) -> frozenset[str]:
        """Parts of the request that are given and cannot be read."""
        return self.workflow.request.unknown if self.workflow.request else frozenset()

    @cached_property
    def document(self) -> Document:
        """The workflow as a report names it."""
        judged = self.judgement
        return Document(
            id=f"{self.workflow.source.file}#{self.workflow.name}",
            kind="workflow",
            title=self.workflow.name,
            source=self.workflow.source,
            facts=self._known(),
            vector=self.view.axes() if self.view and not self._unknown else None,
            need=judged.need_axes() if judged else None,
            excess=None if self._unknown or not judged else judged.excess(judged.view.vector),
        )

    def _known(self) -> dict[str, str]:
        known = {"kind": self.workflow.kind or "unknown"}
        if self.view and self.view.lifetime["form"] == "bounded":
            known["lifetime"] = self.view.lifetime_words()
        if self.view and self._left_to_the_issuer:
            most = human_duration(self.settings.limits["lifetime_maximum"])
            known["lifetime"] = f"left to the issuer, at most {most} by the profile"
        if self.workflow.usable_seconds is not None:
            known["must stay usable"] = human_duration(self.workflow.usable_seconds)
        if self.view:
            known["reach"] = self.view.reach()
        return known

    @cached_property
    def _phrases(self) -> Phrases:
        speakers = dict(credential_speakers(self.view)) if self.view else {}
        own = self.judgement.speakers() if self.judgement else workflow_speakers(self.workflow)
        if self.beside:
            own = own | self.beside.speakers()
        return Phrases(speakers | own)

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def location(self, pointer: Pointer) -> Location:
        """Where the declaration says what a pointer into the facts means."""
        if pointer.startswith("/credential"):
            source = self.workflow.places.nearest(written(pointer, self.workflow.request))
            return Location(source, self._label(pointer))
        if self.beside and (found := self.beside.location(pointer)):
            return found
        if self.judgement and pointer.startswith("/comparison"):
            return self.judgement.location(pointer)
        return workflow_location(self.workflow, pointer)

    def _label(self, pointer: Pointer) -> str:
        """What stands at a place, where the place alone does not tell."""
        if pointer == "/credential":
            return f"grants {self.text('/credential/actions')}"
        return ""

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """The witness: what the requested token would allow that the finding is about."""
        if self.view is None or self.judgement is None:
            return {}
        for pointer in pointers:
            if words := self.judgement.witness(pointer):
                return {"request": words}
            if pointer.startswith(("/workflow", "/comparison")):
                return {}
        return {"request": self.view.reach()}
