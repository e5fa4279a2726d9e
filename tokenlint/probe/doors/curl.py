"""A request as a line for bash, with `$TOKEN` in the place of the token.

The options are those of curl's manual: `--path-as-is` keeps `/../`, `--globoff` keeps brackets,
`--disable` and `--noproxy` keep what curl would add from the files and environment of who runs it.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path

from tokenlint.probe.doors.address import Origin
from tokenlint.probe.doors.message import Request

_LONGEST = 4096
_OURS = frozenset({("User-Agent", "tokenlint"), ("Accept", "*/*")})  # curl has its own
AUTHORISATION = '-H "Authorization: Bearer $TOKEN"'


def curl_line(
    request: Request, origin: Origin, *, token: bool, authorities: Path | None = None
) -> str:
    """The line; a body over 4096 bytes is named as a file `content`."""
    words = ["curl", "--disable", "-sS", "-i", "--noproxy", "'*'", "--path-as-is", "--globoff"]
    words += ["--http1.1", "-X", request.method]
    if authorities is not None and origin.secure:
        option = "--capath" if authorities.is_dir() else "--cacert"
        words += [option, shlex.quote(str(authorities))]
    if token:
        words.append(AUTHORISATION)
    for name, value in request.headers.items():
        if (name, value) not in _OURS:
            words += ["-H", shlex.quote(f"{name}: {value}")]
    before = "".join(_piped(request.body))
    words += _body(request.body)
    words.append(shlex.quote(f"{origin}{request.target}"))
    return before + " ".join(words)


def _body(body: bytes | None) -> list[str]:
    if body is None:
        return []
    if len(body) > _LONGEST:
        return ["--data-binary", "@content"]
    return ["--data-binary", "@-"] if not _plain(body) else ["--data-raw", shlex.quote(_text(body))]


def _piped(body: bytes | None) -> Iterator[str]:
    """What no quotes can hold is written by printf, byte by byte."""
    if body is not None and len(body) <= _LONGEST and not _plain(body):
        escaped = "".join(f"\\{byte:03o}" for byte in body)
        yield f"printf '{escaped}' | "


def _plain(body: bytes) -> bool:
    return body.isascii() and _text(body).isprintable()


def _text(body: bytes) -> str:
    return body.decode("ascii")
