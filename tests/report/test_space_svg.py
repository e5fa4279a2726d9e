"""The planes as a file: XML, self-contained, told in words and numbers."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings

from tests.effort import examples
from tests.report import samples
from tests.report.hostile import REPORTS
from tokenlint.policy.finding import Report
from tokenlint.report.space_svg import render
from tokenlint.report.view import View

TAGS = {"svg", "title", "desc", "style", "rect", "path", "text", "g"}


@settings(
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(REPORTS)
def test_it_is_xml_without_surprises(report: Report) -> None:
    picture = ET.fromstring(render(report, View()))
    for element in picture.iter():
        assert element.tag.partition("}")[2] in TAGS
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)


def test_it_is_small_and_reaches_for_nothing() -> None:
    picture = render(samples.REPORT, View())
    assert len(picture) < 16_000
    assert set(re.findall(r"https?://[^\"<\s]+", picture)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<image|<use|@import|url\(|var\(", picture)


def test_it_is_told_in_words_and_numbers() -> None:
    root = ET.fromstring(render(samples.REPORT, View()))
    about = root.find("{http://www.w3.org/2000/svg}desc")
    assert about is not None
    assert about.text is not None
    assert (
        "A token 3f2a9c01b7de: asks for or holds where 1.00, what 0.96, how long 0.90" in about.text
    )
    assert "needs where 0.18, what 0.74, how long 0.37." in about.text
    text = "\n".join(root.itertext())
    for words in ("1.00 / 0.96 / 0.90", "0.11 / 0.16 / 0.21", "legacy credential, 8 d"):
        assert words in text


def test_what_has_no_letter_is_counted() -> None:
    many = replace(samples.REPORT, documents=(samples.DOCUMENTS[0],) * 20)
    assert "and 8 without a letter" in render(many, View())
    assert "No credential to draw." in render(samples.EMPTY, View())
