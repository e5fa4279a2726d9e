import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import OBJECT_TEXTS
from tests.minting import claims, mint
from tokenlint.credentials.redact import TOKEN_HIDDEN
from tokenlint.credentials.render import Place, render

_NAMES = st.text("abc/~é\u202e", min_size=1, max_size=4)
_PLAIN = st.recursive(
    st.integers() | st.booleans() | st.none() | st.text('abc "\\\n\x1b\u202e😀', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=8,
)


def cut(text: str, place: Place | None) -> str:
    """The letters that stand at a place."""
    assert place is not None
    return text.splitlines()[place.line - 1][place.column - 1 : place.end - 1]


@given(_PLAIN)
def test_it_is_the_same_json_with_two_spaces(value: object) -> None:
    rendered = render(json.dumps(value))
    assert json.loads(rendered.text) == value
    assert len(rendered.text.splitlines()) == rendered.text.count("\n") + 1


@given(OBJECT_TEXTS)
def test_every_member_stands_where_it_is_said_to(text: str) -> None:
    rendered = render(text)
    for pointer, entries in rendered.entries.items():
        for number, entry in enumerate(entries):
            value = cut(rendered.text, rendered.value(pointer, number))
            key = cut(rendered.text, rendered.key(pointer, number))
            assert value == cut(rendered.text, entry.value)
            if entry.key:
                assert key.startswith('"')
                assert key.endswith('"')
            assert value[:1] in '{["tfnNI-0123456789'


def test_frames_show_what_was_really_there() -> None:
    rendered = render('{"sub":"a","aud":["x","y"],"sub":"b","o":{},"l":[],"n":{"exp":1e3}}')
    assert rendered.text == (
        '{\n  "sub": "a",\n  "aud": [\n    "x",\n    "y"\n  ],\n  "sub": "b",\n'
        '  "o": {},\n  "l": [],\n  "n": {\n    "exp": 1e3\n  }\n}'
    )
    assert rendered.key("/sub") == Place(7, 3, 8)
    assert rendered.value("/sub") == Place(7, 10, 13)
    assert rendered.value("/sub", 0) == Place(2, 10, 13)
    assert len(rendered.occurrences("/sub")) == 2
    assert rendered.value("/aud/1") == Place(5, 5, 8)
    assert rendered.key("/aud/1") == Place(5, 5, 8)
    assert rendered.value("/aud") == Place(3, 10, 11)
    assert rendered.value("/n/exp") == Place(11, 12, 15)
    assert rendered.value("") == Place(1, 1, 2)
    assert rendered.value("/absent") is None
    assert rendered.key("/absent") is None
    assert rendered.part("/absent", 0, 1) is None
    assert rendered.value("/sub", 5) is None


def test_parts_of_a_string_are_found_behind_escapes() -> None:
    scope = 'a"b storage.read:/ü\tx'
    rendered = render(json.dumps({"scope": scope}))
    start = scope.index("storage")
    assert cut(rendered.text, rendered.part("/scope", start, start + 15)) == "storage.read:/ü"
    assert cut(rendered.text, rendered.part("/scope", 0, 3)) == 'a\\"b'
    assert rendered.part("/scope", 5, 500) == rendered.value("/scope")
    assert rendered.part("/scope", 3, 3) == rendered.value("/scope")


def test_persons_are_shortened_and_tokens_left_out() -> None:
    inner = mint(claims())
    body = {"sub": "5f2c0a9e-made-up", "email": ["jane@site.example"], "x": {"id_token": inner}}
    rendered = render(json.dumps(body))
    assert inner not in rendered.text
    assert json.loads(rendered.text) == {
        "sub": "5f2c0a9e…",
        "email": ["ja…"],
        "x": {"id_token": TOKEN_HIDDEN},
    }
    assert rendered.part("/sub", 0, 4) == rendered.value("/sub")


def test_an_escaped_token_is_left_out_too() -> None:
    inner = mint(claims()).replace("eyJ", "\\u0065yJ")
    assert render('{"x":"' + inner + '"}').text == f'{{\n  "x": "{TOKEN_HIDDEN}"\n}}'


@pytest.mark.parametrize("text", ["", "x", '"'])
def test_what_is_no_json_has_no_picture(text: str) -> None:
    assert render(text).text == ""


def test_broken_deep_and_long_values_are_shown_shortened() -> None:
    assert json.loads(render('{"a":1,"b":').text) == {"a": 1}
    assert "[…]" in render("[" * 100 + "]" * 100).text
    assert len(render("9" * 5000).text) < 50
    rendered = render('{"' + "k" * 2000 + '":{"x":1}}')
    assert rendered.value("/" + "k" * 2000) is None
    assert render("{}").value("") == Place(1, 1, 3)
    assert len(rendered.text) < 1000
