import json
import math
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import OBJECT_TEXTS
from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.credentials.json_text import MAX_IRREGULARITIES, scan

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def _kinds(text: str, **limits: int) -> list[tuple[str, str, int]]:
    return [(odd.kind.value, odd.pointer, odd.depth) for odd in scan(text, **limits).irregularities]


def _same(one: Any, other: Any) -> bool:
    """Equal in type, too, and taking NaN for equal."""
    return repr(one) == repr(other)


@given(_JSON, st.sampled_from((None, 1)), st.booleans())
def test_regular_json_is_what_the_standard_library_reads(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    scanned = scan(text)
    assert scanned.complete
    assert scanned.root is not None
    if not any(odd.kind is AnomalyKind.NON_FINITE_NUMBER for odd in scanned.irregularities):
        assert _same(scanned.root.plain, json.loads(text))
    assert {odd.kind for odd in scanned.irregularities} <= {
        AnomalyKind.NON_FINITE_NUMBER,
        AnomalyKind.LONE_SURROGATE,
    }


@given(OBJECT_TEXTS)
def test_of_doubled_members_the_last_one_counts(text: str) -> None:
    scanned = scan(text)
    assert scanned.root is not None
    assert _same(scanned.root.plain, json.loads(text))


@given(st.text() | st.text('{}[]",:0123456789.eE+-tfn \\u'))
def test_any_text_is_read_and_a_strict_reader_refuses_no_other(text: str) -> None:
    scanned = scan(text)
    try:
        json.loads(text)
    except ValueError:
        assert scanned.irregularities or any("\ud800" <= c <= "\udfff" for c in text)
    else:
        assert scanned.complete
    assert scanned.complete or scanned.irregularities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a":1,"a":2}', [("duplicate-member", "/a", 0)]),
        ('{"a":{"b":1,"\\u0062":2}}', [("duplicate-member", "/a/b", 1)]),
        ('[{"a~/b":1,"a~/b":1}]', [("duplicate-member", "/0/a~0~1b", 1)]),
        ('{"a":NaN}', [("non-finite-number", "/a", 0)]),
        ('{"a":[-Infinity]}', [("non-finite-number", "/a/0", 1)]),
        ('{"a":1e400}', [("huge-number", "/a", 0)]),
        ('{"a":9223372036854775808}', [("huge-number", "/a", 0)]),
        ('{"a":-9223372036854775808}', []),
        ('{"a":"\\ud83d"}', [("lone-surrogate", "/a", 0)]),
        ('{"a":"\\ud83d\\ude00"}', []),
        ('{"\\udc00":1}', [("lone-surrogate", "", 0)]),
        ('{"a":"x\ny"}', [("not-json", "/a", 0)]),
        ('{"a":1} {"a":2}', [("trailing-data", "", 0)]),
        ('{"a":1,}', [("not-json", "", 0)]),
        ("{'a':1}", [("not-json", "", 0)]),
        ('{"a" 1}', [("not-json", "", 0)]),
        ('{"a":[1 2]}', [("not-json", "/a", 1)]),
        ('{"a":"x', [("not-json", "", 0)]),
        ('{"a":01}', [("not-json", "", 0)]),
        ("", [("not-json", "", 0)]),
    ],
)
def test_what_is_irregular_is_named_with_its_place(
    text: str, found: list[tuple[str, str, int]]
) -> None:
    assert _kinds(text) == found


def test_broken_text_is_read_up_to_the_break() -> None:
    scanned = scan('{"iss":"https://issuer.example","aud":["a","b"')
    assert not scanned.complete
    assert scanned.root is not None
    assert scanned.root.plain == {"iss": "https://issuer.example", "aud": ["a", "b"]}


def test_thousands_of_digits_do_not_hit_the_limit_of_python() -> None:
    scanned = scan('{"exp":' + "9" * (sys.get_int_max_str_digits() + 700) + "}")
    assert scanned.root is not None
    assert math.isinf(scanned.root.plain["exp"])
    assert scan("-" + "9" * 5000).root.plain == -math.inf  # type: ignore[union-attr]


def test_deep_values_are_stepped_over_and_what_follows_is_read() -> None:
    text = '{"deep":' + "[" * 500 + '"]\\""' + "]" * 500 + ',"scope":"storage.read:/"}'
    scanned = scan(text, max_depth=10)
    assert scanned.complete
    assert scanned.root is not None
    assert scanned.root.plain["scope"] == "storage.read:/"
    assert _kinds(text, max_depth=10) == [("deep-nesting", "/deep" + "/0" * 9, 9)]


def test_a_deep_value_without_end_is_not_json() -> None:
    assert _kinds("[" * 30 + '"x', max_depth=3)[-1][0] == "not-json"


def test_too_many_values_end_the_reading() -> None:
    scanned = scan("[" + "1," * 50 + "1]", max_values=10)
    assert not scanned.complete
    assert scanned.irregularities[-1].kind is AnomalyKind.OVERSIZE


def test_the_number_of_irregularities_is_bounded() -> None:
    assert len(scan('{"a":1' + ',"a":1' * 1000 + "}").irregularities) == MAX_IRREGULARITIES


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500_000,
        '{"a":' * 100_000,
        "[" * 100 + '"' + '\\"' * 200_000,
        '{"' + "k" * 200_000 + '":[' + "1," * 20_000 + "1]}",
        '{"' + "k" * 200_000 + '":[' + '"\\ud800",' * 20_000 + "1]}",
        "[" + "0." + "1" * 500_000 + "]",
    ],
    ids=["brackets", "objects", "string", "long pointer", "many odd", "digits"],
)
def test_hostile_text_costs_little(text: str) -> None:
    before = time.process_time()
    scan(text)
    assert time.process_time() - before < 5


def test_a_pointer_that_would_be_too_long_is_left_out() -> None:
    key = "k" * 2000
    assert _kinds('{"' + key + '":NaN}') == [("non-finite-number", "", 0)]
