import pytest

from tests.workflows.declarations import read, workflow
from tokenlint.workflows.declaration import Service


@pytest.mark.parametrize(
    ("software", "expected"),
    [
        ("htcondor-ce", True),
        ("HTCondor-CE", True),
        ("htcondor_ce", True),
        ("arc-ce", False),
        ("", False),
    ],
)
def test_an_htcondor_ce_is_known_by_its_software(software: str, expected: bool) -> None:
    assert Service("ce", ("ce.example:9619",), "compute", software).at_htcondor is expected


def test_where_a_service_stands_does_not_make_it_another_one() -> None:
    one = read("services: {s: {audience: https://s.example}}\n").services["s"]
    other = read("\nservices: {s: {audience: https://s.example}}\n").services["s"]
    assert one == other
    assert one.source != other.source


@pytest.mark.parametrize(
    ("by", "expected"),
    [("pilot", True), ("payload", True), ("fts", False), ("user", False), ("submit-host", False)],
)
def test_who_holds_the_token(by: str, expected: bool) -> None:
    found = workflow(f"[{{operation: read, service: disk, path: /a, by: {by}}}]")
    assert found.runs_on_worker is expected
