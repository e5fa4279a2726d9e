import time

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.text import Text
from tokenlint.services.vault.hcl import Hcl, blocks, read_hcl

BITS = [
    *('path "a" {\n', "}", "{", "[", "]", "=", ",", '"a"', '"', "a", " ", "\n", "\r\n"),
    *("# c\n", "/* c", "*/", "<<EOF\n", "EOF\n", "{{ x }}", "{{- if }}\n", "<% x %>", "\\"),
]


def read(content: str) -> Hcl:
    return read_hcl(Text("a.hcl", "a.hcl", content))


def test_blocks_with_labels_and_places() -> None:
    read_ = read('# first\npath "a/b" {\n  list = ["x", "y",]\n  n = 1\n}\n')
    (block,) = blocks(read_.entries, "path")
    (label,) = block.labels
    assert (label.text, label.source.line) == ("a/b", 2)
    assert (label.source.column, label.source.end_column) == (7, 10)
    words = block.thing.words("list")
    assert [(word.text, word.source.column) for word in words] == [("x", 12), ("y", 17)]
    number = block.thing.text("n")
    assert number is not None
    assert (number.text, number.source.line) == ("1", 4)
    assert read_.problems == ()


def test_comments_and_here_documents_are_no_entries() -> None:
    content = 'a = 1 // one\n/* b = 2\n c = 3 */ d = <<EOF\ne = "4"\n  EOF\nf = true # g = 5\n'
    read_ = read(content)
    assert [entry.key.text for entry in read_.entries] == ["a", "d", "f"]
    document = read_.entries[1].thing.value
    assert document is not None
    assert (document.text, document.source.line) == ('e = "4"\n', 3)


def test_escapes_and_signs_within_strings() -> None:
    (entry,) = read('"k" = "a \\"b\\" # {} \\\\"').entries
    assert entry.thing.value is not None
    assert entry.thing.value.text == 'a "b" # {} \\'


def test_templates_leave_values_open() -> None:
    read_ = read('{{- if .x }}\na = {{ .y }}\nb = "${z}"\nc = 3\n{{- end }}\n')
    known = {e.key.text: e.thing.value.known for e in read_.entries if e.thing.value}
    assert known == {"a": False, "b": False, "c": True}
    assert read_.problems == ()


def test_what_is_broken_is_told_at_its_place_and_the_rest_is_read() -> None:
    read_ = read('a = 1\n= 2\nb = "open\nc = 3\nd {\n  e = 4\n')
    keys = [entry.key.text for entry in read_.entries]
    assert keys == ["a", "c", "d"]
    lines = [problem.source.line for problem in read_.problems]
    assert lines[0] == 2
    assert "the text ends before its }" in read_.problems[-1].reason
    assert [problem.kind for problem in read(f"a = {'[' * 100}").problems] == ["limit"]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_is_read(content: str) -> None:
    read_ = read(content)
    assert len(read_.problems) <= 20


def test_a_hostile_text_takes_no_time() -> None:
    start = time.process_time()
    for sign in ('"', "{", "[", "/*", "<<a\n", "{{", "\\", 'a = "', "}"):
        read(sign * 5_000)
    assert time.process_time() - start < 30  # a hang, not slowness
