"""What the HTML report of `tokenlint check` shows beside the findings, from real files."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL, tokenlint
from tests.conftest import ROOT
from tests.frontier.made import COPY, HEAD
from tests.judging import READER
from tokenlint.cli.sheets import operations, sheet
from tokenlint.policy.engine import Engine
from tokenlint.report.render import FORMATS
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.reader import read_workflows

REAPER = ROOT / "examples/reaper.yaml"
ISSUER = "tokenlint: issuer-model/1\ncapacity: 900/s\n"


def workflow(file: Path, name: str) -> Workflow:
    found = read_workflows(file).workflow(name)
    assert found is not None
    return found


def page(*arguments: str | Path) -> tuple[str, Any]:
    """The page without its data, and the data."""
    result = tokenlint("check", *USUAL, "--format=html=page.html", *arguments)
    assert "html" in FORMATS
    assert result.exit_code in {0, 1, 4}, result.output
    text = Path("page.html").read_text(encoding="utf-8")
    head, _, rest = text.partition('<script type="application/json" id="data">')
    return head, json.loads(rest.partition("</script>")[0])


def words(node: Any, data: Any) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, int):
        return words(data["shared"][node], data)
    return " ".join(words(child, data) for child in node[2:])


def test_a_sheet_tells_the_work_and_the_least_token_with_its_commands() -> None:
    made = sheet(workflow(REAPER, "nightly-reaper"), Calibration.default())
    assert any(line.startswith("delete /") for line in made.does)
    (ask,) = made.asks
    assert any(scope.startswith("storage.modify:/") for scope in ask.token.scopes)
    assert 0 < ask.axes.magnitude < 1
    assert made.more == f"tokenlint least '{REAPER}#nightly-reaper' --proof --as NAME"
    titles = [snippet.title for snippet in ask.snippets]
    assert any("oidc-agent" in title for title in titles)
    assert any("curl" in title for title in titles), "the declared grant, by hand"
    for scope in ask.token.scopes:
        assert all(scope in snippet.text for snippet in ask.snippets if "curl" in snippet.title)


def test_of_many_operations_the_first_are_told(here: Path) -> None:
    lines = "".join(
        f"      - {{operation: read, service: disk, path: /d/{n}, by: payload}}\n"
        for n in range(50)
    )
    start = READER.index("      - {operation")
    end = READER.index("\n", READER.rindex("      - {operation")) + 1
    (here / "w.yaml").write_text(READER[:start] + lines + READER[end:])
    told = operations(workflow(here / "w.yaml", "nightly"))
    assert len(told) == 41
    assert told[0] == "read /d/0 at disk, by payload"
    assert told[-1] == "and 10 more"


@pytest.mark.usefixtures("here")
def test_the_page_has_least_request_and_repair(shipped_engine: Engine) -> None:
    _ = shipped_engine
    file = Path("reaper.yaml")
    for name in ("reaper.yaml", "services.yaml"):
        Path(name).write_text((ROOT / "examples" / name).read_text())
    before = file.read_bytes()
    _, data = page(file)
    pages = {each[0]: words(each[2], data) for each in data["documents"]}
    reaper = pages["d0"]
    assert "Least request" in reaper
    assert "storage.modify:/" in reaper
    assert re.search(r"tokenlint fix .*reaper\.yaml", reaper)
    assert "+++ b/reaper.yaml" in reaper
    assert file.read_bytes() == before, "a report writes nothing but itself"


@pytest.mark.usefixtures("here", "scripted")
def test_an_issuer_model_among_the_files_brings_the_frontier() -> None:
    Path("w.yaml").write_text(HEAD + COPY)
    _, data = page("w.yaml")
    assert data["curves"] == []
    Path("i.yaml").write_text(ISSUER)
    head, data = page(".")
    assert 'id="frontier"' in head
    assert data["curves"][0][0].startswith("copy, a token for each ")
    Path("other.yaml").write_text(ISSUER)
    assert page(".")[1]["curves"] == [], "which of the two is not known"
    assert page("w.yaml", "--frontier", "i.yaml")[1]["curves"]


@pytest.mark.usefixtures("here", "scripted")
def test_an_issuer_model_that_cannot_be_used_is_refused() -> None:
    Path("w.yaml").write_text(HEAD + COPY)
    Path("i.yaml").write_text("tokenlint: issuer-model/1\ncapacity: -3\n")
    result = tokenlint("check", *USUAL, "w.yaml", "--frontier=i.yaml", "--format=html=page.html")
    assert result.exit_code == 2
    assert "the issuer model cannot be used" in result.stderr
    assert not Path("page.html").exists()


@pytest.mark.usefixtures("here", "scripted")
def test_other_formats_do_not_pay_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("w.yaml").write_text(READER)

    def refuse(*_: Any) -> None:
        raise AssertionError("nobody asked for it")

    monkeypatch.setattr("tokenlint.cli.check._beside", refuse)
    assert tokenlint("check", *USUAL, "w.yaml", "--format", "json").exit_code == 0


@pytest.mark.usefixtures("here", "scripted")
@pytest.mark.parametrize("name", ["html", "space", "space-svg"])
def test_pictures_go_to_files_whole_or_not_at_all(name: str) -> None:
    Path("w.yaml").write_text(READER)
    Path("out").write_text("old")
    assert tokenlint("check", *USUAL, "w.yaml", f"--format={name}=out").exit_code == 0
    assert Path("out").read_text() != "old"
    assert sorted(each.name for each in Path().iterdir()) == [".git", "out", "w.yaml"]
    lost = tokenlint("check", *USUAL, "w.yaml", f"--format={name}=no/such/folder")
    assert lost.exit_code == 2


@pytest.mark.usefixtures("here")
def test_repairs_that_would_take_too_long_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenlint.cli.repairs.MOST_FINDINGS", 0)
    head, data = page(REAPER)
    assert "repairs are shown up to 0 findings" in head
    assert "tokenlint fix --unsafe" not in json.dumps(data)
