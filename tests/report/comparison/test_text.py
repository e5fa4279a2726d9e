"""A comparison for people."""

from hypothesis import given, settings

from tests.effort import examples
from tests.report.comparison.made import COMPARISON, COMPARISONS, JOB, LOST, PROXY, RESPELLED
from tokenlint.comparison import Comparison, compare_all
from tokenlint.report.comparison.text import render
from tokenlint.report.lines import cells
from tokenlint.report.view import View

TEXT = render(COMPARISON, View())


def test_everything_has_its_letter_its_name_and_its_privilege() -> None:
    assert (
        "A  voms-proxy-96h  reference: VOMS proxy, 96 h\n   everything · any service · 4 d" in TEXT
    )
    assert "B  job.token  token job.token\n   storage.create:/prod storage.read:/data" in TEXT
    assert "C  other.token  token other.token\n" in TEXT
    assert "   a note\n" in TEXT


def test_one_picture_for_all() -> None:
    rows = [line for line in TEXT.splitlines() if "◆" in line and "proxy" not in line]
    assert len(rows) == 9
    assert rows[0].count("▓") == 40
    assert rows[0].endswith("◆ 1.00")
    assert "    A  magnitude 0.97 · exposure 0.96\n" in TEXT
    assert TEXT.count("▓ held   ◆ X.509 proxy, 96 h") == 1


def test_each_pair_has_its_word_and_its_proofs() -> None:
    assert "A covers B\n  only A  where     every other service; witness " in TEXT
    assert "                    and 5 more\n" in TEXT
    assert "B and C are incomparable\n" in TEXT
    assert "  only C  where     a.example (the same endpoint as https://a.example" in TEXT
    assert "  spelled alike     B covers C: for a service that knows both spellings\n" in TEXT
    assert "Lifetimes are compared by their length, as if all began at once.\n" in TEXT


def test_what_could_not_be_read_is_told_at_the_end() -> None:
    assert " ERROR  unreadable  gone\n  No such file or directory\n" in TEXT
    only = render(compare_all([], [LOST]), View())
    assert "magnitude" not in only
    assert "gone" in only


def test_equivalent_ones_need_no_proof() -> None:
    text = render(compare_all([JOB, JOB]), View())
    assert "A and B are equivalent\n                    each allows what the other allows\n" in text
    assert "only" not in text


def test_instants_are_shown_where_they_count() -> None:
    text = render(compare_all([JOB, RESPELLED], instants=True), View())
    assert "6 h until 2026-11-20 18:00 UTC" in text
    assert "Lifetimes are compared" not in text


@settings(max_examples=examples(60))
@given(COMPARISONS)
def test_nothing_that_is_shown_acts_on_a_terminal_and_rows_fit(comparison: Comparison) -> None:
    for view in (View(width=60), View(width=100)):
        text = render(comparison, view)
        for line in text.removesuffix("\n").split("\n"):
            assert line.isprintable()
            assert not line.lstrip().startswith("::")
            assert cells(line) <= view.width or line.startswith(" ERROR ")


def test_colours_and_plain_characters() -> None:
    assert "\x1b[" in render(COMPARISON, View(colour=True))
    plain = render(compare_all([PROXY, JOB]), View(unicode=False))
    assert "#" in plain
    assert "▓" not in plain
