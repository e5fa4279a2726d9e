import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509

from tests.credentials.certificates import server
from tokenlint.errors import UsageError
from tokenlint.probe.issuer.certificate import given, throw_away, write_authority
from tokenlint.probe.issuer.server import TestIssuer
from tokenlint.probe.issuer.setting import Setting

NAMES = ("issuer.example", "127.0.0.1", "::1", "localhost", "localhost")


def handshake(context: ssl.SSLContext, authority: bytes, name: str) -> x509.Certificate:
    """The certificate of the server, after a handshake in memory that asks for that name."""
    trusting = ssl.create_default_context(cadata=authority.decode())
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(to_client, to_server, server_hostname=name)
    other = context.wrap_bio(to_server, to_client, server_side=True)
    done: set[ssl.SSLObject] = set()
    for _ in range(10):
        for side in (client, other):
            try:
                side.do_handshake()
                done.add(side)
            except ssl.SSLWantReadError:
                continue
        if len(done) == 2:
            break
    return x509.load_der_x509_certificate(client.getpeercert(binary_form=True) or b"")


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_the_throw_away_authority_vouches_for_its_names(name: str) -> None:
    context, authority = throw_away(NAMES)
    found = handshake(context, authority, name)
    assert found.issuer == x509.load_pem_x509_certificate(authority).subject


def test_and_for_no_others() -> None:
    context, authority = throw_away(NAMES)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(context, authority, "other.example")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(context, throw_away(NAMES)[1], "localhost")


def test_openssl_finds_nothing_wrong_with_it(
    tmp_path: Path, unavailable: Callable[[str], None]
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        unavailable("no openssl here")
        raise AssertionError("a test that cannot run was neither skipped nor failed")
    context, authority = throw_away(NAMES)
    found = handshake(context, authority, "localhost")
    (tmp_path / "ca.pem").write_bytes(authority)
    from cryptography.hazmat.primitives.serialization import Encoding

    (tmp_path / "server.pem").write_bytes(found.public_bytes(Encoding.PEM))
    wanted = ("-x509_strict", "-purpose", "sslserver", "-verify_hostname", "issuer.example")
    files = ("-CAfile", str(tmp_path / "ca.pem"), str(tmp_path / "server.pem"))
    done = subprocess.run(
        [openssl, "verify", *wanted, *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_only_the_certificate_is_written(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    for _ in range(2):  # an earlier one of ours is replaced
        _, authority = throw_away(NAMES)
        write_authority(file, authority)
        assert file.read_bytes() == authority
    assert file.stat().st_mode & 0o777 == 0o644
    assert b"PRIVATE" not in file.read_bytes()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("kind", ["text", "other", "folder", "link", "nowhere"])
def test_nothing_else_is_written_over(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "ca.pem"
    if kind == "text":
        file.write_text("precious")
    elif kind == "other":
        file.write_bytes(server().pem)
    elif kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to(tmp_path / "elsewhere")
    else:
        file = tmp_path / "no" / "ca.pem"
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(UsageError, match="--write-ca"):
        write_authority(file, throw_away(NAMES)[1])
    assert (file.read_bytes() if file.is_file() else b"") == before
    assert not (tmp_path / "elsewhere").exists()


def test_a_certificate_of_the_user(tmp_path: Path) -> None:
    file = tmp_path / "server.pem"
    file.write_bytes(server().pem)
    assert given(file, file)


@pytest.mark.parametrize("content", [b"", b"rubbish", b"-----BEGIN CERTIFICATE-----\nx\n"])
def test_certificates_that_cannot_be_used(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "server.pem"
    file.write_bytes(content)
    for name in (file, tmp_path / "not-there"):
        with pytest.raises(UsageError, match="--cert and --key") as caught:
            given(name, name)
        assert caught.value.advice


def test_an_encrypted_key_asks_nobody(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
    )

    (tmp_path / "server.pem").write_bytes(server().pem)
    secret = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    (tmp_path / "key.pem").write_bytes(secret)
    with pytest.raises(UsageError, match="encrypted"):
        given(tmp_path / "server.pem", tmp_path / "key.pem")


def test_no_key_of_an_issuer_is_ever_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file appears while it starts, signs and ends, and no name is opened for writing."""
    import builtins
    import os

    opened: list[object] = []
    real_open, real_os_open = builtins.open, os.open

    def watched(name: object, mode: str = "r", *rest: object, **more: object) -> object:
        if set(mode) & set("wax+"):
            opened.append(name)
        return real_open(name, mode, *rest, **more)  # type: ignore[call-overload]

    def watched_os(name: object, flags: int, *rest: object, **more: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            opened.append(name)
        return real_os_open(name, flags, *rest, **more)  # type: ignore[arg-type]

    from tests.probe.forged import GOOD

    for variable in ("TMPDIR", "HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(os, "open", watched_os)
    with TestIssuer(Setting()) as issuer:
        assert issuer.source().token(GOOD)
    monkeypatch.undo()
    assert opened == []
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_that_cannot_be_put_in_its_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuses)
    with pytest.raises(UsageError, match="No space left"):
        write_authority(tmp_path / "ca.crt", b"made up")
    assert list(tmp_path.iterdir()) == []
