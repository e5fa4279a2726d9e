"""The door to the documents that policies see; the leak guard of the tests looks at each."""

from collections.abc import Mapping
from typing import Any

from tokenlint.policy.subject import Subject


def policy_input(subject: Subject) -> Mapping[str, Any]:
    """The facts of a subject; `policies/schema/policy-input.json` describes them."""
    return subject.facts
