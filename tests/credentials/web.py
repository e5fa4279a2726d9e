"""A web server with a made-up certificate, and the network that trusts it."""

import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.credentials.certificates import authority
from tests.minting import jwks
from tokenlint.credentials.fetch import FetchLimits, Network

Answer = tuple[int, dict[str, str], bytes]
OPENID = "/.well-known/openid-configuration"
OAUTH = "/.well-known/oauth-authorization-server"


class Issuer:
    """A web server with made-up documents; it remembers what was asked."""

    def __init__(self, certificate: Path, *, tls: bool = True) -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.answer(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"https://localhost:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers))
        answer = self.answers.get(request.path, (404, {}, b"not here"))
        if callable(answer):
            answer(request)
            return
        status, headers, body = answer
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def publish(self, issuer: str, path: str = OPENID, **changes: Any) -> None:
        """Metadata of an issuer at a path, and its keys."""
        metadata = {"issuer": issuer, "jwks_uri": f"{self.url}/jwks"} | changes
        self.answers[path] = (200, {}, json.dumps(metadata).encode())
        self.answers["/jwks"] = (200, {}, json.dumps(jwks("RS256")).encode())

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def trusting() -> ssl.SSLContext:
    """Trusts the made-up authority."""
    return ssl.create_default_context(cadata=authority().certificate_pem.decode())


def local_network() -> Network:
    """Trusts the made-up authority, allows this machine's own address, and waits not long."""
    limits = FetchLimits(step_seconds=1, total_seconds=3)
    return Network(trusting(), private=True, limits=limits)
