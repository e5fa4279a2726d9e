"""Which host a captured request went to, from what stands near the credential.

In order: the URL that the credential is part of, the `Host` header of the same request
(RFC 9112 section 3.2) as servers, `curl -v` and HAR files write it, a URL on the same line,
and the `url` of the HAR entry or the absolute request line above.
"""

import re
from collections.abc import Callable

_AROUND = 4096
_HOST = rb"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9][A-Za-z0-9.-]{0,252})(:\d{1,5})?(?![\w:@])"
_SCHEMES = rb"(?:https?|davs?|roots?|xroots?|s3s?|gsiftp|srm)"
_URL = re.compile(_SCHEMES + rb"://(?:[^\s/@\"'<>]{1,64}@)?" + _HOST, re.IGNORECASE)
_IN_HEADER = re.compile(
    rb"(?:^|[\r\n\s\"'{,><*])(?::authority|host)[\"']?\s?"
    rb"(?:[:=]|,\s?\"value\"\s?:)\s{0,4}[\"']?" + _HOST,
    re.IGNORECASE,
)
_REQUEST = re.compile(
    rb"(?:\"url\"\s{0,8}:\s{0,8}\""
    rb"|\b(?:GET|PUT|POST|HEAD|DELETE|COPY|MOVE|MKCOL|PROPFIND|OPTIONS) )" + _URL.pattern,
    re.IGNORECASE,
)
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\n>\n", b"\n> \n", b"\n> \r\n", b"\n* \n")
_WORD_ENDS = tuple(bytes([end]) for end in b" \t\r\n\"'<>`,")
_URL_SIGN, _HEADER_SIGNS = b"://", (b"host", b"authority")
_TRIES, _BEFORE_SIGN, _BEHIND_SIGN = 16, 24, 340


def host_near(data: bytes, start: int) -> str | None:
    """The host, with its port where one is told; None where nothing near tells it.

    Looks at 4 KiB on either side of `start` at most, and at few places of them.
    """
    before, after = data[max(0, start - _AROUND) : start], data[start : start + _AROUND]
    word = before[max(before.rfind(end) for end in _WORD_ENDS) + 1 :]
    request = before[max(before.rfind(blank) + 1 for blank in _BLANK_LINES) :]
    rest = after[: min((at for at in map(after.find, _BLANK_LINES) if at >= 0), default=_AROUND)]
    line = before[before.rfind(b"\n") + 1 :]
    return (
        _nearest(_URL, word, bytes.rfind)
        or _nearest(_IN_HEADER, request, bytes.rfind, _HEADER_SIGNS)
        or _nearest(_IN_HEADER, rest, bytes.find, _HEADER_SIGNS)
        or _nearest(_URL, line, bytes.rfind)
        or _nearest(_URL, after.partition(b"\n")[0], bytes.find)
        or _nearest(_REQUEST, before, bytes.rfind)
    )


def _nearest(
    pattern: re.Pattern[bytes],
    text: bytes,
    find: Callable[[bytes, bytes, int, int], int],
    signs: tuple[bytes, ...] = (_URL_SIGN,),
) -> str | None:
    """The host of the match that lies first in the direction of `find`, around one of the signs."""
    lowered = text.lower()
    for sign in signs:
        begin, end = 0, len(text)
        for _ in range(_TRIES):
            at = find(lowered, sign, begin, end)
            if at < 0:
                break
            found = pattern.search(text, max(0, at - _BEFORE_SIGN), at + _BEHIND_SIGN)
            if found is not None and found.start() <= at:
                return _name(found)
            begin, end = (at + 1, end) if find is bytes.find else (begin, at)
    return None


def _name(found: re.Match[bytes]) -> str:
    host, port = found[found.re.groups - 1], found[found.re.groups] or b""
    return (host.rstrip(b".") + port).decode("ascii").lower()
