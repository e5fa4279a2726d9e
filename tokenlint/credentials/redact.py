"""What is shown of a value: never a token or a secret, and of persons only a beginning."""

import re
import unicodedata
from collections.abc import Iterable

from tokenlint.credentials.jwt import TOKEN_LIKE
from tokenlint.credentials.register import PERSONAL
from tokenlint.credentials.secret_names import names_secret
from tokenlint.credentials.secrets.places import (
    EQUALS,
    MACAROON,
    OPTION,
    USER,
    Named,
    named_values,
    second_macaroons,
    spans,
)

SHORTENED = "…"
TOKEN_HIDDEN = "(token not shown)"
SECRET_HIDDEN = "(secret not shown)"
LONGEST_SHOWN = 400  # characters of any value but a scope
_KEPT_OF_PERSONAL = 2
_KEPT_OF_IDENTIFIER = 8
_IDENTIFIERS = frozenset({"sub", "jti", "voperson_id", "sid", "session_state", "nonce"})
_SECRETS = re.compile(
    r"(?:token|secret|password|passwd|passphrase|assertion|api_?key|private_?key|cookie)$",
    re.IGNORECASE,
)
_KEY_MATERIAL = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
_ARMOUR = "-----BEGIN"
_DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(name: str, text: str) -> str:
    """What is shown of the string `text` that stands in the member `name`.

    Unchanged unless it is a secret, personal data, or longer than `LONGEST_SHOWN`.
    """
    if TOKEN_LIKE.search(text) or MACAROON.search(text) or any(second_macaroons(text)):
        return TOKEN_HIDDEN
    if _SECRETS.search(name) or name in _KEY_MATERIAL or _ARMOUR in text:
        return SECRET_HIDDEN
    if name in PERSONAL or ("@" in text and name != "scope"):
        return _beginning(text, _KEPT_OF_PERSONAL)
    if name in _IDENTIFIERS:
        return _beginning(text, _KEPT_OF_IDENTIFIER)
    if name != "scope":
        return _beginning(text, LONGEST_SHOWN)
    return text


_COVER = "*"
_VISIBLE = re.compile(r"\S")


def covered(text: str, named: Iterable[Named] | None = None) -> str:
    """A whole text in which every secret is covered, sign for sign, so that all places stay.

    `named` are the named values of the text, for a caller who has them already.
    """
    return covered_at(text, spans(text, named_values(text) if named is None else named))


def covered_at(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text in which what stands at these places (start and end) is covered, sign for sign."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(places):
        if end > done:
            parts += text[done:start], _VISIBLE.sub(_COVER, text[max(start, done) : end])
            done = end
    return "".join((*parts, text[done:]))


def said(text: str) -> str:
    """Words out of a configuration as a message may hold them: no password, no secret option."""
    for pattern in (EQUALS, OPTION):
        text = pattern.sub(
            lambda found: found[1] + SECRET_HIDDEN if names_secret(found[2]) else found[0], text
        )
    return USER.sub(lambda found: found[1] + SECRET_HIDDEN, text)


def _beginning(text: str, kept: int) -> str:
    return text if len(text) <= kept else text[:kept] + SHORTENED


def quoted(text: str) -> str:
    """A JSON string without quotes, in which nothing can act upon a terminal."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character in {'"', "\\"}:
        return "\\" + character
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if unicodedata.category(character) not in _DANGEROUS:
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
