"""The page of a document: facts, work, place, findings, and what to write instead."""

from dataclasses import replace

from tests.report import samples
from tests.report.html.beside_samples import SHEET
from tokenlint.policy.finding import Severity
from tokenlint.report.beside import Sheet
from tokenlint.report.elements import el, mark_up
from tokenlint.report.html.documents import Judged, page, row

FOUND = el("details", el("summary", "SCP001"), el("p", "frame"))
JUDGED = Judged("d0", "A", samples.DOCUMENTS[0], (FOUND,), (Severity.HIGH,), SHEET)


def test_all_that_is_known_is_on_it() -> None:
    text = mark_up(page(JUDGED))
    order = [
        "nightly-reaper", "https://iam.experiment.example", "What it does",
        "delete /scratch at south-disk", "Place in trust space", "<svg", "least delete",
        "Findings (1)", "frame", "Least request", "storage.modify:/scratch", "only a product needs",
        "it reads to tell a size", "oidc-token x", "a note", "Fix", "--- a/reaper.yaml",
        "west-disk is in no inventory",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_need_excess_and_references_are_in_the_table() -> None:
    text = mark_up(page(JUDGED))
    assert "excess 0.03" in text
    cells = ("0.51", "0.74", "0.44", "1.00", "1.00")
    assert "".join(f'<td class="n">{cell}</td>' for cell in cells) in text


def test_the_brief_one_leaves_out_plot_commands_and_frames() -> None:
    text = mark_up(page(JUDGED, brief=True))
    for words in ("<svg", "oidc-token x", "frame"):
        assert words not in text
    for words in ("SCP001", "storage.modify:/scratch", "--- a/reaper.yaml"):
        assert words in text


def test_what_is_not_there_is_not_promised() -> None:
    bare = replace(samples.DOCUMENTS[0], vector=None, need=None, excess=None, title="")
    text = mark_up(page(Judged("d0", "", bare, (), (), Sheet())))
    for words in ("Least request", "Fix", "Place in trust space", "What it does"):
        assert words not in text
    assert "None." in text
    assert "reaper.yaml#nightly-reaper" in text


def test_a_row_tells_place_and_gravest_finding() -> None:
    text = mark_up(row(JUDGED))
    assert text.startswith(
        '<tr><th scope="row"><strong>A </strong><a href="#d0">nightly-reaper</a>'
    )
    assert "0.51 <small>need 0.74</small>" in text
    assert 'class="sev high"' in text


def test_several_tokens_have_their_labels() -> None:
    ask = SHEET.asks[0]
    other = replace(
        ask, token=replace(ask.token, label="read", capabilities=ask.token.capabilities)
    )
    text = mark_up(page(replace(JUDGED, sheet=replace(SHEET, asks=(ask, other)))))
    assert "Least requests (2 tokens)" in text
    assert "<h4>delete</h4>" in text
    assert "<h4>read</h4>" in text
