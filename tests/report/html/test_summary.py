"""The first screen says what the run comes to."""

from dataclasses import replace
from importlib.resources import files

from tests.report import samples
from tokenlint.policy.finding import Report, Suppressed
from tokenlint.report.elements import mark_up
from tokenlint.report.html.summary import MOST_PAGES, MOST_PRINTED, summary
from tokenlint.report.view import View


def text(report: Report) -> str:
    return mark_up(summary(report, View()))


def test_the_verdict_is_a_sentence_with_a_sign() -> None:
    assert 'class="verdict failed"' in text(samples.REPORT)
    assert "Failed: 3 findings at or above medium." in text(samples.REPORT)
    assert 'class="verdict passed"' in text(samples.CLEAN)
    assert "✓" in text(samples.CLEAN)
    assert 'class="verdict incomplete"' in text(samples.EMPTY)


def test_errors_are_loud_and_above_the_counts() -> None:
    told = text(samples.TROUBLED)
    assert told.index('role="alert"') < told.index('class="tiles"')
    for words in ("1 error:", "broken.yaml:3:1", "a tab cannot indent", "use spaces in YAML files"):
        assert words in told
    assert 'role="alert"' not in text(samples.REPORT)
    assert "2 errors:" in text(replace(samples.TROUBLED, errors=(samples.ERROR,) * 2))


def test_counts_lead_to_their_findings() -> None:
    told = text(samples.REPORT)
    for name in ("critical", "high", "medium", "low"):
        assert f'<a href="#findings?severity={name}">1</a>' in told
    assert '<a href="#findings?severity=info">0</a>' in told
    assert '<a href="#findings?rule=AUD001">1</a>' in told


def test_suppressed_are_counted_with_reason_and_date() -> None:
    told = text(samples.TROUBLED)
    assert "2 suppressed: 2 ignored with a reason" in told
    assert "(agreed with the site; until 2027-01-31; ignored at reaper.yaml:11:40)" in told
    assert "(old token; no expiry)" in told
    many = (Suppressed(samples.SCP007, "why"),) * 501
    assert "and 1 more; the JSON report has all" in text(replace(samples.REPORT, suppressed=many))


def test_what_a_baseline_knew_is_told_apart() -> None:
    known = Suppressed(samples.SCP007, "", baseline=True)
    told = text(replace(samples.TROUBLED, suppressed=(*samples.TROUBLED.suppressed, known)))
    assert "3 suppressed: 2 ignored with a reason, 1 known before, in the baseline" in told
    assert "<em>(known before, in the baseline)</em>" in told


def test_who_judged_and_when_is_told() -> None:
    told = text(samples.REPORT)
    for words in ("0.1.0", "embedded (regopy 1.5.2)", "2026-11-20 12:00 UTC"):
        assert words in told
    assert "--persona auditor shows all" in text(samples.TROUBLED)
    assert "a site policy reads path_text" in text(samples.TROUBLED)


def test_notes_of_the_page_stand_beside_those_of_the_report() -> None:
    report = replace(samples.REPORT, notes=("one",))
    told = mark_up(summary(report, View(), ("another",)))
    assert told.index("one") < told.index("another")


def test_paper_tells_what_it_leaves_out() -> None:
    assert 'class="note paper"' not in text(samples.REPORT)
    many = replace(samples.REPORT, documents=samples.REPORT.documents * 60)
    count = len(many.documents)
    assert f"at most the first 50 of {count:,} documents in detail; the JSON report" in text(many)


def test_the_script_prints_as_many() -> None:
    script = files("tokenlint.report.html").joinpath("page.js").read_text(encoding="utf-8")
    assert f"MOST_PRINTED = {MOST_PRINTED}, MOST_PAGES = {MOST_PAGES};" in script
