"""The door of ARC against a real ARC CE: what it claims is what becomes of jobs there."""

import json
import subprocess
import sys
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest
import yaml

from tests.real.arc.inside import EXPECTED
from tests.real.arc.server import lacking, prefix
from tests.real.xrootd.programs import ROOT

pytestmark = pytest.mark.slow

PATIENCE = 500
"""Seconds that all may take; it takes about 150 on two idle cores."""

CONFIGURATIONS = yaml.safe_load(EXPECTED.read_text())["configurations"]
NAMES = [(name, kind) for name, each in CONFIGURATIONS.items() for kind in each.get("tokens", ())]
SCOPES = {"all": {"query", "submit", "cancel"}, "read": {"query"}, "create": {"submit"}}
"""What the profile lets each token do; nothing for all others."""


@pytest.fixture(scope="session")
def seen(
    unavailable: Callable[[str], None],
    outside_environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """What the CE did, by configuration."""
    if reason := lacking(sudo=outside_environment.get("CI") == "true"):
        unavailable(reason)
    out = tmp_path_factory.mktemp("arc") / "seen.json"
    command = [*prefix(), sys.executable, "-m", "tests.real.arc.inside", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=True, timeout=PATIENCE)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def _rows(seen: dict[str, Any], name: str, kind: str) -> dict[str, dict[str, Any]]:
    return {row["operation"]: row for row in seen[name][:-1] if row["token"] == kind}


@pytest.mark.parametrize(("name", "kind"), NAMES, ids=str)
def test_what_the_ce_allows(seen: dict[str, Any], name: str, kind: str) -> None:
    rows = _rows(seen, name, kind)
    allowed = {operation for operation, row in rows.items() if row["said"] == "yes"}
    expected = CONFIGURATIONS[name]["tokens"][kind]
    assert allowed == set(expected["allowed"]), rows
    assert allowed - SCOPES.get(kind, set()) == set(expected.get("beyond", []))


def test_the_claims_are_what_became_of_the_jobs(seen: dict[str, Any]) -> None:
    *rows, last = seen["issuer-alone"]
    assert last["unnamed"] == []
    for row in rows:
        assert row["said"] in {"yes", "no"}, row
        submitted = row["operation"] == "submit" and row["said"] == "yes"
        assert row["made"] == int(submitted), row
        assert row["named"], row
        if row["operation"] == "cancel":
            assert row["ended"] is (row["said"] == "yes"), row


@pytest.mark.parametrize("verdict", ["excess", "shortfall", "hollow", "changed-though-refused"])
def test_the_probe_tells_what_the_ce_does(seen: dict[str, Any], verdict: str) -> None:
    name = "audience-and-scope"
    patterns = CONFIGURATIONS[name]["probe"].get(verdict, [])
    results = seen[name]["results"]
    fitting = {cell for cell in results if any(fnmatchcase(cell, each) for each in patterns)}
    left_out = {cell for cell in results if results[cell] == "left-out"}
    assert {cell for cell in results if results[cell] == verdict} == fitting - left_out
    assert all(any(fnmatchcase(cell, each) for cell in fitting) for each in patterns)


def test_the_probe_leaves_no_job_behind(seen: dict[str, Any]) -> None:
    assert seen["audience-and-scope"]["left"] == []
    assert seen["audience-and-scope"]["problems"] == []


def test_no_job_of_the_probe_reaches_the_batch_system(seen: dict[str, Any]) -> None:
    assert seen["audience-and-scope"]["ran"] is False
