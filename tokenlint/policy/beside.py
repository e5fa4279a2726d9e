"""A workflow beside the services of the same run, in the words of a message."""

from tokenlint.policy.joins import Refusal
from tokenlint.policy.reach import cut
from tokenlint.policy.storages import Answer


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
