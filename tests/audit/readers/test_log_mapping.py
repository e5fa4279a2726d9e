"""Mapping files of logs: what is wrong is told with its place, and nothing of them is used."""

import json
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.readers.test_json_lines import MAPPING
from tokenlint.audit.readers.log_mapping import Choice, read_log_mapping, schema
from tokenlint.cli.schema import load


def problems(text: str) -> list[str]:
    file = read_log_mapping(Path("log.yaml"), text.encode())
    assert (file.mapping is None) == bool(file.problems)
    assert all(problem.advice for problem in file.problems)
    return [f"{problem.source}: {problem.reason}" for problem in file.problems]


def test_a_good_file_has_none() -> None:
    assert problems(MAPPING) == []


def test_the_example_of_the_schema_is_good() -> None:
    (example,) = schema()["examples"]
    assert problems(json.dumps(example)) == []
    assert load("log-mapping") == schema()


def test_what_a_file_becomes() -> None:
    mapping = read_log_mapping(Path("log.yaml"), MAPPING.encode()).mapping
    assert mapping is not None
    assert mapping.members["time"] == ("@time",)
    assert mapping.operations["PUT"] == (
        Choice("overwrite", ("status",), (204,)),
        Choice("create"),
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("log-mapping/1", "log-mapping/2", "log.yaml:1:"),
        ("GET: read", "GET: reed", "log.yaml:11:8: `reed`"),
        ("  operation: request.method\n", "", "operation"),
        ("  client:", "  clint:", "log.yaml:8:3: `clint`"),
        ("remote.ip", "remote..ip", "log.yaml:8:11: `remote..ip` has an empty name"),
        ("allowed: [2xx]", "", "nothing says which statuses"),
        ("  status: status\n", "", "no member holds the status"),
        ("allowed: [2xx]", "allowed: [300-200]", "the range `300-200` holds nothing"),
        ("[{when", "[create, {when", "is never reached"),
        (
            "service: https",
            "time: {zone: Mars/Base}\nservice: https",
            "`Mars/Base` is no known zone",
        ),
        ("service: https", "time: {format: daily}\nservice: https", "`daily` is no format"),
        ("service: https", "time: {format: '%Q%'}\nservice: https", "is no pattern"),
        ("  client:", "  service: host\n  client:", "the service is a member, too"),
        ("allowed: [2xx]", "allowed: [2xx]\nevery_line: allowed", "a member tells it for each"),
        ("  client:", "  allowed: ok\n  client:", "may disagree"),
        ("GET: read", "GET: read\n  GET: read", "GET"),
        ("name: gateway", f"name: {'x' * 65}", "log.yaml:2:7: the name of the format is too long"),
        ("remote.ip", "x" * 201, "log.yaml:8:11: the path of a member is too long"),
        (
            "remote.ip",
            f"[{', '.join('abcdefghi')}]",
            "log.yaml:8:11: the path of a member is too long",
        ),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, expected: str) -> None:
    assert old in MAPPING
    assert expected in "\n".join(problems(MAPPING.replace(old, new)))


@pytest.mark.parametrize("text", ["", "[]", "a: [", "--- {}\n--- {}\n", "\x00", "tokenlint: x"])
def test_other_files_are_refused(text: str) -> None:
    assert problems(text)


def places(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(node, dict):
        inside = node.items()
    elif isinstance(node, list):
        inside = enumerate(node)
    for key, value in inside:
        yield from places(value, (*path, key))


def with_other(node: Any, path: tuple[str | int, ...], other: object) -> Any:
    if not path:
        return other
    changed = copy(node)
    changed[path[0]] = with_other(node[path[0]], path[1:], other)
    return changed


OTHERS = st.sampled_from(
    ("", "x", "x" * 300, "a b", "2xx", 0, -1, 7.5, 10**30, True, None, [], [1] * 20, {}, {"a": {}})
)
(EXAMPLE,) = schema()["examples"]
PLACES = list(places(EXAMPLE))


@settings(max_examples=200)
@given(st.sampled_from(PLACES), OTHERS)
def test_no_value_anywhere_raises(path: tuple[str | int, ...], other: object) -> None:
    """Whatever stands at any place of a file is either used, or told."""
    text = json.dumps(with_other(EXAMPLE, path, other))
    file = read_log_mapping(Path("log.yaml"), text.encode())
    assert (file.mapping is None) == bool(file.problems)


def test_a_file_that_is_not_there_is_told() -> None:
    file = read_log_mapping(Path("none-such.yaml"))
    assert file.mapping is None
    assert file.problems
