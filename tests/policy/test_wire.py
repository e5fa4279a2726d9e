import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.small_policies import document
from tokenlint.policy.engine import EngineFault
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.wire import Answer, CannotBeSent, encode, sendable, verdict

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def test_members_are_sorted_and_whole_numbers_whole() -> None:
    assert encode({"b": 3.0, "a": {"d": (1, 2), "c": 0.1}}) == b'{"a":{"c":0.1,"d":[1,2]},"b":3}'


def test_fractions_keep_fifteen_digits() -> None:
    assert encode({"a": 0.1 + 0.2, "b": 1 / 3}) == b'{"a":0.3,"b":0.333333333333333}'


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else 1


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (math.inf, "not finite"),
        (math.nan, "not finite"),
        (1e301, "too large"),
        (1e-301, "too small"),
        (10**300, "too large"),
        (deep(65), "nested deeper"),
        ({1: 2}, "no string"),
        (b"x", "holds a bytes"),
        ({1, 2}, "holds a set"),
        ("\ud83d", "surrogates"),
        ("x" * 8_000_000, "bytes"),
    ],
)
def test_what_engines_would_read_differently_is_not_sent(value: Any, reason: str) -> None:
    with pytest.raises(CannotBeSent, match=reason):
        encode({"a": value})
    assert isinstance(sendable({"kind": "token", "a": value}, ["token"]), EngineFault)


@given(st.dictionaries(st.text(), JSON, max_size=3))
def test_a_document_is_refused_or_comes_back_equal(value: dict[str, Any]) -> None:
    try:
        data = encode(value)
    except CannotBeSent:
        return
    assert encode(msgspec.json.decode(data)) == data
    assert encode(dict(reversed(value.items()))) == data


def test_a_kind_that_no_rule_judges_is_a_fault() -> None:
    assert isinstance(sendable(document("other"), ["token"]), EngineFault)
    assert isinstance(sendable({}, ["token"]), EngineFault)


CANARY = {"format": "tokenlint.input/1", "kind": "token", "policies": "f00d"}


def judged(findings: Any, canary: Any = CANARY, codes: tuple[str, ...] = ("A", "B")) -> Any:
    answer = msgspec.convert({"canary": canary, "findings": findings}, Answer)
    return verdict(document(), [answer], codes, "f00d")


def test_findings_come_in_a_fixed_order_with_plain_numbers() -> None:
    two = {"rule": "B", "at": ["/b"], "args": {"z": 3.0, "a": 1 / 3, "t": "x", "y": True}}
    one = {"rule": "B", "at": ["/a", ""]}
    expected = [
        RawFinding("B", ("/a", "")),
        RawFinding("B", ("/b",), {"a": 0.333333333333, "t": "x", "y": True, "z": 3}),
    ]
    assert judged({"A": [], "B": [two, one]}) == expected
    assert repr(judged({"A": [], "B": [two, one]})) == repr(expected)


@pytest.mark.parametrize(
    ("findings", "canary", "reason"),
    [
        ({"A": []}, CANARY, "did not answer for every rule"),
        ({"A": [], "B": [], "C": []}, CANARY, "did not answer for every rule"),
        ({"A": [], "B": []}, {**CANARY, "kind": "workflow"}, "another document"),
        ({"A": [], "B": []}, {**CANARY, "policies": "beef"}, "other policies"),
        ({"A": [{"rule": "B", "at": ["/a"]}], "B": []}, CANARY, "A speaks for B"),
        ({"A": [{"rule": "A", "at": []}], "B": []}, CANARY, "nowhere"),
        ({"A": [{"rule": "A", "at": ["a"]}], "B": []}, CANARY, "no JSON pointer"),
    ],
)
def test_an_answer_that_is_not_exactly_right_is_a_fault(
    findings: Any, canary: Any, reason: str
) -> None:
    found = judged(findings, canary)
    assert isinstance(found, EngineFault)
    assert reason in found.reason


def test_no_answer_at_all_is_a_fault() -> None:
    assert isinstance(verdict(document(), [], ["A"], "f00d"), EngineFault)
