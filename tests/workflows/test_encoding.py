import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.workflows.encoding import decode, position

LIMIT = 1000


@pytest.mark.parametrize(
    "data",
    [
        b"a: \xc3\xa9\n",
        b"\xef\xbb\xbfa: \xc3\xa9\n",
        "a: é\n".encode("utf-16"),
        b"\xfe\xff" + "a: é\n".encode("utf-16-be"),
        "a: é\n".encode("utf-32"),
        b"\x00\x00\xfe\xff" + "a: é\n".encode("utf-32-be"),
    ],
)
def test_unicode_in_every_form_is_read(data: bytes) -> None:
    assert decode(data, "w.yaml", limit=LIMIT).text == "a: é\n"


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"a: 1\r\nb: caf\xe9\r\n", (2, 7), "0xe9 is not UTF-8"),
        (b"a\x00b", (1, 2), "binary"),
        (b"\x7fELF\x00\x01\xff", (1, 5), "binary"),
        (b"a: \x1b[31m", (1, 4), "U+001B"),
        (b"a\nb\xef\xbb\xbf", (2, 2), "U+FEFF"),
        (b"\xff\xfea\x00\x00", (1, 2), "UTF-16"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    data: bytes, place: tuple[int, int], words: str
) -> None:
    problem = decode(data, "w.yaml", limit=LIMIT).problem
    assert problem is not None
    assert (problem.source.line, problem.source.column) == place
    assert words in problem.reason
    assert problem.advice


def test_a_huge_file_is_refused() -> None:
    problem = decode(b"x" * 1001, "w.yaml", limit=LIMIT).problem
    assert problem is not None
    assert problem.kind == "limit"


@given(st.binary(max_size=60))
def test_any_bytes_give_text_or_a_problem(data: bytes) -> None:
    decoded = decode(data, "w.yaml", limit=LIMIT)
    assert (decoded.text is None) == (decoded.problem is not None)


def test_lines_end_as_yaml_says() -> None:
    assert position("a\r\nb\rc\nd", 7) == (4, 1)
