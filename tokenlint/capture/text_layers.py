"""Taking off one layer of writing: escapes of URLs, JSON, HTML and mail, and broken lines.

Each layer gives the text inside and the way back, so that a find has a place in the file.
Decoders are as lenient as what reads such text: what is no escape stays as it is.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

_NAMED = {b"period": b".", b"lowbar": b"_", b"hyphen": b"-", b"equals": b"=", b"amp": b"&"}
_NAMED |= {b"quot": b'"', b"lt": b"<", b"gt": b">", b"plus": b"+", b"sol": b"/", b"percnt": b"%"}
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

_URL = re.compile(rb"%([0-9A-Fa-f]{2})")
_JSON = re.compile(rb"\\(?:u00([0-9A-Fa-f]{2})|x([0-9A-Fa-f]{2})|([nrtbf\"'/\\]))")
_HTML = re.compile(rb"&(?:#([0-9]{1,3})|#[xX]([0-9A-Fa-f]{1,2})|([a-z]{2,6}));")
_QUOTED = re.compile(rb"=(?:\r?\n|([0-9A-F]{2}))")
_CONTINUED = re.compile(rb"\\\r?\n[ \t]*")
# A line that begins as tokens begin is the next token, unless the line before ends with a dot.
_FOLDED = re.compile(
    rb"(?<=\.)[ \t]*\r?\n[ \t]*+ | [ \t]*+\r?\n[ \t]*+ (?! ey[AJ] | ew[0ko] )", re.VERBOSE
)
_BYTE = 256


@dataclass(frozen=True, slots=True)
class Inner:
    """The text inside a layer, as pieces: a piece begins here, and there it has begin and end.

    `ends` are places in the text at which lines were joined, which may not belong together.
    """

    text: bytes = field(repr=False)
    ends: tuple[int, ...]
    here: tuple[int, ...]
    there: tuple[int, ...]
    there_end: tuple[int, ...]

    def place(self, at: int) -> int:
        """Where the byte at `at` stands outside; for the end of the text, where that is."""
        piece = bisect_right(self.here, at) - 1
        return self.there[piece] + at - self.here[piece]

    def place_of_end(self, at: int) -> int:
        """Where the byte before `at` ends outside."""
        piece = max(0, bisect_left(self.here, at) - 1)
        following = self.here[piece + 1] if piece + 1 < len(self.here) else -1
        return (
            self.there_end[piece] if at == following else self.there[piece] + at - self.here[piece]
        )

    def inside(self, place: int) -> int:
        """The other way round: where a byte from outside stands here, or the next one that does."""
        piece = bisect_right(self.there, place) - 1
        following = self.here[piece + 1] if piece + 1 < len(self.here) else len(self.text)
        return min(self.here[piece] + place - self.there[piece], following)


@dataclass(frozen=True, slots=True)
class Layer:
    """A way of writing: what is to be replaced, and by what; `breaks`: it only joins lines."""

    name: str
    sign: re.Pattern[bytes]
    meaning: Callable[[re.Match[bytes]], bytes]
    breaks: bool = False


def take_off(layer: Layer, text: bytes, ends: tuple[int, ...] = ()) -> Inner | None:
    """The text without the layer; None where there is nothing to take off.

    `ends` are those that layers around this one left in `text`.
    """
    pieces: list[bytes] = []
    places: list[tuple[int, int, int]] = []  # here, there, end there
    joined: list[int] = []
    size = at = 0
    for found in layer.sign.finditer(text):
        if (meant := layer.meaning(found)) == found[0]:
            continue
        pieces += [text[at : found.start()], meant]
        places.append((size, at, found.start()))
        size += found.start() - at
        if meant:
            places.append((size, found.start(), found.end()))
        elif layer.breaks:
            joined.append(size)
        size, at = size + len(meant), found.end()
    if not pieces:
        return None
    places.append((size, at, len(text)))
    inner = Inner(b"".join([*pieces, text[at:]]), (), *zip(*places, strict=True))
    return replace(inner, ends=tuple(sorted({*joined, *map(inner.inside, ends)})))


def _from_hexadecimal(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode())


def _from_json(found: re.Match[bytes]) -> bytes:
    if found[3]:
        return _CONTROLS.get(found[3], found[3])
    return bytes.fromhex((found[1] or found[2]).decode())


def _from_html(found: re.Match[bytes]) -> bytes:
    if found[3]:
        return _NAMED.get(found[3], found[0])
    value = int(found[1]) if found[1] else int(found[2], 16)
    return bytes([value]) if value < _BYTE else found[0]


def _from_quoted(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode()) if found[1] else b""


def _nothing(_found: re.Match[bytes]) -> bytes:
    return b""


LAYERS: Mapping[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer("url-encoded", _URL, _from_hexadecimal),
        Layer("json-escaped", _JSON, _from_json),
        Layer("html-escaped", _HTML, _from_html),
        Layer("quoted-printable", _QUOTED, _from_quoted),
        Layer("continued", _CONTINUED, _nothing),
        Layer("folded", _FOLDED, _nothing, breaks=True),
    )
}
"""In the order in which they are tried: signs that stand for themselves before broken lines."""
