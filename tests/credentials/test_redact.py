import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import claims, mint
from tokenlint.credentials.redact import SECRET_HIDDEN, TOKEN_HIDDEN, quoted, shown


@given(st.text())
def test_what_is_quoted_is_json_and_harmless(text: str) -> None:
    written = quoted(text)
    assert json.loads(f'"{written}"') == text
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in written)


@given(st.text(), st.sampled_from(("", "scope", "x", "iss")), st.text())
def test_a_token_is_shown_nowhere(before: str, name: str, after: str) -> None:
    token = mint(claims())
    assert shown(name, before + token + after) == TOKEN_HIDDEN


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("iss", "https://issuer.example", "https://issuer.example"),
        ("email", "jane@site.example", "ja…"),
        ("name", "Jane Doe", "Ja…"),
        ("name", "J", "J"),
        ("sub", "5f2c0a9e-made-up", "5f2c0a9e…"),
        ("sub", "jane@site.example", "ja…"),
        ("unheard_of", "jane@site.example", "ja…"),
        ("jti", "0b6f8c1e-made-up", "0b6f8c1e…"),
        ("scope", "storage.read:/" + "x" * 1000, "storage.read:/" + "x" * 1000),
        ("x", "y" * 500, "y" * 400 + "…"),
        ("client_secret", "hunter2", SECRET_HIDDEN),
        ("refreshToken", "opaque", SECRET_HIDDEN),
        ("password", "x", SECRET_HIDDEN),
        ("d", "x", SECRET_HIDDEN),
        ("x", "-----BEGIN PRIVATE KEY-----", SECRET_HIDDEN),
        ("x", "MDA" + "x" * 50, TOKEN_HIDDEN),
    ],
)
def test_what_is_shown(name: str, text: str, expected: str) -> None:
    assert shown(name, text) == expected
