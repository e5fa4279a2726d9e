"""A small CE that speaks the REST interface of ARC, as its source and our runs show it.

Whether a token may do something is asked of `may`; it sees no signature, only claims.
"""

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.real.xrootd.authority import write_certificates
from tokenlint.credentials.jwt import decode

ACTIONS = {
    "list": "compute.read",
    "status": "compute.read",
    "new": "compute.create",
    "kill": "compute.cancel",
    "clean": "compute.cancel",
}


def enforcing(action: str, scope: frozenset[str]) -> bool:
    """A CE that keeps to profile 1.3."""
    return ACTIONS[action] in scope


class Ce(ThreadingHTTPServer):
    """The server; `jobs` are states by name, `asked` the requests it got, without their tokens."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.jobs: dict[str, str] = {}
        self.asked: list[tuple[str, str, bytes]] = []
        self.may: Callable[[str, frozenset[str]], bool] = enforcing
        self.spoil: Callable[[dict[str, Any] | None], tuple[int, bytes]] | None = None
        self.listed = False  # whether a single job stands in a list

    @property
    def url(self) -> str:
        """Where it is."""
        return f"https://localhost:{self.server_address[1]}/arex"


class _Handler(BaseHTTPRequestHandler):
    server: Ce
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the name is http.server's
        self._answer(b"")

    def do_POST(self) -> None:  # the name is http.server's
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append((self.command, self.path, body))
        if parts.path != "/arex/rest/1.0/jobs":
            return self._send(404, b"")
        action = parse_qs(parts.query).get("action", ["list"])[0]
        if not self.server.may(action, self._scope()):
            return self._send(403, b"")
        document = self._done(action, body)
        if self.server.spoil:
            return self._send(*self.server.spoil(document))
        status = 201 if self.command == "POST" else 200
        return self._send(status, json.dumps(document).encode() if document else b"")

    def _scope(self) -> frozenset[str]:
        _, _, value = self.headers.get("Authorization", "").partition("Bearer ")
        claims: Mapping[str, Any] = decode(value.encode()).token.claims if value else {}
        return frozenset(str(claims.get("scope", "")).split())

    def _done(self, action: str, body: bytes) -> dict[str, Any] | None:
        jobs = self.server.jobs
        if action == "list":
            found = [{"id": name} for name in jobs]
            return self._rendered(found) if found else None
        if action == "new":
            assert body.startswith(b"&(executable=")
            name = f"job{len(self.server.asked)}"
            jobs[name] = "ACCEPTED"
            return self._rendered([{"status-code": "201", "id": name, "state": "ACCEPTING"}])
        name = json.loads(body)["job"][0]["id"]
        if name not in jobs:
            return self._rendered([{"status-code": "404", "id": name, "state": "None"}])
        if action == "status":
            return self._rendered([{"status-code": "200", "id": name, "state": jobs[name]}])
        jobs[name] = "KILLED"
        if action == "clean":
            del jobs[name]
        return self._rendered([{"status-code": "202", "id": name}])

    def _rendered(self, jobs: list[dict[str, str]]) -> dict[str, Any]:
        return {"job": jobs if self.server.listed or len(jobs) > 1 else jobs[0]}

    def _send(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(folder: Path) -> Iterator[Ce]:
    """A CE on the loopback; its authority is `ca.pem` of the folder."""
    write_certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "host.pem", folder / "host.key")
    with Ce() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
