"""Which files are configurations of htvault-config, or of the managed tokens service.

htvault-config reads `/etc/htvault-config/config.d/*.yaml`; managed-tokens a file
`managedTokens.yml` or `.json`. The names are free enough that the keys must tell.
"""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "htvault-config"
CONFIG: Final = "config.d"
MANAGED: Final = "managedTokens"

_SECTION = re.compile(
    r"^(?:issuers|kerberos|ssh|ratelimits|cluster):[ \t]*(?:#.*)?\r?$", re.MULTILINE
)
_OWN_KEY = re.compile(
    r"^[ \t]+(?:-[ \t]+)?(?:credclaim|callbackmode|kerbservice|ldapattr|policydomain"
    r"|self-registration|block_interval|auditlog|peer[12])[ \t]*:",
    re.MULTILINE,
)
# YAML that is written as JSON.
_AS_JSON = (
    re.compile(r"\s*\{\s*\"(?:issuers|kerberos|ssh|ratelimits|cluster)\"\s*:"),
    re.compile(r"\"(?:credclaim|callbackmode|kerbservice|policydomain|self-registration)\"\s*:"),
)
_ISSUER_KEY = re.compile(r"^[ \t]+(?:-[ \t]+)?(?:clientid|secret)[ \t]*:", re.MULTILINE)
_ISSUERS = re.compile(r"^issuers:[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_FOLDER = re.compile(r"htvault|(?:^|/)config\.d/\d\d", re.IGNORECASE)
_EXPERIMENTS = re.compile(r"(?:^|[{,])[ \t]*\"?experiments\"?[ \t]*:", re.MULTILINE)
_NODES = re.compile(r"(?:^|[{,])[ \t]*\"?destinationNodes\"?[ \t]*:", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """What htvault-config calls this file; None for any other."""
    name = text.bare_name
    yaml = name.endswith((".yaml", ".yml"))
    if not yaml and not name.endswith(".json") and not (text.embedded and "." not in name):
        return None
    content = text.content
    if "experiments" in content and "destinationNodes" in content:
        ours = _EXPERIMENTS.search(content) and _NODES.search(content)
        return MANAGED if ours and "roles" in content else None
    return CONFIG if not name.endswith(".json") and _is_config(text) else None


def _is_config(text: Text) -> bool:
    content = text.content
    start, own = _AS_JSON
    if start.match(content) and own.search(content):
        return True
    if not _SECTION.search(content):
        return False
    if _OWN_KEY.search(content):
        return True
    # A file that holds only the clients' secrets; other products have issuers with secrets, too.
    secrets = _ISSUERS.search(content) and _ISSUER_KEY.search(content)
    return bool(secrets and _FOLDER.search(text.file))
