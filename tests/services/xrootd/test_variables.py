"""Variables."""

import pytest

from tests.services.xrootd.texts import text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.stream import lines
from tokenlint.services.xrootd.variables import Variables, assign, substituted
from tokenlint.source import Source


@pytest.mark.parametrize(
    ("line", "variables"),
    [
        ("set a = b", {"a": "b"}),
        ("set a=b", {"a": "b"}),
        ("set a = $HOME", {"a": None}),
        ("set a < /etc/file", {"a": None}),
        ("set a = $1", {"a": None}),
        ("set a = {{ .b }}", {"a": None}),
        ("set -v", {}),
        ("set a", {}),
    ],
)
def test_assignments(line: str, variables: Variables) -> None:
    found: Variables = {}
    assign(next(lines(text(line))), found)
    assert found == variables


@pytest.mark.parametrize(
    ("word", "result", "known"),
    [
        ("$a/x", "1/x", True),
        ("${a}b", "1b", True),
        ("$(a)$[a]", "11", True),
        ("\\$a", "$a", False),
        ("$b", "$b", False),
        ("$nobody", "$nobody", False),
        ("plain", "plain", True),
    ],
)
def test_substitution(word: str, result: str, known: bool) -> None:
    found = substituted(Value.of(word, Source("f", 1)), {"a": "1", "b": None})
    assert (found.text, found.known) == (result, known)
