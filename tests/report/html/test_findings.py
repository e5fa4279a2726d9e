"""A finding: its line, frame, witness, fix, why and sources."""

from dataclasses import replace

from tests.report import samples
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.finding import Fix, Reference
from tokenlint.report.elements import mark_up
from tokenlint.report.html.findings import finding_tree

RULES = load_catalogue().rules


def text(finding: object = samples.SCP001, page: str | None = "d0") -> str:
    return mark_up(finding_tree(finding, samples.REPORT, RULES, page))  # type: ignore[arg-type]


def test_the_line_tells_severity_in_shape_and_word() -> None:
    told = text()
    assert '<span class="sev high"><span aria-hidden="true">▲</span> high</span>' in told
    assert "<code>SCP001</code>" in told
    assert '<span class="at">reaper.yaml:9:21</span>' in told


def test_the_frame_marks_what_is_meant() -> None:
    told = text()
    assert 'class="frame"' in told
    assert "operation: delete" in told
    assert (
        '<span class="m1">                     ^^^^^^ this fails</span>' in told
        or "^^^^^^ this fails" in told
    )
    assert "services.yaml" in told


def test_why_and_sources_are_those_of_the_rule() -> None:
    told = text()
    assert RULES["SCP001"].why.split()[0] in told
    assert f'<a href="{samples.DOI}" rel="noreferrer noopener">{samples.PROFILE}</a>' in told
    assert "section 2.2.1" in told
    assert "tokenlint explain SCP001" in told
    unknown = replace(samples.SCP001, rule="XYZ001", references=(Reference("Book"),))
    assert samples.SCP001.title in text(unknown)


def test_a_fix_says_whether_it_is_safe() -> None:
    assert "storage.modify:/scratch<small> (check first: it changes what may work)" in text()
    assert "(safe)" in text(samples.SCP007)
    assert "<dt>advice</dt>" in text(samples.AUD001)
    assert "<dt>fix</dt>" not in text(samples.LIF010)
    several = replace(samples.SCP001, fix=Fix("one\n  two"))
    assert "<pre>one\n  two\n</pre>" in text(several)


def test_witness_confidence_and_document_are_told() -> None:
    assert "CREATE /scratch/x at https://xrd.west.example" in text(samples.SCP007)
    assert "<dt>confidence</dt><dd>medium</dd>" in text(samples.SCP007)
    assert '<a href="#d0">reaper.yaml#nightly-reaper</a>' in text()
    assert "<dt>document</dt>" not in text(page=None)


def test_a_finding_without_a_place_has_no_frame() -> None:
    told = text(replace(samples.SCP001, locations=()))
    assert "<pre" not in told
