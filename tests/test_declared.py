"""The need and the request of a workflow, as values to compare."""

from tests.minting import NOW
from tokenlint.credentials.privilege_of import EVERYTHING
from tokenlint.declared import read_need, read_request
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.source import Problem
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.reader import read_workflows

AROUND = Surroundings(NOW, Calibration.default())
SERVICES = """\
tokenlint: workflows/1
services:
  disk: {audience: "https://s.example", aliases: [s.example, "root://s.example"], kind: storage}
workflows:
"""
WHOLE = """\
  w:
    kind: stage-out
    operations:
      - {operation: create, service: disk, path: /prod, by: payload}
    usable_for: 5h
    token: {audience: "https://s.example", scope: "storage.create:/prod", lifetime: 6h}
"""


def workflow(text: str) -> Workflow:
    file = read_workflows((SERVICES + text).encode(), name="w.yaml")
    (only,) = file.workflows
    return only


def test_need_and_request() -> None:
    need = read_need(workflow(WHOLE), "w.yaml#w", AROUND)
    request = read_request(workflow(WHOLE), "w.yaml#w#request", AROUND)
    assert isinstance(need, Presented)
    assert isinstance(request, Presented)
    assert (need.kind, request.kind) == (Kind.NEED, Kind.REQUEST)
    assert (need.dated, request.dated) == (False, False)
    assert need.privilege.validity.seconds == 18_000
    assert request.privilege.validity.seconds == 21_600
    assert request.privilege.covers(need.privilege)
    assert need.notes == request.notes == ()
    main = "https://s.example"
    assert need.spellings == {"s.example": main, "root://s.example": main}
    assert need.source.file == "w.yaml"


def test_the_need_has_what_the_product_wants_besides() -> None:
    """XRootD before 5.6.9 asked for attributes before a rename (issue 2185 there)."""
    renames = WHOLE.replace("create,", "rename, to: /there,")
    plain = read_need(workflow(renames), "w", AROUND)
    old = SERVICES.replace(
        "kind: storage", 'kind: storage, implementation: xrootd, version: "5.6.0"'
    )
    (declared,) = read_workflows((old + renames).encode(), name="w.yaml").workflows
    wanting = read_need(declared, "w", AROUND)
    assert isinstance(plain, Presented)
    assert isinstance(wanting, Presented)
    more = wanting.privilege.capabilities.difference(plain.privilege.capabilities)
    assert [str(each.capability) for each in more] == [
        "storage.read:/prod",
        "storage.read:/there",
    ]


def test_what_is_not_declared_is_told() -> None:
    text = (
        "  w: {kind: stage-out, operations: [{operation: read, service: x, path: /a}], token: {}}\n"
    )
    need = read_need(workflow(text), "n", AROUND)
    request = read_request(workflow(text), "r", AROUND)
    assert isinstance(need, Presented)
    assert isinstance(request, Presented)
    assert need.privilege.validity.seconds == 900
    assert ["15 min" in need.notes[0], "service x" in need.notes[1]] == [True, True]
    assert request.privilege.capabilities == EVERYTHING
    assert request.privilege.audience.unlimited
    assert request.privilege.validity.seconds is None
    assert [note.split(" is asked")[0] for note in request.notes] == [
        "no lifetime", "no audience", "no capability",
    ]  # fmt: skip


def test_nothing_declared_is_a_problem_and_no_empty_need() -> None:
    bare = workflow("  w: {kind: stage-out}\n")
    need, request = read_need(bare, "n", AROUND), read_request(bare, "r", AROUND)
    assert isinstance(need, Problem)
    assert isinstance(request, Problem)
    assert (need.kind, request.kind) == ("need-not-declared", "no-request")
    assert need.source.line == 5
    assert need.advice
    assert request.advice
