"""What one line does for several clients is one finding."""

from dataclasses import replace

from tests.services.made_up import line
from tokenlint.policy.finding import Finding, Location, Persona, RawFinding, Severity
from tokenlint.policy.merging import merged
from tokenlint.source import Source

ONE = Finding(
    "ISS019", "name", "title", Severity.MEDIUM, "high", Persona.REGULAR, "audience",
    "the client a", "doc", (Location(line(4)),),
)  # fmt: skip
OFFER = RawFinding("ISS019", ("/service/offers/0/audience",))
OTHER = RawFinding("ISS019", ("/service/settings/0",))


def test_several_offers_at_one_place() -> None:
    two = replace(ONE, message="the client b", evidence={"x": 1})
    three = replace(ONE, message="the client c")
    (found,) = merged([(OFFER, ONE), (OFFER, two), (OFFER, three)])
    assert found.message == "the client a (and so for 2 more, from the same line)"
    assert found.evidence == {"others": 2}


def test_the_same_words_are_said_as_they_are() -> None:
    assert merged([(OFFER, ONE), (OFFER, ONE)]) == [ONE]


def test_other_rules_lines_and_subjects_stay_apart() -> None:
    rule = replace(ONE, rule="ISS010", message="b")
    place = replace(ONE, locations=(Location(line(5)),), message="b")
    assert len(merged([(OFFER, ONE), (OFFER, rule), (OFFER, place)])) == 3
    assert len(merged([(OTHER, ONE), (OTHER, replace(ONE, message="b"))])) == 2


def test_without_a_column_nothing_is_taken_for_one_place() -> None:
    whole = replace(ONE, locations=(Location(Source("a", 1)),))
    assert len(merged([(OFFER, whole), (OFFER, replace(whole, message="b"))])) == 2
