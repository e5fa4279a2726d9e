"""A bounded table forgets what was put in longest ago."""

from tokenlint.audit.readers.latest import Latest


def test_what_was_put_in_longest_ago_is_forgotten_first() -> None:
    table: Latest[int] = Latest(most=2)
    table.put("a", 1)
    table.put("b", 2)
    table.put("a", 3)  # again: it is the newest now
    table.put("c", 4)
    assert [table.get(key, 0) for key in "abc"] == [3, 0, 4]


def test_taking_and_dropping_forget() -> None:
    table: Latest[int] = Latest()
    table.put("a", 1)
    table.put("b", 2)
    assert (table.take("a"), table.take("a")) == (1, None)
    table.drop("b")
    table.drop("b")
    assert table.get("b", 0) == 0
    table.put("d", 4)
    table.put("c", 3)
    assert (table.take_all(), table.take_all()) == ([4, 3], [])


def test_keys_are_cut() -> None:
    table: Latest[int] = Latest()
    table.put("x" * 300, 1)
    assert table.get("x" * 256, 0) == 1
