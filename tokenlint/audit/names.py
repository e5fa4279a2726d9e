"""By which spelling of its id a log may name a token."""

import hashlib

_DIGITS = 16
_LONGEST = 512


def id_spellings(token_id: str) -> tuple[str, ...]:
    """The id itself, and the beginning of its SHA-256 as `tokenlint.record/1` has it."""
    return (token_id, hashed(token_id)) if token_id else ()


def hashed(token_id: str) -> str:
    """The first 16 hexadecimal digits of SHA-256 of a token id."""
    return hashlib.sha256(token_id.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def id_shown(token_id: str) -> str:
    """A token id as it may be kept and shown: whole where it is short, else its hash."""
    return token_id if len(token_id) <= _LONGEST else hashed(token_id)
