"""The probe against real XRootD servers: every planted excess is found, and no false one told.

What is a false one is said by the acceptance model, which agrees with real servers
(tests/real/xrootd), and by the stored data, which the probe is judged by.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.real.probe.data import Case, Entry, expected
from tests.real.xrootd.apart import start_module
from tests.real.xrootd.programs import MISSING, Programs, built, installed

pytestmark = pytest.mark.slow

PATIENCE = 550
"""Seconds that one release may take; it takes about 90 on two idle cores."""

EXPECTED = expected()
CASES = {case.name: case for case in EXPECTED.cases}
CURRENT = built()[-1:]
"""The current release, where `scripts/xrootd-current.sh` has built it."""
VISITS = [
    ("packaged", case.name, protocol)
    for case in EXPECTED.cases
    for protocol in case.protocols
    if not case.since  # what a package may lack is asked of the current release alone
]
VISITS += [
    ("current", case.name, protocol)
    for programs in CURRENT
    for case in EXPECTED.cases
    for protocol in case.protocols
    if case.runs_on(programs.version)
]
of_each_visit = pytest.mark.parametrize(
    ("programs", "name", "protocol"), VISITS, indirect=["programs"], ids=str
)

Seen = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def programs(request: pytest.FixtureRequest, unavailable: Callable[[str], None]) -> Programs:
    """A release of XRootD: that of the system, and the one that was built, where it was."""
    if request.param == "current":
        return CURRENT[0]
    found = installed()
    if found is None:
        unavailable(MISSING)
        raise AssertionError("a test that cannot run was neither skipped nor failed")
    return found


@pytest.fixture(scope="session")
def probed() -> dict[str, Seen]:
    """What was seen of each release so far, by version."""
    return {}


@pytest.fixture
def seen(
    programs: Programs, probed: dict[str, Seen], tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    """What the probe told of each case, over each protocol; a release is visited once."""
    if programs.version not in probed:
        out = tmp_path_factory.mktemp("probed") / "seen.json"
        arguments = ["--programs", str(programs.folder), "--out", str(out)]
        start_module("tests.real.probe.inside", arguments, PATIENCE)
        visits = json.loads(out.read_text())
        probed[programs.version] = {(each["case"], each["protocol"]): each for each in visits}
    return probed[programs.version]


def sent(visit: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (row for row in visit["results"] if row["verdict"] != "left-out")


def about(case: Case, programs: Programs, protocol: str) -> tuple[Entry, ...]:
    return tuple(each for each in case.planted if each.holds(programs.version, protocol))


@of_each_visit
def test_every_planted_excess_is_found(
    seen: Seen, programs: Programs, name: str, protocol: str
) -> None:
    case = CASES[name]
    rows = {row["cell"]: row["verdict"] for row in sent(seen[name, protocol])}
    for entry in about(case, programs, protocol):
        for pattern in entry.cells:
            fitting = [cell for cell in rows if Entry("", (pattern,)).fits(cell)]
            assert fitting, f"{pattern} fits no cell that was tested"
            others = {cell: rows[cell] for cell in fitting if rows[cell] != "excess"}
            assert not others, f"{entry.says}: {others}"


@of_each_visit
def test_the_model_agrees_with_every_cell(
    seen: Seen, programs: Programs, name: str, protocol: str
) -> None:
    version = programs.version
    unexplained = [
        row
        for row in sent(seen[name, protocol])
        if not row["agrees"]
        and not EXPECTED.excused(EXPECTED.explained, version, protocol, row["cell"])
    ]
    assert unexplained == []


@of_each_visit
def test_no_false_excess_is_told(seen: Seen, programs: Programs, name: str, protocol: str) -> None:
    """An excess is one that the model says, that is planted, or that is known of the product.

    What depends on the release of libscitokens, the model leaves open (`..` in a scope).
    """
    version, case = programs.version, CASES[name]
    known = (*EXPECTED.flawed, *about(case, programs, protocol))
    wide = any("none:create" in entry.cells for entry in about(case, programs, protocol))
    false = [
        row
        for row in sent(seen[name, protocol])
        if row["verdict"] == "excess"
        and row["model"] not in {"allowed", "depends"}
        and not EXPECTED.excused(known, version, protocol, row["cell"])
        and not (wide and not row["model"])  # who asks nobody does not look at flaws
    ]
    assert false == []


@of_each_visit
def test_nothing_else_is_touched(seen: Seen, name: str, protocol: str) -> None:
    visit = seen[name, protocol]
    assert visit["untouched"]
    assert visit["lives"]
    assert visit["left"] == []
    grave = [row for row in visit["results"] if row["verdict"] == "changed-though-refused"]
    assert grave == []


@of_each_visit
def test_the_picture_is_complete(seen: Seen, name: str, protocol: str) -> None:
    visit = seen[name, protocol]
    if CASES[name].refused:
        assert [each.partition(":")[0] for each in visit["problems"]] == ["set-up"]
        assert not list(sent(visit))
        return
    assert visit["problems"] == []
    assert not [row for row in visit["results"] if row["verdict"] == "untested"]
    assert len(list(sent(visit))) > 400
    assert visit["seconds"] < 120


def test_the_current_release_is_probed(unavailable: Callable[[str], None]) -> None:
    if not CURRENT:
        unavailable("the current XRootD is missing; `make tools` builds it where it can")
    assert {"packaged", "current"} == {release for release, *_ in VISITS}


def test_a_dozen_servers_are_probed() -> None:
    assert len(CASES) >= 12
    assert sum(bool(case.planted) for case in CASES.values()) >= 6
