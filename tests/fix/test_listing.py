"""Words are taken out, replaced and added; all that is not the word stays."""

from collections.abc import Sequence

import pytest

from tests.fix.mending import founds
from tokenlint.fix.edit import Edit, NotFixed, applied
from tokenlint.fix.held import Held
from tokenlint.fix.listing import Listing, is_plain, listing_of
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import plain, walk


def _held(text: str) -> Held:
    held = Held.of(founds({"x.yaml": text})[0])
    assert held is not None
    return held


def _listing(text: str) -> Listing:
    found = walk(compose(text, "x.yaml").documents[0], ("s",))
    assert found is not None
    return listing_of(_held(text), found.node)


def _checked(text: str, done: tuple[Sequence[Edit], list[str]]) -> str:
    """The new text, once it is seen that it loads as the value that was promised."""
    edits, texts = done
    after = applied(text, edits)
    value = plain(compose(after, "x.yaml").documents[0])["s"]
    assert (value.split() if isinstance(value, str) else value) == texts
    return after


WITHOUT = {
    "plain": ("s: a b c # x\nt: 1\n", "s: b c # x\nt: 1\n", "s: a b # x\nt: 1\n"),
    "double": ('s: "a  b c"', 's: "b c"', 's: "a  b"'),
    "single": ("s: ' a b c '", "s: ' b c '", "s: ' a b '"),
    "folded": ("s: >-\n  a\n  b\n  c\nt: 1", "s: >-\n  b\n  c\nt: 1", "s: >-\n  a\n  b\nt: 1"),
    "literal": ("s: |2-\n   a b c\n", "s: |2-\n   b c\n", "s: |2-\n   a b\n"),
    "flow": ("s: [a, b,c ] # x", "s: [b,c ] # x", "s: [a, b ] # x"),
    "flow lines": ("s: [\n  a,\n  b,\n  c,\n]", "s: [\n  b,\n  c,\n]", "s: [\n  a,\n  b,\n]"),
    "block": ("s:\n- a\n- b # y\n- c", "s:\n- b # y\n- c", "s:\n- a\n- b # y"),
    "deep": ("s:\n  - 'a'\r\n  - b\r\n  - c\r\n",
             "s:\n  - b\r\n  - c\r\n",
             "s:\n  - 'a'\r\n  - b\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("form", WITHOUT)
def test_the_first_and_the_last_word_go(form: str) -> None:
    text, without_first, without_last = WITHOUT[form]
    listing = _listing(text)
    assert listing.texts == ("a", "b", "c")
    assert _checked(text, listing.without({0})) == without_first
    assert _checked(text, listing.without({2})) == without_last


@pytest.mark.parametrize("form", WITHOUT)
@pytest.mark.parametrize("gone", [{0, 1}, {1, 2}, {0, 2}, {1}])
def test_any_words_go(form: str, gone: set[int]) -> None:
    text = WITHOUT[form][0].replace(" # y", "")
    after = _checked(text, _listing(text).without(gone))
    assert after.endswith("\n") is text.endswith("\n")


@pytest.mark.parametrize("form", WITHOUT)
@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}, {0, 1, 2}])
@pytest.mark.parametrize("words", [["x"], ["x:/y", "z"]])
def test_words_stand_in_the_place_of_others(form: str, gone: set[int], words: list[str]) -> None:
    text = WITHOUT[form][0].replace(" # y", "")
    _checked(text, _listing(text).rewritten(gone, words))


@pytest.mark.parametrize("form", WITHOUT)
@pytest.mark.parametrize("words", [["x"], ["x:/y", "z"]])
def test_words_are_added(form: str, words: list[str]) -> None:
    text = WITHOUT[form][0]
    after = _checked(text, _listing(text).added(words))
    assert " # y" not in text or "- b # y\n" in after


def test_quotes_and_items_are_written_like_their_neighbours() -> None:
    text = 's:\n  - "a" # x\n  - b\n'
    assert _checked(text, _listing(text).replaced(0, ["x", "y"])) == (
        's:\n  - "x" # x\n  - "y"\n  - b\n'
    )
    text = "s: ['a']"
    assert _checked(text, _listing(text).added(["x y"])) == "s: ['a', 'x y']"
    text = "s: [a]"
    assert _checked(text, _listing(text).added(["x,y"])) == 's: [a, "x,y"]'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("s: a", "nothing would be left"),
        ("s: [a]", "nothing would be left"),
        ("s:\n- a # why\n- b", "a comment stands on the line"),
        ("s: [a, # why\n  b]", "a comment, an anchor or a tag"),
        ("s: [a, &x b]", "a comment, an anchor or a tag"),
        ("s: [a, !!str b]", "a comment, an anchor or a tag"),
    ],
)
def test_what_would_be_lost_is_not_taken_out(text: str, reason: str) -> None:
    with pytest.raises(NotFixed, match=reason):
        _listing(text).without({0})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('s: "a\\x20b"', "escapes"),
        ('s: "a\\\n  b"', "escapes"),
        ("s: [a b, c]", "several words"),
        ("s: [[a]]", "itself a list"),
        ("s: {a: b}", "neither a text nor a list"),
    ],
)
def test_what_cannot_be_taken_apart(text: str, reason: str) -> None:
    with pytest.raises(NotFixed, match=reason):
        _listing(text)


@pytest.mark.parametrize(
    ("text", "word"), [("s: a", "x,y"), ("s: 'a'", "it's"), ('s: "a"', 'x"y'), ("s: ['a']", "it's")]
)
def test_words_that_the_quotes_cannot_hold(text: str, word: str) -> None:
    with pytest.raises(NotFixed, match="quotes"):
        _listing(text).replaced(0, [word])


@pytest.mark.parametrize(
    "text", ["storage.read:/a%20b", "https://h.example:8443/x", "6h", "P1DT2H"]
)
def test_plain_words(text: str) -> None:
    assert is_plain(text)
    assert plain(compose(f"[{text}]", "x").documents[0]) == [text]


@pytest.mark.parametrize(
    "text", ["a: b", "a #b", "[a", "a,b", "&a", "*a", "- a", "", "a:", "12", "1.5"]
)
def test_words_that_want_quotes(text: str) -> None:
    assert not is_plain(text)
