"""Annotations and the job summary."""

from dataclasses import replace

from tests.report import samples
from tokenlint.policy.finding import Severity
from tokenlint.report.github import render, summary
from tokenlint.report.view import View
from tokenlint.source import Source


def test_annotations() -> None:
    lines = render(samples.REPORT, View()).splitlines()
    assert lines[0] == (
        "::notice file=reaper.yaml,line=15,col=36,endColumn=59,"
        "title=SCP007 capability-not-needed (low)::"
        "storage.create:/scratch is not needed by any declared operation%0A"
        "witness: CREATE /scratch/x at https://xrd.west.example until 4 h after issue%0A"
        "fix: leave storage.create:/scratch out%0Amore: tokenlint explain SCP007"
    )
    assert lines[1].startswith("::error file=reaper.yaml,line=9,col=21,endColumn=27,title=SCP001")
    assert lines[2].startswith("::error file=stolen.jwt,title=AUD001 audience-any (critical)::any")
    assert "%0Aadvice: ask for one audience:%0A  oidc-token --aud" in lines[2]
    assert lines[3].startswith("::warning file=stolen.jwt,title=LIF010")
    assert lines[4] == "tokenlint failed: 3 findings at or above medium"


def test_errors_are_annotated() -> None:
    lines = render(samples.TROUBLED, View()).splitlines()
    assert lines[1] == (
        "::error file=broken.yaml,line=3,col=1,title=tokenlint%3A syntax::"
        "a tab cannot indent (use spaces in YAML files)"
    )
    bare = replace(samples.ERROR, advice="", source=Source("<engine>"))
    lines = render(replace(samples.EMPTY, errors=(bare,)), View()).splitlines()
    assert lines[0] == "::error title=tokenlint%3A syntax::a tab cannot indent"


def test_nothing_in_a_value_ends_it_early() -> None:
    evil = replace(
        samples.LIF010,
        message="50% done\n::add-mask::x",
        document="gone",
        locations=(replace(samples.SCP001.locations[0], source=Source("a,b:c%\n::x.yaml", 1, 1)),),
    )
    line = render(replace(samples.EMPTY, findings=(evil,)), View()).splitlines()[0]
    assert line == (
        r"::warning file=a%2Cb%3Ac%25\n%3A%3Ax.yaml,line=1,col=1,"
        "title=LIF010 long-lived-modify (medium)::"
        "50%25 done%0A::add-mask::x%0Amore: tokenlint explain LIF010"
    )


def test_the_summary_page() -> None:
    page = summary(samples.TROUBLED, View())
    assert page.startswith("## tokenlint: incomplete\\: 1 error, 1 finding at or above medium\n\n")
    assert "Findings: 1 high. Suppressed: 2. Hidden by persona: 3. Errors: 1.\n" in page
    assert "| `broken.yaml:3:1` | a tab cannot indent | use spaces in YAML files |\n" in page
    assert "| high | SCP001 | `reaper.yaml:9:21` | delete on /scratch at https\\://xrd" in page
    row = "| token 3f2a9c01b7de | 1.00 (0.11) | 0.96 (0.16) | 0.90 (0.21) | 0.95 (0.16) | 0.80 |"
    assert row in page
    assert page.endswith("- a site policy reads path\\_text, so 40 tokens needed 40 evaluations\n")


def test_the_summary_page_of_nothing() -> None:
    page = summary(samples.EMPTY, View())
    assert page.startswith("## tokenlint: nothing to check\n\nDocuments: 0, judged by")
    assert "|" not in page


def test_the_summary_page_is_ranked_and_bounded() -> None:
    findings = (*[samples.SCP007] * 150, samples.AUD001)
    page = summary(replace(samples.REPORT, findings=findings), View(fail_on=Severity.INFO))
    rows = [row for row in page.splitlines() if row.startswith(("| low", "| critical"))]
    assert len(rows) == 100
    assert rows[0].startswith("| critical | AUD001 | `stolen.jwt` |")
    assert "and 51 more" in page


def test_a_document_without_need_has_plain_numbers() -> None:
    document = replace(samples.DOCUMENTS[1], need=None, excess=None, title="")
    page = summary(replace(samples.REPORT, documents=(document,), findings=()), View())
    assert "| stolen\\.jwt\\#3f2a9c01b7de | 1.00 | 0.96 | 0.90 | 0.95 |  |" in page
