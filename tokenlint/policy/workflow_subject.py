"""A declared workflow under judgement, with the token that it requests."""

import re
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
from tokenlint.policy.subject import FORMAT, Phrases, Speaker
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
    from tokenlint.policy.joins import Refusal
    from tokenlint.policy.neighbours import Neighbours
    from tokenlint.policy.storages import Answer
    from tokenlint.services.value import Value

_ANSWER = re.compile(r"/comparison/storages/(\d+)")
_REFUSAL = re.compile(r"/workflow/refusals/(\d+)")


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
    def answers(self) -> "tuple[Answer, ...]":
        """Where a service of this run does not do what the profile says."""
        if not self.services or self.judgement is None:
            return ()
        from tokenlint.policy.storages import answers

        return answers(self.workflow, self.judgement.comparison, self.services)

    @cached_property
    def refusals(self) -> "tuple[Refusal, ...]":
        """Audiences that a service of this run at that host does not list."""
        if not self.services:
            return ()
        from tokenlint.policy.joins import refusals

        return refusals(self.workflow, self.services)

    @cached_property
    def issuer_spelled(self) -> "Value | None":
        """The issuer of this run that the request misses by a slash or the case of letters."""
        if not self.services:
            return None
        from tokenlint.policy.joins import spelled

        return spelled(self.workflow, self.services)

    def _audiences_beside(self) -> dict[str, Any]:
        """The requested audiences beside the services of this run."""
        if not self.services:
            return {}
        from tokenlint.policy.joins import strangers

        unknown = strangers(self.workflow, self.services)
        found = {
            "refusals": [{"entry": each.entry} for each in self.refusals],
            "strangers": list(unknown),
        }
        return {name: rows for name, rows in found.items() if rows}

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
            facts["workflow"] |= self._audiences_beside()
            if self.issuer_spelled:
                facts["workflow"]["issuer"]["issued"] = "near"
            self._add_answers(facts)
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

    def _add_answers(self, facts: dict[str, Any]) -> None:
        if not self.answers or "comparison" not in facts:
            return
        facts["comparison"]["storages"] = [
            {
                "index": each.index,
                "operation": each.operation.value,
                "destructive": each.destructive,
                "more": each.more,
            }
            for each in self.answers
        ]
        passing = {each.index: i for i, each in reversed([*enumerate(self.answers)]) if each.more}
        for missing in facts["comparison"]["missing"]:
            if missing["index"] in passing:
                missing["storage"] = passing[missing["index"]]

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
        if self.services:
            own = own | self._speakers_beside()
        return Phrases(speakers | own)

    def _speakers_beside(self) -> dict[str, Speaker]:
        from tokenlint.policy.beside import answer_words, refusal_words

        return {
            "/comparison/storages/*": lambda index: answer_words(self.answers[index]),
            "/workflow/refusals/*": lambda index: refusal_words(self.refusals[index]),
            "/workflow/issuer/issued": lambda: str(self.issuer_spelled),
        }

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def location(self, pointer: Pointer) -> Location:
        """Where the declaration says what a pointer into the facts means."""
        if pointer.startswith("/credential"):
            source = self.workflow.places.nearest(written(pointer, self.workflow.request))
            return Location(source, self._label(pointer))
        if match := _ANSWER.match(pointer):
            return self._answering(int(match[1]))
        if match := _REFUSAL.match(pointer):
            refusal = self.refusals[int(match[1])]
            return Location(refusal.listed.source, self.text(pointer))
        if pointer == "/workflow/issuer/issued" and self.issuer_spelled:
            return Location(self.issuer_spelled.source)
        if self.judgement and pointer.startswith("/comparison"):
            return self.judgement.location(pointer)
        return workflow_location(self.workflow, pointer)

    def _answering(self, index: int) -> Location:
        """The line of the service's configuration that decides."""
        answer = self.answers[index]
        by = answer.decision.by or answer.service.acceptance.source
        return Location(by, f"decides at {answer.service.acceptance.title}")

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
