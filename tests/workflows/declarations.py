"""Made-up declarations for the tests of this room."""

from typing import Any

from tokenlint.workflows.compare import Comparison, compare
from tokenlint.workflows.declaration import Workflow, WorkflowFile
from tokenlint.workflows.held import held_of
from tokenlint.workflows.reader import read_workflows

PIECES = (
    *"a b: - , [ ] { } &a *a !!str !x ' \" | > # ~ 1 0x1f 1.5 é x:y // http://h:1 <<:".split(),
    *("---", "...", "\n", "\n  ", "\n    ", ": ", "- ", ", ", " #c", " ", "\r\n", '"\\n"'),
    *("|\n  ", ">-\n  "),
)
"""Pieces of YAML that turn a text into another one, or into none."""

PROPER = """\
tokenlint: workflows/1   # marker
x-token: &token
  issuer: https://issuer.example
  scope: >-
    storage.read:/a
    storage.create:/b
workflows:
  one: &one {kind: deletion, token: *token}
  two:
    <<: *one
    operations: &ops
    - {operation: delete, service: s, path: "/a b"}
    - operation: !!str read
      service: 's'
      path: /x
    empty:
"""
"""A declaration with everything that YAML offers."""

LIMITS = {"lifetime_maximum": 21_600}

SERVICES = """\
services:
  disk: {audience: https://storage.example, kind: storage, aliases: [davs://storage.example:443]}
  tape: {audience: https://tape.example, kind: storage, implementation: dcache, version: "9.2.1"}
  ce: {audience: "ce.example:9619", implementation: HTCondor-CE}
  arc: {audience: https://arc.example, kind: compute, implementation: arc-ce}
  fts: {audience: https://fts.example, implementation: fts}
"""


FULL = f"""\
{SERVICES}
workflows:
  nightly-reaper:
    kind: deletion
    description: What is old goes.
    operations:
      - {{operation: delete, service: disk, path: /atlas/scratch, by: service}}
      - {{operation: rename, service: disk, path: /a, to: /b, replace: true, by: payload}}
      - {{operation: rename, service: disk, path: /a, to: /b}}
      - {{operation: submit, service: ce, by: submit-host}}
    usable_for: {{queueing: 2h, running: 24h, retries: 2, retry_delay: 1h}}
    asked_for: {{rate: 30/s}}
    token:
      issuer: https://issuer.example
      audience: https://storage.example
      scope: [storage.read:/atlas, "storage.create:/atlas/scratch compute.create"]
      lifetime: 6h
      grant: client-credentials
      refresh: {{requested: true, lifetime: 30d, held_by: service}}
    mitigations:
      - narrow-scopes
      - {{name: risk-assessment-agreed, evidence: https://docs.example/ra}}
"""
"""One workflow with everything that can be declared."""


def read(text: str) -> WorkflowFile:
    """A file from the text behind the marker."""
    return read_workflows(f"tokenlint: workflows/1\n{text}".encode(), name="w.yaml")


def reasons(file: WorkflowFile) -> list[str]:
    """The problems as `line:column reason`, with the advice in brackets."""
    return [f"{p.source.line}:{p.source.column} {p.reason} [{p.advice}]" for p in file.problems]


def workflow(operations: str = "[]", token: str = "", **more: Any) -> Workflow:
    """One workflow of the services above; arguments are YAML."""
    rows = {"kind": "deletion", "operations": operations, **more}
    if token:
        rows["token"] = token
    body = "".join(f"    {key}: {value}\n" for key, value in rows.items())
    file = read(f"{SERVICES}workflows:\n  w:\n{body}")
    assert file.problems == ()
    return file.workflows[0]


def compared(operations: str, token: str, **more: str) -> Comparison:
    """The token that a workflow of these operations requests, against its need."""
    found = workflow(operations, token, **more)
    assert found.request is not None
    return compare(found, held_of(found.request))


def verdicts_of(comparison: Comparison) -> list[str]:
    """How much of each item is needed, `-` where that is no question."""
    return [each.needed if each else "-" for each in comparison.items]
