"""Results and probes for tests of their judgement, each member as usual unless a test says so."""

from typing import Any

from hypothesis import strategies as st

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Effect, Expected, Reach, Verdict
from tokenlint.probe.outcome import Probe
from tokenlint.probe.record import SCHEMA, Begun, Result
from tokenlint.probe.token import Flaw

ENDPOINT = "https://storage.example/area"
KINDS = (
    "none scopeless read create modify stage poll create-read compute pathless empty-path "
    "scope-traversal scope-encoded-traversal scitokens-words unknown-words groups-beside "
    "audience-wrong audience-any audience-listed expired unsigned compute-read"
).split()
SCOPES = (
    "",
    "storage.read:/area/granted",
    "storage.create:/area/granted",
    "storage.modify:/area/granted",
    "storage.stage:/area/granted storage.poll:/area/granted",
    "compute.read compute.create",
    "write:/area/granted",
)


def result(**changes: Any) -> Result:
    """A deletion that passed though it should not have, with a token for new files only."""
    usual: dict[str, Any] = {
        "cell": "https:create:delete",
        "protocol": "https",
        "kind": "create",
        "title": "create",
        "group": "rights",
        "case": "delete",
        "case_title": "delete",
        "operation": Operation.DELETE.value,
        "reach": Reach.INSIDE,
        "expected": Expected.REFUSE,
        "verdict": Verdict.EXCESS,
        "scope": "storage.create:/area/granted",
        "effect": Effect.DONE,
        "status": "204",
        "answer": "204 gone",
        "request": f"curl -X DELETE {ENDPOINT}/granted/create.delete",
        "before": "a file of 12 bytes",
        "after": "nothing",
        "says": "This takes storage.modify for the path, and the token has none.",
        "section": "WLCG profile 1.3 section 2.2.1",
        "server": "Reference/1",
        "token": "0123456789ab",
    }
    return Result(**usual | changes)


def begun(**changes: Any) -> Begun:
    """The beginning of a probe of one cell."""
    usual: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": "tokenlint 0",
        "endpoint": ENDPOINT,
        "name": "the disk",
        "audience": "https://storage.example",
        "plan": "0",
        "folder": "/area/tokenlint-0",
        "cells": 1,
        "started": 0.0,
    }
    return Begun(**usual | changes)


def probe(*results: Result, cells: int | None = None, **changes: Any) -> Probe:
    """A probe with these results, all of them to be tested but those left out."""
    left_out = sum(each.verdict is Verdict.LEFT_OUT for each in results)
    count = len(results) - left_out if cells is None else cells
    return Probe(changes.pop("begun", begun(cells=count)), results, **changes)


RESULTS = st.builds(
    result,
    kind=st.sampled_from(KINDS),
    flaw=st.sampled_from([each.value for each in Flaw]),
    audience=st.sampled_from(["right", "wrong", "other-spelling", "missing", "any", "listed"]),
    operation=st.sampled_from([each.value for each in Operation]),
    reach=st.sampled_from(Reach),
    verdict=st.sampled_from(Verdict),
    expected=st.sampled_from(Expected),
    scope=st.sampled_from(SCOPES),
)
"""Results of every sort, those that make no sense among them."""
