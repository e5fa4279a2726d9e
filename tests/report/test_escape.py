"""Nothing from outside can act in the place where it is shown."""

import re
import time
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.hostile import HOSTILE
from tokenlint.report import escape

CLAIMED = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0."
SIGNED = f"{CLAIMED}c2lnbmF0dXJlLW9mLWEtdG9rZW4"


@given(HOSTILE)
def test_one_line_is_one_printable_line(text: str) -> None:
    shown = escape.one_line(text)
    assert shown.isprintable()
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"##\w*\[", shown)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="#.")))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert escape.one_line(text) == text


@pytest.mark.parametrize(
    ("sign", "spelled"),
    [
        ("\x1b", r"\x1b"),
        ("\n", r"\n"),
        ("\u202e", r"\u202e"),
        ("\udcff", r"\udcff"),
        ("\x9b", r"\x9b"),
    ],
)
def test_what_cannot_be_shown_is_spelled_out(sign: str, spelled: str) -> None:
    assert escape.visible(f"a{sign}b") == f"a{spelled}b"


def test_a_long_text_says_how_much_is_left_out() -> None:
    shown = escape.one_line("x" * 10_000)
    assert shown.endswith("... (6000 more characters)")
    assert len(shown) < 4_100


@pytest.mark.parametrize("before", ["", "Bearer ", '"', "(", "x="])
def test_a_signature_is_veiled_in_its_length(before: str) -> None:
    for show in (escape.veil, escape.visible, escape.one_line, escape.encodable, escape.xml_text):
        shown = show(f"{before}{SIGNED} and more")
        assert "c2lnbmF0" not in shown
        assert shown == f"{before}{CLAIMED}{'*' * 27} and more"


@pytest.mark.parametrize(
    "header", ['{"alg":"RS256"}', '{ "alg": "none"}', '{\n "alg":1}', '{\n\t"a":1}', '{\r\n"a":1}']
)
def test_every_spelling_of_a_header_is_recognised(header: str) -> None:
    from base64 import urlsafe_b64encode

    first = urlsafe_b64encode(header.encode()).decode().rstrip("=")
    assert "secretsecret" not in escape.veil(f"{first}.eyJzdWIiOiJ4In0.secretsecret")


@pytest.mark.parametrize("end", ["", ".", " ", ". "])
def test_the_claims_of_a_token_that_nobody_signed_are_veiled(end: str) -> None:
    token = "eyJhbGciOiJub25lIn0.eyJqdGkiOiJ0aGUgc2VjcmV0In0"
    shown = escape.veil(f"x={token}{end}")
    assert shown == f"x=eyJhbGciOiJub25lIn0.{'*' * 27}{end}"


def test_claims_that_were_cut_are_veiled() -> None:
    assert escape.veil("`eyJhbGciOiJub25lIn0.eyJqdGkiOiJ0aGUg...` is no name").endswith(
        ".****************.**` is no name"
    )


def test_the_ending_of_a_file_is_no_claims() -> None:
    assert escape.veil("eyJhbGciOiJub25lIn0.workflow.yaml") == "eyJhbGciOiJub25lIn0.workflow.****"
    assert escape.veil("eyJhbGciOiJub25lIn0.yaml") == "eyJhbGciOiJub25lIn0.yaml"


@pytest.mark.parametrize("text", ["eyJhbGci" * 25_000, "eyJhbGciOiJ.eyJ." * 12_500])
def test_a_long_text_takes_no_long_time(text: str) -> None:
    start = time.process_time()
    escape.veil(text)
    assert time.process_time() - start < 2


def test_a_host_name_is_no_token() -> None:
    name = "homework-keywords.production-frontend.experiment-university.example"
    assert escape.veil(name) == name


@given(HOSTILE)
def test_a_line_never_starts_with_a_workflow_command(text: str) -> None:
    assert not escape.log_line(escape.one_line(text)).lstrip().startswith("::")


def test_a_line_that_is_no_command_stays() -> None:
    assert escape.log_line("  a::b") == "  a::b"
    assert escape.log_line("  ::add-mask::x") == r"  \x3a:add-mask::x"


@given(HOSTILE)
def test_xml_reads_back_what_was_written(text: str) -> None:
    element = ET.Element("a", {"b": escape.xml_text(escape.one_line(text))})
    element.text = escape.xml_text(text)
    read = ET.fromstring(ET.tostring(element))
    assert (read.text or "") == escape.xml_text(text)
    assert read.get("b") == escape.xml_text(escape.one_line(text))


@given(HOSTILE)
def test_everything_encodable_can_be_written(text: str) -> None:
    assert escape.encodable(text).encode("utf-8").decode("utf-8") == escape.encodable(text)


@given(HOSTILE)
def test_markdown_keeps_no_sign_of_structure(text: str) -> None:
    shown = escape.markdown(text)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]|&(?:amp|lt|gt);", "", shown)
    assert not set(bare) & set("\\`*_{}[]()#+-.!|~$^=:@<>&")
    assert "\n" not in shown


@given(HOSTILE)
def test_a_code_span_ends_where_it_should(text: str) -> None:
    shown = escape.markdown_code(text)
    fence = re.match("`+", shown)
    assert fence
    inner = shown[len(fence[0]) : -len(fence[0])]
    assert all(run != fence[0] for run in re.findall("`+", inner))
    assert "|" not in inner
    assert "\n" not in shown
    assert shown.endswith(fence[0])


@given(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))
def test_every_control_and_format_character_is_spelled_out(sign: str) -> None:
    assert sign not in escape.visible(f"a{sign}b"), unicodedata.category(sign)
