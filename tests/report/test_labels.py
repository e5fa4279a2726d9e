"""Letters beside marks: they do not cover each other, and near marks share one."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.report.labels import _box, _meet, labels

SIDE = 212.0
SPOTS = st.tuples(st.floats(0, SIDE), st.floats(0, SIDE))


def test_marks_that_stand_together_share_a_label() -> None:
    found = [((50.0, 50.0), letter) for letter in "ABCDEF"]
    assert [each.words for each in labels(found, [], SIDE, [])] == ["A B C D +2"]


def test_what_has_no_letter_has_no_label() -> None:
    assert labels([((1.0, 1.0), "")], [], SIDE, []) == []


@given(st.lists(SPOTS, max_size=12))
def test_every_letter_is_written_once(spots: list[tuple[float, float]]) -> None:
    found = [(spot, chr(65 + number)) for number, spot in enumerate(spots)]
    made = labels(found, spots, SIDE, [])
    hidden = sum(int(each.words.partition("+")[2] or 0) for each in made)
    shown = sum(len(each.words.partition(" +")[0].split()) for each in made)
    assert shown + hidden == len(spots)


def test_labels_of_a_column_do_not_cover_each_other() -> None:
    found = [((24.0, 20.0 + 16 * n), letter) for n, letter in enumerate("ABCDEFGH")]
    made = labels(found, [at for at, _ in found], SIDE, [])
    assert not [pair for pair in combinations(map(_box, made), 2) if _meet(*pair)]


def test_a_label_stays_inside() -> None:
    for corner in ((0.0, 0.0), (SIDE, 0.0), (0.0, SIDE), (SIDE, SIDE)):
        (label,) = labels([(corner, "A")], [corner], SIDE, [])
        left, top, right, bottom = _box(label)
        assert left > 0
        assert top > -12
        assert right < SIDE + 12
        assert bottom < SIDE
