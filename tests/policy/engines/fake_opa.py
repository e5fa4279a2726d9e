"""An HTTP server that plays an OPA that misbehaves; what it does is set a test at a time."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

Reply = tuple[int, Any]
"""Status and body: JSON, or bytes to send as they are."""


class FakeOpa:
    """Stores policies as OPA does; `replies` override what it says to a method and path prefix."""

    def __init__(self) -> None:
        self.policies: dict[str, str] = {}
        self.log: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[Any] = []
        self.queries: list[str] = []
        self.replies: list[tuple[str, str, Callable[[], Reply]]] = []
        self.answer: Callable[[list[Any]], Any] = lambda _: {}
        self.url = ""

    def on(self, method: str, prefix: str, reply: Callable[[], Reply] | Reply) -> None:
        """The latest rule that fits decides."""
        self.replies.insert(0, (method, prefix, reply if callable(reply) else lambda: reply))

    def reply(self, method: str, path: str, body: bytes) -> Reply:
        self.log.append((method, path))
        for wanted, prefix, reply in self.replies:
            if wanted == method and path.startswith(prefix):
                return reply()
        return self._as_opa(method, path.removeprefix("/prefix"), body)

    def _as_opa(self, method: str, path: str, body: bytes) -> Reply:
        name = unquote(path.removeprefix("/v1/policies").lstrip("/"))
        if path.startswith("/v1/data"):
            self.bodies.append(json.loads(body))
            return 200, {"result": self.answer(self.bodies[-1]["input"])}
        if path.startswith("/v1/config"):
            return 200, {"result": {"labels": {"version": "9.9.9"}}}
        if method == "GET":
            return 200, {"result": [self._listed(each) for each in self.policies]}
        if method == "PUT":
            self.policies[name] = body.decode()
            return 200, {}
        found = self.policies.pop(name, None)
        return (200, {}) if found is not None else (404, {"code": "not_found", "message": "no"})

    def _listed(self, name: str) -> dict[str, Any]:
        text = self.policies[name]
        path = text.split("\n", 1)[0].removeprefix("package ").replace('["', ".").replace('"]', "")
        parts = [{"value": part} for part in ("data", *path.split("."))]
        return {"id": name, "raw": text, "ast": {"package": {"path": parts}}}


@contextmanager
def running() -> Iterator[FakeOpa]:
    """A fake OPA on a free port of this machine."""
    fake = FakeOpa()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fake.headers.append(dict(self.headers))
            fake.queries.append(urlsplit(self.path).query)
            status, content = fake.reply(self.command, urlsplit(self.path).path, body)
            if status == 0:  # hang up
                self.close_connection = True
                return
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            if status in (301, 307):
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815 - names of the base class

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def slowly() -> Reply:
    time.sleep(1.0)
    return 200, {"result": {}}
