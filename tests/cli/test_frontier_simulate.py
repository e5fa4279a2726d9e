"""`tokenlint frontier --simulate`: formulas beside what is seen, and how it ends."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.command import tokenlint
from tests.frontier.made import COPY, HEAD
from tokenlint.frontier import compare as comparing
from tokenlint.frontier import scaled
from tokenlint.report import frontier as reports

ISSUER = "tokenlint: issuer-model/1\ncapacity: 900/s\n"
SCHEMA = json.loads(Path(reports.__file__).with_name("schema.json").read_text())
QUICK = ("--simulate", "--replications", "4", "--outage", "30m", "--lose", "50%")


@pytest.fixture(autouse=True)
def _files(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaled, "_EVENTS", 50_000)  # a smaller system than users get
    (here / "w.yaml").write_text(HEAD + COPY.replace("30/s", "3/s").replace("200/s", "9/s"))
    (here / "i.yaml").write_text(ISSUER)


def frontier(*arguments: str) -> Any:
    return tokenlint("frontier", "w.yaml", "--issuer", "i.yaml", *arguments)


def test_formula_and_simulation_stand_side_by_side() -> None:
    result = frontier(*QUICK, "--seed", "7")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "4 replications from seed 7" in " ".join(result.stdout.split())
    table = result.stdout.partition("Simulated")[2].splitlines()
    for name in ("mean", "alive", "lost"):
        line = next(each for each in table if f"  {name} " in each[:9])
        assert "formula" in line
        assert "simulated" in line
        assert line.rstrip().endswith("agrees")
    assert "What no formula tells" in result.stdout


def test_workflows_of_one_name_in_two_files_are_told_apart(here: Path) -> None:
    slower = HEAD + COPY.replace("30/s", "1/s").replace("200/s", "2/s")
    (here / "v.yaml").write_text(slower)
    result = frontier("v.yaml", *QUICK, "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["simulated"]["workflows"]
    fast, slow = (row["quantities"][0]["formula"] for row in rows)
    assert [row["name"] for row in rows] == ["copy", "copy"]
    assert fast == pytest.approx(3 * slow)


def test_json_has_all_of_it() -> None:
    result = frontier(*QUICK, "--format", "json", "--retry", "exponential", "--jitter")
    data = json.loads(result.stdout)
    jsonschema.validate(data, SCHEMA)
    assert data["simulated"]["seed"] == 1
    assert "with jitter" in data["simulated"]["retry"]
    assert "simulated" not in json.loads(frontier("--format", "json").stdout)


def test_a_formula_that_is_contradicted_is_reported_and_ends_with_4(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = comparing.mean_load
    monkeypatch.setattr(comparing, "mean_load", lambda *given: 2 * right(*given))
    result = frontier(*QUICK, "--replications", "10")
    assert result.exit_code == 4
    assert "disagrees" in result.stdout
    assert "contradicts a formula" in " ".join(result.stdout.split())


def test_a_lifetime_that_loses_too_much_in_the_simulation_ends_with_1(root: Path) -> None:
    """3 h are left at the worst time of an outage of 3 h, and clients then pause for an hour."""
    sites = str(root / "examples" / "frontier" / "legacy.yaml")
    asked = ("frontier", sites, "--issuer", "i.yaml", "--outage", "3h", "--worst")
    assert tokenlint(*asked).exit_code == 0
    seen = tokenlint(*asked, "--simulate", "--replications", "4", "--retry", "exponential")
    assert seen.exit_code == 1
    assert "more than the 1 % that may be lost" in " ".join(seen.stdout.split())


def test_an_issuer_that_is_behind_has_no_formula(here: Path) -> None:
    (here / "i.yaml").write_text(ISSUER.replace("900/s", "40/s"))
    result = frontier("--simulate", "--replications", "2", "--outage", "3h", "--lifetimes", "6h")
    assert "no formula" in result.stdout
    assert "not within 1 h after the outage" in result.stdout


def test_work_whose_token_is_too_short_is_not_simulated(here: Path) -> None:
    text = (here / "w.yaml").read_text().replace("{margin: 5m}", "none")
    (here / "w.yaml").write_text(text)
    result = frontier(*QUICK, "--lifetimes", "15m,1h")
    assert result.exit_code == 1
    assert "Simulated" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--retry", "fixed"), "for --simulate"),
        (("--jitter",), "for --simulate"),
        (("--simulate", "--jitter"), "--jitter needs a rule"),
        (("--simulate", "--replications", "1"), "2<=x<=1000"),
        (("--simulate", "--seed", "-1"), "x>=0"),
    ],
)
def test_options_that_make_no_sense(arguments: tuple[str, ...], words: str) -> None:
    result = frontier(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
