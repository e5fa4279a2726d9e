"""Which files belong to x509-scitokens-issuer, and what they are.

Source: README.md and configs/ of scitokens/x509-scitokens-issuer (at commits 5d9d78e and 06d1aeb).
"""

import re

from tokenlint.services.text import Text

PRODUCT = "x509-scitokens-issuer"

CFG = "issuer .cfg"
RULES = "rules.json"
MAPPING = "dn_mapping.json"
CONF = "Apache .conf"

_HOME = re.compile(r"x509[-_]scitokens[-_]issuer", re.IGNORECASE)
_RULE = re.compile(r'"match"\s*:\s*"(?:dn|fqan):')
_KEY = re.compile(
    r"^(?:LIFETIME|ISSUER_KEY|RULES|DN_MAPPING|ENABLED|CONFIG_FILE_GLOB|ISSUER|CMS)[ \t]*=",
    re.MULTILINE,
)
_SCRIPT = re.compile(r"^[ \t]*WSGIScriptAlias\b.*x509-scitokens-issuer", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)
_LOOKED_AT = 65_536


def kind_of(text: Text) -> str | None:
    """What the issuer calls this file; None for any other."""
    name = text.name.casefold()
    if name.endswith(".json") or text.embedded:
        return _json(text, name)
    if name.endswith(".conf"):
        return CONF if _SCRIPT.search(text.content[:_LOOKED_AT]) else None
    if not name.endswith(".cfg") or not _HOME.search(text.file):
        return None
    ours = _KEY.search(text.content) or not _ENTRY.search(text.content)
    return CFG if ours else None


def _json(text: Text, name: str) -> str | None:
    start = text.content[:_LOOKED_AT]
    if '"rules"' in start and _RULE.search(start):
        return RULES
    if not _HOME.search(text.file):
        return None
    return {"rules.json": RULES, "dn_mapping.json": MAPPING}.get(name)
