"""HTTP and WebDAV requests as operations.

Methods and statuses after RFC 9110 (section 9.3: GET, HEAD, PUT, DELETE) and RFC 4918 (section 9:
PROPFIND, MKCOL, MOVE). How deep a PROPFIND looks stands in a header that no access log holds;
the lesser operation is taken, `stat`. A COPY between servers reads or creates, depending on
headers that no access log holds either: it stays without an operation, `about` a copy.
"""

from typing import Final

from tokenlint.audit.event import Event
from tokenlint.audit.readers.bearer import Bearer, bearer_in
from tokenlint.audit.readers.paths import of_url

_PLAIN: Final = {
    "GET": "read",
    "HEAD": "stat",
    "PROPFIND": "stat",
    "DELETE": "delete",
    "MKCOL": "mkdir",
}
_CREATED: Final = 201
_REPLACED: Final = 204
_CHANGED: Final = (200, 204)
COPY: Final = "copy"


def operation_of(method: str, status: int) -> str:
    """The operation of a method; empty for one that stands for none.

    PUT gives 201 where it created, 200 or 204 where it replaced (RFC 9110 section 9.3.4);
    MOVE gives 204 where it replaced (RFC 4918 section 9.9.4).
    Where it did neither, the lesser operation is taken: it was asked for in any case.
    """
    if method == "PUT":
        return "overwrite" if status in _CHANGED else "create"
    if method == "MOVE":
        return "rename-over" if status == _REPLACED else "rename"
    return _PLAIN.get(method, "")


def request_of(line: str) -> tuple[str, str] | None:
    """Method and target of a request line (`GET /path HTTP/1.1`); None for anything else."""
    method, _, rest = line.partition(" ")
    target, _, version = rest.rpartition(" ")
    if not version.startswith("HTTP/") or not target or not method.isascii():
        return None
    return (method, target) if method.isupper() else None


def http_event(
    method: str, target: str, status: int, allowed: bool | None, *, operation: str | None = None
) -> tuple[Event, Bearer | None] | None:
    """The event of a request, and the token in its URL; None for methods that do nothing here.

    Tokens in URLs are those of the query (`authz=Bearer%20...`, `access_token=...`).
    """
    found = operation_of(method, status) if operation is None else operation
    about = COPY if method == "COPY" and not found else ""
    if not found and not about:
        return None
    path, query = of_url(target)
    event = Event(operation=found, path=path, allowed=allowed, about=about)
    return event, bearer_in(query) if query else None
