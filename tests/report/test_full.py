"""The report for people, as it looks; expected texts in data/full-*.txt."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.report import samples
from tokenlint.policy.finding import Fix, Report
from tokenlint.report import full
from tokenlint.report.view import View
from tokenlint.source import Source

DATA = Path(__file__).parent / "data"
CASES = {
    "wide": (samples.REPORT, View(width=100)),
    "narrow": (samples.REPORT, View(width=60)),
    "narrowest": (samples.REPORT, View(width=40)),
    "ascii": (samples.REPORT, View(width=100, unicode=False)),
    "troubled": (samples.TROUBLED, View(width=100)),
}


@pytest.mark.parametrize("name", CASES)
def test_it_looks_as_expected(name: str) -> None:
    file = DATA / f"full-{name}.txt"
    shown = full.render(*CASES[name])
    if os.environ.get("WRITE_EXPECTED"):
        file.write_text(shown, "utf-8")
    assert shown == file.read_text("utf-8")


@pytest.mark.parametrize("name", ["wide", "narrow", "narrowest"])
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    report, view = CASES[name]
    assert max(map(len, full.render(report, view).splitlines())) <= view.width


def test_colours_change_nothing_but_colours() -> None:
    import re

    plain = full.render(samples.REPORT, View())
    painted = full.render(samples.REPORT, View(colour=True))
    assert "\x1b[1;31m HIGH \x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


def test_rich_is_not_imported_without_colours() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from tests.report import samples; from tokenlint.report.render import render;"
        "render('full', samples.REPORT); print([m for m in sys.modules if m == 'rich'])"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def test_a_clean_token_is_drawn_all_the_same() -> None:
    token = replace(samples.DOCUMENTS[1], need=None, excess=None)
    shown = full.render(replace(samples.EMPTY, documents=(token,)), View())
    assert "where     audience  ▓▓▓" in shown
    assert "▓ held" in shown
    assert "needed" not in shown
    assert "passed: no findings at or above medium (exit 0)" in shown


def test_an_empty_run_says_that_nothing_was_checked() -> None:
    assert "nothing to check (exit 3)" in full.render(samples.EMPTY, View())


def many(count: int) -> Report:
    """`count` findings of one rule on one document, and a second rule."""
    findings = tuple(
        replace(samples.LIF010, message=f"finding number {number}", evidence={})
        for number in range(count)
    )
    return replace(samples.REPORT, findings=(*findings, samples.AUD001))


def test_many_findings_of_one_rule_shrink_to_lines_and_a_count() -> None:
    shown = full.render(many(200), View())
    assert len(shown.splitlines()) < 140
    assert "LIF010 again in this document:" in shown
    assert "<claims of 3f2a9c01b7de>:9:10 finding number 12" in shown
    assert "finding number 13" not in shown
    assert "and 187 more of LIF010; `--format concise` lists every one" in shown
    assert shown.count("tokenlint explain LIF010") == 1
    assert shown.count(samples.DOI) == 1


def test_repeated_findings_break_on_a_narrow_terminal() -> None:
    shown = full.render(many(5), View(width=60))
    assert "    <claims of 3f2a9c01b7de>:9:10 finding number 3\n" in shown
    long = replace(samples.LIF010, message="a long sentence " * 5)
    shown = full.render(replace(samples.REPORT, findings=(long,) * 4), View(width=40))
    assert "    <claims of 3f2a9c01b7de>:9:10\n      a long sentence" in shown


def test_a_witness_is_told_once_a_document() -> None:
    other = replace(samples.AUD001, rule="AUD003", severity=samples.LIF010.severity)
    shown = full.render(replace(samples.REPORT, findings=(samples.AUD001, other)), View())
    assert shown.count("DELETE /raw/x at any storage") == 1
    assert "  witness  as above\n" in shown


def test_an_equal_fix_is_told_once_a_document() -> None:
    twice = replace(samples.REPORT, findings=(samples.SCP001, samples.SCP001))
    shown = full.render(twice, View())
    assert shown.count("scope: storage.modify:/scratch") == 1
    assert "  fix      as above\n" in shown


def test_the_gravest_finding_comes_first() -> None:
    gravest = replace(samples.AUD001, rule="ZZZ001")
    report = replace(samples.REPORT, findings=(samples.LIF010, gravest))
    shown = full.render(report, View())
    assert shown.index("ZZZ001") < shown.index("LIF010")


def test_many_clean_documents_are_a_line_each_up_to_twenty() -> None:
    documents = tuple(
        replace(samples.DOCUMENTS[0], id=f"d{number}", title=f"workflow {number}")
        for number in range(30)
    )
    guilty = replace(samples.SCP001, document="d7")
    report = replace(samples.REPORT, documents=documents, findings=(guilty,))
    shown = full.render(report, View())
    assert "━━ 29 without findings ━" in shown
    assert "  ✓ workflow 20  magnitude 0.40" in shown
    assert "workflow 21" not in shown
    assert "    and 9 more" in shown
    assert shown.count("where     audience") == 1
    bare = replace(documents[0], vector=None, need=None, title="")
    shown = full.render(replace(report, documents=(bare,) * 5, findings=()), View())
    assert "  ✓ d0\n" in shown
    all_guilty = tuple(replace(samples.SCP001, document=f"d{number}") for number in range(30))
    assert "without findings" not in full.render(replace(report, findings=all_guilty), View())


def test_a_finding_on_no_known_document_is_shown() -> None:
    stray = replace(samples.SCP001, document="services.yaml", locations=())
    shown = full.render(replace(samples.REPORT, findings=(stray,)), View())
    assert "━━ services.yaml ━" in shown
    assert "SCP001" in shown
    many_stray = full.render(replace(samples.REPORT, findings=(stray,) * 5), View())
    assert "    -\n      delete on /scratch" in many_stray


def test_advice_of_several_lines_keeps_them() -> None:
    shown = full.render(replace(samples.REPORT, findings=(samples.AUD001,)), View())
    assert "  advice   ask for one audience:\n           oidc-token --aud" in shown
    empty = replace(samples.AUD001, fix=Fix("", safe=True))
    assert "  fix      (safe)" in full.render(replace(samples.REPORT, findings=(empty,)), View())


def test_a_long_title_breaks_the_heading() -> None:
    document = replace(samples.DOCUMENTS[0], title="x" * 200, source=Source("a.yaml"))
    shown = full.render(replace(samples.REPORT, documents=(document,)), View(width=60))
    assert shown.startswith(f"━━ {'x' * 57}\n   {'x' * 57}\n")
    assert "  a.yaml\n   workflow\n" in shown


def test_a_title_that_names_its_place_is_not_doubled() -> None:
    document = replace(samples.DOCUMENTS[0], title="reaper in a.yaml", source=Source("a.yaml"))
    shown = full.render(replace(samples.REPORT, documents=(document,), findings=()), View())
    assert shown.startswith("━━ reaper in a.yaml ━")


def test_a_document_of_which_nothing_is_known_is_a_heading() -> None:
    bare = replace(samples.DOCUMENTS[0], facts={}, vector=None, need=None)
    shown = full.render(replace(samples.REPORT, documents=(bare,), findings=()), View())
    assert shown.split("\n")[1:3] == ["", f"━━ Summary {'━' * 89}"]
    drawn = replace(samples.DOCUMENTS[0], facts={})
    shown = full.render(replace(samples.REPORT, documents=(drawn,), findings=()), View())
    assert shown.split("\n")[2].startswith("  where     audience")
    told = replace(samples.DOCUMENTS[0], vector=None, need=None)
    shown = full.render(replace(samples.REPORT, documents=(told,), findings=()), View())
    assert shown.split("\n")[4:6] == ["  lifetime  4 h", ""]
