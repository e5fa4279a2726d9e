"""Documents in trust space: which come first, which have a letter, what they are compared with."""

from dataclasses import replace

from tests.report.samples import DOCUMENTS
from tokenlint.policy.finding import Axes
from tokenlint.report.places import LETTERS, MOST_APART, placed, references, spot

DOCUMENT = DOCUMENTS[0]


def test_those_with_the_most_to_give_up_come_first() -> None:
    found = placed(DOCUMENTS)
    assert [each.document.title for each in found] == ["token 3f2a9c01b7de", "nightly-reaper"]
    assert [each.letter for each in found] == ["A", "B"]


def test_what_has_no_place_is_left_out() -> None:
    assert placed([replace(DOCUMENT, vector=None, need=None)]) == []
    only_need = replace(DOCUMENT, vector=None)
    assert placed([only_need])[0].need == DOCUMENT.need


def test_letters_go_as_far_as_they_can_be_told_apart() -> None:
    letters = [each.letter for each in placed([DOCUMENT] * 20)]
    assert letters == [*LETTERS, *[""] * 8]
    many = [DOCUMENT] * (MOST_APART + 1)
    assert {each.letter for each in placed(many)} == {""}
    assert placed(many, lettered=True)[0].letter == "A"


def test_references_stand_where_everything_is_allowed() -> None:
    proxy, legacy = references()
    assert (proxy.at.audience, proxy.at.scope, legacy.at.lifetime) == (1, 1, 1)
    assert 0.89 < proxy.at.lifetime < 0.91


def test_a_place_is_seen_in_a_plane() -> None:
    assert spot(Axes(0.1, 0.2, 0.3, 0, 0), ("scope", "lifetime")) == (0.2, 0.3)
