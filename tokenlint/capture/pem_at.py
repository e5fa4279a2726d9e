"""Whether a chain of certificates begins at a place: what an X.509 proxy is, in PEM (RFC 7468)."""

import binascii
import re

from tokenlint.capture.wrapped import Kind, Stage, Wrapped

LONGEST = 1 << 18
_BLOCK = re.compile(
    rb"-----BEGIN (?P<label>[A-Z0-9 ]{1,40})-----(?P<body>(?:[A-Za-z0-9+/=\s:,]|-(?!-)){0,65536}+)"
    rb"-----END (?P=label)-----"
)
_BEGIN = re.compile(rb"-----BEGIN CERTIFICATE-----\s*([A-Za-z0-9+/=\s]{16,65536})")
_BETWEEN = re.compile(rb"[^-]{0,512}(?=-----BEGIN (?:CERTIFICATE|[A-Z0-9 ]{0,24}PRIVATE KEY)-----)")
_SEQUENCE, _TWO_BYTES = 0x30, 0x82  # DER: a sequence whose length takes two bytes
_SPACE = b" \t\r\n"


def pem_at(text: bytes, at: int) -> Wrapped | None:
    """The certificates that begin at `at`, and the private key among them, which is left out."""
    if not text.startswith(b"-----BEGIN CERTIFICATE-----", at):
        return None
    certificates, key, end = [], False, at
    place = at
    while (block := _BLOCK.match(text, place, at + LONGEST)) is not None:
        if block["label"] == b"CERTIFICATE":
            if not _is_der(block["body"]):
                break
            certificates.append(block[0])
        key = key or block["label"].endswith(b"PRIVATE KEY")
        end = block.end()
        between = _BETWEEN.match(text, end, end + 1024)
        if between is None:
            break
        place = between.end()
    if certificates:
        kind = Kind.CERTIFICATES_WITH_KEY if key else Kind.CERTIFICATES
        return Wrapped(at, end, kind, (), b"\n".join(certificates) + b"\n", Stage.WHOLE)
    begun = _BEGIN.match(text, at)
    if begun is None or not begun[1].translate(None, _SPACE).startswith(b"MII"):
        return None
    end = at + len(begun[0].rstrip())
    return Wrapped(at, end, Kind.CERTIFICATES, (), text[at:end], Stage.CUT, "cut in a certificate")


def _is_der(body: bytes) -> bool:
    """Whether the letters hold one DER sequence of just the length that it tells."""
    try:
        data = binascii.a2b_base64(body.translate(None, _SPACE), strict_mode=True)
    except ValueError:
        return False
    if len(data) < 4 or data[0] != _SEQUENCE or data[1] != _TWO_BYTES:  # noqa: PLR2004
        return False
    return int.from_bytes(data[2:4], "big") + 4 == len(data)
