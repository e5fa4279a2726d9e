"""A credential against the need of a workflow: facts, words, places and witnesses of that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tokenlint.policy.credential_view import CredentialView, axes_of
from tokenlint.policy.finding import Axes, Location
from tokenlint.policy.implementations import shipped_implementations
from tokenlint.policy.product_needs import product_needs
from tokenlint.policy.reach import cut, operation_word, request_words
from tokenlint.policy.subject import Speaker
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.request import Request
from tokenlint.source import Pointer
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import Vector, excess, place
from tokenlint.workflows.compare import Comparison, compare
from tokenlint.workflows.declaration import DeclaredOperation, Workflow
from tokenlint.workflows.facts import (
    comparison_facts,
    entry_facts,
    item_facts,
    suggest_service,
    workflow_facts,
)
from tokenlint.workflows.held import Held
from tokenlint.workflows.kinds import shipped_kinds

_ITEM = re.compile(r"/credential/items/(\d+)")
_ENTRY = re.compile(r"/credential/audience/entries/(\d+)")
_MISSING = re.compile(r"/comparison/missing/(\d+)")


@dataclass(frozen=True)
class Judgement:
    """The comparison of a credential, seen by `view`, with what a workflow declares."""

    workflow: Workflow
    view: CredentialView
    comparison: Comparison
    limits: Mapping[str, int]
    calibration: Calibration = field(repr=False)

    @classmethod
    def of(
        cls,
        workflow: Workflow,
        view: CredentialView,
        limits: Mapping[str, int],
        calibration: Calibration,
    ) -> "Judgement":
        """Compare any credential, captured or requested."""
        known = view.lifetime["form"] in ("bounded", "unbounded")
        held = Held(
            items=view.items,
            audience_values=view.audience_values,
            privilege=view.privilege,
            seconds=view.privilege.validity.seconds if known else None,
            group_based=view.group_based,
            scope_known=view.scope_form == "present",
        )
        compared = compare(workflow, held, product_needs(workflow))
        return cls(workflow, view, compared, limits, calibration)

    def added_to(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The policy input with what the need adds to it."""
        credential = facts["credential"]
        pairs = (
            (credential["items"], item_facts(self.comparison)),
            (credential["audience"]["entries"], entry_facts(self.comparison)),
        )
        for rows, additions in pairs:
            for row, addition in zip(rows, additions, strict=True):
                row.update(addition)
        facts["workflow"] = workflow_facts(self.workflow, self.comparison, self.limits)
        compared = comparison_facts(self.comparison, shipped_implementations().lenient)
        return facts if compared is None else facts | {"comparison": compared}

    @cached_property
    def need(self) -> Vector | None:
        """Where the need stands; None where no operation is declared."""
        needed = self.comparison.need.privilege
        return None if needed.empty else place(needed, self.calibration)

    def need_axes(self) -> Axes | None:
        """The same for a report."""
        return axes_of(self.need) if self.need else None

    def excess(self, credential: Vector) -> float | None:
        """What the credential could give up; None where nothing tells the need."""
        return excess(credential, self.need) if self.need else None

    def speakers(self) -> dict[str, Speaker]:
        """The words for nodes that only a comparison has."""
        return workflow_speakers(self.workflow) | {
            "/comparison/missing/*": self._missing,
            "/comparison/missing/*/fix": self._fix,
            "/comparison/missing/*/held": self._held,
            "/comparison/missing/*/lenient": self._lenient,
            "/credential/items/*/witness": self._item_witness,
            "/credential/items/*/narrower": self._narrower,
            "/credential/audience/entries/*/witness": self._entry_witness,
        }

    def _missing(self, index: int) -> str:
        return operation_words(self.workflow, self.comparison.missing[index].operation)

    def _fix(self, index: int) -> str:
        missing = self.comparison.missing[index]
        if missing.cause == "audience" and missing.service:
            return missing.service.audiences[0]
        return " ".join(map(str, missing.fix))

    def _held(self, index: int) -> str:
        held = self.comparison.missing[index].held
        return ", ".join(action.scope_name for action in held.actions) or "nothing"

    def _lenient(self, index: int) -> str:
        missing = self.comparison.missing[index]
        service = missing.service
        if service is None:
            return ""
        return f"{service.implementation} {service.version} ({service.name})"

    def _item_witness(self, index: int) -> str:
        request = self.comparison.item_witness(index)
        return self._words(request) if request else self.view.item_reach(index)

    def _entry_witness(self, index: int) -> str:
        request = self.comparison.entry_witness(index)
        return self._words(request) if request else ""

    def _narrower(self, index: int) -> str:
        need = self.comparison.items[index]
        narrower = need.narrower if need else CapabilitySet()
        return " ".join(map(str, narrower)) or "nothing"

    def _words(self, request: Request) -> str:
        held = self.view.privilege
        validity = self.view.said_validity
        return request_words(request, held.audience, validity, dated=self.view.dated)

    def witness(self, pointer: Pointer) -> str:
        """A concrete request behind a node of the facts; empty where the node is about none."""
        if match := _ITEM.match(pointer):
            return self._item_witness(int(match[1]))
        if match := _ENTRY.match(pointer):
            return self._entry_witness(int(match[1]))
        return ""

    def location(self, pointer: Pointer) -> Location:
        """Where the workflow says what a pointer into the facts means."""
        if match := _MISSING.match(pointer):
            index = self.comparison.missing[int(match[1])].index
            return workflow_location(self.workflow, f"/workflow/operations/{index}")
        if pointer.startswith("/comparison/lifetime"):
            return workflow_location(self.workflow, "/workflow/usable_seconds")
        return workflow_location(self.workflow, pointer)


