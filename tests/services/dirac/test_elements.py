"""Tokens for pilots, as DIRAC asks for them at each computing element."""

import pytest

from tests.services.dirac.files import REGISTRY, acceptance, element, nested, service
from tokenlint.privilege.operation import Operation
from tokenlint.workflows.declaration import Workflow

PROVIDERS = "IdProviders\n{\nalpha-iam\n{\nissuer = https://issuer.example\n}\n}\n"


def requests(lines: str, around: str = "") -> tuple[Workflow, ...]:
    return service(dirac__cfg=element(lines) + around).requests


def scope(workflow: Workflow) -> list[str]:
    assert workflow.request is not None
    return [item.text for item in workflow.request.scope_items]


@pytest.mark.parametrize(
    ("lines", "audience"),
    [
        ("CEType = HTCondorCE\nTag = Token", ("ce.example:9619",)),
        ("CEType = HTCondorCE\nPort = 1\nTag = Token", ("ce.example:9619",)),
        ("CEType = AREX\nTag = Token", ("https://ce.example:443",)),
        ("CEType = AREX\nPort = 8443\nTag = Token:alpha", ("https://ce.example:8443",)),
        ("CEType = ARC\nTag = Token", None),
    ],
)
def test_audience(lines: str, audience: tuple[str, ...] | None) -> None:
    (workflow,) = requests(lines)
    assert workflow.request is not None
    assert workflow.request.audience == audience
    assert workflow.request.lifetime is None
    assert workflow.kind == "pilot-submission"


def test_an_unknown_type_leaves_the_audience_open() -> None:
    (workflow,) = requests("Tag = Token")
    assert workflow.request is not None
    assert "audience" in workflow.request.unknown


def test_port_of_a_type() -> None:
    around = nested("Resources/Computing/AREX", "Port = 444")
    content = element("CEType = AREX\nTag = Token").removesuffix("}\n")
    inside = around.removeprefix("Resources\n{\n").removesuffix("}\n")
    (workflow,) = service(dirac__cfg=f"{content}{inside}}}\n").requests
    assert workflow.request is not None
    assert workflow.request.audience == ("https://ce.example:444",)


def test_scopes_and_need() -> None:
    (workflow,) = requests("CEType = HTCondorCE\nTag = GPU, Token")
    assert scope(workflow) == [
        "compute.cancel",
        "compute.create",
        "compute.modify",
        "compute.read",
    ]
    assert {each.operation for each in workflow.operations} == {
        Operation.SUBMIT,
        Operation.QUERY,
        Operation.CANCEL,
        Operation.MODIFY_JOB,
    }
    assert workflow.source.line == workflow.places["/token/scope"].line
    assert workflow.places["/token/audience"].line < workflow.places["/token/scope"].line


def test_tags_of_queues_count_and_others_do_not() -> None:
    assert requests("CEType = AREX\nTag = GPU\nQueues\n{\nq\n{\nTag = Token:alpha\n}\n}\n")
    assert not requests("CEType = AREX\nTag = GPU, Tokens\n")
    assert not requests("CEType = AREX\n")


def test_issuer_of_the_organisation() -> None:
    content = element("CEType = AREX\nTag = Token:alpha").removesuffix("}\n") + PROVIDERS + "}\n"
    (workflow,) = service(dirac__cfg=content + REGISTRY).requests
    assert workflow.request is not None
    assert workflow.request.issuer == "https://issuer.example"
    assert workflow.request.grant == "client-credentials"


def test_an_organisation_that_is_not_registered() -> None:
    found = acceptance(dirac__cfg=element("CEType = AREX\nTag = Token:beta") + REGISTRY)
    assert [
        (each.reason, each.what.text) for each in found.dead if each.what.text != "alpha-iam"
    ] == [("never-matches", "Token:beta")]
    assert not acceptance(dirac__cfg=element("CEType = AREX\nTag = Token:beta")).dead


def test_a_comment_behind_the_tag() -> None:
    made = service(dirac__cfg=element("CEType = AREX\nTag = Token # now"))
    assert made.requests == ()
    assert [each.reason for each in made.acceptance.dead] == ["ignored-value"]


def test_a_placeholder_for_the_host() -> None:
    content = element("CEType = HTCondorCE\nTag = Token", "<ce>")
    (workflow,) = service(dirac__cfg=content).requests
    assert workflow.request is not None
    assert "audience" in workflow.request.unknown
