import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.probe.forged import GOOD, parts
from tokenlint.errors import UsageError
from tokenlint.probe.issuer.server import SOCKET_NAME, TestIssuer, socket_place
from tokenlint.probe.issuer.setting import Setting, read_address

FILE = Path("any.pem")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8443", ("127.0.0.1", 8443)),
        ("[::1]:0", ("::1", 0)),
        ("0.0.0.0:65535", ("0.0.0.0", 65535)),  # noqa: S104 - only read
    ],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize("text", ["", "8443", "localhost:1", "::1:1", "1.2.3.4", "1.2.3.4:65536"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="--listen"):
        read_address(text)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (Setting(host="nobody"), "IP address"),
        (Setting(host="1.2.3.4.5"), "IP address"),
        (Setting(host="192.0.2.1", plain=True), "loopback only"),
        (Setting(host="0.0.0.0", plain=True), "loopback only"),  # noqa: S104 - refused
        (Setting(host="0.0.0.0"), "no name"),  # noqa: S104 - refused
        (Setting(plain=True, certificate=FILE, key=FILE), "contradict"),
        (Setting(certificate=FILE), "go together"),
        (Setting(key=FILE), "go together"),
        (Setting(issuer="http://issuer.example"), "--issuer"),
        (Setting(issuer="https://issuer.example", plain=True), "--issuer"),
        (Setting(issuer="issuer.example"), "--issuer"),
        (Setting(issuer="https://user@issuer.example"), "--issuer"),
        (Setting(issuer="https://issuer.example?x"), "--issuer"),
        (Setting(issuer="https://issuer.example:99999"), "--issuer"),
        (Setting(issuer="https://issuer.example/\r\n"), "--issuer"),
        (Setting(issuer="https://é.example"), "--issuer"),
        (Setting(host="192.0.2.1"), "cannot listen"),
        (Setting(port=70_000), "cannot listen"),
    ],
    ids=range(18),
)
def test_settings_that_are_refused(setting: Setting, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        TestIssuer(setting)


def test_a_port_that_is_taken() -> None:
    with TestIssuer(Setting()) as issuer, pytest.raises(UsageError, match="in use"):
        TestIssuer(Setting(port=issuer.port))


@pytest.mark.parametrize(
    ("host", "name"), [("127.0.0.1", "localhost"), ("127.0.0.2", "127.0.0.2"), ("::1", "localhost")]
)
def test_its_own_name(host: str, name: str, unavailable: Callable[[str], None]) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, 0), family=family).close()
    except OSError:
        unavailable(f"no {host} here")
    with TestIssuer(Setting(host=host)) as issuer:
        assert issuer.issuer == f"https://{name}:{issuer.port}"
        assert issuer.key_set_url == f"{issuer.issuer}/jwks"
        assert parts(issuer.source().token(GOOD))[1]["iss"] == issuer.issuer


def test_a_given_name_is_taken_by_the_letter() -> None:
    with TestIssuer(Setting(issuer="https://issuer.example:8443/x/")) as issuer:
        assert parts(issuer.source().token(GOOD))[1]["iss"] == "https://issuer.example:8443/x/"
        assert issuer.key_set_url == "https://issuer.example:8443/x/jwks"


def test_plain_http_on_loopback() -> None:
    import http.client
    import json

    with TestIssuer(Setting(plain=True)) as issuer:
        line = http.client.HTTPConnection("127.0.0.1", issuer.port, timeout=5)
        line.request("GET", "/.well-known/openid-configuration")
        told = json.loads(line.getresponse().read())
        line.close()
        assert told["issuer"] == issuer.issuer == f"http://localhost:{issuer.port}"
        assert issuer.authority == b""


def test_after_a_restart_there_are_other_keys() -> None:
    with TestIssuer(Setting()) as one, TestIssuer(Setting(issuer=one.issuer)) as other:
        first, second = one.source().token(GOOD), other.source().token(GOOD)
        assert parts(first)[1]["iss"] == parts(second)[1]["iss"]
        assert parts(first)[0]["kid"] != parts(second)[0]["kid"]


def test_where_the_socket_goes(tmp_path: Path) -> None:
    runtime = {"XDG_RUNTIME_DIR": str(tmp_path)}
    with socket_place(runtime, tmp_path / "mine") as place:
        assert place == tmp_path / "mine"
    with socket_place(runtime, None) as place:
        assert place == tmp_path / SOCKET_NAME
    for environ in ({}, {"XDG_RUNTIME_DIR": str(tmp_path / "not-there")}):
        with socket_place(environ, None) as place:
            assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        assert not place.parent.exists()
