"""What a test issuer publishes: its metadata and its public keys, over https or on loopback http.

Sources: OpenID Connect Discovery 1.0 sections 3 and 4, RFC 8414 sections 2 and 3.
It has no end points for authorization and tokens, and names no grant types:
tokens are handed out at its socket alone.
"""

import contextlib
import io
import ipaddress
import json
import socket
import socketserver
import ssl
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler
from typing import IO, Any, Final
from urllib.parse import urlsplit

from tokenlint.probe.issuer.bounded import Bounded, Log
from tokenlint.probe.signing import SigningKey, key_set

_OPENID: Final = "/.well-known/openid-configuration"
_OAUTH: Final = "/.well-known/oauth-authorization-server"
_JWKS: Final = "/jwks"
_MOST_HEAD: Final = 16_384
_GOODBYE: Final = 0.5
_OK, _NOT_FOUND = 200, 404


def documents(issuer: str, keys: Iterable[SigningKey]) -> Mapping[str, bytes]:
    """The documents by their path on the server."""
    known = list(keys)
    path = urlsplit(issuer).path.rstrip("/")
    metadata = {
        "issuer": issuer,
        "jwks_uri": f"{issuer.rstrip('/')}{_JWKS}",
        "response_types_supported": [],
        "grant_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": sorted({key.algorithm for key in known}),
    }
    told = json.dumps(metadata, indent=2).encode()
    places = (f"{path}{_OPENID}", f"{_OAUTH}{path}", f"{path}{_OAUTH}")
    return dict.fromkeys(places, told) | {
        f"{path}{_JWKS}": json.dumps(key_set(known), indent=2).encode()
    }


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the documents, and nothing else."""

    server: "PublicServer"
    server_version = "tokenlint-test-issuer"
    sys_version = ""
    error_message_format = "%(code)d\n"
    error_content_type = "text/plain"

    def setup(self) -> None:
        """Take the connection and the head of its request."""
        super().setup()
        self.rfile: Any = io.BytesIO(_head(self.rfile))

    def finish(self) -> None:
        """End TLS properly, so that the client sees that nothing is missing."""
        super().finish()
        if isinstance(self.request, ssl.SSLSocket):
            _end(self.request)

    def do_GET(self) -> None:
        """The document, or that there is none."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """The same without the document."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        found = self.server.documents.get(self.path)
        self.send_response(_OK if found else _NOT_FOUND)
        content = found or b'{"error":"not found"}'
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache, max-age=0")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line, with the path of what is published; another one may hold anything."""
        path = getattr(self, "path", "")
        shown = path if path in self.server.documents else "(another path)"
        status = code if isinstance(code, str) else int(code)
        self.server.log(f"{status} {shown} asked by {self.client_address[0]}")

    def log_message(self, *_: object) -> None:
        """Nothing: what is said here may hold what a client sent."""


def _head(stream: IO[bytes]) -> bytes:
    """The lines up to the empty one, of a bounded length."""
    head = bytearray()
    while len(head) < _MOST_HEAD:
        line = stream.readline(_MOST_HEAD - len(head))
        head += line
        if line in (b"\r\n", b"\n", b""):
            break
    return bytes(head)


def _end(connection: ssl.SSLSocket) -> None:
    connection.settimeout(_GOODBYE)
    with contextlib.suppress(OSError, ValueError):  # most clients just go away
        connection.unwrap()


class PublicServer(Bounded, socketserver.TCPServer):
    """The server; `tls` is None for http. Raises OSError where it cannot listen."""

    allow_reuse_address = True
    request_queue_size = 16

    def __init__(self, address: tuple[str, int], tls: ssl.SSLContext | None, log: Log) -> None:
        self.documents: Mapping[str, bytes] = {}
        self._tls = tls
        Bounded.__init__(self, log)
        version = ipaddress.ip_address(address[0]).version
        self.address_family = socket.AF_INET if version == 4 else socket.AF_INET6  # noqa: PLR2004
        socketserver.TCPServer.__init__(self, address, _Handler)

    def secured(self, connection: socket.socket) -> socket.socket:
        """The connection behind TLS where the server has that; raises OSError."""
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    @property
    def port(self) -> int:
        """The port that it listens at."""
        port: int = self.socket.getsockname()[1]
        return port
