"""UTF-16 as UTF-8, also in mixtures."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capture.reading import read
from tokenlint.capture.stream import Stream
from tokenlint.capture.utf16 import as_utf_8


def _recoded(data: bytes, step: int) -> bytes:
    rest = bytearray(data)

    def take(size: int) -> bytes:
        taken = bytes(rest[: min(size, step)])
        del rest[: len(taken)]
        return taken

    stream, pieces = as_utf_8(Stream(take)), []
    while piece := stream.read(1000):
        pieces.append(piece)
    return b"".join(pieces)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans(), st.integers(1, 9))
def test_text_comes_out_as_utf_8(text: str, little: bool, step: int) -> None:
    data = ("\ufeff" + text).encode("utf-16-le" if little else "utf-16-be")
    assert _recoded(data, step) == text.encode()


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_ascii_that_was_appended_comes_out_as_it_is(tmp_path: Path, order: str) -> None:
    wide = "\ufeffé and text\n".encode(order)
    letters = b"0123456789abcdefghijklmnopqrstuvwxyz"
    for odd in (b"", b"x"):
        data = wide + "wide ".encode(order) * 300_000 + odd + letters + b"\n" + "end".encode(order)
        result = read(tmp_path / "f", data)
        assert letters in result.texts[""]
        assert result.texts[""].endswith(b"end")
        assert result.problems == []


def test_no_surrogate_and_no_odd_byte_does_harm() -> None:
    assert _recoded(b"\xff\xfea\0\x00\xd8b\0c", 3) == "a\ufffdb\ufffd".encode()
