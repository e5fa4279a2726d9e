"""What the two engines of a real OPA share: documents go to it in arrays, of one kind each.

When a whole array fails, its halves are tried, so that only the documents at fault have a fault.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import msgspec

from tokenlint.policy.engine import EngineFault, Facts, Verdict
from tokenlint.policy.entry import driver_module, driver_package, entry_package
from tokenlint.policy.policies import PolicySet
from tokenlint.policy.rego import Path as Package
from tokenlint.policy.wire import Answer, sendable, verdict

CHUNK = 200  # documents in one evaluation; the time for one is flat from 50 up


class NotEvaluated(Exception):
    """OPA reports an error of a policy on at least one of these documents."""


class Ask(Protocol):
    """`data.tokenlint.entry.<kind>_batch.answers` for these documents, as JSON values.

    Raises NotEvaluated when a policy fails on one of them; None stands for no answer at all.
    """

    def __call__(self, kind: str, documents: Sequence[Any]) -> object:
        """As the class says."""
        ...


def generated(policies: PolicySet) -> dict[Package, str]:
    """The entry module and the driver of each kind, in the order in which they can be loaded."""
    modules: dict[Package, str] = {}
    for kind in policies.kinds:
        modules[entry_package(kind)] = policies.entry_module(kind)
        modules[driver_package(kind)] = driver_module(kind)
    return modules


def judge(documents: Sequence[Facts], policies: PolicySet, ask: Ask, chunk: int) -> list[Verdict]:
    """One verdict a document, in their order; whatever `ask` raises beside NotEvaluated goes up."""
    verdicts: list[Verdict] = [EngineFault("not judged")] * len(documents)
    frames: dict[str, list[tuple[int, Any]]] = {}
    for at, document in enumerate(documents):
        data = sendable(document, policies.kinds)
        if isinstance(data, EngineFault):
            verdicts[at] = data
        else:
            frames.setdefault(document["kind"], []).append((at, msgspec.json.decode(data)))
    for kind, waiting in frames.items():
        for start in range(0, len(waiting), chunk):
            part = waiting[start : start + chunk]
            for at, found in _judge_part(kind, part, policies, ask):
                verdicts[at] = found
    return verdicts


def _judge_part(
    kind: str, part: Sequence[tuple[int, Any]], policies: PolicySet, ask: Ask
) -> Iterator[tuple[int, Verdict]]:
    try:
        answers = ask(kind, [document for _, document in part])
    except NotEvaluated as failure:
        if len(part) == 1:
            yield part[0][0], EngineFault(f"a policy failed: {failure}", "correct this policy")
            return
        half = len(part) // 2
        yield from _judge_part(kind, part[:half], policies, ask)
        yield from _judge_part(kind, part[half:], policies, ask)
        return
    for position, (at, document) in enumerate(part):
        yield at, _verdict(answers, position, document, policies)


def _verdict(answers: object, position: int, document: Facts, policies: PolicySet) -> Verdict:
    raw = answers.get(str(position)) if isinstance(answers, dict) else None
    if raw is None:
        return EngineFault("the engine gave no answer for this document")
    try:
        answer = msgspec.convert(raw, Answer)
    except msgspec.ValidationError as error:
        return EngineFault(f"the engine's answer cannot be read: {error}")
    codes = [rule.code for rule in policies.for_kind(document["kind"])]
    return verdict(document, [answer], codes, policies.digest)
