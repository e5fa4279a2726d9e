import socket
from typing import Any

import pytest

from tests.credentials.web import OAUTH, OPENID, Issuer, trusting
from tests.minting import claims, mint
from tokenlint.credentials.fetch import Network
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import KeySet
from tokenlint.credentials.online import fetch_keys, well_known_addresses
from tokenlint.credentials.token import Verified
from tokenlint.credentials.verify import verify
from tokenlint.source import Problem


def refused(found: KeySet | Problem) -> str:
    assert isinstance(found, Problem)
    assert found.kind == "network"
    assert found.advice
    return found.reason


def test_keys_are_found_by_the_metadata(issuer: Issuer, network: Network) -> None:
    issuer.publish(issuer.url)
    found = fetch_keys(issuer.url, network)
    assert isinstance(found, KeySet)
    assert found.source == f"{issuer.url}/jwks"
    assert issuer.asked == [OPENID, "/jwks"]
    token = mint(claims(iss=issuer.url)).encode()
    assert isinstance(verify(token, decode(token), found), Verified)


def test_nothing_about_the_token_or_the_user_is_sent(issuer: Issuer, network: Network) -> None:
    issuer.publish(issuer.url)
    fetch_keys(issuer.url, network)
    for headers in issuer.headers:
        assert headers.keys() == {"Accept-Encoding", "Host", "User-Agent", "Accept", "Connection"}
        assert headers["User-Agent"] == "tokenlint"


def test_an_issuer_with_a_path_and_the_form_of_rfc_8414(issuer: Issuer, network: Network) -> None:
    name = f"{issuer.url}/realms/x"
    issuer.publish(name, f"{OAUTH}/realms/x")
    assert isinstance(fetch_keys(name, network), KeySet)
    assert issuer.asked == [f"/realms/x{OPENID}", f"{OAUTH}/realms/x", "/jwks"]


def test_well_known_addresses() -> None:
    assert well_known_addresses("https://issuer.example/a/") == (
        f"https://issuer.example/a{OPENID}",
        f"https://issuer.example{OAUTH}/a",
    )


@pytest.mark.parametrize(
    "name",
    [
        "http://issuer.example",
        "issuer.example",
        "https://user@issuer.example",
        "https://issuer.example?x=y",
        "https://issuer.example#x",
        "https://issuer.example\r\nX: y",
        "https://",
        "https://issuer.example:x",
        "https://issuer.example:99999",
        "https://[::1",
        "https://issuer example",
        "https://é.example",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_kind_of_address_is_fetched(
    name: str, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert "https URL" in refused(fetch_keys(name, network))


@pytest.mark.parametrize("address", ["http://localhost/jwks", "file:///etc/passwd", "//x", "", 5])
def test_the_key_set_stands_behind_https_too(
    issuer: Issuer, network: Network, address: Any
) -> None:
    issuer.publish(issuer.url, jwks_uri=address)
    refused(fetch_keys(issuer.url, network))
    assert issuer.asked == [OPENID]


def test_metadata_of_another_issuer_is_refused(issuer: Issuer, network: Network) -> None:
    issuer.publish(f"{issuer.url}/")
    assert "another issuer" in refused(fetch_keys(issuer.url, network))
    assert issuer.asked == [OPENID]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"[" * 100_000, b"\xff"])
def test_metadata_that_is_none(issuer: Issuer, network: Network, body: bytes) -> None:
    issuer.answers[OPENID] = (200, {}, body)
    assert "metadata" in refused(fetch_keys(issuer.url, network))


def test_keys_that_are_none(issuer: Issuer, network: Network) -> None:
    issuer.publish(issuer.url)
    issuer.answers["/jwks"] = (200, {}, b"<html>")
    found = fetch_keys(issuer.url, network)
    assert isinstance(found, KeySet)
    assert (found.keys, len(found.problems)) == ((), 1)


def test_an_unknown_certificate_is_refused(issuer: Issuer) -> None:
    issuer.publish(issuer.url)
    reason = refused(fetch_keys(issuer.url, Network(private=True)))
    assert "certificate is not accepted" in reason
    assert issuer.asked == []


def test_a_certificate_for_another_name_is_refused(issuer: Issuer, network: Network) -> None:
    name = issuer.url.replace("localhost", "127.0.0.2")
    assert "cannot be reached" in refused(fetch_keys(name, network))
    assert issuer.asked == []


def test_private_addresses_are_refused_unless_allowed(issuer: Issuer) -> None:
    issuer.publish(issuer.url)
    assert "not public" in refused(fetch_keys(issuer.url, Network(trusting())))
    assert issuer.asked == []


def test_an_address_that_changes_after_the_look_up_is_refused(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of the connection counts, whatever the name meant a moment before."""
    issuer.publish(issuer.url)
    monkeypatch.setattr("tokenlint.credentials.fetch._refuse_private", lambda *_: None)
    assert "not public" in refused(fetch_keys(issuer.url, Network(trusting())))
    assert issuer.asked == []


def test_keys_at_another_host_are_fetched(issuer: Issuer, network: Network) -> None:
    issuer.publish(issuer.url, jwks_uri=f"https://127.0.0.1:{issuer.port}/jwks")
    assert isinstance(fetch_keys(issuer.url, network), KeySet)
