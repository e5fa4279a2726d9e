"""Requests by a real curl to a server of this machine: what an issuer is asked in the end."""

import base64
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.credentials.certificates import authority, server
from tests.recipes.making import text, token

CURL = shutil.which("curl")
ANSWER = b'{"token_type": "Bearer"}'
SECRET = "not-a-real-secret-~'$x"
HELD = "not-a-real-token"

pytestmark = pytest.mark.skipif(CURL is None, reason="there is no curl on this machine")


class Issuer:
    """A token endpoint that remembers what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, str, str]] = []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                issuer.asked.append((self.path, self.headers["Authorization"], body))
                self.send_response(200)
                self.send_header("Content-Length", str(len(ANSWER)))
                self.end_headers()
                self.wfile.write(ANSWER)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        pem = folder / "server.pem"
        pem.write_bytes(server().pem)
        (folder / "ca.pem").write_bytes(authority().certificate_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://localhost:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Issuer]:
    made = Issuer(tmp_path)
    yield made
    made.close()


def _run(script: str, folder: Path) -> None:
    netrc, held = folder / "netrc", folder / "held"
    netrc.write_text(f'machine localhost login client-1 password "{SECRET}"\n')
    held.write_text(f"{HELD}\r\n")
    done = subprocess.run(
        ["/bin/sh", "-euc", script],
        env={
            "PATH": f"{Path(CURL or '').parent}:/usr/bin:/bin",
            "CURL_CA_BUNDLE": str(folder / "ca.pem"),
            "IAM_NETRC": str(netrc),
            "BEARER_TOKEN_FILE": str(held),
            "REFRESH_TOKEN_FILE": str(held),
            "TOKEN_RESPONSE": str(folder / "answer"),
        },
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "grant", "field"),
    [
        ("iam-client-credentials", "client_credentials", ""),
        ("iam-token-exchange", "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token"),
        ("iam-refresh", "refresh_token", "refresh_token"),
    ],
)
def test_the_issuer_is_asked_for_this_token(
    issuer: Issuer, tmp_path: Path, name: str, grant: str, field: str
) -> None:
    asked = token(
        "storage.read:/a'$(id)&b=c+d%20@{1-3}[x]",
        "storage.create:/b",
        audience=("https://one.example?a=1&b=2", "two.example:1094"),
        issuer=issuer.url,
    )
    _run(text(name, asked), tmp_path)
    ((path, authorization, body),) = issuer.asked
    assert path == "/token"
    kind, _, credentials = authorization.partition(" ")
    assert kind == "Basic"
    assert base64.b64decode(credentials).decode() == f"client-1:{SECRET}"
    fields = parse_qs(body, strict_parsing=True)
    assert fields["grant_type"] == [grant]
    assert fields["scope"] == [" ".join(asked.scopes)]
    assert fields["audience"] == [" ".join(asked.audience)]
    assert set(fields) <= {"grant_type", "scope", "audience", "subject_token_type", field}
    if field:
        assert fields[field] == [HELD]


def test_only_the_owner_can_read_the_answer(issuer: Issuer, tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    answer.write_text("of yesterday, for all to read")
    answer.chmod(0o644)
    _run(text("iam-client-credentials", token("storage.read:/a", issuer=issuer.url)), tmp_path)
    assert answer.read_bytes() == ANSWER
    assert answer.stat().st_mode & 0o077 == 0


def test_no_request_goes_out_without_tls(issuer: Issuer, tmp_path: Path) -> None:
    """Whatever the variable says that stands for an issuer."""
    script = text("iam-client-credentials", token("storage.read:/a", issuer=None))
    address = issuer.url.replace("https:", "http:").rstrip("/")
    with pytest.raises(AssertionError, match="libcurl"):
        _run(f"IAM_ISSUER={address}\n{script}", tmp_path)
    assert issuer.asked == []
