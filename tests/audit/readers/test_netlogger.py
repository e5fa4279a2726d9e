"""Lines of `key=value`."""

import pytest

from tokenlint.audit.readers.netlogger import pairs_of


def test_pairs_plain_and_in_quotes() -> None:
    line = r'a=1 b.c="x \"y\" \\ z\n" d= e=last'
    assert pairs_of(line) == {"a": "1", "b.c": 'x "y" \\ z\n', "d": "", "e": "last"}


def test_the_first_of_a_name_counts() -> None:
    """What a client sends stands behind what the service says."""
    assert pairs_of('code=403 agent="x" code=200') == {"code": "403", "agent": "x"}


@pytest.mark.parametrize("line", ["", "word", "a=1 word", 'a="open', "=x", "a=1  b=2", "1a=x"])
def test_other_lines_are_none(line: str) -> None:
    assert pairs_of(line) is None


def test_a_line_with_more_pairs_than_any_event_is_none() -> None:
    assert pairs_of(" ".join(f"k{n}=v" for n in range(60))) is not None
    assert pairs_of(" ".join(f"k{n}=v" for n in range(80))) is None
