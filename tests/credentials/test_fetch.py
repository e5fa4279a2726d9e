import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.credentials.web import OPENID, Issuer
from tokenlint.credentials.fetch import FetchLimits, Network, is_public
from tokenlint.credentials.keys import KeySet
from tokenlint.credentials.online import fetch_keys
from tokenlint.source import Problem


def refused(found: KeySet | Problem) -> str:
    assert isinstance(found, Problem)
    return found.reason


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (an address to refuse, not to bind)
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_redirect_within_the_origin_is_followed(issuer: Issuer, network: Network) -> None:
    issuer.publish(issuer.url, "/elsewhere")
    issuer.answers[OPENID] = (302, {"Location": "/elsewhere"}, b"")
    assert isinstance(fetch_keys(issuer.url, network), KeySet)


@pytest.mark.parametrize(
    "target",
    [
        "https://attacker.example/x",
        "http://localhost/x",
        "https://127.0.0.1/x",
        "file:///etc/passwd",
        "//attacker.example/x",
    ],
)
def test_a_redirect_to_another_place_is_refused(
    issuer: Issuer, network: Network, target: str
) -> None:
    issuer.answers[OPENID] = (302, {"Location": target}, b"")
    refused(fetch_keys(issuer.url, network))
    assert issuer.asked == [OPENID]


def test_redirects_come_to_an_end(issuer: Issuer, network: Network) -> None:
    for number in range(10):
        here = OPENID if number == 0 else f"/{number}"
        issuer.answers[here] = (302, {"Location": f"/{number + 1}"}, b"")
    assert "too often" in refused(fetch_keys(issuer.url, network))
    assert len(issuer.asked) == 4


@pytest.mark.parametrize(("status", "asked"), [(404, 2), (403, 2), (500, 1), (503, 1)])
def test_other_answers(issuer: Issuer, network: Network, status: int, asked: int) -> None:
    issuer.answers[OPENID] = (status, {}, b"x")
    assert "status" in refused(fetch_keys(issuer.url, network))
    assert len(issuer.asked) == asked


def test_a_long_document_is_cut_off(issuer: Issuer, network: Network) -> None:
    issuer.answers[OPENID] = (200, {}, b" " * 1_100_000)
    assert "longer than" in refused(fetch_keys(issuer.url, network))


def _drip(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b" ")
        time.sleep(0.1)


def _drip_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        request.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.1)


def _silence(_: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def _nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\0\1\2\r\n\r\n")
    request.close_connection = True


@pytest.mark.parametrize("behaviour", [_drip, _drip_headers, _silence, _nonsense])
def test_a_slow_or_broken_server_keeps_nobody_waiting(
    issuer: Issuer, network: Network, behaviour: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    issuer.answers[OPENID] = behaviour
    limits = FetchLimits(step_seconds=0.4, total_seconds=0.8)
    before = time.monotonic()
    refused(fetch_keys(issuer.url, Network(network.tls, private=True, limits=limits)))
    assert time.monotonic() - before < 3


def test_time_that_is_over_before_it_begins(issuer: Issuer, network: Network) -> None:
    limits = FetchLimits(total_seconds=0)
    found = fetch_keys(issuer.url, Network(network.tls, private=True, limits=limits))
    assert "time" in refused(found)
    assert issuer.asked == []


def test_a_server_that_is_down(certificate: Path, network: Network) -> None:
    down = Issuer(certificate)
    down.close()
    assert "refused" in refused(fetch_keys(down.url, network))


def test_a_server_without_tls(certificate: Path, network: Network) -> None:
    plain = Issuer(certificate, tls=False)
    assert "cannot be" in refused(fetch_keys(plain.url, network))
    plain.close()


def test_proxies_of_the_environment_are_not_used(
    issuer: Issuer, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    issuer.publish(issuer.url)
    assert isinstance(fetch_keys(issuer.url, network), KeySet)
