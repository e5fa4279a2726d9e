"""The catalogue: rules by code, what selectors reach, what was probably meant."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.entry_text import ENTRY
from tokenlint import shipped
from tokenlint.errors import Incomplete, PolicyError, UsageError
from tokenlint.policy import catalogue as room
from tokenlint.policy.catalogue import Catalogue, Examples, Rule, load_catalogue
from tokenlint.policy.finding import Persona, Reference, Severity


def _rule(code: str, name: str, *kinds: str) -> Rule:
    return Rule(
        code=code,
        name=name,
        title=name,
        family=code[:3],
        axis="scope",
        severity=Severity.LOW,
        confidence="high",
        persona=Persona.REGULAR,
        kinds=kinds or ("token",),
        since="0.1.0",
        message="m",
        why="w",
        fix="f",
        references=(Reference("r"),),
        examples=Examples((), ()),
    )


RULES = (
    _rule("SCP002", "modify-not-needed", "token", "workflow"),
    _rule("SCP001", "delete-without-modify", "workflow"),
    _rule("SCP010", "storage-and-compute-mixed"),
    _rule("LIF005", "expired"),
    _rule("AUD001", "audience-any"),
)
SMALL = Catalogue({rule.code: rule for rule in RULES})
CODES = sorted(SMALL.rules)


def test_rules_stand_in_the_order_of_their_codes() -> None:
    assert list(SMALL.rules) == CODES


def test_rules_of_a_kind() -> None:
    assert [rule.code for rule in SMALL.for_kind("workflow")] == ["SCP001", "SCP002"]
    assert SMALL.for_kind("nothing") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SCP01", "SCP010"),
        ("SPC001", "SCP001"),
        ("scp002", "SCP002"),
        ("Expired", "LIF005"),
        ("delete-with-modify", "SCP001"),
        ("expire", "LIF005"),
        ("audienceany", "AUD001"),
        ("quite something else", None),
        ("", None),
    ],
)
def test_what_was_probably_meant(text: str, expected: str | None) -> None:
    assert SMALL.suggest(text) == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("SCP", {"SCP001", "SCP002", "SCP010"}),
        ("scp00", {"SCP001", "SCP002"}),
        (" SCP001 ", {"SCP001"}),
        ("expired", {"LIF005"}),
        ("all", set(CODES)),
        ("S", {"SCP001", "SCP002", "SCP010"}),
        ("CP0", set()),
        ("", set()),
    ],
)
def test_what_a_selector_reaches(selector: str, expected: set[str]) -> None:
    assert SMALL.matching(selector) == expected


@pytest.mark.parametrize(
    ("selected", "ignored", "expected"),
    [
        ([], [], set(CODES)),
        (["SCP"], [], {"SCP001", "SCP002", "SCP010"}),
        (["SCP"], ["SCP00"], {"SCP010"}),
        (["SCP001"], ["SCP"], {"SCP001"}),
        (["delete-without-modify"], ["SCP"], {"SCP001"}),
        (["SCP"], ["delete-without-modify"], {"SCP002", "SCP010"}),
        (["SCP"], ["SCP"], set()),
        ([], ["ALL"], set()),
        (["SCP00"], ["ALL"], {"SCP001", "SCP002"}),
        (["ALL", "SCP001"], ["SCP"], {"SCP001", "LIF005", "AUD001"}),
        (["SCP001", "SCP"], ["SCP00"], {"SCP001", "SCP010"}),
    ],
)
def test_the_longer_selector_wins(
    selected: list[str], ignored: list[str], expected: set[str]
) -> None:
    assert SMALL.select(selected, ignored) == expected


def test_selectors_without_a_rule_are_all_named() -> None:
    with pytest.raises(UsageError) as caught:
        SMALL.select(["SPC001", "SCP"], ["nothing at all"])
    assert caught.value.exit_code == 2
    assert "SPC001, nothing at all" in caught.value.reason
    assert caught.value.advice == "did you mean SCP001 for SPC001?"


def test_without_a_guess_the_list_is_advised() -> None:
    with pytest.raises(UsageError) as caught:
        SMALL.select(["nothing at all"])
    assert "tokenlint rules" in caught.value.advice


@given(
    st.lists(st.sampled_from(["ALL", "S", "SCP", "SCP00", *CODES]), max_size=3),
    st.lists(st.sampled_from(["ALL", "S", "SCP", "SCP00", *CODES]), max_size=3),
)
def test_an_ignore_never_adds_a_rule(selected: list[str], ignored: list[str]) -> None:
    assert SMALL.select(selected, ignored) <= SMALL.select(selected)


def test_a_rule_knows_its_package_and_file() -> None:
    rule = SMALL.rules["SCP001"]
    assert rule.package == 'tokenlint.scp["delete-without-modify"]'
    assert rule.policy_file == "scp/delete-without-modify/delete_without_modify.rego"
    assert SMALL.rules["LIF005"].package == "tokenlint.lif.expired"


def test_a_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        SMALL.rules["NEW001"] = RULES[0]  # type: ignore[index]  # that is the point


def test_the_shipped_rules_are_values() -> None:
    rule = load_catalogue().rules["AUD001"]
    assert rule.severity is Severity.MEDIUM
    assert rule.persona is Persona.REGULAR
    assert rule.references[0].section == "2.1.1"
    token = rule.examples.bad[0].token
    assert token is not None
    assert token.claims["aud"] == "https://wlcg.cern.ch/jwt/v1/any"
    assert token.keys == "none"


def test_a_site_adds_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / "SITE001.yaml").write_text(ENTRY)
    catalogue = load_catalogue([tmp_path])
    assert catalogue.rules["SITE001"].package == 'tokenlint.site["no-tokens-on-mondays"]'
    assert "AUD001" in catalogue.rules


def test_a_site_cannot_replace_a_shipped_rule(tmp_path: Path) -> None:
    text = ENTRY.replace("SITE001", "AUD001").replace("family: SITE", "family: AUD")
    (tmp_path / "AUD001.yaml").write_text(text)
    with pytest.raises(PolicyError, match="1 problem") as caught:
        load_catalogue([tmp_path])
    assert "ships with tokenlint" in caught.value.problems[0].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "holds no rule"),
        ({"catalogue": {}}, "holds no rule"),
        ({"catalogue": {"AUD001": {"code": "AUD001"}}}, "do not fit this version"),
    ],
)
def test_compiled_rules_that_cannot_be_used(
    data: dict[str, Any], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "compiled", lambda: data)
    room._shipped_catalogue.cache_clear()
    with pytest.raises(Incomplete, match=reason):
        load_catalogue()
