"""What code scanning gets; that every output fits the standard is shown in test_render."""

import json
from dataclasses import replace
from typing import Any

from tests.report import samples
from tests.report.rules import RULE
from tokenlint.policy.finding import Report
from tokenlint.report.sarif import render
from tokenlint.report.view import View
from tokenlint.source import Source


def run(report: Report, view: View | None = None) -> Any:
    return json.loads(render(report, view or View()))["runs"][0]


def test_a_result_in_a_file() -> None:
    result = run(samples.REPORT)["results"][1]
    assert (result["ruleId"], result["level"], result["kind"]) == ("SCP001", "error", "fail")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "reaper.yaml"},
                "region": {"startLine": 9, "startColumn": 21, "endColumn": 27},
            },
            "message": {"text": "this fails"},
        }
    ]
    related = result["relatedLocations"]
    assert [place["id"] for place in related] == [1, 2]
    assert related[1]["physicalLocation"]["artifactLocation"]["uri"] == "services.yaml"


def test_a_result_inside_a_token_has_a_logical_place_and_the_tokens_file() -> None:
    location = run(samples.REPORT)["results"][2]["locations"][0]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "stolen.jwt"}}
    assert location["logicalLocations"] == [
        {
            "name": "aud",
            "fullyQualifiedName": "stolen.jwt#3f2a9c01b7de/claims/aud",
            "kind": "member",
        }
    ]


def test_a_token_from_standard_input_has_only_a_logical_place() -> None:
    document = replace(samples.DOCUMENTS[1], source=Source("-"))
    stray = replace(samples.AUD001, document="gone", locations=())
    report = replace(samples.REPORT, documents=(document,), findings=(samples.AUD001, stray))
    results = run(report)["results"]
    assert "physicalLocation" not in results[0]["locations"][0]
    assert results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gone"


def test_the_message_tells_witness_and_fix_and_holds_no_link() -> None:
    hostile = replace(samples.AUD001, message="see [this](https://evil.example)")
    results = run(replace(samples.REPORT, findings=(samples.AUD001, samples.SCP001, hostile)))
    first, second, third = (result["message"]["text"] for result in results["results"])
    assert "\nWitness: DELETE /raw/x at any storage" in first
    assert "\nAdvice: ask for one audience:\n  oidc-token" in first
    assert "\nFix: scope: storage.modify:/scratch" in second
    assert third.startswith(r"see \[this\] (https://evil.example)")


def test_suppressions_say_where_and_why() -> None:
    results = run(samples.TROUBLED)["results"]
    assert "suppressions" not in results[0]
    assert results[1]["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "agreed with the site",
            "location": {
                "physicalLocation": {
                    "artifactLocation": {"uri": "reaper.yaml"},
                    "region": {"startLine": 11, "startColumn": 40},
                }
            },
            "properties": {"until": "2027-01-31"},
        }
    ]
    assert results[2]["suppressions"][0]["kind"] == "external"


def test_errors_are_notifications_and_the_run_is_no_success() -> None:
    invocation = run(samples.TROUBLED)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 4
    error, note = invocation["toolExecutionNotifications"]
    assert (error["level"], error["descriptor"]["id"]) == ("error", "syntax")
    assert error["message"]["text"] == "a tab cannot indent (use spaces in YAML files)"
    assert note["level"] == "note"
    clean = run(samples.CLEAN)["invocations"][0]
    assert (clean["executionSuccessful"], clean["exitCode"]) == (True, 0)
    nowhere = replace(samples.ERROR, source=Source("<engine>"), advice="")
    told = run(replace(samples.EMPTY, errors=(nowhere,)))["invocations"][0]
    place = told["toolExecutionNotifications"][0]["locations"][0]
    assert place == {"logicalLocations": [{"fullyQualifiedName": "<engine>", "kind": "resource"}]}


def test_properties_keep_what_sarif_has_no_member_for() -> None:
    properties = run(samples.REPORT)["results"][0]["properties"]
    assert (properties["axis"], properties["confidence"]) == ("scope", "medium")
    assert properties["fixSafe"] is True
    assert properties["magnitude"] == 0.40
    assert "request" in properties["evidence"]


def test_rules_are_listed_once_and_in_order() -> None:
    rules = run(samples.REPORT, View(rules={"SCP001": RULE}))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["AUD001", "LIF010", "SCP001", "SCP007"]
    assert rules[2]["fullDescription"]["text"].startswith("The storage refuses")
