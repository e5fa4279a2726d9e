"""Records as JSON lines: `tokenlint.record/1`, in ASCII characters; what is unknown is absent."""

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import IO, Any, cast

import msgspec

from tokenlint.scan.records import Common, Record

_encode = msgspec.json.Encoder().encode
_DELETE = b"\x7f"


def schema() -> dict[str, Any]:
    """The published JSON Schema of one line (draft 2020-12)."""
    text = files("tokenlint.report.records").joinpath("schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


class JsonLines:
    """Writes records to a stream, each as one line that ends with a line feed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, records: Iterable[Record]) -> None:
        """Write some more records. Raises OSError."""
        write = self._stream.write
        for row, common in records:
            write(_in_ascii(_encode(row)[:-1] + _rest(common)))

    def close(self) -> None:
        """There is no end to write."""

    def drop(self) -> None:
        """What was written, was written."""


@lru_cache(maxsize=4_096)
def _rest(common: Common) -> bytes:
    """The members that all tokens of a shape have, behind those of the one."""
    members = _encode(common)[1:-1]
    return b"," + members + b"}\n" if members else b"}\n"


def _in_ascii(line: bytes) -> bytes:
    """The line in ASCII characters, so that no terminal obeys what is in it."""
    if line.isascii() and _DELETE not in line:
        return line
    text = json.dumps(json.loads(line), separators=(",", ":"))
    return text.replace("\x7f", "\\u007f").encode("ascii") + b"\n"
