"""Which files are those of oidc-agent: by their names, and accounts by their keys.

Accounts lie encrypted in the agent's folder, and then tell nothing but that they are there.
Source: `src/account/account.c`, `src/utils/config/` of oidc-agent (b28e204).
"""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "oidc-agent"
ISSUERS: Final = "issuer.config"
PARAMETERS: Final = "custom_parameters.config"
ACCOUNT: Final = "account"
ENCRYPTED: Final = "encrypted account"

_ISSUER = re.compile(r"\"issuer(?:_url)?\"[ \t]*:")
_ADDRESS = re.compile(r"https?://\S+(?:[ \t]+\S+)*[ \t]*\r?\n?")
_PARAMETER = re.compile(r"\"(?:parameter|for_issuer|for_account)\"\s*:")
_ACCOUNT = re.compile(
    r"\"(?:daeSetByUser|cert_path|mytoken_profile|uses_pub_client)\"\s*:"
    r"|\"client_name\"\s*:\s*\"oidc-agent"
)
_ENCRYPTED = re.compile(r"^Generated using version: \d", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """What oidc-agent calls this file; None for any other."""
    name = text.bare_name
    content = text.content
    if name == ISSUERS or (not text.embedded and "issuer.config.d" in text.parts[-2:-1]):
        return ISSUERS if _has_issuers(content) else None
    if name.startswith(PARAMETERS):
        return PARAMETERS if not content.strip() or _PARAMETER.search(content) else None
    return _account(text)


def _has_issuers(content: str) -> bool:
    """JSON, or the old form: an address on each line."""
    bare = content.strip()
    if not bare or bare[0] in "[{#":
        return not bare or _ISSUER.search(bare) is not None
    return all(_ADDRESS.fullmatch(line) for line in bare.splitlines())


def _account(text: Text) -> str | None:
    content = text.content
    if '"issuer_url"' in content and '"client_id"' in content and content.lstrip()[:1] == "{":
        return ACCOUNT if _ACCOUNT.search(content) else None
    if "Generated using version" in content and "oidc-agent" in text.file:
        return ENCRYPTED if _ENCRYPTED.search(content) else None
    return None
