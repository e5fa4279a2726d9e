import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.oa4mp.files import HOCON, text
from tokenlint.services.oa4mp.hocon import read_hocon
from tokenlint.services.structured.tree import Node


def root(content: str) -> Node:
    node = read_hocon(text(content, "a.conf")).root
    assert node is not None
    return node


def plain(node: Node) -> object:
    if node.kind == "map":
        return {name: plain(child) for name, child in node.children.items()}
    return [plain(item) for item in node.items] if node.kind == "list" else node.plain


def test_a_client() -> None:
    access = root(HOCON).get("tokens", "access")
    assert access is not None
    assert plain(access) == {
        "type": "sci_token",
        "issuer": "https://issuer.example/vo",
        "audience": ["https://one.example", "https://two.example"],
        "lifetime": 1_200_000,
        "templates": [{"aud": "https://one.example", "paths": [{"op": "read", "path": "/"}]}],
    }
    issuer = access.text("issuer")
    assert issuer is not None
    assert str(issuer.source) == "a.conf:5:15"


def test_paths_and_objects_of_one_name_are_joined() -> None:
    assert plain(root("a.b = 1\na { c : true }\na.b = 2")) == {"a": {"b": 2, "c": True}}


def test_long_strings_null_and_comments() -> None:
    assert plain(root('a = """x "y"\nz"""\nb = null # no\nc = "d // e"')) == {
        "a": 'x "y"\nz',
        "b": None,
        "c": "d // e",
    }


def test_substitutions_and_includes_leave_it_open() -> None:
    tree = read_hocon(text('include "more.conf"\na = ${b}/c', "a.conf"))
    assert tree.open
    assert tree.root is not None
    value = tree.root.text("a")
    assert value is not None
    assert not value.known


def test_a_break_is_a_problem_and_the_rest_is_kept() -> None:
    tree = read_hocon(text("a = 1\nb {\n c = \n", "a.conf"))
    assert [(each.kind, each.source.line) for each in tree.problems] == [("syntax", 4)]
    assert tree.root is not None
    assert tree.root.number("a") == 1


def test_depth_is_bounded() -> None:
    assert read_hocon(text("a{" * 1000, "a.conf")).problems
    assert read_hocon(text("a=" + "[" * 1000, "a.conf")).problems
    assert read_hocon(text("a." * 1000 + "b=1", "a.conf")).problems


def test_the_number_of_values_is_bounded() -> None:
    tree = read_hocon(text("a=1\n" * 30_000, "a.conf"))
    assert [each.source.line for each in tree.problems] == [20_001]
    assert tree.root is not None
    assert tree.root.number("a") == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("abc /:#", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1), inner),
    max_leaves=8,
)


@settings(max_examples=examples(60))
@given(st.dictionaries(st.text("pq", min_size=1, max_size=4), JSON, max_size=3))
def test_json_is_hocon(value: dict[str, object]) -> None:
    assert plain(root(json.dumps(value, indent=1))) == value


@settings(max_examples=examples(80))
@example("a=[1,")
@given(st.text(alphabet='ab{}[]=:,.#/"\n $\\+', max_size=60))
def test_any_text_is_read(noise: str) -> None:
    read_hocon(text(noise, "a.conf"))
    read_hocon(text(HOCON[: len(noise) * 5] + noise, "a.conf"))
