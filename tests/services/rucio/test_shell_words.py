import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.rucio.configs import text
from tokenlint.services.rucio.shell_words import commands
from tokenlint.services.value import Value

PROGRAM = re.compile(r"\brun\b")


def words(content: str) -> list[list[Value]]:
    return list(commands(text(content), PROGRAM))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("run a  b\tc", ["a", "b", "c"]),
        ("run 'a b' \"c d\" e\\ f", ["a b", "c d", "e f"]),
        ("run --x='y z'; other", ["--x=y z"]),
        ("run a && run2 b", ["a"]),
        ("run a # b", ["a"]),
        ("run a#b", ["a#b"]),
        ("run a \\\n  b", ["a", "b"]),
        ("run a \\\r\n  b\r\nc", ["a", "b"]),
        ('run "a \\"b\\" \\n"', ['a "b" \\n']),
        ("run '{\"a\":\n 1}' b", ['{"a":\n 1}', "b"]),
        ("run 'open", []),
    ],
)
def test_words(line: str, expected: list[str]) -> None:
    (found,) = words(line)
    assert [each.text for each in found] == expected


def test_places() -> None:
    (found,) = words("x=1\nrun a \\\n  'b c'\n")
    assert [(each.source.line, each.source.column) for each in found] == [(2, 5), (3, 4)]


def test_comments_and_substitutions() -> None:
    assert words("  # run a\n") == []
    (found,) = words("run $a ${b} \"$c\" `d` 'e' {{ f }}")
    assert [each.known for each in found][:5] == [False, False, False, False, True]
    assert not found[5].known


def test_a_long_line_takes_no_longer_than_its_letters() -> None:
    start = time.process_time()
    words("run " + "'a" * 30_000 + "\n" + "run \\\n" * 10_000)
    assert time.process_time() - start < 20  # a hang, not slowness


@given(
    st.lists(st.sampled_from([*"run \\'\"#;|\n\r"]) | st.text(max_size=3), max_size=30).map("".join)
)
def test_any_text_is_read(content: str) -> None:
    words(content)
