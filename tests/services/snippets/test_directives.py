import pytest

from tokenlint.services.snippets.directives import directives
from tokenlint.services.text import Text


def found(content: str) -> list[Text]:
    return list(directives(Text("a.rst", "a.rst", content)))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (".. code-block:: ini\n\n   [x]\n", "block.ini"),
        (".. code-block:: ini\n   :linenos:\n   :caption: /etc/a.cfg\n\n   [x]\n", "a.cfg"),
        (".. parsed-literal::\n\n   [x]\n", "block"),
        ("Edit ``/etc/a.cfg``::\n\n   [x]\n", "a.cfg"),
        ("Edit :file:`/etc/a.cfg`:\n\n.. code:: ini\n\n   [x]\n", "a.cfg"),
        ("As follows::\n\n   # /etc/a/b.cfg\n   [x]\n", "b.cfg"),
        ("::\n\n   [x]\n", "block"),
    ],
)
def test_a_block_is_named_by_what_is_around_it(content: str, name: str) -> None:
    assert [child.name for child in found(content)] == [name]


def test_a_block_ends_where_the_text_goes_on() -> None:
    (child,) = found("So::\n\n    [x]\n\n      a\n\nText\n")
    assert (child.content, child.line, child.indent) == ("[x]\n\n  a", 3, 4)


def test_other_directives_are_no_blocks() -> None:
    assert found(".. note::\n\n   x\n\n.. literalinclude:: a.cfg\n   :lines: 1\n") == []


def test_a_block_in_a_note_is_found() -> None:
    (child,) = found(".. note::\n\n   .. code-block:: ini\n\n      [x]\n")
    assert (child.content, child.indent) == ("[x]", 6)
