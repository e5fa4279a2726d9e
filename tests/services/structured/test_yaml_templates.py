import time

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.structured.yaml_templates import readable


def test_expressions_keep_their_width() -> None:
    line = "a: {{ .x }} # {% y %}"
    content, opened = readable(line)
    assert not opened
    assert len(content) == len(line)
    assert content == "a: $xxxxxxx # $xxxxxx"


def test_lines_of_directives_are_blanked() -> None:
    assert readable("{{- if .x }}\na: 1\n<% end %>") == ("\na: 1\n", True)


def test_plain_text_is_left_alone() -> None:
    assert readable("a: {b: 1}\n") == ("a: {b: 1}\n", False)


def test_what_never_closes_takes_no_time() -> None:
    start = time.monotonic()
    readable("a: " + "{{<%{#" * 200_000)
    assert time.monotonic() - start < 30  # a hang, not slowness


@given(st.text(alphabet="{}%#<> ab\n", max_size=60))
def test_places_stay_true(content: str) -> None:
    lines = readable(content)[0].split("\n")
    written = content.split("\n")
    assert len(lines) == len(written)
    assert all(len(a) in (0, len(b)) for a, b in zip(lines, written, strict=True))
