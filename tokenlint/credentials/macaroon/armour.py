"""Base64 around the binary formats: both alphabets, with and without padding."""

import re

from tokenlint.credentials.base64url import Segment, decode_segment, ends_canonically

_WORD = re.compile(rb"([A-Za-z0-9_-]+|[A-Za-z0-9+/]+)={0,2}")
_TO_URL = bytes.maketrans(b"+/", b"-_")


def unarmoured(text: bytes) -> Segment:
    """The bytes, and whether they are written in one alphabet and end as they should.

    Never raises: signs of neither alphabet are left out, and then it is not canonical.
    """
    found = _WORD.fullmatch(text)
    letters = text.rstrip(b"=").translate(_TO_URL)
    return Segment(decode_segment(text).data, bool(found) and ends_canonically(letters))
