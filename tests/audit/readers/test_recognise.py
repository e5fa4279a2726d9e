"""What tells the format of a log, and what is said where nothing does."""

import re
from pathlib import Path

import pytest

from tests.audit.readers.samples import COMBINED, FTS, OBSERVED, STORM, XROOTD
from tests.audit.readers.test_json_lines import MAPPING
from tokenlint.audit.readers.log_mapping import read_log_mapping
from tokenlint.audit.readers.reader import Circumstances
from tokenlint.audit.readers.recognise import FORMATS, recognise
from tokenlint.source import Problem

ROOT = Path(__file__).resolve().parents[3]
WHERE = Circumstances("some.log")


def problem(sample: str, name: str = "") -> Problem:
    found = recognise(sample.encode(), WHERE, name=name)
    assert isinstance(found, Problem)
    assert found.source.file == "some.log"
    return found


def test_a_mixture_is_told_with_its_formats() -> None:
    found = problem(STORM + XROOTD)
    assert found.kind == "log-format"
    assert "storm" in found.reason
    assert "xrootd" in found.reason


def test_a_named_format_wins_over_a_mixture() -> None:
    found = recognise((STORM + XROOTD).encode(), WHERE, name="storm")
    assert not isinstance(found, Problem)
    assert found.name == "storm"


@pytest.mark.parametrize("sample", ["", "hello\nworld\n", "\x00\x01"], ids=["empty", "text", "nul"])
def test_nothing_known_is_told(sample: str) -> None:
    assert problem(sample).kind == "log-format"
    assert "--log-format" in problem(sample).advice


def test_json_lines_need_a_mapping() -> None:
    assert problem('{"a": 1}\n{"a": 2}\n').kind == "log-mapping"
    assert problem("", "json-lines").kind == "log-mapping"


def test_json_lines_with_a_mapping() -> None:
    mapping = read_log_mapping(Path("m.yaml"), MAPPING.encode()).mapping
    found = recognise(b'{"a": 1}\n', WHERE, mapping=mapping)
    assert not isinstance(found, Problem)
    assert found.name == "gateway"


def test_a_mapping_says_nothing_about_other_logs() -> None:
    mapping = read_log_mapping(Path("m.yaml"), MAPPING.encode()).mapping
    found = recognise(COMBINED.encode(), WHERE, mapping=mapping)
    assert not isinstance(found, Problem)
    assert found.name == "combined"


def test_observed_operations_need_none() -> None:
    found = recognise(OBSERVED.encode(), WHERE)
    assert not isinstance(found, Problem)
    assert found.name == "observed"


def test_an_unknown_name_is_told_with_those_that_exist() -> None:
    assert "xrootd" in problem(STORM, "xrood").advice


def test_the_page_names_every_format_and_its_mapping_is_good() -> None:
    page = (ROOT / "docs" / "explanation" / "access-logs.md").read_text("utf-8")
    assert set(re.findall(r"^\| [^|]+ \| `([a-z][a-z-]*)` +\|", page, re.MULTILINE)) == set(FORMATS)
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert read_log_mapping(Path("page.yaml"), example.encode()).problems == ()


def test_few_lines_of_another_format_are_no_mixture() -> None:
    found = recognise((STORM * 10 + COMBINED.splitlines()[0] + "\n").encode(), WHERE)
    assert not isinstance(found, Problem)
    assert found.name == "storm"


def test_requests_to_fts_that_others_get_too_are_no_mixture() -> None:
    other = FTS.splitlines()[0].replace("/jobs", "/robots.txt")
    found = recognise((FTS + other).encode(), WHERE)
    assert not isinstance(found, Problem)
    assert found.name == "fts"
