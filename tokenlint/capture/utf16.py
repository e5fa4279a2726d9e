"""UTF-16 as UTF-8, also where somebody has appended text in ASCII.

Some shells write UTF-16 with a byte order mark; what is appended later may be plain.
In such a mixture letters are no longer at even places, so from the first sign of it on
zero bytes are left out instead: what is ASCII, and every token is, comes out right.
"""

import codecs
import re
from collections.abc import Callable

from tokenlint.capture.stream import Stream

# In UTF-16, letters of ASCII have zero bytes between them; such a run is text of another kind.
_ASCII_RUN = re.compile(rb"[A-Za-z0-9_.:/=-]{24}")
_BLOCK = 1 << 20


def as_utf_8(stream: Stream) -> Stream:
    """The text of a stream that begins with a byte order mark of UTF-16. Reading raises Fault."""
    return Stream(_Recoded(stream).read)


class _Recoded:
    def __init__(self, stream: Stream) -> None:
        order = "utf-16-le" if stream.exactly(2) == codecs.BOM_UTF16_LE else "utf-16-be"
        self._stream = stream
        self._decode: Callable[[bytes, bool], str] | None
        self._decode = codecs.getincrementaldecoder(order)("replace").decode
        self._done = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes, and at least the one character that is due."""
        while not self._done:
            data = self._stream.read(min(max(size // 3, 2), _BLOCK))
            self._done = not data
            if recoded := self._recode(data):
                return recoded
        return b""

    def _recode(self, data: bytes) -> bytes:
        if self._decode is not None and _ASCII_RUN.search(data):
            pending = self._decode(b"", True)
            self._decode = None
            return pending.encode("utf-8", "replace") + data.translate(None, b"\0")
        if self._decode is None:
            return data.translate(None, b"\0")
        return self._decode(data, not data).encode("utf-8", "replace")
