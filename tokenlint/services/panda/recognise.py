"""Which files are configurations of PanDA: of its server, or of Harvester, which submits pilots."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "panda"
SERVER: Final = "panda_server.cfg"
CLIENT: Final = "auth_config.json"
HARVESTER: Final = "panda_harvester.cfg"
CREDENTIALS: Final = "token manager"
QUEUES: Final = "queueconfig.json"
SUBMIT: Final = "submit template"

_SERVER = re.compile(r"^[ \t]*token_authType[ \t]*[=:]", re.MULTILINE | re.IGNORECASE)
_HARVESTER = re.compile(r"^[ \t]*\[(?:credmanager|pandacon)\]", re.MULTILINE)
_QUEUES = re.compile(r"\"pandaharvester\.harvestersubmitter\b")
_QUEUES_NAME = re.compile(r"queue_?config.*\.json$")
_TOKEN_FILE = re.compile(
    r"^[ \t]*(?:\+ScitokensFile|use_scitokens|scitokens_file)[ \t]*=", re.MULTILINE | re.IGNORECASE
)
# Placeholders that Harvester fills in before it submits.
_FILLED = re.compile(
    r"\{(?:harvesterID|workerID|computingSite|pandaQueueName|tokenPath|tokenDir|tokenFilename)\}"
)


def kind_of(text: Text) -> str | None:
    """What PanDA calls this file; None for any other."""
    name = text.bare_name
    content = text.content
    if name in {SERVER, HARVESTER}:
        return name
    if name.endswith(".json") or (text.embedded and content.lstrip().startswith("{")):
        return _json(name, content)
    if name.endswith((".md", ".rst", ".txt", ".yml", ".yaml", ".sh")) and not text.embedded:
        return None
    return _plain(content)


def _json(name: str, content: str) -> str | None:
    if name.endswith("_auth_config.json"):
        return CLIENT if not content or '"oidc_config_url"' in content else None
    if '"oidc_config_url"' in content and '"client_id"' in content and '"vo"' in content:
        return CLIENT
    if '"client_cred_file"' in content and '"target_type"' in content:
        return CREDENTIALS
    queues = "pandaharvester." in content and _QUEUES.search(content)
    return QUEUES if queues or (not content and _QUEUES_NAME.search(name)) else None


def _plain(content: str) -> str | None:
    if "token_auth" in content and _SERVER.search(content):
        return SERVER
    if "panda" in content and _HARVESTER.search(content):
        return HARVESTER
    if "citokens" in content and _TOKEN_FILE.search(content) and _FILLED.search(content):
        return SUBMIT
    return None
