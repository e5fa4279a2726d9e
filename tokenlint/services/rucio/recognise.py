"""Which files are Rucio's: its configuration, its clients, and what is known of its RSEs.

An RSE is a Rucio storage element: a name with attributes and protocols.
"""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "rucio"
CONF: Final = "rucio.cfg"
VALUES: Final = "values.yaml"
SECRETS: Final = "idpsecrets.json"
COMMANDS: Final = "rse commands"
DUMP: Final = "rse.json"
INFO: Final = "rse info"

_CONF_NAME = re.compile(r"rucio(?:[-_.][\w.-]*)?\.(?:cfg|conf|ini)")
_SHELL = re.compile(r"(?:.*\.)?(?:sh|bash|ksh|zsh)|.*(?:docker|container)file.*|makefile")
_JSON = re.compile(r"\s*(?:\{|\[\s*\{)(?![{%])")
# Each names something that only Rucio has; a configuration holds several of them.
_TELLING = re.compile(
    r"""^[ \t]*(?:
        \[(?:conveyor|messaging-hermes|messaging-fts3|transmogrifier|tracer-kronos|nongrid-trace
           |automatix|reaper|judge|daemons-?\w*)\]
      | (?:rucio_host|lfn2pfn_algorithm_default|transfertool|admin_issuer|idpsecrets|support_rucio
         |allow_user_oidc_tokens|poller_oidc_support|request_oidc_(?:scope|audience)
         |default_jwt_refresh_lifetime|mailtemplatedir|expected_audience)[ \t]*[=:]
    )""",
    re.VERBOSE | re.MULTILINE,
)
_CONFIG = re.compile(r"^[ \t]*(?:config|optional_config):[ \t]*(?:#.*)?$", re.MULTILINE)
_SECTION = re.compile(
    r"^[ \t]+(?:oidc|conveyor|messaging-hermes|messaging-fts3|transmogrifier):[ \t]*(?:#.*)?$",
    re.MULTILINE,
)
_COMMAND = re.compile(
    r"\brucio(?:-admin)?\b[^\n|;]{0,200}?\brse[ \t]+"
    r"(?:set-attribute|add-protocol|attribute[ \t]+add|protocol[ \t]+add)\b"
)
# As the client prints an RSE: headings with a line of `=` below.
_INFO = tuple(
    re.compile(rf"^{heading}:[ \t]*\r?\n=+[ \t]*\r?$", re.MULTILINE)
    for heading in ("Settings", "Attributes", "Protocols")
)
# Enough where the name says Rucio, too.
_COMMON = re.compile(
    r"^[ \t]*\[(?:bootstrap|alembic|client|common|database|oidc|policy|upload)\]", re.MULTILINE
)
_ENTRY = re.compile(r"^[ \t]*[^\s#;]", re.MULTILINE)
_ENOUGH = 2


def kind_of(text: Text) -> str | None:
    """What the file is called here, None for a file of somebody else."""
    name = text.bare_name
    if name.endswith(".json") or (text.embedded and _JSON.match(text.content)):
        return _json(name, text.content)
    if name.endswith((".yaml", ".yml")):
        return _yaml(text)
    if "rucio" in text.content and (_is_shell(name, text) and _COMMAND.search(text.content)):
        return COMMANDS
    if name.endswith((".md", ".mdx", ".rst", ".py", ".xml")) and not text.embedded:
        return None
    if "\nProtocols:" in text.content and all(each.search(text.content) for each in _INFO):
        return INFO
    return CONF if _is_conf(name, text) else None


def _json(name: str, content: str) -> str | None:
    if '"client_id"' in content and '"issuer"' in content:
        ours = ('"SCIM"', '"user_auth_client"', '"client_credential_client"')
        if "idpsecret" in name or any(word in content for word in ours):
            return SECRETS
    if "idpsecret" in name and not content.strip():
        return SECRETS
    return DUMP if _is_dump(content) else None


def _is_dump(content: str) -> bool:
    if "protocols" not in content or "scheme" not in content or "prefix" not in content:
        return False
    return any(word in content for word in ("oidc_support", "rse_type", "lfn2pfn", "rucio.rse."))


def _yaml(text: Text) -> str | None:
    content = text.content
    if _is_dump(content) and "oidc_support" in content:
        return DUMP
    ours = "rucio" in content.casefold() and "config:" in content
    found = ours and _CONFIG.search(content) and _SECTION.search(content)
    return VALUES if found else None


def _is_shell(name: str, text: Text) -> bool:
    if text.embedded or _SHELL.fullmatch(name):
        return True
    return text.content.startswith("#!") and "sh" in text.content.partition("\n")[0]


def _is_conf(name: str, text: Text) -> bool:
    found = {match[0].strip() for match in _TELLING.finditer(text.content)}
    if _CONF_NAME.fullmatch(name) and not text.embedded:
        blank = not _ENTRY.search(text.content)
        return bool(found) or blank or _COMMON.search(text.content) is not None
    if text.embedded and "idpsecrets" in text.content and "[oidc]" in text.content:
        return True
    return len(found) >= _ENOUGH and "[" in text.content
