"""Which files are Keycloak's: exports of realms and of clients, and realms as Kubernetes imports.

Keycloak's adapters have a file with a `realm`, too (`keycloak.json`): they are clients of it.
"""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "keycloak"
REALM: Final = "realm.json"
CLIENT: Final = "client.json"

_REALM = re.compile(r"""["']?\brealm["']?\s*:\s*["']?[^\s"'{\[]""")
_OF_REALM = re.compile(
    r"""["']?\b(?:clientScopes|accessTokenLifespan|sslRequired|ssoSession\w+|offlineSession\w+
      |registrationAllowed|default(?:Default|Optional)ClientScopes|bruteForceProtected
      |directAccessGrantsEnabled|publicClient)["']?\s*:""",
    re.VERBOSE,
)
_OF_CLIENT = re.compile(
    r'"(?:publicClient|directAccessGrantsEnabled|standardFlowEnabled|serviceAccountsEnabled'
    r'|fullScopeAllowed)"\s*:'
)
_MANY = 2
_IMPORT = re.compile(r"^kind:[ \t]*[\"']?KeycloakRealmImport\b", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """What Keycloak calls this file; None for any other."""
    content = text.content
    name = text.bare_name
    if name.endswith((".yml", ".yaml")) and "KeycloakRealmImport" in content:
        return REALM if _IMPORT.search(content) else None
    if not (name.endswith(".json") or text.embedded) or not _looks_like_json(content):
        return None
    if '"realm"' in content and "auth-server-url" not in content and _REALM.search(content):
        return REALM if _OF_REALM.search(content) else None
    if '"clientId"' in content and "redirectUris" in content:
        told = {found[0] for found in _OF_CLIENT.finditer(content)}
        return CLIENT if len(told) >= _MANY else None
    return None


def _looks_like_json(content: str) -> bool:
    return content[:200].lstrip("\ufeff \t\r\n").startswith(("{", "["))
