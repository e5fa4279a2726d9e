"""A line of curl says what the request says, whatever stands in it."""

import shlex
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tokenlint.probe.doors.address import Origin
from tokenlint.probe.doors.curl import curl_line
from tokenlint.probe.doors.message import Request

ORIGIN = Origin("https", "storage.example", 8443)
_VISIBLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40)


@example("a'b\"$(c)`d`", "x'y$z", "it's $TOKEN")
@given(_VISIBLE, _VISIBLE, st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_each_part_is_one_word(path: str, header: str, body: str) -> None:
    request = Request("PUT", f"/{path}", {"X-Made-Up": header}, body.encode())
    words = shlex.split(curl_line(request, ORIGIN, token=True))
    assert words[-1] == f"https://storage.example:8443/{path}"
    assert words[words.index("--data-raw") + 1] == body
    assert f"X-Made-Up: {header}" in words
    assert "Authorization: Bearer $TOKEN" in words


@settings(max_examples=15)
@given(st.binary(min_size=1, max_size=60))
def test_bytes_come_out_of_printf_as_they_are(body: bytes) -> None:
    line = curl_line(Request("PUT", "/f", {}, b"\x00" + body), ORIGIN, token=False)
    piped, _, rest = line.partition(" | ")
    done = subprocess.run(["/bin/bash", "-c", piped], capture_output=True, check=True)
    assert done.stdout == b"\x00" + body
    assert "--data-binary @-" in rest


@pytest.mark.parametrize("letter", [b"x", b"\0"])
def test_a_long_body_is_named_as_a_file(letter: bytes) -> None:
    line = curl_line(Request("PUT", "/f", {}, letter * 5000), ORIGIN, token=False)
    assert "--data-binary @content" in line
    assert len(line) < 300
