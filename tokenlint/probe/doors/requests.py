"""Operations of storage as requests of WebDAV (RFC 4918) and HTTP (RFC 9110).

`Expect: 100-continue` is not sent: what a probe uploads is a few bytes, and a dCache door redirects
only those uploads to a pool that carry it (`webdav.redirect.on-write` of its defaults),
and relays all others itself.
"""

from collections.abc import Mapping

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Unsupported
from tokenlint.probe.doors.address import Origin
from tokenlint.probe.doors.message import Request, visible

METHODS: Mapping[Operation, str] = {
    Operation.STAT: "PROPFIND",
    Operation.LIST: "PROPFIND",
    Operation.READ: "GET",
    Operation.CREATE: "PUT",
    Operation.OVERWRITE: "PUT",
    Operation.MKDIR: "MKCOL",
    Operation.RENAME: "MOVE",
    Operation.RENAME_OVER: "MOVE",
    Operation.DELETE: "DELETE",
}
_PROPERTIES = (
    b'<?xml version="1.0"?><propfind xmlns="DAV:">'
    b"<prop><resourcetype/><getcontentlength/></prop></propfind>"
)
_XML = "application/xml; charset=utf-8"
_BYTES = "application/octet-stream"


def request_for(demand: Demand, origin: Origin) -> Request:
    """The request of a demand, its path spelled as given. Raises Unsupported."""
    method = METHODS.get(demand.operation)
    if method is None:
        raise Unsupported(f"WebDAV has no request for {demand.operation}")
    for path in filter(None, (demand.path, demand.target)):
        check_path(path)
    if not demand.path:
        raise Unsupported("a request without a path")
    headers = {"User-Agent": "tokenlint", "Accept": "*/*"}
    if method == "PROPFIND":
        headers |= {"Depth": "1" if demand.operation is Operation.LIST else "0"}
        return Request(method, demand.path, headers | {"Content-Type": _XML}, _PROPERTIES)
    if method == "PUT":
        return Request(method, demand.path, headers | {"Content-Type": _BYTES}, demand.content)
    if method == "MOVE":
        overwrite = "T" if demand.operation is Operation.RENAME_OVER else "F"
        headers |= {"Destination": f"{origin}{demand.target}", "Overwrite": overwrite}
    return Request(method, demand.path, headers)


def check_path(path: str) -> None:
    """Raises Unsupported for a path that no request line or header can hold as it is spelled."""
    if not path.startswith("/") or not visible(path) or "#" in path:
        raise Unsupported("a path must begin with / and be visible ASCII to be sent as spelled")
