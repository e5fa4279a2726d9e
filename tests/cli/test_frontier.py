"""`tokenlint frontier`: what can be asked, what is printed, how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import program, tokenlint
from tests.frontier.made import COPY, HEAD

ISSUER = """\
tokenlint: issuer-model/1
capacity: 900/s
scenarios: {weekend: 64h, night: 10h}
"""
HASTY = COPY.replace("  copy:", "  hasty:").replace("wait", "fail")


@pytest.fixture(autouse=True)
def _files(here: Path) -> None:
    (here / "w.yaml").write_text(HEAD + COPY)
    (here / "two.yaml").write_text(HEAD + COPY + HASTY)
    (here / "i.yaml").write_text(ISSUER)


def frontier(*arguments: str) -> Any:
    return tokenlint("frontier", *arguments, "--issuer", "i.yaml")


def data(*arguments: str) -> Any:
    return json.loads(frontier(*arguments, "--format", "json").stdout)


def test_it_ends_with_0_where_every_workflow_has_a_lifetime() -> None:
    result = frontier("w.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "✓ copy" in result.stdout


def test_it_ends_with_1_where_one_has_none() -> None:
    assert frontier("two.yaml").exit_code == 1
    assert frontier("two.yaml#copy").exit_code == 0


def test_outages_are_lengths_or_scenarios() -> None:
    assert data("w.yaml")["tolerance"]["outage"] == 64 * 3600  # the longest scenario
    assert data("w.yaml", "--outage", "night")["tolerance"]["outage"] == 10 * 3600
    assert data("w.yaml", "--outage", "1d")["tolerance"]["outage"] == 86_400


def test_what_is_asked_for_is_computed() -> None:
    found = data("w.yaml", "--lose", "5%", "--worst", "--granularity", "site,file",
                 "--lifetimes", "1h,6h,2d")  # fmt: skip
    assert found["tolerance"] == {"outage": 230_400, "share": 0.05, "worst": True}
    points = found["workflows"][0]["points"]
    assert {each["lifetime"] for each in points} == {3_600, 21_600, 172_800}
    assert {each["granularity"] for each in points} == {"site", "file"}
    spaced = data("w.yaml", "--lifetimes", "15m..8d/50")["totals"]
    assert len(spaced) == 50
    assert (spaced[0]["lifetime"], spaced[-1]["lifetime"]) == (900, 691_200)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--outage", "weeknd"), "did you mean weekend?"),
        (("--outage", "0s"), "from 1 s to 400 d"),
        (("--lose", "100%"), "no share from 0 to under 1"),
        (("--lose", "few"), "write 1% or 0.01"),
        (("--lifetimes", "8d..15m"), "ends before it begins"),
        (("--lifetimes", "15m..8d/1"), "from 2 to 1000"),
        (("--lifetimes", "15m..8d/x"), "from 2 to 1000"),
        (("--lifetimes", "soon"), "`soon` is no duration"),
        (("--lifetimes", "1s,1h"), "from 1 min to 400 d"),
        (("--granularity", "sites"), "did you mean site?"),
        (("--granularity", "token"), "there are file, job"),
        (("--format", "sarif"), "one of full, json, svg"),
        (("--issuer", "none.yaml"), "does not exist"),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], says: str) -> None:
    result = tokenlint("frontier", "w.yaml", "--issuer", "i.yaml", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_an_issuer_without_capacity(here: Path) -> None:
    (here / "i.yaml").write_text("tokenlint: issuer-model/1\ncapacity: 0/s\n")
    result = frontier("w.yaml")
    assert result.exit_code == 2
    assert "i.yaml:2:11: the issuer model cannot be used: an issuer without" in result.stderr


def test_the_rest_is_answered_where_something_cannot_be_read(here: Path) -> None:
    wrong = HASTY.replace("jobs: 30/s", "jobs: 0/s")
    (here / "half.yaml").write_text(HEAD + COPY + wrong)
    result = frontier("half.yaml")
    assert result.exit_code == 4
    assert "✓ copy" in result.stdout
    assert "no job ever begins at this rate" in result.stdout
    found = data("half.yaml")
    assert [each["name"] for each in found["workflows"]] == ["copy"]
    assert [each["kind"] for each in found["errors"]] == ["load"]


def test_inventories_that_include_each_other(here: Path) -> None:
    (here / "a.yaml").write_text("tokenlint: workflows/1\ninclude: [b.yaml]\n")
    (here / "b.yaml").write_text("include: [a.yaml]\n")
    (here / "c.yaml").write_text(
        (HEAD + COPY).replace("workflows/1\n", "workflows/1\ninclude: a.yaml\n")
    )
    result = frontier("c.yaml")
    assert result.exit_code == 4
    assert "the inventory includes itself: a.yaml -> b.yaml -> a.yaml" in result.stdout
    assert "✓ copy" in result.stdout


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("i.yaml", 3, "no workflow in i.yaml"),
        ("other.yaml", 4, "this is no workflow declaration"),
        ("none.yaml", 4, "No such file"),
        ("w.yaml#nobody", 4, "there are copy"),
        ("empty", 3, "no workflow in empty"),
    ],
)
def test_what_holds_no_workflow(here: Path, name: str, code: int, says: str) -> None:
    (here / "empty").mkdir()
    (here / "other.yaml").write_text("a: b\n")
    result = frontier(name)
    assert result.exit_code == code
    assert says in result.output


@pytest.mark.usefixtures("here")
def test_the_issuer_model_may_lie_among_the_workflows() -> None:
    result = frontier("w.yaml", "i.yaml")
    assert result.exit_code == 0
    assert "ERROR" not in result.output


def test_a_workflow_that_tells_nothing_of_a_granularity(here: Path) -> None:
    (here / "w.yaml").write_text((HEAD + COPY).replace("      sites: 60\n", ""))
    result = frontier("w.yaml", "--granularity", "site")
    assert result.exit_code == 4
    assert "copy does not tell of a token for each site" in result.stdout


def test_limits_of_the_configuration_count(here: Path) -> None:
    (here / "tokenlint.toml").write_text('[limits]\nlifetime-maximum = "1h"\n')
    text = (HEAD + COPY).replace("managed-service]", "]").replace("{margin: 5m}", "none")
    (here / "w.yaml").write_text(text)
    assert data("w.yaml")["workflows"][0]["allowed"] == 3_600
    assert data("w.yaml", "--no-config")["workflows"][0]["allowed"] == 21_600


def test_an_inventory_tells_how_many_endpoints_there_are(here: Path) -> None:
    (here / "s.yaml").write_text(HEAD.replace("workflows:\n", ""))
    point = data("w.yaml")["workflows"][0]["points"][0]
    among_two = data("w.yaml", "--inventory", "s.yaml")["workflows"][0]["points"][0]
    assert among_two["magnitude"] > point["magnitude"]


def test_reports_go_to_files_too(here: Path) -> None:
    result = frontier("w.yaml", "--format", "full", "--format", "json=f.json",
                      "--format", "svg=f.svg")  # fmt: skip
    assert result.exit_code == 0
    assert json.loads((here / "f.json").read_text())["schema"] == "tokenlint.frontier/1"
    assert (here / "f.svg").read_text().startswith("<svg ")


def test_check_knows_issuer_models(here: Path) -> None:
    good = tokenlint("check", "i.yaml", "--no-config", "--show-files")
    assert good.exit_code == 0
    assert "issuer-model" in good.stderr
    (here / "i.yaml").write_text("tokenlint: issuer-model/1\ncapacity: 0/s\n")
    bad = tokenlint("check", "i.yaml", "--no-config")
    assert bad.exit_code == 4
    assert "an issuer without capacity hands out nothing" in bad.stdout


def test_the_program_itself(here: Path) -> None:
    done = program("frontier", "two.yaml", "--issuer", "i.yaml", cwd=here)
    assert done.returncode == 1
    assert "✗ hasty".encode() in done.stdout
