"""Answers that hand a token back are shown without it."""

from tokenlint.probe.token import Token

_SHORTEST = 16
_INSTEAD = "(token)"


def veiled(content: bytes, token: Token | None) -> bytes:
    """The content without the token, and without its signature alone."""
    for secret in _secrets(token):
        content = content.replace(secret.encode(), _INSTEAD.encode())
    return content


def veiled_text(text: str, token: Token | None) -> str:
    """The same of a text."""
    for secret in _secrets(token):
        text = text.replace(secret, _INSTEAD)
    return text


def _secrets(token: Token | None) -> list[str]:
    if token is None:
        return []
    return [
        part for part in (token.value, token.value.rpartition(".")[2]) if len(part) >= _SHORTEST
    ]
