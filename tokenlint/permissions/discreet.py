"""What a model says of a credential, fit to be shown: it may quote scopes, subjects, names."""

from collections.abc import Mapping
from typing import Any

from tokenlint.credentials.redact import said, shown
from tokenlint.credentials.register import PERSONAL

_SHORTEST = 4  # characters; a shorter value would be found in any text


def discreet(words: str, claims: Mapping[str, Any]) -> str:
    """The words without a token or a password, and with only the beginning of personal claims."""
    for name in ("sub", *sorted(PERSONAL)):
        value = claims.get(name)
        if isinstance(value, str) and len(value) >= _SHORTEST and value in words:
            words = words.replace(value, shown(name, value))
    return said(shown("scope", words))
