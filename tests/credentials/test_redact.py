import json
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import claims, mint
from tokenlint.credentials.redact import (
    SECRET_HIDDEN,
    TOKEN_HIDDEN,
    covered,
    quoted,
    said,
    shown,
)


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


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("client_secret = abc def", "client_secret = *** ***"),
        ("gplazma.oidc-te.client-secrets=x1", "gplazma.oidc-te.client-secrets=**"),
        ('  "password": "hunter2",', '  "password": **********'),
        ("authtokens = * https://i.example * * *", "authtokens = * https://i.example * * *"),
        ("audience = https://a.example", "audience = https://a.example"),
        ("# a secret of the house", "# a secret of the house"),
        ("Secrets are kept elsewhere", "Secrets are kept elsewhere"),
        ("gplazma.oidc-te.client-secrt = x1", "gplazma.oidc-te.client-secrt = **"),
        ("clientSecert=x1", "clientSecert=**"),
        ("CLIENT_SECRET_OF_ALPHA = x1", "CLIENT_SECRET_OF_ALPHA = **"),
        ("http.secretkey x1", "http.secretkey **"),
        ("OIDCClientSecret x1", "OIDCClientSecret **"),
        ("auth optional oidc client-secret=x1 a=b", "auth optional oidc client-secret=** a=b"),
        ("iam: {client-id: me, client-secret: x1}", "iam: {client-id: me, client-secret: **}"),
        ("plugin = 10 /bin/map --password x1 alpha", "plugin = 10 /bin/map --password ** alpha"),
        ("sec.protocol ztn -tokenlib none", "sec.protocol ztn -tokenlib none"),
        ("url = https://me:x1@issuer.example/", "url = https://*****@issuer.example/"),
    ],
)
def test_a_text_covers_its_secrets_in_place(line: str, shown: str) -> None:
    assert covered(f"first\n{line}\nlast") == f"first\n{shown}\nlast"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://me:x1@issuer.example/", f"https://{SECRET_HIDDEN}@issuer.example/"),
        ("alpha /bin/map --secret=x1 b", f"alpha /bin/map --secret={SECRET_HIDDEN} b"),
        ("alpha /bin/map --passwrd x1", f"alpha /bin/map --passwrd {SECRET_HIDDEN}"),
        ("a token of https://issuer.example", "a token of https://issuer.example"),
        ("every valid token: none", "every valid token: none"),
    ],
)
def test_what_is_said_holds_no_password(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("sign", ["a", " ", "=", "-", ".", '"', "://", "aA", "secret="])
def test_covering_takes_linear_time(sign: str) -> None:
    begun = time.process_time()
    covered(sign * 200_000)
    assert time.process_time() - begun < 30  # a hang, not slowness


def test_a_text_covers_private_keys_and_tokens() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIB\nxyz\n-----END PRIVATE KEY-----\n"
    assert covered(key) == key.replace("MIIB\nxyz", "****\n***")
    token = mint(claims())
    assert covered(f"x {token} y") == f"x {'*' * len(token)} y"


@given(st.text(max_size=200))
def test_covering_moves_nothing(text: str) -> None:
    shown = covered(text)
    assert len(shown) == len(text)
    assert [at for at, sign in enumerate(shown) if sign == "\n"] == [
        at for at, sign in enumerate(text) if sign == "\n"
    ]
