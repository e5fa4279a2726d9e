import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import HEADER, compact
from tests.credentials.schema import assert_valid
from tokenlint.credentials.claims import claims_facts
from tokenlint.credentials.issuer import issuer_facts, issuer_form
from tokenlint.credentials.jwt import decode


@given(st.text() | st.text(":/?#@[]aA1.% "))
def test_any_text_has_a_form(text: str) -> None:
    assert_valid(claims_facts(decode(compact(HEADER, {"iss": text})).token), "claims")


@pytest.mark.parametrize(
    ("issuer", "form", "problems"),
    [
        ("https://issuer.example", "https", []),
        ("https://issuer.example/realms/x", "https", []),
        ("https://issuer.example/", "https", ["trailing-slash"]),
        ("http://issuer.example", "http", []),
        ("HTTPS://Issuer.example:443", "https", ["default-port", "upper-case"]),
        ("https://issuer.example:", "https", ["default-port"]),
        ("https://issuer.example:8443", "https", []),
        ("https://user@issuer.example", "https", ["userinfo"]),
        ("https://issuer.example?x#y", "https", ["query-or-fragment"]),
        (" https://issuer.example", "https", ["white-space"]),
        ("https://localhost:8080", "https", ["loopback"]),
        ("https://127.0.0.1", "https", ["loopback"]),
        ("https://[::1]:8080", "https", ["loopback"]),
        ("https://127.example", "https", []),
        ("https://", "not-a-url", []),
        ("https:///x", "not-a-url", []),
        ("ftp://issuer.example", "not-a-url", []),
        ("issuer.example", "not-a-url", []),
        ("", "not-a-url", []),
    ],
)
def test_forms(issuer: str, form: str, problems: list[str]) -> None:
    assert issuer_form(issuer) == (form, tuple(problems))


def test_a_pool_is_a_trust_domain() -> None:
    assert issuer_facts({"iss": "pool.example"}, pool=True)["form"] == "trust-domain"
    assert issuer_facts({"iss": "https://pool.example"}, pool=True)["form"] == "https"
    assert issuer_facts({})["form"] == "missing"
