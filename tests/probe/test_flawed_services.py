"""Each flaw of a service alone gives the rules that are about it, and no others.

From the matrix over a whole probe of a storage in memory to the shipped policies.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from msgspec import structs

from tests.judging import catalogue, settings
from tests.probe.fake import MORE
from tests.probe.running import probe, storage
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Finding, Report, Severity
from tokenlint.probe.judgement import judge
from tokenlint.probe.outcome import Probe

pytestmark = pytest.mark.slow

LEFT_OPEN = frozenset({"PRB012", "PRB021", "PRB026", "PRB028"})
"""Rules for what the profile leaves to a service; the fake takes what it may."""
EVERY_SIGNATURE = {"PRB008", "PRB009", "PRB010", "PRB011", "PRB015"}
RULES: Mapping[str, set[str]] = {
    "": set(),
    "public": {"PRB024"},  # reading is left open; bringing online is no reading
    "anonymous-writes": {"PRB017"},
    "ignores-scopes": EVERY_SIGNATURE | {"PRB002", "PRB003", "PRB004", "PRB024", "PRB027"},
    "scopeless-may-all": {"PRB002", "PRB003", "PRB004", "PRB024", "PRB027"},
    "compute-may-all": {"PRB002", "PRB003", "PRB004", "PRB024", "PRB027"},
    "ignores-audience": {"PRB011"},
    "accepts-no-audience": {"PRB011"},
    "normalises-audience": {"PRB011"},
    "refuses-any": set(),
    "refuses-unnormalised": set(),
    "pathless-is-root": {"PRB007"},
    "empty-path-is-root": {"PRB007"},
    "traversal": {"PRB006"},
    "encoded-dot": {"PRB006"},
    "encoded-separator": {"PRB006"},
    "sibling-prefix": {"PRB005", "PRB025"},
    "first-member-counts": {"PRB014"},
    "groups-add": {"PRB013"},
    "scitokens-words": {"PRB016"},
    "unknown-words": {"PRB016"},
    "refused-but-done": {"PRB001"},
    "leaves-empty-file": {"PRB001"},
    "truncates-first": {"PRB001"},
    "leaks-in-refusal": {"PRB029"},
    "hollow": {"PRB019"},
    "create-overwrites": {"PRB002"},
    "create-deletes": {"PRB002"},
    "create-renames-over": {"PRB002"},
    "read-deletes": {"PRB002"},
    "create-reads": {"PRB004"},
    "modify-reads": {"PRB004"},
    "stage-reads": {"PRB004"},
    "poll-stats": {"PRB027"},
    "read-stages": {"PRB024"},
    "accepts-expired": {"PRB010"},
    "accepts-not-yet-valid": {"PRB010"},
    "accepts-no-expiry": {"PRB010"},
    "accepts-wrong-issuer": {"PRB009"},
    "accepts-unknown-key": {"PRB008"},
    "accepts-other-key": {"PRB008"},
    "accepts-key-in-header": {"PRB008"},
    "accepts-tampered": {"PRB008"},
    "accepts-unsigned": {"PRB008"},
    "accepts-hmac-public-key": {"PRB008"},
    "accepts-unknown-critical": {"PRB015"},
    "accepts-unknown-version": {"PRB015"},
}
MOST_FINDINGS = 3  # of a service with one flaw


@dataclass(frozen=True)
class Told:
    """All probes, judged together: each is an endpoint of its own, named by its flaw."""

    report: Report

    def of(self, flaw: str) -> list[Finding]:
        found = [each for each in self.report.findings if each.document == _endpoint(flaw)]
        return [each for each in found if each.rule not in LEFT_OPEN]


def _endpoint(flaw: str) -> str:
    return f"https://{flaw or 'perfect'}.example"


def _probed(flaw: str, folder: Path) -> Probe:
    done = probe(storage(*filter(None, [flaw])), folder / f"{flaw}.record")
    return replace(done, begun=structs.replace(done.begun, endpoint=_endpoint(flaw)))


@pytest.fixture(scope="module")
def engine(shipped_engine: Engine) -> Engine:
    return shipped_engine


@pytest.fixture(scope="module")
def told(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)  # nobody cuts the power here
        probes = [_probed(flaw, folder) for flaw in RULES]
    return Told(judge(probes, engine, catalogue(), settings()))


def test_every_probe_is_judged(told: Told) -> None:
    assert told.report.errors == ()
    assert len(told.report.documents) == len(RULES)
    assert MORE.keys() <= RULES.keys()


@pytest.mark.parametrize("flaw", RULES, ids=lambda flaw: flaw or "perfect")
def test_a_flaw_is_found_and_no_other(flaw: str, told: Told) -> None:
    assert {each.rule for each in told.of(flaw)} == RULES[flaw]


@pytest.mark.parametrize("flaw", RULES, ids=lambda flaw: flaw or "perfect")
def test_one_flaw_is_told_in_few_findings(flaw: str, told: Told) -> None:
    codes = RULES[flaw]
    assert len(told.of(flaw)) <= max(MOST_FINDINGS, 3 * len(codes))


def test_what_is_left_open_never_fails_a_run(told: Told) -> None:
    open_ = [each for each in told.report.findings if each.rule in LEFT_OPEN]
    assert open_
    assert {each.severity for each in open_} <= {Severity.INFO, Severity.LOW}


def test_every_finding_has_its_witness(told: Told) -> None:
    for finding in told.report.findings:
        assert finding.evidence["case"]
        assert finding.evidence["section"]
        assert finding.locations[0].source.file == finding.document
