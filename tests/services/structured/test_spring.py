import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.structured.spring import Application, Layer, boolean, layers_of
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source


def _application(*contents: str, name: str = "application.yml", line: int = 1) -> Application:
    layers: list[Layer] = []
    problems: list[Problem] = []
    for content in contents:
        text = Text("etc/" + name, name, content, line=line, indent=2 if line > 1 else 0)
        found, wrong = layers_of(text)
        layers += found
        problems += wrong
    return Application(tuple(layers), tuple(problems))


def _value(application: Application, *names: str) -> Value:
    node = application.get(*names)
    assert node is not None
    assert node.value is not None
    return node.value


@pytest.mark.parametrize(
    "key", ["max-token-lifetime-sec", "maxTokenLifetimeSec", "MAX_TOKEN_LIFETIMESEC"]
)
def test_names_are_bound_relaxedly(key: str) -> None:
    application = _application(f"storm:\n  authz-server:\n    {key}: 60\n")
    assert _value(application, "storm", "authz-server", "max-token-lifetime-sec").text == "60"


def test_a_name_with_dots_stands_for_nested_ones() -> None:
    application = _application("storm.authz.disabled: true\nstorm:\n  tls:\n    a: 1\n")
    assert _value(application, "storm", "authz", "disabled").text == "true"
    assert _value(application, "storm", "tls", "a").text == "1"


def test_later_documents_win_and_lists_are_replaced() -> None:
    application = _application("a: 1\nb: [1, 2]\nc: 3\n---\na: 2\nb: [3]\n")
    assert _value(application, "a").text == "2"
    node = application.get("b")
    assert node is not None
    assert [item.value.text for item in node.items if item.value] == ["3"]
    assert _value(application, "c").text == "3"


def test_a_document_may_be_for_a_profile() -> None:
    layers, _ = layers_of(
        Text("x", "application.yml", "a: 1\n---\nspring.config.activate.on-profile: dev\na: 2\n")
    )
    assert [layer.profile for layer in layers] == ["", "dev"]


def test_the_name_of_a_file_may_be_for_a_profile() -> None:
    layers, _ = layers_of(Text("x", "storm-application-issuers.yml", "a: 1\n"))
    assert [layer.profile for layer in layers] == ["issuers"]


def test_places_are_those_of_the_file_around() -> None:
    application = _application('oauth:\n  issuer: "https://a.example"\n', line=10)
    place = _value(application, "oauth", "issuer").source
    assert (place.line, place.column, place.end_column) == (11, 14, 31)


def test_commas_make_a_list_too() -> None:
    application = _application("a: x, y\n")
    assert [v.text for v in application.layers[0].root.values("a")] == ["x", "y"]


def test_template_expressions_are_unknown_and_shown_as_written() -> None:
    application = _application("{{- if .x }}\na: {{ .Values.a }}\nb: <%= @b %>\n{{- end }}\n")
    assert application.open
    assert [_value(application, name).text for name in "ab"] == ["{{ .Values.a }}", "<%= @b %>"]
    assert not _value(application, "a").known
    assert application.problems == ()


def test_spring_placeholders_are_unknown() -> None:
    assert not _value(_application("a: ${X:true}\n"), "a").known


def test_a_broken_line_is_told_and_the_rest_is_read() -> None:
    application = _application("a: 1\nRUBBISH\nb: 2\n")
    assert [problem.kind for problem in application.problems] == ["syntax"]
    assert _value(application, "b").text == "2"
    assert application.open


def test_a_key_twice_is_told() -> None:
    application = _application("a: 1\na: 2\n")
    assert [problem.source.line for problem in application.problems] == [1, 2]
    assert _value(application, "a").text == "2"


@pytest.mark.parametrize(
    ("word", "value"),
    [("Yes", True), ("on", True), ("0", False), ("FALSE", False), ("maybe", None)],
)
def test_booleans(word: str, value: bool | None) -> None:
    assert boolean(Value(word, Source("x"))) is value
    assert boolean(None) is None
    assert boolean(Value("true", Source("x"), known=False)) is None


@settings(max_examples=examples(60))
@given(st.text(alphabet="ab:- \n{}[]'\"<%>$&*|.#", max_size=120))
def test_any_text_can_be_read(content: str) -> None:
    application = _application(content)
    application.get("a", "b")
