"""The grammar of DIRAC's configuration; what a plain reading of it gives is the reference."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.dirac.cfg import Cfg, Section, read_cfg
from tokenlint.services.text import Text

SMALL = """\
# a comment
Resources
{
  Sites { LCG
    {
      Tag = Token:alpha, GPU
      Tag += Token
    } }
}
"""


def read(content: str, *, embedded: bool = False) -> Cfg:
    return read_cfg(Text("dirac.cfg", "dirac.cfg", content, embedded=embedded))


def plain(section: Section) -> dict[str, object]:
    options = {
        name: ", ".join(each.text for each in (option.value, *option.more))
        for name, option in section.options.items()
    }
    return {**options, **{name: plain(each) for name, each in section.sections.items()}}


def test_sections_and_options() -> None:
    found = read(SMALL)
    assert plain(found.root) == {
        "Resources": {"Sites": {"LCG": {"Tag": "Token:alpha, GPU, Token"}}}
    }
    assert found.problems == ()


def test_places() -> None:
    section = read(SMALL).root.at("Resources", "Sites", "LCG")
    assert section is not None
    assert (section.name.source.line, section.name.source.column) == (4, 11)
    words = section.words("Tag")
    assert [word.text for word in words] == ["Token:alpha", "GPU", "Token"]
    assert [(each.source.line, each.source.column, each.source.end_column) for each in words] == [
        (6, 13, 24),
        (6, 26, 29),
        (7, 14, 19),
    ]


def test_a_comment_behind_a_value_is_a_part_of_it() -> None:
    value = read("Port = 8443 # REST\n").root.value("Port")
    assert value is not None
    assert value.text == "8443 # REST"


def test_the_last_of_two_options_counts() -> None:
    assert plain(read("a = 1\na = 2 = 3\n").root) == {"a": "2 = 3"}


def test_what_dirac_refuses() -> None:
    cases = {
        "a\n{\n": (1, "not closed"),
        "a\n{\n}\n}\n": (4, "closes nothing"),
        "{\n}\n": (1, "no name"),
        "a\n{\n}\na\n{\n}\n": (4, "twice"),
        "a += 1\n": (1, "no value yet"),
        "= 1\n": (1, "a line of its own"),
        "a { b = 1\n}\n": (1, "a line of its own"),
    }
    for content, (line, reason) in cases.items():
        (problem,) = read(content).problems
        assert problem.source.line == line, content
        assert reason in problem.reason, content


def test_the_rest_is_read_all_the_same() -> None:
    assert plain(read("}\na\n{\nb = 1\n}\n").root) == {"a": {"b": "1"}}


def test_a_snippet_may_be_a_part() -> None:
    assert read("b += 1\n}\nc\n{\n", embedded=True).problems == ()


def test_templates() -> None:
    found = read("{{ if .x }}\na = {{ .y }}\nb = ${Z}\n{{ end }}\n")
    assert [option.value.known for option in found.root.options.values()] == [False, False]
    assert found.open
    assert found.problems == ()


def test_deep_nesting_is_a_limit_and_quick() -> None:
    start = time.perf_counter()
    found = read("a {" * 100_000)
    assert time.perf_counter() - start < 5
    assert [problem.kind for problem in found.problems] == ["limit", "syntax"]
    assert read("a {" * 100 + "}" * 100).problems[0].kind == "limit"


NAMES = st.text("abcXYZ-._", min_size=1, max_size=6)
VALUES = st.text("abc 019,:/.{}#", max_size=12).map(str.strip)
TREES = st.recursive(
    st.dictionaries(NAMES, VALUES, max_size=4),
    lambda inner: st.dictionaries(NAMES, inner | VALUES, max_size=4),
    max_leaves=12,
)


def written(tree: dict[str, object], indent: str) -> str:
    lines = []
    for name, value in tree.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{name}\n{indent}{{\n{written(value, indent + '  ')}{indent}}}\n")
        else:
            lines.append(f"{indent}{name} = {value}\n")
    return "".join(lines)


@given(TREES)
def test_what_is_written_is_read(tree: dict[str, object]) -> None:
    found = read(written(tree, ""))
    assert plain(found.root) == tree
    assert found.problems == ()


@given(TREES)
def test_places_point_at_the_text(tree: dict[str, object]) -> None:
    content = written(tree, "")
    lines = content.split("\n")
    for section in read(content).root.walk():
        for option in section.options.values():
            for value in (option.name, option.value):
                place = value.source
                shown = lines[place.line - 1][place.column - 1 : (place.end_column or 1) - 1]
                assert shown == value.text or not value.text
