"""Bytes to text: encodings, byte order marks, binary data; never raises on any bytes."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from tokenlint.source import Problem, Source

# Longest first: the mark of UTF-32 (little endian) begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Not compiled here: a class of all planes takes milliseconds, which `token` need not pay.
# What YAML 1.2 (section 5.1) calls printable, and a byte order mark inside the text left out.
_UNPRINTABLE: Final = (
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, or None together with the problem that forbids to read it."""

    text: str | None
    problem: Problem | None = None


def decode(data: bytes, file: str, *, limit: int) -> Decoded:
    """The text of a YAML file, without its byte order mark; at most `limit` bytes are read."""
    if len(data) > limit:
        return _refused(
            "limit",
            Source(file),
            f"the file is larger than the limit of {limit:,} bytes",
            "split the file, or raise the limit",
        )
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, errors="replace")
        return _bad_bytes(before, body[error.start], file, encoding)
    return _printable(text, file)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset into the text; lines end as YAML 1.2 says."""
    ends = list(_LINE_END.finditer(text, 0, offset))
    return len(ends) + 1, offset - (ends[-1].end() if ends else 0) + 1


def _bad_bytes(before: str, byte: int, file: str, encoding: str) -> Decoded:
    if "\0" in before:
        return _binary(before, before.index("\0"), file)
    return _refused(
        "unreadable",
        Source(file, *position(before, len(before))),
        f"the byte 0x{byte:02x} is not {encoding.upper()}",
        "save the file as UTF-8",
    )


def _printable(text: str, file: str) -> Decoded:
    found = re.search(_UNPRINTABLE, text)
    if found is None:
        return Decoded(text)
    if found[0] == "\0":
        return _binary(text, found.start(), file)
    return _refused(
        "unreadable",
        Source(file, *position(text, found.start())),
        f"the character U+{ord(found[0]):04X} may not stand in YAML",
        "remove it; inside double quotes it can be written as an escape",
    )


def _binary(text: str, offset: int, file: str) -> Decoded:
    return _refused(
        "unreadable",
        Source(file, *position(text, offset)),
        "the file holds binary data",
        "give a YAML file, saved as UTF-8",
    )


def _refused(kind: str, source: Source, reason: str, advice: str) -> Decoded:
    return Decoded(None, Problem(kind, source, reason, advice))
