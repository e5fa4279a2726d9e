from hypothesis import given
from hypothesis import strategies as st

from tests.services.arc.configs import text
from tokenlint.services.arc.blocks import blocks_of


def test_blocks_options_and_places() -> None:
    (block,), problems = blocks_of(text("# a\n[ queue : main ]\n  x  =  y z \nflag\n"))
    assert problems == ()
    assert (block.keyword, block.name.text, str(block.name.source)) == (
        "queue",
        "main",
        "etc/arc.conf:2:11",
    )
    x, flag = block.options
    assert (x.key.text, x.value.text, str(x.value.source)) == ("x", "y z", "etc/arc.conf:3:9")
    assert (flag.key.text, flag.value.text) == ("flag", "")


def test_words_hold_together_in_quotes() -> None:
    (block,), _ = blocks_of(text('[a]\nx = one "two three"  four\n'))
    words = block.options[0].words()
    assert [word.text for word in words] == ["one", "two three", "four"]
    assert [word.source.column for word in words] == [5, 10, 22]


def test_a_block_that_is_not_closed_is_told() -> None:
    blocks, (problem,) = blocks_of(text("[common]\n[arex\nuser = x\n"))
    assert [block.keyword for block in blocks] == ["common", "arex"]
    assert (problem.source.line, problem.kind) == (2, "syntax")


def test_directives_and_options_without_a_block_are_left_out() -> None:
    (block,), _ = blocks_of(text("x = 1\n[a]\n{{ if .x }}\nb = {{ .y }}\n{{ end }}\n"))
    assert [(o.key.text, o.value.known) for o in block.options] == [("b", False)]


@given(st.lists(st.sampled_from('[] a:=#"{}%\n\r\t-+!*') | st.characters(), max_size=80))
def test_any_text_is_read_with_true_places(signs: list[str]) -> None:
    whole = text("".join(signs))
    for block in blocks_of(whole)[0]:
        for option in block.options:
            for value in (option.key, option.value, *option.words()):
                if value.text:
                    line = whole.lines[value.source.line - 1]
                    assert line[value.source.column - 1 :].startswith(value.text)
