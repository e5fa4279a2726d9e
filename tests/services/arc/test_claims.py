import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.acceptance import State
from tokenlint.services.arc.claims import MalformedError, equalities, evaluate, names, parse

CLAIMS = {"iss": ["https://issuer.example/"], "aud": ["a", "b"], "scope": ["x compute.read y"]}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("iss=https://issuer.example/", State.YES),
        ('(iss="https://issuer.example/") & (aud=b)', State.YES),
        ("(aud=c) | (aud=b)", State.YES),
        ("(aud=a) ^ (aud=b)", State.NO),
        ("!(aud=c)", State.YES),
        ("!!(aud=c)", State.NO),
        ("other=x", State.NO),
        (r'scope~"(^|.* )compute\.read( .*|$)"', State.YES),
        ("scope~compute", State.NO),  # the whole value must match
        ("aud={{ .audience }}", State.UNKNOWN),
        ("(aud=a) & (iss={{.x}})", State.UNKNOWN),
        ("(aud=z) & (iss={{.x}})", State.NO),
        ("(aud=a) | (iss={{.x}})", State.YES),
        ('aud~"(a"', State.UNKNOWN),
    ],
)
def test_expressions(text: str, state: State) -> None:
    assert evaluate(parse(text), CLAIMS) is state


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(aud=a",
        "aud=a)",
        'aud="a',
        "aud a",
        "aud=",
        "=a",
        "aud",
        "aud=a & iss=b",  # operators go from left to right: a text is compared with a result
        "(" * 60 + "a=b" + ")" * 60,
        "a" + "=a" * 200,
    ],
)
def test_what_arc_cannot_evaluate(text: str) -> None:
    with pytest.raises(MalformedError):
        evaluate(parse(text), CLAIMS)


def test_what_an_expression_asks_for() -> None:
    node = parse('(iss="i") & ((sub=s) & (aud~x)) & !(email=e)')
    assert equalities(node) == {"iss": "i", "sub": "s"}
    assert names(node) == {"iss", "sub", "aud", "email"}


@given(st.text(alphabet='ab=~!&|^()" \\', max_size=40))
def test_any_text_has_an_answer_or_is_refused(text: str) -> None:
    try:
        node = parse(text)
        assert evaluate(node, CLAIMS) in State
    except MalformedError:
        return
    assert set(equalities(node)) <= names(node)
