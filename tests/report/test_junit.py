"""The shape that Jenkins and GitLab read."""

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree as ET

from tests.report import samples
from tokenlint.policy.finding import Location, Report, Severity
from tokenlint.report.junit import render
from tokenlint.report.view import View
from tokenlint.source import Source

# Attributes that the schemas of Jenkins, of Maven Surefire and of pytest know.
KNOWN = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "testcase": {"name", "classname", "time", "file", "line"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
    "system-out": set(),
}


def parsed(report: Report, view: View | None = None) -> ET.Element:
    return ET.fromstring(render(report, view or View()))


def test_every_element_and_attribute_is_of_the_common_shape() -> None:
    for report in (samples.REPORT, samples.TROUBLED, samples.EMPTY, samples.CLEAN):
        root = parsed(report)
        for element in root.iter():
            assert set(element.attrib) <= KNOWN[element.tag]
        for suite in root.iter("testsuite"):
            cases = list(suite)
            assert {case.tag for case in cases} == {"testcase"}
            assert suite.get("tests") == str(len(cases))
            for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert suite.get(name) == str(len(suite.findall(f"testcase/{tag}")))
            assert datetime.fromisoformat(suite.get("timestamp", "")) == datetime(2026, 11, 20, 12)  # noqa: DTZ001  the format has no zone
        assert all(case.get("name") and case.get("classname") for case in root.iter("testcase"))


def test_a_finding_at_the_threshold_fails_and_one_below_tells() -> None:
    root = parsed(samples.REPORT)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "3", "0")
    case = root.find("testsuite/testcase[@name='SCP001 delete-without-modify']")
    assert case is not None
    assert case.attrib["file"] == "reaper.yaml"
    assert case.attrib["line"] == "9"
    assert "at services.yaml:4:21" in (case.findtext("failure") or "")
    told = root.findtext("testsuite/testcase[@name='SCP007 capability-not-needed']/system-out")
    assert told
    assert "witness: CREATE /scratch/x" in told
    assert "more: tokenlint explain SCP007" in told
    strict = parsed(samples.REPORT, View(fail_on=Severity.LOW))
    assert strict.get("failures") == "4"


def test_advice_keeps_its_lines() -> None:
    text = parsed(samples.REPORT).findtext(
        "testsuite/testcase[@name='AUD001 audience-any']/failure"
    )
    assert text
    assert "\nadvice: ask for one audience:\nadvice:   oidc-token" in text


def test_a_suppressed_finding_is_skipped_and_an_error_is_an_error() -> None:
    root = parsed(samples.TROUBLED)
    skipped = [element.get("message") for element in root.iter("skipped")]
    assert skipped == ["suppressed: agreed with the site", "suppressed: old token"]
    error = root.find("testsuite[@name='not judged']/testcase/error")
    assert error is not None
    assert error.attrib == {"message": "a tab cannot indent", "type": "syntax"}
    assert error.text == "use spaces in YAML files"


def test_a_clean_document_is_a_passed_case() -> None:
    cases = list(parsed(samples.CLEAN).iter("testcase"))
    assert [case.get("name") for case in cases] == ["no findings"] * 2
    assert not [child for case in cases for child in case]


def test_a_finding_on_no_known_document_has_a_suite() -> None:
    stray = replace(samples.SCP001, document="stray", locations=(), fix=None)
    root = parsed(replace(samples.EMPTY, findings=(stray,)))
    assert root.find("testsuite[@name='stray']/testcase/failure") is not None


def test_an_instant_outside_the_calendar_is_1970() -> None:
    suite = parsed(replace(samples.CLEAN, judged_at=10**15)).find("testsuite")
    assert suite is not None
    assert suite.get("timestamp") == "1970-01-01T00:00:00"


def test_standard_input_is_no_file() -> None:
    document = replace(samples.DOCUMENTS[1], source=Source("-"))
    case = parsed(replace(samples.CLEAN, documents=(document,))).find("testsuite/testcase")
    assert case is not None
    assert "file" not in case.attrib


def test_of_an_endpoint_it_tells_what_was_seen_there_and_nothing_twice() -> None:
    endpoint = Source("https://disk.example/store")
    places = tuple(Location(endpoint, label) for label in ("delete: 403", "delete: 403", "read"))
    finding = replace(samples.SCP001, locations=(*places, Location(Source("w.yaml"), "here")))
    text = render(replace(samples.REPORT, findings=(finding,)), View())
    assert text.count("at https://disk.example/store: delete: 403") == 1
    assert text.count("at https://disk.example/store: read") == 1
    assert "at w.yaml\n" in text
