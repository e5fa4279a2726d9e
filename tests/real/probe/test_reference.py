"""The probe against the reference servers: the perfect one, the lenient one, each planted flaw.

The tree of the server is looked at as a whole before and after: nothing of others is touched.
"""

from collections.abc import Callable
from contextlib import ExitStack, closing
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.judging import catalogue, settings
from tests.probe.reference import Planted, reference
from tests.real.probe.trees import checksum
from tokenlint.policy.finding import Report

if TYPE_CHECKING:
    from tokenlint.policy.engine import Engine
    from tokenlint.probe.outcome import Probe

pytestmark = pytest.mark.slow

FOUND: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("planted.yaml").read_text()
)
ISSUER = "https://issuer.example"
HOLLOW = Planted.SAYS_YES_DOES_NOTHING
BAD = frozenset({"changed-though-refused", "excess", "shortfall", "hollow", "untested"})
OPEN = frozenset({"PRB012", "PRB021", "PRB028"})
"""Rules that speak of what the profile leaves to the service, and of the picture as a whole."""

Ask = Callable[..., tuple["Probe", Report]]


@pytest.fixture
def probed(tmp_path: Path, shipped_engine: "Engine") -> Ask:
    """Probe a reference server with these flaws, and judge what came of it."""
    # Not at the top: the leak guard must see the decoder before anybody imports it.
    from tokenlint.probe.doors.opened import open_door
    from tokenlint.probe.forge import Mint
    from tokenlint.probe.journal import opened
    from tokenlint.probe.judgement import judge
    from tokenlint.probe.looks import OnDisk
    from tokenlint.probe.matrix import storage_plan
    from tokenlint.probe.pacing import Pace
    from tokenlint.probe.run import run
    from tokenlint.probe.settings import Settings
    from tokenlint.probe.signing import key_set, new_key
    from tokenlint.probe.sources.minted import MintSource

    def ask(*flaws: Planted, look: str = "disk", tls: bool = False) -> "tuple[Probe, Report]":
        mint = Mint(ISSUER, new_key("RS256"))
        with ExitStack() as stack:
            server = stack.enter_context(
                reference(
                    flaws=frozenset(flaws),
                    keys=key_set([mint.key]),
                    issuer=ISSUER,
                    tape=True,
                    tls=tls,
                )
            )
            for folder in ("area", "other"):
                (server.root / folder).mkdir()
                (server.root / folder / "of-somebody").write_text(f"not ours, in {folder}\n")
            before = checksum(server.root)
            url = f"{server.url}/area"
            wanted = Settings(
                url,
                "https" if tls else "http",
                server.audience,
                root="/area",
                allow_write=True,
                group="/lab",
                negative_audience=True,
            )
            door = stack.enter_context(closing(open_door(url, _trusting(server.ca))))
            journal = stack.enter_context(closing(opened(tmp_path / "record")))
            source = MintSource(mint)
            done = run(
                storage_plan(wanted, door.can, source),
                door,
                source,
                journal,
                look=OnDisk(server.root) if look == "disk" else None,
                pace=Pace(per_second=0, most=5000),
            )
            assert checksum(server.root) == before
        return done, judge([done], shipped_engine, catalogue(), settings())

    return ask


def _trusting(ca: Path | None) -> Any:
    from tokenlint.probe.doors.settings import Settings

    return Settings(authorities=ca)


def bad(done: "Probe") -> dict[str, str]:
    """The cells whose verdict is not as it should be."""
    return {
        f"{each.kind}:{each.case}": each.verdict.value
        for each in done.results
        if each.verdict.value in BAD
    }


def codes(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings} - OPEN


@pytest.mark.parametrize(("look", "tls"), [("disk", False), ("token", False), ("token", True)])
def test_the_perfect_one_has_neither_excess_nor_shortfall(
    probed: Ask, look: str, *, tls: bool
) -> None:
    done, report = probed(look=look, tls=tls)
    assert bad(done) == {}
    assert codes(report) == set()
    assert done.problems == ()
    assert done.left == ()
    assert done.tested > 450


@pytest.mark.parametrize("flaw", sorted(FOUND))
def test_each_planted_flaw_is_found_by_its_rule_and_nothing_else(probed: Ask, flaw: str) -> None:
    done, report = probed(Planted(flaw))
    found, wanted = bad(done), FOUND[flaw]
    assert set(wanted["rules"]) <= codes(report)
    false = {cell for cell in found if not any(fnmatchcase(cell, each) for each in wanted["cells"])}
    assert false == set()
    unfound = {
        each for each in wanted["cells"] if not any(fnmatchcase(cell, each) for cell in found)
    }
    assert unfound == set()
    assert done.problems == ()


def test_a_service_that_only_says_yes_cannot_be_probed(probed: Ask) -> None:
    """Not even the test folder comes about: the picture is incomplete, and nothing is made up."""
    done, _ = probed(HOLLOW)
    assert [problem.kind for problem in done.problems] == ["set-up"]
    assert done.tested == 0


def test_every_flaw_is_planted_here() -> None:
    assert FOUND.keys() | {HOLLOW.value} == {flaw.value for flaw in Planted}
