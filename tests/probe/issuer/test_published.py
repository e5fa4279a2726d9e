import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import jwt
import pytest

from tests.probe.forged import GOOD
from tests.probe.issuer.running import asked, network, trusting
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import KeySet
from tokenlint.credentials.online import fetch_keys, well_known_addresses
from tokenlint.credentials.token import Verified
from tokenlint.credentials.verify import verify
from tokenlint.probe.issuer import bounded
from tokenlint.probe.issuer.published import documents
from tokenlint.probe.issuer.server import TestIssuer
from tokenlint.probe.issuer.setting import Setting
from tokenlint.probe.signing import new_key


def test_a_token_is_verified_with_the_keys_that_discovery_finds(issuer: TestIssuer) -> None:
    found = fetch_keys(issuer.issuer, network(issuer))
    assert isinstance(found, KeySet)
    assert found.problems == ()
    assert {next(iter(key.algorithms)) for key in found.keys} == {"RS256", "ES256"}
    data = issuer.source().token(GOOD).value.encode()
    result = verify(data, decode(data), found)
    assert isinstance(result, Verified)
    assert result.by_name


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_the_algorithm_is_chosen(algorithm: str) -> None:
    with TestIssuer(Setting(algorithm=algorithm)) as issuer:
        token = issuer.source().token(GOOD)
        assert jwt.get_unverified_header(token.value)["alg"] == algorithm


@pytest.mark.parametrize("path", ["", "/", "/realms/x", "/realms/x/"])
def test_both_ways_of_discovery_lead_to_the_same(path: str) -> None:
    name = f"https://issuer.example{path}"
    found = documents(name, [new_key("ES256")])
    texts = {found[urlsplit(address).path] for address in well_known_addresses(name)}
    assert len(texts) == 1
    metadata = json.loads(texts.pop())
    assert metadata["issuer"] == name
    assert urlsplit(metadata["jwks_uri"]).path in found
    assert "token_endpoint" not in metadata


def test_an_issuer_with_a_path_of_its_own() -> None:
    with TestIssuer(Setting(issuer="https://localhost:1/realms/x")) as issuer:
        assert asked(issuer, "/realms/x/.well-known/openid-configuration")[0] == 200
        assert asked(issuer, "/.well-known/oauth-authorization-server/realms/x")[0] == 200
        assert asked(issuer, "/realms/x/jwks")[0] == 200
        assert asked(issuer, "/jwks")[0] == 404


@pytest.mark.parametrize("path", ["/", "/token", "/jwks?x", "/../jwks", "/jwks/"])
def test_nothing_else_is_there(issuer: TestIssuer, path: str) -> None:
    assert asked(issuer, path)[0] == 404


def test_head_and_other_methods(issuer: TestIssuer) -> None:
    assert asked(issuer, "/jwks", "HEAD") == (200, b"")
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert asked(issuer, "/jwks", method, body=b"x")[0] == 501


def test_what_a_client_says_is_not_logged(issuer: TestIssuer, log: list[str]) -> None:
    token = issuer.source().token(GOOD).value
    log.clear()
    asked(issuer, f"/{token}", headers={"Authorization": f"Bearer {token}"})
    asked(issuer, "/jwks")
    lines = ["404 (another path) asked by 127.0.0.1", "200 /jwks asked by 127.0.0.1"]
    assert [line for line in log if "broke" not in line] == lines


GARBAGE = [
    b"",
    b"\0" * 100,
    b"GET\r\n\r\n",
    b"x" * 70_000,
    b"GET /jwks HTTP/9.9\r\n\r\n",
    b"\r\n" * 9,
]


@pytest.mark.parametrize("sent", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("behind_tls", [True, False])
def test_garbage_does_not_stop_it(issuer: TestIssuer, sent: bytes, behind_tls: bool) -> None:
    line = socket.create_connection(("127.0.0.1", issuer.port), 5)
    try:
        if behind_tls:
            line = trusting(issuer).wrap_socket(line, server_hostname="localhost")
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass
    except OSError:
        pass
    finally:
        line.close()
    assert asked(issuer, "/jwks")[0] == 200


def test_many_headers_are_cut(issuer: TestIssuer) -> None:
    headers = {f"X-{number}": "x" * 1000 for number in range(90)}
    assert asked(issuer, "/jwks", headers=headers)[0] in (200, 400, 431)
    assert asked(issuer, "/jwks")[0] == 200


@pytest.mark.slow
def test_a_connection_ends_when_its_time_is_over(
    issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slowly it speaks, and whether or not it has got as far as TLS."""
    monkeypatch.setattr(bounded.Bounded, "total_seconds", 1.5)
    monkeypatch.setattr(bounded.Bounded, "step_seconds", 1.4)
    silent = socket.create_connection(("127.0.0.1", issuer.port), 5)
    slow = trusting(issuer).wrap_socket(
        socket.create_connection(("127.0.0.1", issuer.port), 5), server_hostname="localhost"
    )
    began = time.monotonic()
    ended = False
    while not ended and time.monotonic() - began < 5:
        try:
            slow.sendall(b"G")
            time.sleep(0.1)
        except OSError:
            ended = True
    assert ended
    assert _closed(silent)
    for line in (silent, slow):
        line.close()


def test_a_handshake_that_drips_ends_when_its_time_is_over(
    issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded.Bounded, "total_seconds", 0.6)
    monkeypatch.setattr(bounded.Bounded, "step_seconds", 0.5)
    began, ended = time.monotonic(), False
    with socket.create_connection(("127.0.0.1", issuer.port), 5) as slow:
        slow.sendall(b"\x16\x03\x01\x40\x00\x01\x00\x3f\xfc\x03\x03")
        while not ended and time.monotonic() - began < 4:
            try:
                slow.sendall(b"x")
                time.sleep(0.1)
            except OSError:
                ended = True
    assert ended
    assert asked(issuer, "/jwks")[0] == 200


def test_only_so_many_connections_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_CONNECTIONS", 2)
    said: list[str] = []
    with TestIssuer(Setting(algorithm="ES256"), said.append) as issuer:
        held = [socket.create_connection(("127.0.0.1", issuer.port), 5) for _ in range(2)]
        time.sleep(0.2)
        with socket.create_connection(("127.0.0.1", issuer.port), 5) as third:
            assert _closed(third)
        assert said == ["a connection too many was closed"]
        for line in held:
            line.close()
        assert _eventually(lambda: asked(issuer, "/jwks")[0] == 200)


def test_an_old_protocol_is_refused(issuer: TestIssuer) -> None:
    context = trusting(issuer)
    assert context.maximum_version
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    line = socket.create_connection(("127.0.0.1", issuer.port), 5)
    with pytest.raises(ssl.SSLError):
        context.wrap_socket(line, server_hostname="localhost")
    line.close()


def test_many_clients_at_once(issuer: TestIssuer) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(asked(issuer, "/jwks")[0]))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert statuses == [200] * 12


def _closed(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True


def _eventually(true: Callable[[], bool]) -> bool:
    for _ in range(50):
        try:
            if true():
                return True
        except OSError:
            time.sleep(0.05)
    return False
