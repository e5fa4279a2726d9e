"""Certificates: always checked, with the name of the host; and what is sent in clear text."""

import ssl
import subprocess
from pathlib import Path

import pytest

from tests.credentials.certificates import server as localhost_only
from tests.probe.doors.asking import IMPATIENT, SECRET, ask, door_to, nothing
from tests.probe.reference import reference
from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Said
from tokenlint.probe.doors import wire
from tokenlint.probe.doors.trust import tls_context


def test_a_certificate_of_nobody_that_is_trusted() -> None:
    with reference(tls=True) as server:
        status, why = nothing(ask(server.url, Operation.STAT, "/", SECRET))
        assert status == "certificate"
        assert "not accepted (" in why
        assert not server.log


def test_a_certificate_for_another_name() -> None:
    with reference(tls=localhost_only()) as server:
        url = server.url.replace("127.0.0.1", "127.0.0.2")
        port = int(url.rpartition(":")[2])
        with pytest.MonkeyPatch.context() as patch:
            reached = wire.connected
            patch.setattr(
                wire, "connected", lambda _host, _port, until: reached("127.0.0.1", port, until)
            )
            answer = ask(url, Operation.STAT, "/", SECRET, authorities=server.ca)
        status, why = nothing(answer)
        assert status == "certificate"
        assert why.endswith("is for another name")
        assert not server.log


def test_http_where_https_was_asked_for() -> None:
    with reference() as server:
        url = server.url.replace("http:", "https:")
        assert nothing(ask(url, Operation.STAT, "/", SECRET, limits=IMPATIENT))[0] == "garbage"


def test_https_where_http_was_asked_for() -> None:
    with reference(tls=True) as server:
        url = server.url.replace("https:", "http:")
        answer = ask(url, Operation.STAT, "/", SECRET, limits=IMPATIENT)
        assert nothing(answer)[0] in {"closed", "garbage"}


def test_clear_text_needs_leave() -> None:
    with pytest.raises(UsageError, match="is not encrypted"):
        door_to("http://storage.example/data")
    door_to("http://storage.example/data", plain=True).close()
    door_to("http://[::1]:80/").close()


def test_authorities_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.pem", Path(__file__)):
        with pytest.raises(UsageError):
            door_to("https://storage.example", authorities=path)


def test_a_folder_of_hashed_certificates_is_trusted(tmp_path: Path) -> None:
    with reference(tls=True) as server:
        assert server.ca is not None
        folder = _hashed(server.ca, tmp_path)
        answer = ask(server.url, Operation.STAT, "/", server.token(), authorities=folder)
        assert answer.said is Said.YES
        assert f"--capath {folder}" in answer.curl


def _hashed(certificate: Path, folder: Path) -> Path:
    subject = subprocess.run(
        ["/usr/bin/openssl", "x509", "-noout", "-hash", "-in", certificate],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (folder / f"{subject}.0").write_bytes(certificate.read_bytes())
    return folder


def test_old_versions_of_tls_are_not_spoken() -> None:
    context = tls_context(None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
