"""GitLab Code Quality."""

import json
from dataclasses import replace

from tests.report import samples
from tokenlint.policy.finding import Location
from tokenlint.report.gitlab import render
from tokenlint.report.view import View
from tokenlint.source import Source


def test_an_issue_a_finding() -> None:
    issues = json.loads(render(samples.REPORT, View()))
    assert [issue["severity"] for issue in issues] == ["minor", "critical", "blocker", "major"]
    assert issues[1] | {"fingerprint": ""} == {
        "description": "SCP001: delete on /scratch at https://xrd.south.example needs "
        "storage.modify, which the request does not hold",
        "check_name": "SCP001 delete-without-modify",
        "fingerprint": "",
        "severity": "critical",
        "location": {"path": "reaper.yaml", "lines": {"begin": 9}},
    }
    assert issues[2]["location"] == {"path": "stolen.jwt", "lines": {"begin": 1}}


def test_what_could_not_be_judged_blocks() -> None:
    issues = json.loads(render(samples.TROUBLED, View()))
    assert issues[-1]["severity"] == "blocker"
    assert issues[-1]["description"] == "not judged: a tab cannot indent"
    assert issues[-1]["location"] == {"path": "broken.yaml", "lines": {"begin": 3}}


def test_paths_are_relative_without_a_dot() -> None:
    places = [Source("./a.yaml", 2), Source("<claims>", 7), Source("./")]
    findings = tuple(
        replace(samples.SCP001, document="gone", locations=(Location(place),)) for place in places
    )
    issues = json.loads(render(replace(samples.EMPTY, findings=findings), View()))
    assert [issue["location"]["path"] for issue in issues] == ["a.yaml", "tokenlint", "tokenlint"]
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [2, 1, 1]
