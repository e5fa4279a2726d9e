"""Workflows at services whose configuration is in the same run."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.judging import reader
from tests.services.made_up import ISSUER, acceptance, line, service, value
from tokenlint.policy.neighbours import Neighbours
from tokenlint.policy.storages import accepts, unasked
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict

TEXT = """\
tokenlint: workflows/1
services:
  disk: {{audience: "{audience}", kind: storage}}
workflows:
  nightly:
    kind: deletion
    operations:
      - {{operation: {operation}, service: disk, path: /scratch/x, by: service}}
    usable_for: 1h
    token:
      issuer: {issuer}
      audience: ["https://storage.example"]
      scope: "{scope}"
      lifetime: 1h
"""


def subject(
    services: tuple[Service, ...],
    *,
    operation: str = "delete",
    scope: str = "storage.create:/scratch",
    issuer: str = ISSUER,
    audience: str = "https://storage.example",
) -> WorkflowSubject:
    text = TEXT.format(operation=operation, scope=scope, issuer=issuer, audience=audience)
    (found,) = reader().workflows(text.encode(), Path("w.yaml")).subjects
    assert isinstance(found, WorkflowSubject)
    return replace(found, services=Neighbours(services))


def answering(verdict: Verdict) -> Service:
    def answer(_presented: Presented, _ask: Ask) -> Decision:
        return Decision(verdict, (Step(line(9), "says so"),))

    return Service(acceptance(), answer)


def test_a_service_that_lets_more_pass_is_named_with_its_line() -> None:
    found = subject((answering(Verdict.ALLOWED),))
    (missing,) = found.facts["comparison"]["missing"]
    assert missing["storage"] == 0
    assert found.facts["comparison"]["storages"] == [
        {"index": 0, "operation": "delete", "destructive": True, "more": True}
    ]
    assert found.text("/comparison/storages/0") == f"XRootD allows it: {line(9)} says so"
    assert found.location("/comparison/storages/0").source == line(9)


def test_a_service_that_refuses_what_the_scopes_allow() -> None:
    found = subject((answering(Verdict.DENIED),), scope="storage.modify:/scratch")
    assert found.facts["comparison"]["missing"] == []
    (answer,) = found.facts["comparison"]["storages"]
    assert not answer["more"]
    assert "refuses it: " in found.text("/comparison/storages/0")


@pytest.mark.parametrize(
    ("verdict", "scope"),
    [
        (Verdict.DENIED, "storage.create:/scratch"),
        (Verdict.ALLOWED, "storage.modify:/scratch"),
        (Verdict.DEPENDS, "storage.create:/scratch"),
        (Verdict.DEPENDS, "storage.modify:/scratch"),
    ],
)
def test_nothing_to_say_where_it_does_what_the_profile_says(verdict: Verdict, scope: str) -> None:
    assert "storages" not in subject((answering(verdict),), scope=scope).facts["comparison"]


def test_another_audience_is_another_service() -> None:
    held = subject((answering(Verdict.ALLOWED),), audience="https://elsewhere.example")
    assert held.beside is not None
    assert held.beside.answers == ()


def test_the_declared_path_lies_below_the_area_of_the_issuer() -> None:
    asked: list[str] = []

    def answer(presented: Presented, ask: Ask) -> Decision:
        asked.append(ask.path)
        assert presented.scopes == ("storage.create:/scratch",)
        return Decision(Verdict.DENIED)

    beside = subject((Service(acceptance(), answer),)).beside
    assert beside is not None
    assert beside.answers == ()
    assert asked == ["/data/scratch/x"]


def test_an_audience_that_no_workflow_asks_for() -> None:
    held = service().acceptance
    (asks,) = [subject(()).workflow]
    assert unasked(held, [asks]) == ()
    assert unasked(held, []) == ()
    assert held.audience is not None
    more = (*held.audience.accepted, value("https://old.example", 2), value("{{ x }}", 2))
    wider = replace(held, audience=replace(held.audience, accepted=more))
    assert unasked(wider, [asks]) == (2,)


@pytest.mark.parametrize(
    ("audience", "listed"),
    [
        ("https://storage.example", True),
        ("https://storage.example:443", True),
        ("davs://storage.example", True),
        ("https://other.example", False),
        ("https://wlcg.cern.ch/jwt/v1/any", False),
    ],
)
def test_spellings_of_an_audience(audience: str, *, listed: bool) -> None:
    assert accepts(acceptance(), audience) is listed
