"""Which files are those of StoRM WebDAV, Teapot and the StoRM backend: by name and by content."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "storm"
STORAGE_AREA: Final = "sa.properties"
APPLICATION: Final = "application.yml"
TEAPOT: Final = "teapot config.ini"
USER_MAPPING: Final = "teapot user-mapping.csv"
PATH_AUTHZ: Final = "path-authz.db"

_AREA_KEY = re.compile(
    r"^[ \t]*(?:orgsGrant(?:Read|Write)\w{0,20}|voMapGrants\w{0,20}|voMapEnabled"
    r"|(?:anonymous|authenticated)ReadEnabled|(?:wlcgScope|fineGrained)AuthzEnabled)[ \t]*[=:]",
    re.MULTILINE,
)
_ACCESS_POINTS = re.compile(r"^[ \t]*accessPoints[ \t]*[=:]", re.MULTILINE)
_STORM = re.compile(r"^storm:[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_OAUTH = re.compile(r"^oauth:[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_OAUTH_KEY = re.compile(r"^[ \t]+(?:issuers|enable-?oidc|enableOidc)[ \t]*:", re.MULTILINE)
_ISSUER = re.compile(r"^[ \t]+(?:-[ \t]+)?issuer[ \t]*:", re.MULTILINE)
_STORM_KEY = re.compile(
    r"^[ \t]+(?:authz|authz-server|authzServer|sa|tls|voms|redirector|macaroon-filter"
    r"|connector|hostnames|voMapFiles|vo-map-files|scitags?|tape|nginx)[ \t]*:",
    re.MULTILINE,
)
_PRINCIPALS = re.compile(r"^[ \t]+(?:-[ \t]+)?principals[ \t]*:", re.MULTILINE)
_POLICIES = re.compile(r"^[ \t]+policies[ \t]*:", re.MULTILINE)
_TEAPOT = re.compile(r"^[ \t]*\[Teapot\][ \t]*\r?$", re.MULTILINE)
_PATH_ACE = re.compile(r"^[ \t]*\S+[ \t]+/\S*[ \t]+[WRFDLMN]+[ \t]+(?:permit|deny)\b", re.MULTILINE)
_TWO_WORDS = re.compile(r"[^\s,;]+[ \t]+[^\s,;]+")


def kind_of(text: Text) -> str | None:
    """What the product calls this file, None for a file of somebody else."""
    name = text.bare_name
    content = text.content
    if name.endswith((".yml", ".yaml")):
        return APPLICATION if _is_application(name, text) else None
    if _is_storage_area(name, text):
        return STORAGE_AREA
    if name.endswith(".ini") or text.embedded:
        if "[Teapot]" in content and _TEAPOT.search(content):
            return TEAPOT
        if text.embedded and "." not in name.removeprefix("block."):
            return APPLICATION if _is_application(name, text) else None
        return None
    return _by_name(name, content)


def _by_name(name: str, content: str) -> str | None:
    if name == "user-mapping.csv":
        return USER_MAPPING if _is_user_mapping(content) else None
    if name == "path-authz.db":
        return PATH_AUTHZ if _is_path_authz(content) else None
    return None


def _is_storage_area(name: str, text: Text) -> bool:
    content = text.content
    if "properties" not in name and not text.embedded:
        return False
    if "rootPath" in content and "accessPoints" in content and _ACCESS_POINTS.search(content):
        return True
    return "Enabled" in content or "Grant" in content if _AREA_KEY.search(content) else False


def _is_application(name: str, text: Text) -> bool:
    content = text.content
    storm, oauth = _STORM.search(content), _OAUTH.search(content)
    if "application" in name:
        ours = (storm and _STORM_KEY.search(content)) or (oauth and _OAUTH_KEY.search(content))
        return bool(ours) or "STORM_WEBDAV_" in content
    if storm and _POLICIES.search(content) and _PRINCIPALS.search(content):
        return True
    named = text.embedded or any(word in name for word in ("issuer", "storm", "webdav"))
    return bool(named and oauth and _OAUTH_KEY.search(content) and _ISSUER.search(content))


def _is_user_mapping(content: str) -> bool:
    lines = [line.strip() for line in content.splitlines() if line.strip()]
    return all(line.startswith("#") or _TWO_WORDS.fullmatch(line) for line in lines)


def _is_path_authz(content: str) -> bool:
    if "algorithm" in content or _PATH_ACE.search(content):
        return True
    return all(line.startswith("#") or not line.strip() for line in content.splitlines())
