"""What hands a token back is shown without it, and nothing else is changed."""

import pytest

from tokenlint.probe.doors.veil import veiled, veiled_text
from tokenlint.probe.token import Token

SIGNATURE = "s" * 43
SIGNED = Token(f"eyJoZWFkZXIi.eyJjbGFpbXMi.{SIGNATURE}")
UNSIGNED = Token("eyJoZWFkZXIi.eyJjbGFpbXMi.")


@pytest.mark.parametrize("secret", [SIGNED.value, SIGNATURE, f"x{SIGNATURE}y", f"a.{SIGNATURE}"])
def test_neither_the_token_nor_its_signature_is_shown(secret: str) -> None:
    for shown in (veiled_text(f"you sent {secret}!", SIGNED), veiled(secret.encode(), SIGNED)):
        text = shown if isinstance(shown, str) else shown.decode()
        assert SIGNATURE not in text
        assert "(token)" in text


@pytest.mark.parametrize("token", [None, SIGNED, UNSIGNED], ids=["none", "signed", "unsigned"])
def test_anything_else_stays_as_it_is(token: Token | None) -> None:
    for text in ("", "abc", "eyJ.a.b", "a.b.", "sss"):
        assert veiled_text(text, token) == text
        assert veiled(text.encode(), token) == text.encode()


def test_an_unsigned_token_is_hidden_as_a_whole() -> None:
    assert veiled_text(f"<{UNSIGNED.value}>", UNSIGNED) == "<(token)>"
