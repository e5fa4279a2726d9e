"""The versioned contract for machines; that every output keeps it is shown in test_render."""

import json

import pytest

from tests.report import samples
from tokenlint.report.json import as_data, dump, render
from tokenlint.report.view import View


def test_a_document_has_its_place_in_trust_space() -> None:
    data = json.loads(render(samples.REPORT, View()))
    assert data["schema"] == "tokenlint.report/1"
    assert data["tool"] == {
        "name": "tokenlint",
        "version": "0.1.0",
        "engine": "embedded (regopy 1.5.2)",
    }
    document = data["documents"][1]
    assert document["source"] == {"file": "stolen.jwt"}
    assert document["vector"] == {"audience": 1.0, "scope": 0.96, "lifetime": 0.9}
    assert (document["magnitude"], document["exposure"], document["excess"]) == (0.95, 0.95, 0.8)
    assert document["need"] == {"audience": 0.11, "scope": 0.16, "lifetime": 0.21}


def test_a_finding_has_all_its_members() -> None:
    finding = json.loads(render(samples.REPORT, View()))["findings"][0]
    assert finding["rule"] == "SCP007"
    assert finding["locations"] == [
        {
            "file": "reaper.yaml",
            "line": 15,
            "column": 36,
            "end_column": 59,
            "pointer": "/workflows/nightly-reaper/token/scope",
            "label": "no operation creates anything",
        }
    ]
    assert finding["fix"] == {"text": "leave storage.create:/scratch out", "safe": True}
    assert finding["evidence"]["request"].startswith("CREATE /scratch/x")
    assert finding["references"][0]["section"] == "2.2.1"


def test_what_is_unknown_is_absent_and_no_fix_is_an_empty_object() -> None:
    data = as_data(samples.REPORT)
    findings = data["findings"]
    assert isinstance(findings, list)
    assert findings[3]["fix"] == {}
    assert "safe" not in findings[2]["fix"]
    assert "null" not in render(samples.TROUBLED, View())


def test_suppressions_errors_and_counts_are_told() -> None:
    data = json.loads(render(samples.TROUBLED, View()))
    first, second = data["suppressed"]
    assert (first["reason"], first["until"]) == ("agreed with the site", "2027-01-31")
    assert first["source"] == {"file": "reaper.yaml", "line": 11, "column": 40}
    assert "until" not in second
    assert "source" not in second
    assert data["errors"][0]["source"]["line"] == 3
    assert data["summary"] == {
        "documents": 2,
        "findings": 1,
        "suppressed": 2,
        "hidden": 3,
        "errors": 1,
        "by_severity": {"critical": 0, "high": 1, "medium": 0, "low": 0, "info": 0},
    }


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_lacks_become_words(number: float) -> None:
    assert json.loads(dump({"x": number, "y": (1.5,)})) == {"x": str(number), "y": [1.5]}


def test_a_terminal_obeys_nothing_in_it() -> None:
    assert dump({"a\x7f": "\x9b\x1b\u202e"}) == '{\n  "a\\u007f": "\\u009b\\u001b\\u202e"\n}\n'
