"""Which files are those of nginx-scitokens and of Apache's SciTokens module."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "httpd"
AUTHORIZER: Final = "authorizer.cfg"
NGINX: Final = "nginx.conf"
APACHE: Final = "apache.conf"

_ISSUER_SECTION = re.compile(r"^[ \t]*\[[Ii]ssuer[ \t]", re.MULTILINE)
_AUTH_REQUEST = re.compile(r"(?:^|[{;])[ \t]*auth_request[ \t]+(?!off\b)", re.MULTILINE)
_DAV_METHODS = re.compile(r"(?:^|[{;])[ \t]*dav_methods[ \t]", re.MULTILINE)
_ISSUERS = re.compile(r"^[ \t]*issuers[ \t]+[\"']?[A-Za-z]+://", re.MULTILINE | re.IGNORECASE)
_REQUIRE = re.compile(r"^[ \t]*(?:Require|AuthType)[ \t]+scitoken", re.MULTILINE | re.IGNORECASE)
_PROSE = (".md", ".rst", ".html", ".txt", ".yml", ".yaml", ".py", ".c", ".sh")


def kind_of(text: Text) -> str | None:
    """What the product calls this file, None for a file of somebody else."""
    name = text.bare_name
    if name in {"authorizer.cfg", "authenticator.cfg"}:
        return AUTHORIZER if _is_authorizer(text.content) else None
    if name.endswith(_PROSE) and not text.embedded:
        return None
    if "auth_request" in text.content and _is_nginx(text.content):
        return NGINX
    if _ISSUERS.search(text.content) and _REQUIRE.search(text.content):
        return APACHE
    return None


def _is_authorizer(content: str) -> bool:
    if _ISSUER_SECTION.search(content):
        return True
    lines = (line.strip() for line in content.splitlines())
    return all(not line or line[0] in "#;" for line in lines)


def _is_nginx(content: str) -> bool:
    """A server that asks somebody about each request, and is about SciTokens or a store."""
    if not _AUTH_REQUEST.search(content):
        return False
    return "scitoken" in content.casefold() or bool(_DAV_METHODS.search(content))
