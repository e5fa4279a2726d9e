"""From the path of a request to the path that the server judges.

HTTP decodes per cent signs once and leaves out a scheme and host (`XrdHttpReq::parseResource`);
both protocols refuse `..` between slashes, leave out empty parts and `.`,
and serve exported paths only (`XrdXrootdProtocol::rpCheck`, `Squash`).
"""

import re
from urllib.parse import unquote_to_bytes

from tokenlint.services.xrootd.model.versions import Change, Release

_PREFIX = re.compile(r"https?://[^/]*")
_EMPTY = re.compile(r"/(?:\.?/)+")


def decoded(target: str) -> str:
    """The path in the target of an HTTP request."""
    plain = target.partition("?")[0]
    found = _PREFIX.match(plain)
    plain = plain[found.end() :] if found else plain
    path = unquote_to_bytes(plain).decode("utf-8", "replace")
    # A per cent sign may hide the end of a string of C, and the mark before a query.
    return path.partition("\0")[0].partition("?")[0]


def judged(path: str, release: Release) -> str | None:
    """The path that rights are compared with; None for one that the server refuses."""
    if not path.startswith("/") or "/../" in path:
        return None
    if path.endswith("/..") and release.has(Change.PARENT_AT_END):
        return None
    return _EMPTY.sub("/", path)
