"""The settings of the issuer: a Python file of assignments that Flask loads.

Flask takes names in capitals and passes over all others. Files of `conf.d` come after the
packaged one, in the order of their names; the last assignment counts.
Source: `_load_default_config` in x509_scitokens_issuer.py (at commit 06d1aeb).
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tokenlint.services.acceptance import Setting, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

# From the same function.
DEFAULTS: Mapping[str, str] = {
    "CONFIG_FILE_GLOB": "/etc/x509-scitokens-issuer/conf.d/*.cfg",
    "LIFETIME": "3600",
    "ISSUER_KEY": "/etc/x509-scitokens-issuer/issuer_key.jwks",
    "RULES": "/etc/x509-scitokens-issuer/rules.json",
    "DN_MAPPING": "/var/cache/httpd/x509-scitokens-issuer/dn_mapping.json",
    "CMS": "False",
    "ENABLED": "False",
    "ISSUER": "",  # else the address that the client used
}
_TOLD = ("LIFETIME", "ISSUER", "ENABLED", "CMS")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)[ \t]*=(?!=)[ \t]*([^\s#].*?)[ \t]*$")
_PLAIN_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Assignment:
    """`NAME = value`; the value as Python reads it, unknown where it is no plain value."""

    name: Value
    value: Value


def assignments(texts: Sequence[Text]) -> list[Assignment]:
    """All assignments of the files in the order in which they are loaded."""
    ordered = sorted(texts, key=lambda text: ("conf.d" in text.parts, text.name, text.line))
    return [each for text in ordered for each in _of(text)]


def _of(text: Text) -> Iterator[Assignment]:
    for index, line in text:
        found = _ASSIGNMENT.match(line)
        if found:
            name = Value.of(found[1], text.at(index, found.start(1), found.end(1)))
            place = text.at(index, found.start(2), found.end(2))
            yield Assignment(name, _plain(found[2], place))


def _plain(written: str, place: Source) -> Value:
    """The value without its quotes; a call or a sum is not known."""
    try:
        plain = ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return Value(written, place, known=False)
    return Value.of(str(plain), place)


def held(found: Sequence[Assignment], name: str) -> Value | None:
    """The value that counts, None where no file writes one."""
    return next((each.value for each in reversed(found) if each.name.text == name), None)


def settings(found: Sequence[Assignment], place: Source, *, told: bool) -> Iterator[Setting]:
    """Settings that matter for security: the lifetime of tokens, the issuer, whether it is on.

    Where no configuration was read (not `told`), it is not known whether defaults hold.
    `token_audience` is always `none`: the code never sets an audience.
    """
    for name in _TOLD:
        written = held(found, name)
        value = written or Value(DEFAULTS[name] if told else "", place, told)
        seconds = _seconds(value) if name == "LIFETIME" else None
        yield Setting(
            name.lower(), value.text, value.source, written is not None, value.known, seconds
        )
    yield Setting("token_audience", "none", place, written=False)


def _seconds(value: Value) -> int | None:
    return int(value.text) if value.known and _PLAIN_NUMBER.fullmatch(value.text) else None


def unknown_keys(found: Sequence[Assignment]) -> Iterator[UnknownKey]:
    """Known names in other letters: Flask takes capitals only.

    Other names may be Flask's own, or of the site; nothing is said of them.
    """
    for each in found:
        if each.name.text not in DEFAULTS and each.name.text.upper() in DEFAULTS:
            yield unknown_key(each.name, "configuration", DEFAULTS)
