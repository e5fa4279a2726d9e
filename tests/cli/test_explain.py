"""`tokenlint explain`: offline, by code, name or family."""

import pytest

from tests.cli.command import tokenlint
from tests.judging import catalogue

CODES = tuple(catalogue().rules)


@pytest.mark.parametrize(
    "word", ["SCP001", "scp001", "delete-without-modify", "Delete-Without-Modify"]
)
def test_a_rule_is_explained_by_code_and_name(word: str) -> None:
    result = tokenlint("explain", word)
    assert (result.exit_code, result.stderr) == (0, "")
    for part in ("SCP001", "delete-without-modify", catalogue().rules["SCP001"].title):
        assert part in result.stdout


def test_every_rule_can_be_explained() -> None:
    result = tokenlint("explain", *CODES)
    assert result.exit_code == 0
    assert [code for code in CODES if code not in result.stdout] == []


def test_a_family_is_explained_and_each_rule_once() -> None:
    result = tokenlint("explain", "WKF", "WKF001")
    assert result.stdout.count("mitigation-missing") >= 1
    assert result.stdout.index("WKF001") < result.stdout.index("WKF003")
    assert tokenlint("explain", "WKF").stdout == result.stdout


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("SCP099", "did you mean SCP0"),
        ("delete-without-modfy", "did you mean SCP001?"),
        ("zzzzzzzz", "`tokenlint rules` lists all rules"),
        ("SPC001", "did you mean SCP001?"),
    ],
)
def test_an_unknown_rule_is_a_usage_error(word: str, hint: str) -> None:
    result = tokenlint("explain", word)
    assert result.exit_code == 2
    assert f"no rule is called '{word}'" in result.stderr
    assert hint in result.stderr
    assert result.stdout == ""


def test_a_rule_must_be_named() -> None:
    assert tokenlint("explain").exit_code == 2
