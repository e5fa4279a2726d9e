"""The file of a baseline: what is written is read again, line by line and in one order."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tokenlint.baseline.entry import Baseline, Entry, Key
from tokenlint.baseline.file import MAX_BYTES, _is_valid, dump, parse, schema
from tokenlint.errors import UsageError
from tokenlint.policy.finding import Severity

TEXTS = st.text(st.characters() | st.sampled_from('\n\r\t"\\/~*\x00\x1b\udcff'), max_size=12)
ENTRIES = st.builds(
    Entry,
    st.builds(
        Key,
        file=TEXTS.filter(bool),
        rule=st.from_regex(r"[A-Z]{3,8}[0-9]{3}", fullmatch=True),
        pointer=TEXTS.map(lambda text: f"/{text}") | st.just(""),
        fingerprint=st.from_regex(r"[0-9a-f]{24}", fullmatch=True),
    ),
    ordinal=st.integers(1, 3),
    severity=st.sampled_from(Severity),
)
BASELINES = st.builds(
    Baseline,
    st.lists(ENTRIES, max_size=6, unique_by=lambda each: (each.key, each.ordinal)).map(tuple),
    st.lists(TEXTS.filter(bool), max_size=3, unique=True).map(tuple),
)


@given(BASELINES)
def test_what_is_written_is_read_again(baseline: Baseline) -> None:
    text = dump(baseline)
    again = parse(text.encode("ascii"), "b.json")
    assert set(again.entries) == set(baseline.entries)
    assert set(again.paths) == set(baseline.paths)
    assert dump(again) == text
    Draft202012Validator(schema()).validate(json.loads(text))


@given(BASELINES)
def test_each_entry_has_a_line_of_its_own(baseline: Baseline) -> None:
    lines = dump(baseline).splitlines()
    rows = [line for line in lines if line.startswith('    {"file"')]
    assert len(rows) == len(baseline.entries)
    turned = Baseline(baseline.entries[::-1], baseline.paths[::-1])
    assert dump(turned).splitlines() == lines
    more = Entry(Key("zz", "SCP001", "", "0" * 24), 9, Severity.LOW)
    longer = dump(Baseline((*baseline.entries, more), baseline.paths)).splitlines()
    changed = [line for line in longer if line not in lines and line.rstrip(",") not in lines]
    assert len([line for line in changed if line.startswith("    {")]) == 1


@given(st.binary(max_size=60) | st.text().map(str.encode))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        parse(data, "b.json")
    assert caught.value.reason.startswith("b.json: ")
    assert caught.value.advice


GOOD = {
    "file": "a",
    "rule": "SCP001",
    "pointer": "",
    "fingerprint": "0" * 24,
    "ordinal": 1,
    "severity": "low",
}


@given(
    st.sampled_from([*GOOD, "other"]),
    st.sampled_from(["", "a", "SCP001", "SCP001\n", "/", "/x\n", "0" * 24, "low", 0, 1, None, True])
    | st.text(max_size=3),
)
def test_the_quick_check_takes_only_what_the_schema_takes(name: str, value: object) -> None:
    """And what it does not take, the schema decides."""
    whole = {"schema": "tokenlint.baseline/1", "findings": [GOOD | {name: value}]}
    valid = Draft202012Validator(schema()).is_valid(whole)
    assert valid or not _is_valid(whole)
    try:
        parse(json.dumps(whole).encode(), "b.json")
    except UsageError:
        assert not valid
    else:
        assert valid


def test_its_size_is_bounded() -> None:
    with pytest.raises(UsageError, match="larger than the limit"):
        parse(b" " * (MAX_BYTES + 1), "b.json")
