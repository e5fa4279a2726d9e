import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tokenlint.workflows.scalars import resolve, resolve_tagged


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("nUll", "nUll"),
        ("true", True),
        ("FALSE", False),
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("y", "y"),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b101", "0b101"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-11-20", "2026-11-20"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("1.2.3", "1.2.3"),
        ("+", "+"),
        (".", "."),
        ("0x", "0x"),
        ("9" * 65, "9" * 65),
        ("6h", "6h"),
    ],
)
def test_plain_scalars_follow_the_core_schema(text: str, value: Any) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_not_a_number() -> None:
    found = resolve(".NaN")
    assert isinstance(found, float)
    assert math.isnan(found)


@given(st.from_regex(r"[-+.0-9eExoa-fnulty~]{1,8}", fullmatch=True))
def test_it_agrees_with_ruamel(text: str) -> None:
    loaded = YAML(typ="safe", pure=True).load(f"- {text}") if text not in ("-", "---") else [text]
    assume_plain = isinstance(loaded, list) and len(loaded) == 1
    if not assume_plain or isinstance(loaded[0], list | dict):
        return  # dashes and colons make structure, which is no matter of scalars
    mine, theirs = resolve(text), loaded[0]
    # ruamel keeps 1.1's floats such as `1e`, and reads `1e5` without a dot as text before 0.19.
    if isinstance(mine, float) and isinstance(theirs, str):
        return
    # It also keeps binary numbers of YAML 1.1 (`0b0`), which 1.2 does not know.
    if "0b" in text:
        return
    assert mine == theirs or (mine != mine and theirs != theirs)  # noqa: PLR0124 (NaN)


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        ("tag:yaml.org,2002:str", "6", "6"),
        ("tag:yaml.org,2002:int", "6", 6),
        ("tag:yaml.org,2002:float", "6", 6.0),
        ("tag:yaml.org,2002:bool", "true", True),
        ("tag:yaml.org,2002:null", "", None),
        ("!", "6", "6"),
    ],
)
def test_core_tags(tag: str, text: str, value: Any) -> None:
    assert resolve_tagged(tag, text) == value


def test_a_tag_that_the_text_cannot_be() -> None:
    with pytest.raises(ValueError, match="x"):
        resolve_tagged("tag:yaml.org,2002:int", "x")
    with pytest.raises(KeyError):
        resolve_tagged("!secret", "x")
