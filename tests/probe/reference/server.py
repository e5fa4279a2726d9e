"""Reference servers on free ports of this machine, started and stopped by context managers."""

import contextlib
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.credentials.certificates import Identity, authority
from tests.credentials.certificates import server as server_identity
from tests.minting import jwks, mint
from tests.probe.reference.acceptance import Acceptance
from tests.probe.reference.flaws import Planted
from tests.probe.reference.service import Asked, Service, Told
from tests.probe.reference.tape import BASE, Tape

ISSUER = "https://issuer.example"
LONGEST_BODY = 1_048_576
METHODS = ("GET", "HEAD", "PUT", "DELETE", "PROPFIND", "MKCOL", "MOVE", "POST", "OPTIONS", "COPY")

Keys = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Entry:
    """One request, without its token; `token` is whether it had one."""

    method: str
    path: str
    status: int
    token: bool


@dataclass
class Reference:
    """A server that runs; see the package for what is in it."""

    url: str
    root: Path
    issuer: str
    audience: str
    ca: Path | None
    service: Service
    tape: Tape | None = None
    log: list[Entry] = field(default_factory=list)

    @property
    def nearline(self) -> set[str]:
        """Paths (`/data/old`) that lie on tape until they are staged."""
        return self.service.nearline

    @property
    def staged(self) -> set[str]:
        return self.service.staged

    def token(self, header: Mapping[str, Any] | str | None = None, **changes: Any) -> str:
        """A token for this server, valid from now; a change to None takes a claim away."""
        now = int(time.time())
        complete = {
            "wlcg.ver": "1.0",
            "iss": self.issuer,
            "sub": "made-up",
            "aud": self.audience,
            "jti": f"made-up-{time.monotonic_ns()}",
            "iat": now,
            "nbf": now - 60,
            "exp": now + 3600,
            "scope": "storage.read:/ storage.modify:/ storage.stage:/",
        }
        claims = {name: value for name, value in (complete | changes).items() if value is not None}
        return mint(claims, header)


@contextlib.contextmanager
def reference(
    *,
    flaws: frozenset[Planted] = frozenset(),
    tls: bool | Identity = False,
    root: Path | None = None,
    issuer: str = ISSUER,
    keys: Keys | None = None,
    audience: str = "",
    tape: bool = False,
    product: str = "Reference/1.0",
) -> Iterator[Reference]:
    """A server that enforces WLCG profile 1.3, but for its flaws.

    `keys` is the issuer's key set, or gives it; by default that of `tests.minting`.
    Without an audience it is the server's URL.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reference-")))
        server = _Server(product)
        stack.callback(server.server_close)
        ca = server.encrypt(folder, tls) if tls else None
        url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
        tree = root or folder / "tree"
        tree.mkdir(exist_ok=True)
        given = jwks("RS256") if keys is None else keys
        issuers = {issuer: given if callable(given) else lambda: given}
        acceptance = Acceptance(issuers, frozenset({audience or url}), flaws)
        service = Service(tree, acceptance, flaws)
        has = Tape(service, url + BASE) if tape else None
        server.reference = Reference(url, tree, issuer, audience or url, ca, service, has)
        stack.callback(server.shutdown)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.reference


def lenient(**options: Any) -> contextlib.AbstractContextManager[Reference]:
    """A server that ignores scopes: whatever token it takes may do all."""
    flaws = frozenset(options.pop("flaws", ())) | {Planted.IGNORES_SCOPES}
    return reference(flaws=flaws, **options)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    reference: Reference

    def __init__(self, product: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.product = product

    def encrypt(self, folder: Path, tls: bool | Identity) -> Path:
        """Speak TLS; returns the file of the authority's certificate."""
        identity = tls if isinstance(tls, Identity) else server_identity()
        own, ca = folder / "server.pem", folder / "ca.pem"
        own.write_bytes(identity.pem)
        ca.write_bytes(authority().certificate_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        # The handshake is left to the thread of the connection: nobody can hold up the others.
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        return ca

    def handle_error(self, *_: object) -> None:
        """A client that goes away is nothing to speak of."""

    def tell(self, asked: Asked) -> Told:
        tape = self.reference.tape
        told = tape.answer(asked) if tape else None
        told = told or self.reference.service.answer(asked)
        self.reference.log.append(
            Entry(asked.method, asked.path, told.status, "authorization" in asked.headers)
        )
        return told


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536
    timeout = 30
    server: _Server

    def version_string(self) -> str:
        return self.server.product

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST_BODY or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._send(Told(413))
            return
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.server.tell(Asked(self.command, self.path, headers, body)))

    def _send(self, told: Told) -> None:
        self.send_response(told.status)
        if told.status == 401:
            self.send_header("WWW-Authenticate", "Bearer")
        if told.status != 204:
            self.send_header("Content-Type", told.kind)
            self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told.body)


for _method in METHODS:
    setattr(_Handler, f"do_{_method}", _Handler._answer)
