"""`tokenlint rules`: the catalogue with filters, and the test of a site's own rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import tokenlint
from tests.judging import Scripted, catalogue, fault
from tokenlint.policy import entries
from tokenlint.policy.catalogue import Rule

RULES = catalogue().rules
ENTRY = """\
code: SITE001
name: no-tape
title: No tape at this site
family: SITE
axis: scope
severity: high
confidence: high
persona: regular
kinds: [token]
since: 0.1.0
message: "{document} may stage"
why: >
  The site has no tape. Such a token is a slip of the pen.
fix: >
  Leave storage.stage out.
references:
  - {title: "The site's own rules", section: "1", url: "https://site.example/rules"}
examples:
  bad:
    - name: a token that may stage
      token: {claims: {iss: "https://issuer.example", exp: now+1h, scope: "storage.stage:/a"}}
  good:
    - name: a token that may read
      token: {claims: {iss: "https://issuer.example", exp: now+1h, scope: "storage.read:/a"}}
"""
POLICY = """\
package site.site["no-tape"]

findings contains {"rule": "SITE001", "at": [sprintf("/credential/items/%d", [i])], "args": {}} if {
	some i, item in input.credential.items
	"stage" in item.actions
}
"""


def listed(*arguments: str) -> list[dict[str, Any]]:
    whole = json.loads(tokenlint("rules", "--format=json", *arguments).stdout)
    rows: list[dict[str, Any]] = whole["rules"] if isinstance(whole, dict) else whole
    return rows


def test_the_table_names_every_rule() -> None:
    result = tokenlint("rules")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [code for code in RULES if code not in result.stdout] == []


def test_the_catalogue_as_json() -> None:
    assert [row["code"] for row in listed()] == list(RULES)


def where(**traits: str) -> list[str]:
    def fits(rule: Rule) -> bool:
        return all(str(getattr(rule, name)) == value for name, value in traits.items())

    return [code for code, rule in RULES.items() if fits(rule)]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("--axis", "lifetime"), where(axis="lifetime")),
        (("--severity", "high", "--axis", "scope"), where(axis="scope", severity="high")),
        (("--persona", "pedantic"), where(persona="pedantic")),
        (("--select", "WKF,AUD001"), ["AUD001", *where(family="WKF")]),
        (("--kind", "ignore"), where(family="IGN")),
    ],
)
def test_filters(arguments: tuple[str, ...], codes: list[str]) -> None:
    assert [row["code"] for row in listed(*arguments)] == codes


def test_filters_that_nothing_fits_are_a_usage_error() -> None:
    result = tokenlint("rules", "--axis", "audience", "--select", "LIF")
    assert result.exit_code == 2
    assert "no rule fits all filters" in result.stderr


def test_an_unknown_code_is_a_usage_error_with_a_hint() -> None:
    result = tokenlint("rules", "--select", "SPC001")
    assert result.exit_code == 2
    assert "did you mean SCP001" in result.stderr


@pytest.fixture
def site(here: Path) -> Path:
    """A folder with a rule of a site's own."""
    folder = here / "site"
    folder.mkdir()
    (folder / "SITE001.yaml").write_text(ENTRY)
    (folder / "no_tape.rego").write_text(POLICY)
    return folder


def test_a_sites_rule_is_listed_beside_the_shipped_ones(site: Path) -> None:
    assert "SITE001" in [row["code"] for row in listed("--policy", str(site))]


def test_examples_of_a_sites_rule_are_run(site: Path) -> None:
    result = tokenlint("rules", "test", site)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "ok   SITE001 bad: a token that may stage",
        "ok   SITE001 good: a token that may read",
        "2 passed, 0 failed",
    ]


def test_the_folder_is_not_read_for_every_rule(
    site: Path, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def parse(path: Path) -> object:
        read.append(path)
        return parse_before(path)

    parse_before = entries._parse
    monkeypatch.setattr(entries, "_parse", parse)
    tokenlint("rules", "test", site)
    assert 1 <= len(read) <= 2, "for the catalogue, and for the rules to be tested"
    assert scripted.asked


def test_an_example_that_lies_is_told(site: Path) -> None:
    (site / "SITE001.yaml").write_text(ENTRY.replace("storage.stage:/a", "storage.poll:/a"))
    result = tokenlint("rules", "test", site)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "FAIL SITE001 bad: a token that may stage"
    assert lines[1].startswith("     did not fire; the example gives ")
    assert lines[-1] == "1 passed, 1 failed"


def test_a_good_example_that_fires_is_told(site: Path) -> None:
    (site / "SITE001.yaml").write_text(ENTRY.replace("storage.read:/a", "storage.stage:/b"))
    result = tokenlint("rules", "test", site)
    assert result.exit_code == 1
    assert "     fired; the example gives " in result.stdout


def test_what_could_not_be_judged_is_told(site: Path, scripted: Scripted) -> None:
    scripted.answer = fault
    result = tokenlint("rules", "test", site)
    assert result.exit_code == 1
    assert "it fell over" in result.stdout


def test_broken_rules_are_incomplete_with_every_place(site: Path) -> None:
    (site / "no_tape.rego").write_text(POLICY.replace("contains", "contaisn"))
    result = tokenlint("rules", "test", site)
    assert result.exit_code == 4
    assert "no_tape.rego" in result.stderr
    (site / "SITE001.yaml").write_text(ENTRY.replace("severity: high", "severity: hihg"))
    result = tokenlint("rules", "test", site)
    assert result.exit_code == 4
    assert "SITE001.yaml:6:" in result.stderr


def test_a_folder_without_rules_has_nothing_to_test(here: Path) -> None:
    (here / "empty").mkdir()
    result = tokenlint("rules", "test", "empty")
    assert result.exit_code == 3
    assert "no rule" in result.stderr


def test_a_folder_that_is_not_there_is_a_usage_error() -> None:
    assert tokenlint("rules", "test", "absent").exit_code == 2


def test_policies_are_exported_for_a_server(here: Path, site: Path) -> None:
    result = tokenlint("rules", "export", "out", "--policy", site)
    assert (result.exit_code, result.stderr) == (0, "")
    written = sorted(path for path in (here / "out").rglob("*.rego"))
    assert result.stdout == f"wrote {len(written)} policies to out\n"
    texts = [path.read_text() for path in written]
    assert POLICY in texts
    assert sum("package tokenlint.scp" in text for text in texts) >= 17


@pytest.mark.parametrize("name", ["file/out", "x" * 300])
def test_where_no_folder_can_be_made_nothing_is_exported(here: Path, name: str) -> None:
    (here / "file").write_text("")
    result = tokenlint("rules", "export", name)
    assert result.exit_code == 2
    assert "cannot make the folder" in result.stderr


def test_policies_are_exported_into_a_new_folder(here: Path) -> None:
    (here / "out").mkdir()
    (here / "out" / "mine.rego").write_text("package mine\n")
    result = tokenlint("rules", "export", "out")
    assert result.exit_code == 2
    assert "out is not empty" in result.stderr