_PLACES = {
    "/workflow/usable_seconds": "/usable_for",
    "/workflow/kind": "/kind",
    "/workflow/kind_known": "/kind",
    "/workflow/mitigations": "/mitigations",
    "/workflow/operations": "/operations",
    "/workflow/grant": "/token/grant",
    "/workflow/issuer": "/token/issuer",
    "/workflow/refresh": "/token/refresh",
    "/workflow/requests_token": "/token",
}


def workflow_location(workflow: Workflow, pointer: Pointer) -> Location:
    """The place in the declaration that shows what a pointer into `/workflow` means."""
    if re.match(r"/workflow/operations/\d+", pointer):
        return Location(workflow.places.nearest(pointer.removeprefix("/workflow")))
    if match := re.match(r"/workflow/unknown_services/(\d+)", pointer):
        unknown = [
            index
            for index, each in enumerate(workflow.operations)
            if each.service not in workflow.services
        ]
        return Location(workflow.places.nearest(f"/operations/{unknown[int(match[1])]}/service"))
    start = pointer
    while start and start not in _PLACES:
        start = start.rpartition("/")[0]
    if start and _PLACES[start] in workflow.places:
        return Location(workflow.places.key(_PLACES[start]))
    return Location(workflow.source)


def workflow_speakers(workflow: Workflow) -> dict[str, Speaker]:
    """The words for the nodes of a workflow."""
    kinds = shipped_kinds()

    def operation(index: int) -> str:
        return operation_words(workflow, workflow.operations[index])

    return {
        "/workflow": lambda: workflow.name,
        "/workflow/kind": lambda: kinds.kinds[workflow.kind].title if workflow.kind else "unknown",
        "/workflow/operations/*": operation,
        "/workflow/operations/*/service": lambda index: workflow.operations[index].service,
        "/workflow/operations/*/suggestion": lambda index: suggest_service(workflow, index) or "",
        "/workflow/issuer": lambda: (workflow.request and workflow.request.issuer) or "(none)",
    }


def operation_words(workflow: Workflow, operation: DeclaredOperation) -> str:
    """An operation in a message: `delete /scratch at https://storage.example`."""
    service = workflow.services.get(operation.service)
    where = service.audiences[0] if service else f"the unknown service {operation.service}"
    path = f" {cut(operation.path.text)}" if operation.path else ""
    to = f" to {cut(operation.to.text)}" if operation.to else ""
    word = operation_word(operation.operation).lower()
    return f"{word}{path}{to} at {where}"
