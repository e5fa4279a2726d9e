"""Which files are Vault's: policies, roles for logins with tokens, the server's configuration.

Vault gives none of these a name of its own, so their keys must tell.
"""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "vault"
POLICY: Final = "policy"
ROLE: Final = "oidc role"
SERVER: Final = "server"

_PATH = re.compile(r"^path[ \t]+\"[^\"\r\n]*\"[ \t]*\{", re.MULTILINE)
_RIGHTS = re.compile(r"\bcapabilities[ \t]*=|\bpolicy[ \t]*=[ \t]*\"(?:deny|read|write|sudo)\"")
_JSON_POLICY = re.compile(r"\A\s*\{\s*\"path\"\s*:\s*[\[{]")
_LISTENER = re.compile(r"^listener[ \t]+\"?(?:tcp|unix)\"?[ \t]*\{", re.MULTILINE)
_SERVER = re.compile(
    r"^(?:(?:storage|backend|seal)[ \t]+\"|(?:(?:max|default)_lease_ttl|plugin_directory)[ \t]*=)",
    re.MULTILINE,
)
_BINDS = re.compile(
    r"\"(?:role_type|allowed_redirect_uris|bound_audiences|bound_claims|bound_subject"
    r"|token_policies|oidc_scopes)\"\s*:"
)


def kind_of(text: Text) -> str | None:
    """What Vault calls this file; None for any other."""
    name = text.bare_name
    template = name != text.name.casefold()
    content = text.content
    if name.endswith(".json") or (text.embedded and content.lstrip()[:1] == "{"):
        return _json_kind(content)
    if name.endswith(".hcl") or template or (text.embedded and "." not in name):
        return _hcl_kind(content)
    return None


def _hcl_kind(content: str) -> str | None:
    if "path" in content and _PATH.search(content) and _RIGHTS.search(content):
        return POLICY
    if "listener" in content and _LISTENER.search(content) and "auto_auth" not in content:
        # Boundary, too, has listeners, each with a purpose.
        return SERVER if _SERVER.search(content) and "purpose" not in content else None
    return None


def _json_kind(content: str) -> str | None:
    if '"capabilities"' in content and _JSON_POLICY.match(content):
        return POLICY
    if '"user_claim"' in content and _BINDS.search(content):
        return ROLE
    return None
