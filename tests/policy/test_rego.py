import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.errors import PolicyError
from tokenlint.policy.rego import read_module, reference_at, statements
from tokenlint.policy.rego_lexer import Kind


def words(text: str) -> list[str]:
    return [token.text for token in read_module("m.rego", "package p\n" + text).tokens[2:]]


def test_comments_and_white_space_are_no_tokens() -> None:
    assert words('# x := http.send\n\tr := 1 # "no"\n') == ["r", ":=", "1"]


def test_strings_hide_what_they_hold() -> None:
    tokens = read_module("m.rego", 'package p\nr := "a # \\" {" + `raw "\n# {`\n').tokens
    assert [t.kind for t in tokens[4:]] == [Kind.STRING, Kind.SIGN, Kind.RAW]
    assert tokens[4].string == 'a # " {'
    assert tokens[6].string == 'raw "\n# {'


def test_a_token_has_no_string_unless_it_is_one() -> None:
    assert read_module("m.rego", "package p\nr := 1").tokens[-1].string is None


def test_an_unknown_escape_is_kept() -> None:
    assert read_module("m.rego", 'package p\nr := "\\q"').tokens[-1].string == "\\q"


@pytest.mark.parametrize("quote", ['"', "`"])
def test_expressions_inside_templates_are_seen(quote: str) -> None:
    text = '$"' if quote == '"' else "$`"
    found = words(f"r := {text}a {{ f({{1}}) }} \\{{ not }} b {{g}}{quote}\ns := 2")
    assert found == ["r", ":=", text, "f", "(", "{", "1", "}", ")", "}", "g", "}", "s", ":=", "2"]


def test_lines_and_columns_go_on_behind_raw_strings() -> None:
    token = read_module("m.rego", "package p\nr := `a\nb` + x").tokens[-1]
    assert (token.text, token.line, token.column) == ("x", 3, 6)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("package p\nr := ?", "m.rego:2:6"),
        ('package p\nr := "open', "m.rego:2:6"),
        ('package p\nr := $"open', "m.rego:2:"),
        ("r := 1", "m.rego:1:1"),
        ("", "m.rego:1:1"),
        ("package", "m.rego:1:1"),
    ],
)
def test_what_is_not_rego_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_module("m.rego", text)
    assert str(caught.value.problems[0].source).startswith(place)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        module = read_module("m.rego", "package p\n" + text)
    except PolicyError:
        return
    lines = ("package p\n" + text).split("\n")
    for token in module.tokens:
        first = token.text.split("\n")[0]
        assert lines[token.line - 1][token.column - 1 :].startswith(first)


def test_the_package_of_a_module() -> None:
    module = read_module("m.rego", '# c\npackage tokenlint.scp["a-b"].c\nr := 1')
    assert module.package == ("tokenlint", "scp", "a-b", "c")
    assert str(module.source) == "m.rego:2:9"


def test_imports_references_rules_and_letters() -> None:
    module = read_module(
        "m.rego",
        """package p
import data.tokenlint.lib.scope
import data.tokenlint.scp["a-b"] as other
default x := 1
x := 2 if data.q.r[input.i].z == input.path_text
f(a) := a if { a["issuer_text"] }
y contains a if
	some a in data
""",
    )
    assert module.imports == {
        "scope": ("data", "tokenlint", "lib", "scope"),
        "other": ("data", "tokenlint", "scp", "a-b"),
    }
    assert {("tokenlint", "lib", "scope"), ("tokenlint", "scp", "a-b"), ("q", "r"), ()} == (
        module.references
    )
    assert module.rules == {"x", "f", "y"}
    assert module.letters == {"path_text", "issuer_text"}


def test_a_statement_goes_on_over_lines() -> None:
    module = read_module(
        "m.rego", "package p\nr := 1 if\n\tx\nelse := 2 if y\ns contains\n\tz if {\na\n}\n"
    )
    assert [s[0].text for s in statements(module.tokens)] == ["package", "r", "s"]


def test_a_reference_ends_where_it_is_not_fixed() -> None:
    tokens = read_module("m.rego", 'package p\nr := data["a"].b[i].c').tokens
    assert reference_at(tokens, 4)[0] == ("data", "a", "b")
