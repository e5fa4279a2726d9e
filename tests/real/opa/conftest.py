"""A real OPA server on a free port of this machine, started and stopped by the tests."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.policy.small_policies import standard
from tokenlint.policy.policies import PolicySet

SECRET = "secret-of-the-opa-tests"
AUTHORIZATION = f"""package system.authz

default allow := false

allow if input.identity == "{SECRET}"
"""


@dataclass(frozen=True)
class Server:
    """A running OPA; `ca` signed its certificate, `token` is what it asks for."""

    url: str
    process: "subprocess.Popen[bytes]" = field(repr=False)
    ca: Path | None = None
    token: str | None = field(default=None, repr=False)


@pytest.fixture(scope="session")
def opa(outside_environment: dict[str, str], require_tool: Callable[[str], Path]) -> Path:
    """The OPA program: `TOKENLINT_OPA`, what `make tools` built, or one on the PATH."""
    named = outside_environment.get("TOKENLINT_OPA")
    return Path(named) if named else require_tool("opa")


@contextmanager
def running(opa: Path, folder: Path, *, secured: bool = False) -> Iterator[Server]:
    """With `secured`: https with a throw-away authority, and a bearer token is needed."""
    port = free_port()
    arguments = ["run", "--server", "--addr", f"127.0.0.1:{port}", "--log-level", "error"]
    scheme, ca = "http", None
    if secured:
        scheme, ca = "https", certificates(folder)
        (folder / "authz.rego").write_text(AUTHORIZATION)
        arguments += ["--tls-cert-file", "server.pem", "--tls-private-key-file", "server.key"]
        arguments += ["--authentication=token", "--authorization=basic", "authz.rego"]
    with subprocess.Popen(
        [opa, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            server = Server(
                f"{scheme}://127.0.0.1:{port}", process, ca, SECRET if secured else None
            )
            wait_for(server)
            yield server
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
    until = time.monotonic() + 20
    while True:
        try:
            requests.get(
                f"{server.url}/health", headers=headers, verify=server.ca or True, timeout=5
            ).raise_for_status()
        except requests.RequestException:
            if time.monotonic() > until or server.process.poll() is not None:
                raise
            time.sleep(0.05)
        else:
            return


def certificates(folder: Path) -> Path:
    """A certificate for 127.0.0.1 and the authority that signed it, made for this run."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority.example")])
    ca = _certificate(name, ca_key, name, ca_key, authority=True)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "opa.example")])
    server = _certificate(subject, key, name, ca_key, authority=False)
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "ca.pem"


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    signer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=12))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(signer_id, critical=False)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
    )
    if authority:
        builder = builder.add_extension(_MAY_SIGN, critical=True)
    return builder.sign(signer, hashes.SHA256())


_MAY_SIGN = x509.KeyUsage(
    digital_signature=True,
    key_cert_sign=True,
    crl_sign=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


@pytest.fixture(scope="session")
def server(opa: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An OPA over plain http."""
    with running(opa, tmp_path_factory.mktemp("opa")) as started:
        yield started


@pytest.fixture(scope="session")
def secured(opa: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An OPA over https that asks for a bearer token."""
    with running(opa, tmp_path_factory.mktemp("opa-secured"), secured=True) as started:
        yield started


@pytest.fixture
def mortal(opa: Path, tmp_path: Path) -> Iterator[Server]:
    """An OPA of this test's own, which it may end."""
    with running(opa, tmp_path) as started:
        yield started


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> PolicySet:
    """The small policies of the tests."""
    return standard(tmp_path_factory.mktemp("policies"))
