"""Which files are those of a mytoken server: its configuration, its profiles and templates.

Profiles and templates are JSON files whose folder says what they are: `profiles`, `capabilities`,
`restrictions`, `rotation`, below `server-profiles` on a server, and with `.d` below `mytoken`
or `.mytoken` on a client. Source: mytoken server (0044594), `config/server-profiles`;
`utils/profile/template.go` of oidc-mytoken/utils (0e4fa13).
"""

import re
from pathlib import PurePosixPath
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "mytoken"
CONFIG: Final = "config.yaml"
PROFILES: Final = "profiles"
CAPABILITIES: Final = "capabilities"
RESTRICTIONS: Final = "restrictions"
ROTATION: Final = "rotation"

TEMPLATES: Final = (PROFILES, CAPABILITIES, RESTRICTIONS, ROTATION)

_PROVIDERS = re.compile(r"^providers:", re.MULTILINE)
_ISSUER = re.compile(r"^issuer:", re.MULTILINE)
_OWN = re.compile(
    r"^(?:service_operator:|geo_ip_db_file:)"
    r"|^[ \t]+(?:-[ \t]+)?(?:mytokens_max_lifetime|enforced_restrictions|token_revocation"
    r"|polling_codes|server_profiles|guest_mode)[ \t]*:",
    re.MULTILINE,
)
_HOME = re.compile(r"server-profiles|\.?mytoken", re.IGNORECASE)
_NAMES = re.compile(r"[\w+.:@-]+(?: [\w+.:@-]+)*")


def kind_of(text: Text) -> str | None:
    """What mytoken calls this file; None for any other."""
    template = _of_folder(text)
    if template is not None:
        return template
    name = text.bare_name
    if not name.endswith((".yaml", ".yml")) and not (text.embedded and "." not in name):
        return None
    content = text.content
    if "providers:" not in content or not _PROVIDERS.search(content):
        return None
    return CONFIG if _ISSUER.search(content) and _OWN.search(content) else None


def _of_folder(text: Text) -> str | None:
    """The kind of a template, by the folder that it lies in."""
    parts = text.parts
    if text.embedded or PurePosixPath(text.name).suffix not in ("", ".json"):
        return None
    kind = parts[-2].removesuffix(".d") if len(parts) > 1 else ""
    if kind not in TEMPLATES or not any(_HOME.fullmatch(part) for part in parts[-5:-2]):
        return None
    bare = text.content.strip()
    return kind if bare[:1] in ("{", "[", '"') or (bare and _NAMES.fullmatch(bare)) else None
