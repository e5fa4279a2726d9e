"""Tokens as captures hold them: written in one layer after another."""

import base64
import json
from collections.abc import Callable, Mapping
from urllib.parse import quote

Wrap = Callable[[bytes], bytes]


def _each(text: bytes, escape: Callable[[int], bytes], letters: bytes) -> bytes:
    return b"".join(escape(byte) if byte in letters else bytes([byte]) for byte in text)


def _url(text: bytes) -> bytes:
    return quote(text, safe="").replace(".", "%2E").encode()


def _json(text: bytes) -> bytes:
    dots = json.dumps(text.decode("latin-1"))[1:-1].encode()
    return _each(dots, lambda byte: b"\\u%04x" % byte, b".")


def _html(text: bytes) -> bytes:
    return _each(text, lambda byte: b"&#%d;" % byte, b".&<>\"'")


def _quoted(text: bytes) -> bytes:
    escaped = _each(text, lambda byte: b"=%02X" % byte, b"=.")
    lines = [escaped[at : at + 70] for at in range(0, len(escaped), 70)]
    return b"=\r\n".join(_whole_escapes(lines))


def _whole_escapes(lines: list[bytes]) -> list[bytes]:
    """Lines in which no escape is cut, as the encoders of mail break them."""
    whole, carried = [], b""
    for line in lines:
        text = carried + line
        cut = next((at for at in (len(text) - 2, len(text) - 1) if text[at : at + 1] == b"="), None)
        carried = b"" if cut is None else text[cut:]
        whole.append(text if cut is None else text[:cut])
    return [*whole[:-1], whole[-1] + carried]


def _broken(text: bytes, between: bytes, width: int = 64) -> bytes:
    return between.join(text[at : at + width] for at in range(0, len(text), width))


LAYERS: Mapping[str, Wrap] = {
    "url-encoded": _url,
    "json-escaped": _json,
    "html-escaped": _html,
    "quoted-printable": _quoted,
    "continued": lambda text: _broken(text, b"\\\n"),
    "folded": lambda text: _broken(text, b"\n    "),
    "base64": lambda text: base64.b64encode(text).rstrip(b"="),  # as often, without padding
    "hex": lambda text: text.hex().encode(),
}


def wrap(token: bytes, layers: tuple[str, ...]) -> bytes:
    """The token in these layers, of which the first is the outermost."""
    for name in reversed(layers):
        token = LAYERS[name](token)
    return token


LINE_BREAKS = ("quoted-printable", "continued", "folded")


def is_realistic(token: bytes, layers: tuple[str, ...]) -> bool:
    """Whether every layer leaves a trace, lines are broken once, and hex holds base64 once."""
    texts = [wrap(token, layers[at:]) for at in range(len(layers) + 1)]
    breaks = sum(name in LINE_BREAKS for name in layers)
    deep = layers.count("hex") * layers.count("base64") < MOST_BESIDE_HEX
    return len(set(texts)) == len(texts) and breaks <= 1 and layers.count("hex") <= 1 and deep


MOST_BESIDE_HEX = 2
