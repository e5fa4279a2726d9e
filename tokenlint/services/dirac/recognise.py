"""Which files are configurations of DIRAC, or of DiracX.

DIRAC: the local `dirac.cfg`, and dumps of the Configuration Service in the same grammar.
DiracX: its environment (files of variables, Helm values, ConfigMaps) and its configuration,
which is YAML with a `Registry`.
"""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "dirac"
CFG: Final = "dirac.cfg"
VARIABLES: Final = "DiracX variables"
VALUES: Final = "DiracX values"
REGISTRY: Final = "DiracX configuration"

_SECTION = re.compile(
    r"^[ \t]*(?:DIRAC|DiracX|Registry|Resources|Systems|Operations|LocalSite|LocalInstallation)"
    r"[ \t]*(?:\n[ \t]*){0,3}\{",
    re.MULTILINE,
)
_OURS = re.compile(
    r"^[ \t]*(?:DIRAC|DiracX|IdProviders?|CEType|VOMSName|MasterServer|Setup|Setups|FTS3Agent"
    r"|StorageElements|GenericPilotGroup|TokenManager|VOAdmin)[ \t]*(?:=|\n[ \t]*\{|\{)",
    re.MULTILINE,
)
_VARIABLE = re.compile(r"^[ \t]*(?:export[ \t]+)?DIRACX_SERVICE_AUTH_\w+=", re.MULTILINE)
_KEY = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:name:[ \t]*)?[\"']?DIRACX_SERVICE_AUTH_\w+[\"']?[ \t]*(?:[:=]|$)",
    re.MULTILINE,
)
_REGISTRY = re.compile(r"^Registry:[ \t]*(?:#|$)", re.MULTILINE)
_IDP = re.compile(r"^[ \t]+IdP:[ \t]*(?:#|$)", re.MULTILINE)
_YAML = re.compile(r"\.ya?ml(?:\.[a-z0-9]+)?$|\.tpl\.ya?ml$")
_PROSE = (".md", ".rst", ".txt", ".toml", ".adoc")


def kind_of(text: Text) -> str | None:
    """What DIRAC calls this file; None for any other."""
    name, content = text.name.casefold(), text.content
    if name == "dirac.cfg":
        return CFG
    if name.endswith(_PROSE) and not text.embedded:
        return None
    if "DIRACX_SERVICE_AUTH_" in content:
        return _environment(text, name)
    if "IdP:" in content and _REGISTRY.search(content) and _IDP.search(content):
        return REGISTRY
    if "{" in content and not _YAML.search(name):
        return CFG if _SECTION.search(content) and _OURS.search(content) else None
    return None


def _environment(text: Text, name: str) -> str | None:
    if (_YAML.search(name) or text.embedded) and _KEY.search(text.content):
        return VALUES if not _VARIABLE.search(text.content) else VARIABLES
    plain = name.endswith((".env", ".sh", ".conf")) or "env" in name or text.embedded
    return VARIABLES if plain and _VARIABLE.search(text.content) else None
