"""A token request as plain facts, also one that a template leaves open."""

from typing import Any

import pytest

from tests.judging import reader
from tests.services.made_up import line, value
from tokenlint.policy.request_facts import dialect_of, lifetime_facts, scope_form
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.offer import Lifetime
from tokenlint.workflows.declaration import TokenRequest

AUDIENCES = (value("https://storage.example", 2),)
SCOPES = (value("storage.read:/data", 3), value("offline_access", 4))
HOUR = Lifetime("access", 3600, line(5))


def subject(**changes: Any) -> WorkflowSubject:
    parts: dict[str, Any] = {"scopes": SCOPES, "audiences": AUDIENCES, "lifetime": HOUR}
    workflow = workflow_of(Asked("reading", line(1), "monitoring", **(parts | changes)))
    assert workflow is not None
    known = reader()
    return WorkflowSubject(workflow, known.settings, known.calibration)


def request(**changes: Any) -> TokenRequest:
    found = subject(**changes).workflow.request
    assert found is not None
    return found


def test_what_is_asked_for() -> None:
    facts = subject().facts
    assert facts["workflow"]["derived"] is True
    assert facts["credential"]["audience"]["form"] == "list"
    assert facts["credential"]["lifetime"] == {
        "state": "undated",
        "form": "bounded",
        "problems": [],
        "refreshable": True,
        "seconds": 3600,
    }
    assert subject().document.vector is not None


def test_a_lifetime_that_is_left_to_the_issuer() -> None:
    open_ = request(lifetime=None)
    assert lifetime_facts(open_)["form"] == "undeclared"
    assert open_.unknown == frozenset()


def test_a_refresh_token() -> None:
    asked = request(refresh=line(6), refresh_lifetime=Lifetime("refresh", 60, line(6)))
    assert lifetime_facts(asked)["refresh_seconds"] == 60
    assert lifetime_facts(request(scopes=SCOPES[:1]))["refreshable"] is False


@pytest.mark.parametrize(
    ("scopes", "form"),
    [(None, "missing"), ((), "empty"), (SCOPES, "present")],
)
def test_the_scope(scopes: Any, form: str) -> None:
    assert scope_form(request(scopes=scopes)) == form


@pytest.mark.parametrize(
    ("scope", "dialect"),
    [("storage.read:/a", "wlcg"), ("read:/a", "scitokens"), ("condor:/READ", "htcondor")],
)
def test_the_language_is_that_of_the_first_capability(scope: str, dialect: str) -> None:
    assert dialect_of(request(scopes=(value("openid", 3), value(scope, 4)))).value == dialect


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("audience", {"audiences": (value("https://{{ host }}", 2),)}),
        ("scope", {"scopes": (*SCOPES, value("storage.read:{{ path }}", 3))}),
        ("lifetime", {"lifetime": Lifetime("access", None, line(5))}),
    ],
)
def test_a_part_that_a_template_fills_in(part: str, written: dict[str, Any]) -> None:
    """It is neither missing nor judged, and nobody can say where the token stands."""
    judged = subject(**written)
    assert judged.workflow.request is not None
    assert judged.workflow.request.unknown == {part}
    assert judged.document.vector is None
    assert judged.document.excess is None
    wanted = "unknown" if part == "audience" else "list"
    assert judged.facts["credential"]["audience"]["form"] == wanted


def test_a_lifetime_that_nobody_names_stands_at_the_maximum_of_the_profile() -> None:
    left, six = subject(lifetime=None), subject(lifetime=Lifetime("access", 21600, line(5)))
    assert left.document.vector == six.document.vector
    assert left.document.facts["lifetime"] == "left to the issuer, at most 6 h by the profile"
    assert six.document.facts["lifetime"] == "6 h"
