"""The registry, and what holds for every format whatever the report is made of."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from tests.effort import examples
from tests.report import samples
from tests.report.hostile import REPORTS
from tokenlint.errors import UsageError
from tokenlint.policy.finding import Report
from tokenlint.report.render import FORMATS, known, render
from tokenlint.report.view import View

SARIF = Draft4Validator(
    json.loads((Path(__file__).parent / "data/sarif-schema-2.1.0.json").read_text())
)
CONTRACT: dict[str, Any] = json.loads(
    files("tokenlint.report").joinpath("schema.json").read_text("utf-8")
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
VIEWS = st.builds(View, width=st.integers(40, 130), colour=st.booleans(), unicode=st.booleans())


def closed(schema: Any) -> Any:
    """The schema with every object closed: our own output has no member that it does not tell."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {name: closed(value) for name, value in schema.items()}
    if shut.get("type") == "object" and isinstance(shut.get("properties"), dict):
        shut["additionalProperties"] = False
    return shut


STRICT = Draft202012Validator(closed(CONTRACT))


def test_every_format_is_listed_and_gives_text() -> None:
    assert set(FORMATS) >= {"full", "concise", "json", "sarif", "junit", "github", "gitlab", "svg"}
    for name in FORMATS:
        for report in (samples.REPORT, samples.TROUBLED, samples.EMPTY, samples.CLEAN):
            text = render(name, report)
            assert text.endswith("\n")
            assert text == render(name, report, View()), "a format is a pure function"


def test_an_unknown_format_is_a_usage_error_with_the_likely_one() -> None:
    with pytest.raises(UsageError) as caught:
        known("sarfi")
    assert caught.value.exit_code == 2
    assert "did you mean sarif?" in caught.value.advice
    with pytest.raises(UsageError) as caught:
        render("zzz", samples.EMPTY)
    assert "junit" in caught.value.advice


slow = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(REPORTS, VIEWS)
def test_terminal_formats_show_no_control_character(report: Report, view: View) -> None:
    for name in ("full", "concise", "github", "github-summary"):
        text = render(name, report, view)
        assert text.encode("utf-8")
        plain = COLOUR.sub("", text) if view.colour and name == "full" else text
        for line in plain.split("\n"):
            assert line.isprintable(), (name, line)
            if name != "github":
                assert not line.lstrip().startswith("::")
            assert not re.search(r"##\w*\[", line)
        if not view.unicode and name == "full":
            assert not set(plain) & set("│┌─┆━█▓▒░◆…✓├")


@slow
@given(REPORTS)
def test_github_writes_one_command_a_finding_and_no_other(report: Report) -> None:
    lines = render("github", report).splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert len(commands) == len(report.findings) + len(report.errors)
    assert len(lines) == len(commands) + 1
    shape = r"::(error|warning|notice) ((file|line|col|endColumn|title)=[^:,]*,?)+::.*"
    assert all(re.fullmatch(shape, line) for line in commands)


@slow
@given(REPORTS)
def test_json_keeps_its_contract(report: Report) -> None:
    text = render("json", report)
    assert text.isascii()
    data = json.loads(text, parse_constant=pytest.fail)
    errors = [error.message for error in STRICT.iter_errors(data)]
    assert not errors
    assert data["summary"]["findings"] == len(data["findings"]) == len(report.findings)
    assert sum(data["summary"]["by_severity"].values()) == len(report.findings)


@slow
@given(REPORTS)
def test_sarif_is_what_the_standard_says(report: Report) -> None:
    text = render("sarif", report)
    assert text.isascii()
    data = json.loads(text)
    assert not [(list(error.path), error.message) for error in SARIF.iter_errors(data)]
    run = data["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert "](" not in result["message"]["text"]
        assert not re.search(r"(?<!\\)[\[\]]", result["message"]["text"])
    marks = [result["partialFingerprints"]["tokenlint/v1"] for result in run["results"]]
    open_marks = marks[: len(report.findings)]
    assert len(set(open_marks)) == len(open_marks)


@slow
@given(REPORTS)
def test_junit_and_svg_are_xml_without_surprises(report: Report) -> None:
    root = ET.fromstring(render("junit", report))
    assert {element.tag for element in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    assert len(root.findall("testsuite/testcase/error")) == len(report.errors)
    picture = ET.fromstring(render("svg", report))
    tags = {element.tag.partition("}")[2] for element in picture.iter()}
    assert tags <= {"svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "text", "g"}
    for element in picture.iter():
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)


@slow
@given(REPORTS)
def test_gitlab_has_one_unique_issue_a_finding(report: Report) -> None:
    issues = json.loads(render("gitlab", report))
    assert len(issues) == len(report.findings) + len(report.errors)
    assert all(issue["location"]["lines"]["begin"] >= 1 for issue in issues)
    assert all(issue["location"]["path"] and issue["description"] for issue in issues)
    marks = [issue["fingerprint"] for issue in issues]
    assert len(set(marks)) == len(marks)


def test_no_format_shows_the_signature_of_a_pasted_token() -> None:
    from dataclasses import replace

    token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.bWFkZS11cC1zaWduYXR1cmU"
    finding = replace(
        samples.SCP007,
        message=token,
        evidence={"request": token, "x": token},
        locations=(replace(samples.SCP007.locations[0], label=token),),
    )
    texts = {"reaper.yaml": samples.YAML.replace("storage.read:/scratch", token)}
    report = replace(samples.REPORT, findings=(finding,), texts=texts, notes=(token,))
    for name in FORMATS:
        assert "bWFkZS11cC" not in render(name, report), name


def test_the_published_schema_is_a_schema() -> None:
    from tokenlint.report.json import schema

    Draft202012Validator.check_schema(schema())
    assert schema() == CONTRACT
