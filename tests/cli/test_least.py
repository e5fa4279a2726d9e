"""`tokenlint least`: what it takes, what it prints, how it ends."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import program, tokenlint
from tests.minting import claims, mint
from tokenlint.cli.schema import load

WORKFLOWS = """\
tokenlint: workflows/1
services:
  disk: {audience: "https://disk.example", kind: storage}
  old: {audience: "https://old.example", kind: storage, implementation: xrootd, version: "5.5.3"}
workflows:
  moving:
    kind: third-party-copy
    operations:
      - {operation: read, service: disk, path: /data/set1, by: fts}
      - {operation: rename, service: old, path: /out/part, to: /out/whole, by: fts}
    usable_for: 7h
    token: {issuer: "https://iam.example", scope: "storage.read:/"}
  reading:
    kind: interactive-user
    operations: [{operation: read, service: disk, path: /data/set1, by: user}]
    usable_for: 1h
"""
LINES = "".join(
    json.dumps({"operation": "read", "service": "disk", "path": f"/d/set{n % 3}/f{n}", "time": n})
    + "\n"
    for n in range(30)
)


@pytest.fixture(autouse=True)
def _files(here: Path) -> None:
    (here / "w.yaml").write_text(WORKFLOWS)
    (here / "seen.jsonl").write_text(LINES)


def data(*arguments: str, exit_code: int = 0, **more: Any) -> dict[str, Any]:
    result = tokenlint("least", "--format=json", *arguments, **more)
    assert (result.exit_code, result.stderr) == (exit_code, "")
    assert result.stdout.isascii()
    whole: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(load("least")).validate(whole)
    return whole


def tokens(*arguments: str, **more: Any) -> list[dict[str, Any]]:
    return [token for each in data(*arguments, **more)["workflows"] for token in each["tokens"]]


def test_a_file_stands_for_all_of_its_workflows() -> None:
    found = data("w.yaml")["workflows"]
    assert [each["name"] for each in found] == ["moving", "reading"]
    assert [each["name"] for each in data("w.yaml#reading")["workflows"]] == ["reading"]


def test_the_token_its_extras_its_proof_and_what_a_long_life_demands() -> None:
    (token,) = tokens("w.yaml#moving")
    assert token["audience"] == ["https://disk.example", "https://old.example"]
    assert token["issuer"] == "https://iam.example"
    assert token["lifetime"] == 7 * 3600
    assert [each["scope"] for each in token["extras"]] == [
        "storage.read:/out/part",
        "storage.read:/out/whole",
    ]
    assert "2185" in token["extras"][0]["reference"]["url"]
    assert [each["scope"] for each in token["proof"]["scope"]] == token["scope"]
    assert token["proof"]["spare"] == []
    assert {each["name"] for each in token["mitigations"] if each["demanded"]} >= {"pull-mode"}


def test_a_split_and_the_hint_that_it_would_help() -> None:
    hinted = tokenlint("least", "w.yaml#moving")
    assert "--split makes 2 tokens" in hinted.stdout
    labels = [each["label"] for each in tokens("w.yaml#moving", "--split")]
    assert labels == ["read", "write"]
    told = tokenlint("least", "w.yaml#moving", "--split")
    assert "These 2 allow nothing that no operation needs" in told.stdout


def test_the_proof_is_shown_on_demand_and_names_the_line() -> None:
    assert "Without it" not in tokenlint("least", "w.yaml").stdout
    shown = tokenlint("least", "w.yaml#moving", "--proof").stdout
    assert "storage.read:/data/set1: read /data/set1 at disk (w.yaml:9:9)" in shown
    assert "https://old.example: rename /out/part to /out/whole at old" in shown


def test_a_bound_and_what_it_costs() -> None:
    (token,) = tokens("--observed=seen.jsonl", "--services=w.yaml", "--paths=3")
    assert token["scope"] == [f"storage.read:/d/set{n}" for n in range(3)]
    assert token["bound"]["exact_scopes"] == 30
    assert token["bound"]["proved"]
    shown = tokenlint("least", "--observed=seen.jsonl", "--services=w.yaml", "--paths=3").stdout
    assert "30 scopes became 3" in shown
    assert "storage.read:/d/set0 stands for 10 scopes" in shown


def test_one_scope_for_everything_says_so() -> None:
    (Path("wide.jsonl")).write_text(LINES.replace("/d/set0", "/e/set0"))
    shown = tokenlint("least", "--observed=wide.jsonl", "--services=w.yaml", "--paths=1").stdout
    assert "A scope on / reaches the whole area" in shown


def test_the_curve_as_text_json_and_picture(here: Path) -> None:
    arguments = ("--observed=seen.jsonl", "--services=w.yaml", "--curve")
    curve = tokens(*arguments)[0]["curve"]
    assert [each["scopes"] for each in curve["levels"]] == [30, 3, 1, 1]
    axes = [each["vector"]["scope"] for each in curve["points"]]
    assert axes == sorted(axes)
    assert [each["bound"] for each in tokens(*arguments, "--bounds=1,7")[0]["curve"]["points"]] == [
        7,
        1,
    ]
    shown = tokenlint("least", *arguments, "--format=full", "--format=svg=c.svg").stdout
    assert "What fewer scopes cost" in shown
    assert "the folder of each, as storage.read:/d/set0" in shown
    assert ET.parse(here / "c.svg").getroot().tag.endswith("svg")


def test_the_result_as_the_command_that_asks_for_it() -> None:
    shown = tokenlint("least", "w.yaml#reading", "--as", "oidc-token").stdout
    assert "--scope=storage.read:/data/set1" in shown
    (token,) = tokens("w.yaml#reading", "--as=oidc-token", "--as=htgettoken")
    assert [each["name"] for each in token["recipes"]] == ["oidc-token", "htgettoken"]


def test_observed_operations_from_standard_input() -> None:
    found = data("--observed=-", "--services=w.yaml", stdin=LINES)["workflows"][0]
    assert found["observed"]
    assert found["source"] == {"file": "-", "line": 1}
    assert any("assumed" in note for note in found["notes"])


def test_the_implementation_judges_in_place_of_the_inventory() -> None:
    (token,) = tokens("w.yaml#moving", "--implementation=storm")
    assert {"storage.modify:/out/part", "storage.modify:/out/whole"} <= set(token["scope"])


def test_bad_lines_end_with_four_and_the_rest_is_answered() -> None:
    lines = "{\n" + LINES + '{"operation": "read", "service": "nowhere", "path": "/x"}\n'
    whole = data("--observed=-", "--services=w.yaml", stdin=lines, exit_code=4)
    assert [(each["kind"], each["source"]["line"]) for each in whole["errors"]] == [
        ("syntax", 1),
        ("unknown-service", 32),
    ]
    assert len(whole["workflows"][0]["tokens"][0]["scope"]) == 30
    shown = tokenlint("least", "--observed=-", "--services=w.yaml", stdin=lines)
    assert "Incomplete:" in shown.stdout


def test_contradictory_declarations_end_with_four(here: Path) -> None:
    twice = WORKFLOWS + "---\n" + WORKFLOWS.replace("https://old.example", "https://new.example")
    (here / "twice.yaml").write_text(twice)
    kinds = {each["kind"] for each in data("twice.yaml", exit_code=4)["errors"]}
    assert kinds == {"schema"}


def test_an_operation_outside_every_service_and_a_cyclic_inventory(here: Path) -> None:
    (here / "w.yaml").write_text(WORKFLOWS.replace("service: old", "service: nowhere"))
    whole = data("w.yaml#moving", exit_code=4)
    assert [each["kind"] for each in whole["errors"]] == ["unknown-service"]
    assert whole["workflows"][0]["tokens"][0]["scope"] == ["storage.read:/data/set1"]
    (here / "w.yaml").write_text("include: [w.yaml]\n" + WORKFLOWS)
    assert data("w.yaml#reading", exit_code=4)["errors"][0]["kind"] == "include"


def test_files_that_are_not_there(here: Path) -> None:
    assert data("gone.yaml", exit_code=4)["errors"][0]["kind"] == "unreadable"
    assert data("--observed=gone", exit_code=4)["errors"][0]["kind"] == "unreadable"
    assert data("x" * 5_000, exit_code=4)["errors"][0]["kind"] == "unreadable"
    assert data("x" * 5_000 + "#w", exit_code=4)["errors"][0]["kind"] == "unreadable"
    assert data(f"--observed={here}", exit_code=4)["errors"][0]["kind"] == "unreadable"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        ([], 2, "for what work?"),
        (["w.yaml", "--services", "w.yaml"], 2, "--services is for --observed"),
        (["--observed", "-", "--observed", "-"], 2, "read once only"),
        (["w.yaml#none"], 2, "no workflow is called"),
        (["w.yaml", "--implementation", "xrotd"], 2, "did you mean xrootd?"),
        (["w.yaml", "--paths", "0"], 2, "--paths"),
        (["w.yaml", "--bounds", "5,x"], 2, "--bounds"),
        (["w.yaml", "--bounds", "0"], 2, "--bounds"),
        (["w.yaml", "--format", "sarif"], 2, "no format of a least token"),
        (["w.yaml", "--format", "svg"], 2, "add --curve"),
        (["w.yaml", "--as", "oidc-tokne"], 2, "did you mean oidc-token?"),
        (["empty.yaml"], 3, "no workflow and no operation"),
        (["--observed", "empty.jsonl"], 3, "no workflow and no operation"),
    ],
)
def test_slips_of_the_pen(here: Path, arguments: list[str], exit_code: int, says: str) -> None:
    (here / "empty.yaml").write_text("tokenlint: workflows/1\n")
    (here / "empty.jsonl").write_text("\n\n")
    result = tokenlint("least", *arguments)
    assert result.exit_code == exit_code
    assert says in result.stderr
    assert result.stdout == ""


def test_a_token_is_never_taken_from_the_command_line_nor_shown() -> None:
    token = mint(claims())
    result = tokenlint("least", token)
    assert result.exit_code == 2
    assert token not in result.output
    line = {"operation": "read", "service": "https://s.example", "path": "/a", "token": token}
    for member in ("token", "workflow", "path", "service"):
        stdin = json.dumps({**line, member: token})
        shown = tokenlint("least", "--observed=-", "--proof", stdin=stdin)
        assert token not in shown.output
        assert token not in tokenlint("least", "--observed=-", "--format=json", stdin=stdin).output


def test_as_a_program_of_its_own(here: Path) -> None:
    done = program("least", "w.yaml#reading", cwd=here)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"storage.read:/data/set1" in done.stdout
