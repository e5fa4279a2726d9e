"""What is shown of a value: never a token or a secret, and of persons only a beginning."""

import re
import unicodedata

from tokenlint.credentials.jwt import TOKEN_LIKE
from tokenlint.credentials.register import PERSONAL
from tokenlint.credentials.secret_names import names_secret

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
_MACAROON = re.compile(r"MDA[0-9a-zA-Z_-]{40,}")
_DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(name: str, text: str) -> str:
    """What is shown of the string `text` that stands in the member `name`.

    Unchanged unless it is a secret, personal data, or longer than `LONGEST_SHOWN`.
    """
    if TOKEN_LIKE.search(text) or _MACAROON.search(text):
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


_KEY = r"""(?<![\w.!/-])["']?([\w.!/-]{1,200}+)["']?"""
_GAP = r"[^\S\r\n]*+"
_LINE = re.compile(rf"(^{_GAP}{_KEY}{_GAP}[:=]{_GAP})(\S[^\r\n]*)", re.MULTILINE)
# XRootD and Apache put no sign between a name and its value; prose has no names like these.
_DIRECTIVE = re.compile(
    rf"(^{_GAP}(?=\w{{1,80}}?[.A-Z])([\w.]++)[^\S\r\n]{_GAP})([^\s=:][^\r\n]*)", re.MULTILINE
)
_ONE_VALUE = r"""(["'][^"'\r\n]*+|[^\s,;"'})\]]++)"""
_WITHIN = re.compile(rf"({_KEY}{_GAP}(?:=|:[^\S\r\n]){_GAP}){_ONE_VALUE}")
_EQUALS = re.compile(rf"({_KEY}{_GAP}={_GAP}){_ONE_VALUE}")
_OPTION = re.compile(rf"((?<!\S)(--?[\w-]++)[^\S\r\n]{_GAP}){_ONE_VALUE}")
_USER = re.compile(r"""(://)([^/\s@'"<>]++)(?=@)""")
_PRIVATE = re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----)(.*?)(?=-----END|\Z)", re.DOTALL)
_WHOLE_TOKEN = re.compile(rf"(?:{TOKEN_LIKE.pattern})[\w.-]*", TOKEN_LIKE.flags)
_COVER = "*"


def covered(text: str) -> str:
    """A whole text in which every secret is covered, sign for sign, so that all places stay."""
    for pattern in (_WHOLE_TOKEN, _MACAROON):
        text = pattern.sub(lambda found: _COVER * len(found[0]), text)
    for pattern in (_LINE, _DIRECTIVE, _WITHIN, _OPTION):
        text = pattern.sub(_value_covered, text)
    for pattern in (_PRIVATE, _USER):
        text = pattern.sub(lambda found: found[1] + _stars(found[2]), text)
    return text


def _value_covered(found: re.Match[str]) -> str:
    return found[1] + _stars(found[3]) if names_secret(found[2]) else found[0]


def _stars(text: str) -> str:
    return re.sub(r"\S", _COVER, text)


def said(text: str) -> str:
    """Words out of a configuration as a message may hold them: no password, no secret option."""
    for pattern in (_EQUALS, _OPTION):
        text = pattern.sub(
            lambda found: found[1] + SECRET_HIDDEN if names_secret(found[2]) else found[0], text
        )
    return _USER.sub(lambda found: found[1] + SECRET_HIDDEN, text)


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
