"""Which host a captured request went to, from what stands near the credential.

In order: the URL that the credential is part of, the `Host` header of the same request
(RFC 9112 section 3.2) as servers, `curl -v` and HAR files write it, a URL on the same line,
and the `url` of the HAR entry or the absolute request line above.
"""

import re

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
_BLANK_LINE = re.compile(rb"\n[><*]?[ \t]*\r?\n")
_WORD_ENDS = b" \t\r\n\"'<>`,"


def host_near(data: bytes, start: int) -> str | None:
    """The host, with its port where one is told; None where nothing near tells it.

    Looks at 4 KiB on either side of `start` at most.
    """
    before, after = data[max(0, start - _AROUND) : start], data[start : start + _AROUND]
    word = before[len(before) - _length_of_word(before) :]
    request = before[max((found.end() for found in _BLANK_LINE.finditer(before)), default=0) :]
    blank = _BLANK_LINE.search(after)
    rest = after[: blank.start()] if blank else after
    line = before[before.rfind(b"\n") + 1 :]
    return (
        _last(_URL, word)
        or _last(_IN_HEADER, request)
        or _first(_IN_HEADER, rest)
        or _last(_URL, line)
        or _first(_URL, after.partition(b"\n")[0])
        or _last(_REQUEST, before)
    )


def _length_of_word(before: bytes) -> int:
    last = max(before.rfind(bytes([end])) for end in _WORD_ENDS)
    return len(before) - last - 1


def _first(pattern: re.Pattern[bytes], text: bytes) -> str | None:
    found = pattern.search(text)
    return None if found is None else _name(found)


def _last(pattern: re.Pattern[bytes], text: bytes) -> str | None:
    name = None
    for found in pattern.finditer(text):
        name = _name(found)
    return name


def _name(found: re.Match[bytes]) -> str:
    host, port = found[found.re.groups - 1], found[found.re.groups] or b""
    return (host.rstrip(b".") + port).decode("ascii").lower()
