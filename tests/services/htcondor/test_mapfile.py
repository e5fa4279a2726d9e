"""The grammar of mapfiles."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.htcondor.files import text
from tokenlint.services.htcondor.mapfile import (
    Include,
    Mapfile,
    MapLine,
    read_mapfile,
    writes_slashes,
)


def read(content: str, *, literal_keys: bool = True) -> Mapfile:
    return read_mapfile(text(content, "etc/condor_mapfile"), literal_keys=literal_keys)


def line(content: str, *, literal_keys: bool = True) -> MapLine:
    (only,) = read(content, literal_keys=literal_keys).entries
    assert isinstance(only, MapLine)
    return only


def test_three_fields_with_their_places() -> None:
    found = line(r"  SCITOKENS /^https:\/\/i\.example,/  vo" + "\n")
    assert (found.method.text, found.account.text) == ("SCITOKENS", "vo")
    assert found.principal == r"^https://i\.example,"
    assert found.written.text == r"/^https:\/\/i\.example,/"
    assert (found.written.source.line, found.written.source.column) == (1, 13)
    assert found.account.source.column == 39
    assert not found.literal


def test_literal_keys_and_expressions() -> None:
    assert line("SCITOKENS https://i.example,x vo").literal
    assert line('SCITOKENS "https://i.example,x" vo').literal
    assert not line("SCITOKENS ^https://i.example,x vo", literal_keys=False).literal


def test_slashes_are_part_of_an_expression_where_keys_are_expressions() -> None:
    assert line("SCITOKENS /^x,/ vo", literal_keys=False).principal == "/^x,/"


def test_flags_follow_the_slash() -> None:
    assert line("SCITOKENS /^x,/i vo").caseless
    assert not line("SCITOKENS /^x,/U vo").caseless


def test_quotes_keep_blanks_and_give_up_their_backslashes() -> None:
    found = line('SSL "/CN=a \\"b\\" c" d', literal_keys=False)
    assert found.principal == '/CN=a "b" c'
    assert line(r'SSL "a\\.b" d', literal_keys=False).principal == r"a\.b"
    assert line(r'SSL "a\.b" d', literal_keys=False).principal == r"a\.b"


def test_includes_comments_and_directives() -> None:
    found = read("# c\n; c\n\n{{- if x }}\n<% if %>\n@include /etc/condor-ce/mapfiles.d/\n")
    (entry,) = found.entries
    assert isinstance(entry, Include)
    assert entry.path.text == "/etc/condor-ce/mapfiles.d/"
    assert entry.path.source.line == 6


def test_lines_that_htcondor_skips_are_told() -> None:
    found = read("SCITOKENS /^x,/\n@include\nFS (.*) \\1\n")
    assert [problem.source.line for problem in found.problems] == [1, 2]
    assert "fewer than three fields" in found.problems[0].reason
    assert len(found.entries) == 1


def test_placeholders_make_a_field_unknown() -> None:
    found = line('SCITOKENS /^{{ $url | replace "/" "\\\\/" }},/ {{ $user }}')
    assert not found.known
    assert not found.account.known
    assert found.account.text == "{{ $user }}"
    assert line("SCITOKENS <%= @a b %> <%= @c %>x").account.text == "<%= @c %>x"


def test_a_delimiter_that_is_not_closed_takes_the_rest() -> None:
    assert read("SCITOKENS /^x, vo").entries == ()


def test_whether_slashes_are_written() -> None:
    assert writes_slashes([text("SCITOKENS /^x,/ vo")])
    assert not writes_slashes([text("SCITOKENS ^x, vo")])


def test_line_ends_of_all_kinds() -> None:
    assert len(read("FS a b\r\nFS c d\rFS e f").entries) == 3


@given(st.text(max_size=120) | st.text(alphabet='SCITOKEN /"\\{}%<> \t\n@include', max_size=120))
def test_any_text_is_read(content: str) -> None:
    for literal in (True, False):
        found = read(content, literal_keys=literal)
        for entry in found.entries:
            source = entry.path.source if isinstance(entry, Include) else entry.source
            assert source.line >= 1


def test_a_huge_line_takes_no_time() -> None:
    assert read("SCITOKENS " + "{{ " * 300_000 + " x").problems == ()
