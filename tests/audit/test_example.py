"""Examples of the catalogue are filled in to whole audits."""

import pytest

from tokenlint.audit.example import audit_of
from tokenlint.audit.outcome import Cause
from tokenlint.policy.example_audit import ExampleAudit, ExampleNoted, ExampleUsage


@pytest.mark.parametrize("cause", Cause)
def test_an_operation_of_any_reason_is_whole(cause: Cause) -> None:
    example = ExampleNoted(cause.value, "delete", scope="storage.create:/a compute.read", count=4)
    audit = audit_of(ExampleAudit((example,)))
    (noted,) = audit.noted
    assert (noted.cause, noted.destructive, noted.count) == (cause, True, 4)
    assert set(noted.held) == {"create", "query"}
    refused = cause is Cause.REFUSED
    assert (audit.allowed, audit.refused) == ((0, 4) if refused else (4, 0))
    assert noted.seen[0].event.allowed is not refused


def test_what_is_not_used_is_the_rest_of_what_was_granted() -> None:
    usage = ExampleUsage(("storage.read:/a", "storage.modify:/a"), {"storage.read:/a": 3})
    (found,) = audit_of(ExampleAudit(usages=(usage,))).usages
    assert found.unused == ("storage.modify:/a",)
    assert found.operations == 3


def test_words_that_no_audit_has_are_refused() -> None:
    for noted in (ExampleNoted("tired", "delete"), ExampleNoted("expired", "explode")):
        with pytest.raises(ValueError, match="is not a valid"):
            audit_of(ExampleAudit((noted,)))
