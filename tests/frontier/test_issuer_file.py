"""Issuer models: what they mean, and what is said of every error, with its place."""

from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.effort import examples
from tokenlint.frontier import issuer_file
from tokenlint.frontier.issuer_file import IssuerFile, read_issuer
from tokenlint.frontier.model import YEAR, Ask, Issuer

GOOD = """\
tokenlint: issuer-model/1
issuer: https://issuer.example
capacity: 900/s
costs: {exchange: 2, refresh: 0.5}
key_cache: {expiration: 2d, refresh: 1h}
observed: 731d
outages:
  - {starts: 2026-03-14T02:00:00Z, lasts: 5h}
  - {per_year: 2, lasts: 30m}
scenarios: {weekend: 64h}
"""
LEAST = "tokenlint: issuer-model/1\ncapacity: 5 kHz\n"


def read(text: str) -> IssuerFile:
    return read_issuer(Path("issuer.yaml"), text.encode())


def model(text: str) -> Issuer:
    file = read(text)
    assert file.problems == ()
    assert file.issuer is not None
    return file.issuer


def test_a_whole_model() -> None:
    issuer = model(GOOD)
    assert issuer.name == "https://issuer.example"
    assert issuer.capacity == 900
    assert [issuer.cost(each) for each in Ask] == [1, 2, 0.5]
    assert issuer.key_cache == 47 * 3_600
    dated, usual = issuer.history
    assert (dated.seconds, dated.per_year) == (5 * 3_600, pytest.approx(YEAR / (731 * 86_400)))
    assert (usual.seconds, usual.per_year) == (1_800, 2)
    assert issuer.scenarios == (("weekend", 64 * 3_600),)


def test_what_a_short_model_leaves_out() -> None:
    issuer = model(LEAST)
    assert issuer.capacity == 5_000
    assert issuer.key_cache == Issuer(1).key_cache == 90 * 3_600
    assert issuer.history == issuer.scenarios == ()


@pytest.mark.parametrize(("written", "seconds"), [("unlimited", inf), ("90h", 90 * 3_600)])
def test_other_ways_to_write_a_key_cache(written: str, seconds: float) -> None:
    assert model(f"{LEAST}key_cache: {written}\n").key_cache == seconds


WRONG = [
    ("capacity: 0/s", "", "2:11 an issuer without capacity hands out nothing"),
    ("capacity: 20000 kHz", "", "2:11 20,000,000 requests a second are more than any"),
    ("capacity: many", "", "2:11 `many` is no rate"),
    ("capacity: 900/s", "capasity: 1/s", "3:1 `capasity` is no key of a model of an"),
    ("capacity: 900/s", "key_cache: {expiration: 6h, refresh: 6h}", "3:12 services would drop"),
    ("capacity: 900/s", "costs: {issue: 0}", "3:16 `0` is no cost"),
    ("capacity: 900/s", "outages: [{lasts: 5h}]", "3:11 a single outage is told by one of"),
    ("capacity: 900/s", "outages: [{per_year: 1, lasts: 0h}]", "3:32 an outage of no length"),
    ("capacity: 900/s", "outages: [{per_year: 400, lasts: 1d}]", "3:10 the outages are longer"),
    (
        "capacity: 900/s",
        'outages: [{starts: "2026-13-01", lasts: 1d}]',
        "3:20 there is no such day",
    ),
    ("capacity: 900/s", "scenarios: {none: 0s}", "3:19 an outage of no length"),
    ("capacity: 900/s", "observed: 0d", "3:11 nothing is seen in no time"),
    (
        "capacity: 900/s",
        "availability: 0.9\noutages: [{per_year: 1, lasts: 1h}]",
        "3:15 the outages leave an availability of 0.9999",
    ),
    (
        "capacity: 900/s",
        'outages: [{starts: "2026-03-01T00:00Z", lasts: 2d}, {starts: "2026-03-02", lasts: 1h}]',
        "3:62 it begins before the one before it is over",
    ),
]


@pytest.mark.parametrize(("capacity", "more", "says"), WRONG, ids=[each[2][:40] for each in WRONG])
def test_what_is_said_of_an_error(capacity: str, more: str, says: str) -> None:
    file = read(f"tokenlint: issuer-model/1\n{capacity}\n{more}\n")
    assert file.issuer is None
    said = [f"{p.source.line}:{p.source.column} {p.reason}" for p in file.problems]
    assert any(each.startswith(says) for each in said), said
    assert all(problem.advice for problem in file.problems)


@pytest.mark.parametrize("text", ["", "---\n", "- 1\n", LEAST + "---\n" + LEAST, "a: [", "\x00"])
def test_what_is_no_model(text: str) -> None:
    file = read(text)
    assert file.issuer is None
    assert file.problems


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    file = read_issuer(tmp_path / "none.yaml")
    assert file.issuer is None
    assert file.problems[0].kind == "unreadable"
    (tmp_path / "i.yaml").write_text(LEAST)
    assert read_issuer(tmp_path / "i.yaml").issuer == model(LEAST)


@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from([*GOOD.splitlines(), "  - 5", "x-a: 1", "capacity:"]), max_size=12))
def test_nothing_in_a_file_raises(lines: list[str]) -> None:
    file = read("\n".join(lines))
    assert (file.issuer is None) == bool(file.problems)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(issuer_file.schema())
