"""The lab's own issuer: https on the loopback, with discovery and the public keys.

Servers find it only where the lab may lay its own files over those of the system, which needs root
and a mount namespace: the names of the issuers must resolve, and their authority be trusted.
"""

import json
import shutil
import ssl
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.minting import jwks

DISCOVERY = "/.well-known/openid-configuration"
_PORT = 443  # the addresses of the issuers name none
_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
_HOSTS = Path("/etc/hosts")


class _Handler(BaseHTTPRequestHandler):
    """Answers from a table of documents by their addresses."""

    def __init__(self, documents: dict[str, Any], *args: Any) -> None:
        self.documents = documents
        super().__init__(*args)

    def do_GET(self) -> None:  # the name is http.server's
        asked = urljoin(f"https://{self.headers['Host']}", self.path)  # ARC asks in absolute form
        document = self.documents.get(asked.replace(f":{_PORT}/", "/", 1))  # and names the port
        content = json.dumps(document).encode()
        self.send_response(404 if document is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(
    issuers: Iterable[str], trust: Path, other: Mapping[str, Any] | None = None
) -> Iterator[None]:
    """The issuers on the loopback, with the certificate in `trust`.

    `other` are key sets by issuer; the key sets of all others are those of `tests.minting`.
    """
    documents: dict[str, Any] = {}
    for issuer in issuers:
        documents[issuer + DISCOVERY] = {"issuer": issuer, "jwks_uri": f"{issuer}/jwks"}
        documents[f"{issuer}/jwks"] = (other or {}).get(issuer) or jwks(owner=issuer)
    server = ThreadingHTTPServer(("127.0.0.1", _PORT), partial(_Handler, documents))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trust / "host.pem", trust / "host.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def lay_over_system(issuers: Iterable[str], trust: Path) -> bool:
    """Let this mount namespace find and trust the issuers; False where that is not allowed."""
    names = " ".join(sorted({str(urlsplit(issuer).hostname) for issuer in issuers}))
    hosts = trust / "hosts"
    hosts.write_text(f"{_HOSTS.read_text()}\n127.0.0.1 {names}\n")
    authorities = trust / "authorities.pem"
    authorities.write_bytes((trust / "ca.pem").read_bytes())
    return all(_bind(file, over) for file, over in ((hosts, _HOSTS), (authorities, _AUTHORITIES)))


def _bind(file: Path, over: Path) -> bool:
    mount = shutil.which("mount")
    if mount is None or not over.is_file():
        return False
    file.chmod(0o444)
    done = subprocess.run(
        [mount, "--bind", file, over], capture_output=True, timeout=20, check=False
    )
    return done.returncode == 0
