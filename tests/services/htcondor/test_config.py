"""The grammar of HTCondor's configuration."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.htcondor.files import text
from tokenlint.services.htcondor.config import Config, read_config


def read(content: str, *, embedded: bool = False) -> Config:
    return read_config(text(content, embedded=embedded))


def test_definitions_with_their_places() -> None:
    found = read("# c\n  Sec_Token_Max_Age=  3600  \n")
    (knob,) = found.knobs
    assert (knob.key, knob.value.text) == ("SEC_TOKEN_MAX_AGE", "3600")
    assert (knob.name.source.line, knob.name.source.column) == (2, 3)
    assert (knob.value.source.column, knob.value.source.end_column) == (23, 27)


def test_a_backslash_continues_a_line() -> None:
    (one, other) = read("A = x, \\\n  y, \\\n  z\nB = 1\n").knobs
    assert one.value.text == "x, y, z"
    assert (one.source.line, other.source.line) == (1, 4)


def test_a_backslash_in_a_comment_does_not() -> None:
    assert [knob.key for knob in read("# c \\\nA = 1\n").knobs] == ["A"]


def test_a_block_reaches_to_its_tag() -> None:
    found = read("JOB @=end\n  lifetime = 3\n  @other\n@end\nB = 1\n")
    assert [knob.key for knob in found.knobs] == ["JOB", "B"]
    assert found.knobs[0].block
    assert found.knobs[0].value.text == "  lifetime = 3\n  @other"


def test_a_block_without_its_tag_takes_the_rest() -> None:
    assert read("A @=end\nB = 1").knobs[0].value.text == "B = 1"


def test_statements() -> None:
    found = read(
        "use SECURITY : Strong\ninclude ifexist : /etc/x\ninclude command : rm\nerror : x\n"
    )
    assert (found.uses[0].category, found.uses[0].templates.text) == ("security", "Strong")
    assert [each.path.text for each in found.includes] == ["/etc/x"]
    assert found.problems == ()


def test_conditions_are_kept_with_what_they_guard() -> None:
    found = read("if version >= 9\nA = 1\nelse\nB = 1\nendif\nC = 1\nif x\nelif y\nD=1\nendif")
    whens = {knob.key: knob.when for knob in found.knobs}
    assert whens == {"A": ("version >= 9",), "B": ("! version >= 9",), "C": (), "D": ("y",)}


def test_what_htcondor_refuses() -> None:
    found = read("A = 1\nnonsense\nendif\nif x\n")
    assert [problem.source.line for problem in found.problems] == [2, 3, 5]
    assert found.problems[0].reason.startswith("HTCondor does not start")
    assert [knob.key for knob in found.knobs] == ["A"]


def test_a_snippet_may_be_a_part() -> None:
    assert read("endif\n...\nif x\n", embedded=True).problems == ()


def test_directives_of_templates_are_passed_over() -> None:
    found = read("{{ if .Values.x }}\nA = {{ .y }}\n{{ end }}\nB_{{ .z }} = 1\n", embedded=True)
    assert [knob.value.known for knob in found.knobs] == [False, True]
    assert not found.knobs[1].name.known
    assert found.templated
    assert found.problems == ()


def test_macros_of_htcondor_are_no_placeholders_here() -> None:
    assert read("A = $(B), x\n").knobs[0].value.known


@given(st.text(max_size=150) | st.text(alphabet="Aa=@\\\n #:ifendsu.{}%<>$()", max_size=150))
def test_any_text_is_read(content: str) -> None:
    for embedded in (True, False):
        found = read(content, embedded=embedded)
        assert all(knob.source.line >= 1 for knob in found.knobs)


def test_a_huge_file_takes_little_time() -> None:
    assert len(read("A_NAME = a value, \\\n other\n" * 50_000).knobs) == 50_000
    assert read("{{" * 200_000 + "\n" + "A{{ b }}" * 50_000).knobs == ()
