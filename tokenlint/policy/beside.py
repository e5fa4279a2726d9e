"""A workflow beside the services of the same run: facts, words and places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tokenlint.policy.finding import Location
from tokenlint.policy.joins import Refusal, refusals, spelled, strangers
from tokenlint.policy.neighbours import Neighbours
from tokenlint.policy.reach import cut
from tokenlint.policy.storages import Answer, answers
from tokenlint.policy.subject import Speaker
from tokenlint.services.value import Value
from tokenlint.source import Pointer
from tokenlint.workflows.compare import Comparison
from tokenlint.workflows.declaration import Workflow

_ANSWER = re.compile(r"/comparison/storages/(\d+)")
_REFUSAL = re.compile(r"/workflow/refusals/(\d+)")
_ISSUED = "/workflow/issuer/issued"


@dataclass(frozen=True)
class Beside:
    """One workflow and the services; `comparison` is None without a token request."""

    workflow: Workflow
    services: Neighbours
    comparison: Comparison | None

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Where a service does not do what the profile says."""
        if self.comparison is None:
            return ()
        return answers(self.workflow, self.comparison, self.services)

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Audiences that a service at that host does not list."""
        return refusals(self.workflow, self.services)

    @cached_property
    def issuer_spelled(self) -> Value | None:
        """The issuer that the request misses by a slash or the case of letters."""
        return spelled(self.workflow, self.services)

    def add_to(self, facts: Mapping[str, Any]) -> None:
        """Write into the policy input what the services make of the request."""
        found = {
            "refusals": [{"entry": each.entry} for each in self.refusals],
            "strangers": list(strangers(self.workflow, self.services)),
        }
        facts["workflow"].update({name: rows for name, rows in found.items() if rows})
        if self.issuer_spelled:
            facts["workflow"]["issuer"]["issued"] = "near"
        if self.answers and "comparison" in facts:
            self._add_answers(facts["comparison"])

    def _add_answers(self, comparison: dict[str, Any]) -> None:
        comparison["storages"] = [
            {
                "index": each.index,
                "operation": each.operation.value,
                "destructive": each.destructive,
                "more": each.more,
            }
            for each in self.answers
        ]
        passing = {each.index: i for i, each in reversed([*enumerate(self.answers)]) if each.more}
        for missing in comparison["missing"]:
            if missing["index"] in passing:
                missing["storage"] = passing[missing["index"]]

    def speakers(self) -> dict[str, Speaker]:
        """Words for what `add_to` writes."""
        return {
            "/comparison/storages/*": lambda index: answer_words(self.answers[index]),
            "/workflow/refusals/*": lambda index: refusal_words(self.refusals[index]),
            _ISSUED: lambda: str(self.issuer_spelled),
        }

    def location(self, pointer: Pointer) -> Location | None:
        """The line of a service's configuration that a pointer is about; None for any other."""
        if match := _ANSWER.match(pointer):
            answer = self.answers[int(match[1])]
            acceptance = answer.service.acceptance
            by = answer.decision.by or acceptance.source
            return Location(by, f"decides at {acceptance.title}")
        if match := _REFUSAL.match(pointer):
            refusal = self.refusals[int(match[1])]
            return Location(refusal.listed.source, refusal_words(refusal))
        if pointer == _ISSUED and self.issuer_spelled:
            return Location(self.issuer_spelled.source)
        return None


def answer_words(answer: Answer) -> str:
    """What a service does with an operation, and which line decides."""
    acceptance, decision = answer.service.acceptance, answer.decision
    verb = "allows" if answer.more else "refuses"
    if not decision.steps:
        return f"{acceptance.title} ({acceptance.name}) {verb} it"
    last = decision.steps[-1]
    return f"{acceptance.title} {verb} it: {last.source} {cut(last.says)}"


def refusal_words(refusal: Refusal) -> str:
    """What a service lists instead of an audience."""
    return f"{refusal.service.acceptance.title} accepts {cut(refusal.listed.text)}"
