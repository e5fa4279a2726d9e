import pytest

from tokenlint.workflows.syntax_words import in_words
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_events import NotYaml


@pytest.mark.parametrize("slow_limit", [2**18, 0], ids=["ruamel", "libyaml"])
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: b: c", 1, "second `key: value`"),
        ("a: 'x\nb: 1\n", 1, "quote is opened here"),
        ("a: [1, 2", None, "lacks a comma or its closing bracket"),
        ("a: {b: c", None, "lacks a comma or its closing bracket"),
        ("a: @x", 1, "no value can begin"),
        ("- a\nb: c", 2, "indentation does not fit"),
        ('a: "\\q"', 1, "unknown escape"),
        ("a:\n\t- b", 2, "tab|no value can begin"),
        ("a: &\n", 1, "anchor or alias without"),
        ("a: |x\n b", 1, "text block"),
    ],
)
def test_syntax_errors_in_words(text: str, line: int | None, words: str, slow_limit: int) -> None:
    problem = compose(text, "w.yaml", slow_limit=slow_limit).problems[-1]
    assert problem.kind == "syntax"
    assert any(word in problem.reason for word in words.split("|"))
    assert problem.advice
    assert line is None or problem.source.line == line


def test_a_tab_is_called_a_tab() -> None:
    (problem,) = compose("a:\n\t- b", "w.yaml").problems
    assert problem.reason == "a tab stands where YAML wants spaces"
    assert (problem.source.line, problem.source.column) == (2, 1)


def test_an_error_without_place_and_known_words() -> None:
    problem = in_words(NotYaml(ValueError("the moon\nis full")), "w.yaml")
    assert problem.reason == "this is not valid YAML (the moon is full)"
    assert problem.source.line == 0
