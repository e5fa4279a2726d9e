"""The last lines of a report."""

from dataclasses import replace

from tests.report import samples
from tokenlint.policy.finding import Report
from tokenlint.report.lines import write
from tokenlint.report.summary import EXIT_MEANING, summary
from tokenlint.report.view import View


def shown(report: Report, width: int = 100) -> str:
    view = View(width=width)
    return write(summary(report, view), view)


def test_a_troubled_run() -> None:
    assert shown(samples.TROUBLED) == (
        " ERROR  syntax  broken.yaml:3:1\n"
        "  a tab cannot indent\n"
        "  advice     use spaces in YAML files\n"
        "\n"
        " NOTE  a site policy reads path_text, so 40 tokens needed 40 evaluations\n"
        "\n"
        f"━━ Summary {'━' * 89}\n"
        "  documents  2 documents judged as of 2026-11-20 12:00 UTC, "
        "engine embedded (regopy 1.5.2)\n"
        "  findings   1 high\n"
        "  suppressed 2 by an ignore with a reason; the first expires 2027-01-31\n"
        "  hidden     3 by persona; `--persona auditor` shows all\n"
        "  errors     1\n"
        "  verdict    incomplete: 1 error, 1 finding at or above medium (exit 4)\n"
    )


def test_an_error_without_advice_has_no_line_for_it() -> None:
    bare = replace(samples.ERROR, advice="")
    assert "advice" not in shown(replace(samples.EMPTY, errors=(bare,)))


def test_suppressions_without_expiry_name_none() -> None:
    lasting = (replace(samples.TROUBLED.suppressed[1]),)
    text = shown(replace(samples.TROUBLED, suppressed=lasting))
    assert "suppressed 1 by an ignore with a reason\n" in text


def test_the_first_expiry_is_named() -> None:
    first, second = samples.TROUBLED.suppressed
    dated = (first, replace(second, until="2026-12-24"))
    assert "; the first expires 2026-12-24\n" in shown(replace(samples.TROUBLED, suppressed=dated))


def test_counts_break_on_a_narrow_terminal() -> None:
    assert "findings   1 critical · 1 high · 1\n             medium · 1 low\n" in shown(
        samples.REPORT, 40
    )


def test_every_exit_code_has_a_meaning() -> None:
    assert set(EXIT_MEANING) == {0, 1, 2, 3, 4}
