import pytest

from tokenlint.services.snippets.scalars import scalars
from tokenlint.services.text import Text


def found(content: str) -> list[Text]:
    return list(scalars(Text("a.yaml", "a.yaml", content)))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("x.cfg: |", "x.cfg"),
        ('"x.cfg": |-', "x.cfg"),
        ("'x.cfg':  |+ # with a comment", "x.cfg"),
        ("x.cfg: !!str &anchor |", "x.cfg"),
        ("x.cfg: |\r", "x.cfg"),
        ("{{ .name }}.cfg: |", "{{ .name }}.cfg"),
    ],
)
def test_a_block_has_the_name_of_its_key(head: str, name: str) -> None:
    (child,) = found(f"{head}\n  [Global]\n\n  a = b\nother: 1\n")
    assert (child.name, child.content) == (name, "[Global]\n\na = b")
    assert (child.line, child.indent) == (2, 2)


def test_an_indentation_that_is_told_leaves_the_rest_in_the_text() -> None:
    (child,) = found("a:\n  b: |2\n     x\n    y\n")
    assert child.content == " x\ny"


def test_items_of_lists_count_too() -> None:
    first, second = found("- |\n  one\n- a: |\n    two\n")
    assert (first.content, second.content) == ("one", "two")


def test_a_directive_further_left_does_not_end_a_block() -> None:
    (child,) = found("a.cfg: |\n    x = 1\n{{- if .more }}\n    y = 2\n{{- end }}\nb: c\n")
    assert child.content == "x = 1\n{{- if .more }}\ny = 2"


def test_a_block_of_directives_only_holds_nothing() -> None:
    assert found("a.cfg: |\n  {{ include . }}\nb: |\n") == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("write_files:\n- path: /etc/x/a.cfg\n  content: |\n    x\n", "a.cfg"),
        ("write_files:\n- content: |\n    x\n  path: /etc/x/a.cfg\n", "a.cfg"),
        ("- copy:\n    content: |\n      x\n    dest: '/etc/x/a.cfg'\n", "a.cfg"),
        ("files:\n- path: /etc/x/a.cfg\n  contents:\n    inline: |\n      x\n", "a.cfg"),
        ("- path: /etc/x/b.cfg\n- content: |\n    x\n", "content"),
        ("path: /etc/x/b.cfg\na.cfg: |\n  x\n", "a.cfg"),
    ],
)
def test_a_path_beside_a_text_is_its_name(content: str, name: str) -> None:
    assert [child.name for child in found(content)] == [name]


def test_a_folded_text_has_only_a_beginning() -> None:
    (child,) = found("a: >\n  one\n  two\n\n  three\n    four\n")
    assert child.content == "one two\n\nthree\n  four"
    assert (child.exact, child.line) == (False, 2)


def test_a_quoted_text_of_several_lines_has_only_a_beginning() -> None:
    (child,) = found('a: 1\nb.cfg: "[Global]\\naudience = \\"x\\u0041\\"\\n"\n')
    assert child.content == '[Global]\naudience = "xA"\n'
    assert (child.name, child.exact, str(child.at(1, 3, 5))) == ("b.cfg", False, "a.yaml:2")


@pytest.mark.parametrize(
    "content",
    ["a: b|\n", "a: |b\n", "# a: |\n#   x\n", "a: |\nb: c\n", 'a: "x\\n"\n', "a: x > y\n"],
)
def test_what_is_no_text(content: str) -> None:
    assert found(content) == []
