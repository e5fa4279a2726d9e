"""Services beside each other: their names, and what they allow."""

from dataclasses import replace

import msgspec

from tests.probe import made_results as made
from tokenlint.probe.cell import Effect, Verdict
from tokenlint.probe.services import allows, services_of, unknown

CLEAN = made.probe({}, "clean", "made@2.0")


def test_services_of_one_name_are_told_apart() -> None:
    found = services_of((CLEAN, replace(CLEAN, begun=made.begun("clean", "https://b.example"))))
    assert [each.name for each in found] == [
        "clean (https://b.example)",
        f"clean ({CLEAN.begun.endpoint})",
    ]
    assert len({each.name for each in services_of((CLEAN, CLEAN))}) == 2


def test_a_service_without_a_name_has_that_of_its_endpoint() -> None:
    nameless = replace(CLEAN, begun=made.begun("", "https://b.example"), implementation="")
    (found,) = services_of((nameless,))
    assert found.name == "https://b.example"
    assert found.implementation == unknown("https://b.example")


def test_a_cell_that_a_service_was_not_asked_is_unclear() -> None:
    (found,) = services_of((CLEAN,))
    assert found.allows(("read", "read")) is True
    assert found.allows(("read", "create")) is False
    assert found.allows(("read", "stage")) is None
    assert found.allows(("read", "nonsense")) is None


def test_what_counts_is_what_happened() -> None:
    first = CLEAN.results[0]
    of = {
        effect: allows(msgspec.structs.replace(first, effect=effect, verdict=Verdict.PASS))
        for effect in Effect
    }
    assert of == {
        Effect.DONE: True, Effect.OTHERWISE: True, Effect.UNCHANGED: False, Effect.UNSEEN: None,
    }  # fmt: skip
    assert allows(made.hollow(first)) is False
    assert allows(made.changed(first)) is True
    assert allows(msgspec.structs.replace(first, verdict=Verdict.LEFT_OUT)) is None
