"""What the judging commands read besides their inputs: an inventory, and what notes tell of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL, tokenlint, use
from tests.judging import READER, SERVICES, Scripted
from tests.minting import claims, mint

pytestmark = pytest.mark.usefixtures("scripted")


@pytest.fixture(autouse=True)
def _files(here: Path) -> None:
    """An inventory, a workflow and a token."""
    (here / "services.yaml").write_text(SERVICES)
    (here / "w.yaml").write_text(READER)
    (here / "t.jwt").write_text(mint(claims()))


def vector(*arguments: str) -> dict[str, float]:
    whole = json.loads(tokenlint(*arguments, *USUAL, "--format=json").stdout)
    place: dict[str, float] = whole["documents"][0]["vector"]
    return place


def test_an_inventory_tells_how_large_the_infrastructure_is() -> None:
    for command in (("token", "t.jwt"), ("check", "w.yaml")):
        plain, among_two = vector(*command), vector(*command, "--inventory", "services.yaml")
        assert among_two["audience"] > plain["audience"]
        assert among_two["scope"] == plain["scope"]


def test_the_configuration_may_name_the_inventory(here: Path) -> None:
    (here / "tokenlint.toml").write_text('inventory = "services.yaml"\n')
    result = tokenlint("token", "t.jwt", "--at", USUAL[-1], "--format=json")
    placed: dict[str, Any] = json.loads(result.stdout)["documents"][0]["vector"]
    assert placed == vector("token", "t.jwt", "--inventory", "services.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tokenlint: workflows/1\n", "it declares no service"),
        ("tokenlint: workflows/1\nservices: {a: {}}\n", "bad.yaml:2:"),
    ],
)
def test_an_inventory_that_cannot_be_used_is_a_usage_error(
    here: Path, text: str, words: str
) -> None:
    (here / "bad.yaml").write_text(text)
    result = tokenlint("token", "t.jwt", *USUAL, "--inventory", "bad.yaml")
    assert result.exit_code == 2
    assert "the inventory bad.yaml cannot be used" in result.stderr
    assert words in result.stderr


def test_letters_in_the_shape_have_a_price_that_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_rules import ENTRY, POLICY

    site = here / "site"
    site.mkdir()
    (site / "SITE001.yaml").write_text(ENTRY)
    (site / "no_tape.rego").write_text(POLICY.replace('"stage" in item.actions',
                                                      'item.path.path_text == "/x"'))  # fmt: skip
    engine = use(monkeypatch, Scripted())
    for command in (("token", "t.jwt"), ("check", "w.yaml")):
        result = tokenlint(*command, *USUAL, "--policy", "site", "--format=json")
        (note,) = [n for n in json.loads(result.stdout)["notes"] if "a policy reads" in n]
        assert "path_text" in note
    assert engine.asked[0]["credential"]["items"][0]["path"]["path_text"] == "/data/set1"
