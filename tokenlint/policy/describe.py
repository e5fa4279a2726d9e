"""From what an engine returned to a finding in words: catalogue templates, exact values."""

from collections.abc import Mapping
from dataclasses import replace
from string import Formatter

from tokenlint.errors import PolicyError
from tokenlint.policy.catalogue import Rule
from tokenlint.policy.finding import Finding, Fix, Location, RawFinding, Scalar
from tokenlint.policy.subject import Subject

_REFERENCE = "#/"


def describe(raw: RawFinding, subject: Subject, rule: Rule) -> Finding:
    """The finding that a decision stands for.

    Raises PolicyError when the decision points nowhere or the template wants what is not given.
    """
    if not raw.at:
        raise PolicyError(f"{raw.rule} names no place")
    words = _Words(raw, subject)
    try:
        places = [subject.location(pointer) for pointer in raw.at]
        evidence = subject.evidence(raw.at)
    except LookupError:
        missing = ", ".join(raw.at)
        raise PolicyError(f"{raw.rule} points to {missing}, which is not there") from None
    message = words.fill(rule.message)
    return Finding(
        rule=rule.code,
        name=rule.name,
        title=rule.title,
        severity=rule.severity,
        confidence=rule.confidence,
        persona=rule.persona,
        axis=rule.axis,
        message=message,
        document=subject.document.id,
        locations=tuple(_telling(place, message) for place in places),
        evidence=evidence,
        fix=Fix(words.fill(rule.fix).strip(), rule.fix_safe) if rule.fix else None,
        references=rule.references,
    )


def _telling(place: Location, message: str) -> Location:
    """The place without a label that only says again what the message says."""
    return replace(place, label="") if place.label and place.label in message else place


class _Words:
    """The words that a template may use; each is only looked up when the template names it."""

    def __init__(self, raw: RawFinding, subject: Subject) -> None:
        self._rule = raw.rule
        self._args: Mapping[str, Scalar] = raw.args
        self._subject = subject

    def fill(self, template: str) -> str:
        parts = Formatter().parse(template)
        return "".join(text + (self._word(name) if name else "") for text, name, _, _ in parts)

    def _word(self, name: str) -> str:
        if name == "document":
            return self._subject.document.title
        if name == "reach":
            return self._subject.text("/credential/reach")
        if name not in self._args:
            raise PolicyError(f"the message of {self._rule} wants {name!r}, which it is not given")
        value = self._args[name]
        if isinstance(value, str) and value.startswith(_REFERENCE):
            return self._subject.text(value[1:])
        return str(value)
