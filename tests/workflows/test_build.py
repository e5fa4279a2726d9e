"""Valid data become values."""

import pytest

from tests.workflows.declarations import FULL, SERVICES, read
from tokenlint.privilege.operation import Operation
from tokenlint.workflows.declaration import AskedFor


def test_everything_that_is_declared_is_read() -> None:
    file = read(FULL)
    assert file.problems == ()
    (found,) = file.workflows
    assert file.workflow("nightly-reaper") is found
    assert file.workflow("other") is None
    assert (found.name, found.kind, found.description) == (
        "nightly-reaper",
        "deletion",
        "What is old goes.",
    )
    assert [each.operation for each in found.operations] == [
        Operation.DELETE,
        Operation.RENAME_OVER,
        Operation.RENAME,
        Operation.SUBMIT,
    ]
    assert [each.by for each in found.operations] == [
        "service",
        "payload",
        "service",
        "submit-host",
    ]
    assert [[str(path) for path in each.paths] for each in found.operations] == [
        ["/atlas/scratch"],
        ["/a", "/b"],
        ["/a", "/b"],
        [],
    ]
    assert found.usable_seconds == 3600 * (2 + 24 + 2 * (1 + 24))
    assert found.asked_for == AskedFor(rate=30.0)
    assert found.runs_on_worker
    assert [(each.name, each.evidence) for each in found.mitigations] == [
        ("narrow-scopes", ""),
        ("risk-assessment-agreed", "https://docs.example/ra"),
    ]
    assert found.source.pointer == "/workflows/nightly-reaper"


def test_the_token_request_is_read() -> None:
    request = read(FULL).workflows[0].request
    assert request is not None
    assert request.issuer == "https://issuer.example"
    assert request.audience == ("https://storage.example",)
    assert [item.text for item in request.scope_items] == [
        "storage.read:/atlas",
        "storage.create:/atlas/scratch",
        "compute.create",
    ]
    assert (request.lifetime, request.grant) == (21_600, "client-credentials")
    assert request.refresh_requested
    assert (request.refresh_lifetime, request.refresh_held_by) == (30 * 86_400, "service")
    assert request.places["/scope/1"].line == request.places["/scope"].line


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("asked_for: {every: 1h}", AskedFor(rate=1 / 3600)),
        ("asked_for: {every: 0s}", AskedFor()),
        ("asked_for: {per: job, count: 2}", AskedFor(per="job", count=2)),
        ("usable_for: 6h", None),
    ],
)
def test_how_often_tokens_are_asked_for(line: str, asked: AskedFor | None) -> None:
    (found,) = read(f"workflows: {{w: {{kind: deletion, {line}}}}}\n").workflows
    assert found.asked_for == asked


def test_a_bare_workflow() -> None:
    (found,) = read("workflows: {w: {kind: deletion, token: {}}}\n").workflows
    assert found.request is not None
    assert found.request.audience is None
    assert not found.request.scope_declared
    assert found.usable_seconds is None
    assert not found.runs_on_worker


def test_services_and_what_they_are() -> None:
    services = read(
        SERVICES + '  x: {audience: "davs://x.example", version: 5.10}\n'
        "  y: {audience: https://y.example, aliases: [https://y.example, root://y.example]}\n"
        "  z: {audience: z, implementation: Something}\n"
    ).services
    assert services["disk"].audiences == ("https://storage.example", "davs://storage.example:443")
    assert {name: each.kind for name, each in services.items()} == {
        "disk": "storage",
        "tape": "storage",
        "ce": "compute",
        "arc": "compute",
        "fts": "transfer",
        "x": "storage",
        "y": "storage",
        "z": "unknown",
    }
    assert services["x"].version == "5.10"
    assert services["y"].audiences == ("https://y.example", "root://y.example")
    assert [name for name, each in services.items() if each.at_htcondor] == ["ce"]
