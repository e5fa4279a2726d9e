"""Files as text with true places, in every encoding that is read."""

import codecs

import pytest

from tests.fix.mending import NAME, founds, mended, spliced, text
from tokenlint.fix.edit import Edit, NotFixed
from tokenlint.fix.held import Held
from tokenlint.policy.engine import Engine
from tokenlint.source import Source

FILE = """\
tokenlint: workflows/1
services:
  disk: {audience: https://disk.example, kind: storage}
workflows:
  bücher:
    kind: interactive-user
    operations:
      - {operation: read, service: disk, path: /data/set1, by: user}
    usable_for: 1h
    token:
      issuer: https://issuer.example  # für alle 😀
      audience: [https://disk.example]
      scope: "openid storage.read:/data/set1 storage.read:/data/set1"
      lifetime: 1h
      grant: device-code
"""
MENDED = FILE.replace(' storage.read:/data/set1"', '"')


def _held(data: bytes) -> Held:
    held = Held.of(founds({"x": data})[0])
    assert held is not None
    return held


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_file_keeps_its_encoding(mark: bytes, encoding: str, engine: Engine) -> None:
    result = mended({NAME: mark + FILE.encode(encoding)}, engine, "SCP006")
    assert text(result) == MENDED
    assert spliced(result, NAME) == mark + MENDED.encode(encoding)
    assert result.after.files[NAME].found.data == mark + MENDED.encode(encoding)


def test_bytes_that_are_no_text_are_not_edited(engine: Engine) -> None:
    assert Held.of(founds({"x": b"a\xe9b"})[0]) is None
    config = b"# caf\xe9\nSiteName=A\nLogTokenRequests=true\n"
    result = mended({"fts3config": config}, engine, "SVC052")
    assert result.edits == {}
    assert ["could not be read whole" in each.reason for each in result.left] == [True]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_and_offsets(end: str) -> None:
    held = _held(f"ab{end}{end}cdé{end}".encode())
    for offset, sign in enumerate(held.text):
        if sign not in "\r\n":
            assert held.offset(*held.place(offset)) == offset
    assert held.text[held.offset(3, 2)] == "d"
    assert held.span(Source("x", 3, 1, 3)) == (held.offset(3, 1), held.offset(3, 3))
    assert held.newline(0) == end
    assert held.bytes_before(len(held.text)) == len(held.found.data)
    for source in (Source("x", 3, 1), Source("x"), Source("x", 99, 1, 2)):
        with pytest.raises(NotFixed):
            held.span(source)


def test_lines_are_taken_out() -> None:
    held = _held(b"a\nb\nc")
    assert held.without_line(0) == Edit(0, 2)
    assert held.without_line(2, back=True) == Edit(1, 3)
    assert held.without_line(4) == Edit(3, 5)
    assert _held(b"a").without_line(0) == Edit(0, 1)


@pytest.mark.parametrize(
    ("line", "edit"),
    [
        ("a {{ x }}", Edit(0, 1)),
        ("a b {{", Edit(0, 1)),
        ("x: ${VO}/a", Edit(0, 1)),
        ("x: $VO", Edit(0, 1)),
        ("x: @VO@", Edit(0, 1)),
        ("x: <vo>", Edit(0, 1)),
        ("x: %VO%", Edit(0, 1)),
        ("{% if x %}\na", Edit(11, 12)),
        ("{{- if .x }}\na\n{{ end }}", Edit(13, 14)),
        ("<% if x %>\na", Edit(11, 12)),
    ],
)
def test_placeholders_and_conditions(line: str, edit: Edit) -> None:
    with pytest.raises(NotFixed, match="template"):
        _held(line.encode()).refuse_placeholders((edit,))


def test_a_placeholder_on_another_line_does_not_matter() -> None:
    _held(b"a\nx: {{ y }}\nb\n").refuse_placeholders((Edit(0, 1), Edit(13, 14)))
