"""Requests over HTTP (WebDAV)."""

import http.client
from dataclasses import dataclass

from tests.real.xrootd.demands import NEW, Answer, Demand
from tests.real.xrootd.tree import FILES
from tokenlint.privilege.operation import Operation

SECONDS = 10
_METHODS = {
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
_PROPFIND = b'<?xml version="1.0"?><propfind xmlns="DAV:"><allprop/></propfind>'


@dataclass(frozen=True, slots=True)
class OverHttp:
    """A client of the HTTP port of a server on this machine."""

    port: int
    protocol: str = "http"

    def ask(self, demand: Demand, token: str | None) -> Answer:
        """Send one request; whatever breaks on the way is an answer, too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(
                _METHODS[demand.operation],
                demand.path,
                body=_body(demand),
                headers=self._headers(demand, token),
            )
            answer = connection.getresponse()
            return Answer(str(answer.status), _saw(demand, answer.status, answer.read()))
        except (OSError, http.client.HTTPException) as error:
            return Answer(type(error).__name__)
        finally:
            connection.close()

    def close(self) -> None:
        """Each request has a connection of its own: nothing is open."""

    def _headers(self, demand: Demand, token: str | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if demand.operation in (Operation.STAT, Operation.LIST):
            headers["Depth"] = "1" if demand.operation is Operation.LIST else "0"
        if demand.target:
            headers["Destination"] = f"http://127.0.0.1:{self.port}{demand.target}"
        return headers


def _body(demand: Demand) -> bytes | None:
    method = _METHODS[demand.operation]
    return {"PUT": NEW, "PROPFIND": _PROPFIND}.get(method)


def _saw(demand: Demand, status: int, body: bytes) -> bool:
    if demand.operation is Operation.READ:
        return status == http.client.OK and body == FILES[demand.path]
    if demand.operation is Operation.LIST:
        return status == http.client.MULTI_STATUS and b"/g.txt" in body
    return status == http.client.MULTI_STATUS and b"getcontentlength" in body
