"""Which files belong to OA4MP, and what they are.

Scripts in QDL are programs: a script is recognised and listed, and what it does is not evaluated.
"""

import re

from tokenlint.services.text import Text

PRODUCT = "oa4mp"

SERVER = "server configuration"
PROXY = "client of another server"
TEMPLATE = "registered client"
CLIENT = "client configuration"
SCRIPT = "qdl script (header only)"

_LOOKED_AT = 262_144
_SERVICE = re.compile(
    r"""<service\b[^<]*?\b(?:OIDCEnabled|\w+TokenLifetime|refreshTokenEnabled|rtGracePeriod
      |enableTokenExchange|disableDefaultStores|maxAllowedNewClientRequests|schemeSpecificPart)\s*=
    |<(?:clientManagement|authorizationServlet|deviceFlowServlet|unusedClientCleanup)\b""",
    re.VERBOSE,
)
_CLIENT_OF = re.compile(r"<client\b[^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"<(?:callbackUri|serviceUri|wellKnownUri|authorizeUri)\b")
_ENTRY = re.compile(
    r"<entry\s+key\s*=\s*[\"'](?:callback_uri|cfg|at_lifetime|rt_lifetime|strict_scopes)[\"']"
)
_TOKENS = re.compile(r"(?:^|[{,\s])[\"']?tokens[\"']?\s*+[:=]?\s*+\{")
_HANDLER = re.compile(
    r"""[\"']?(?:access|identity|refresh)[\"']?\s*+[:=]?\s*+\{[^{}]*?
    [\"']?(?:type[\"']?\s*[:=]\s*[\"']?(?:wlcg|sci_?tokens?|rfc9068|default|access|identity|refresh)
        \b|qdl[\"']?\s*+[:=]?\s*+[\[{])""",
    re.VERBOSE,
)
_OLD = re.compile(r'"(?:isSaved|set_claim_source|sourceConfig|preProcessing)"\s*:')
_QDL = re.compile(r":=|\b(?:script_load|script_run|acl_add|acl_check|j_load|say)\s*\(")
_NO_CLIENT = (".yaml", ".yml", ".md", ".sh", ".xml", ".tmpl", ".tf", ".toml")


def kind_of(text: Text) -> str | None:
    """What OA4MP calls this file; None for any other."""
    name = text.name.casefold()
    content = text.content[:_LOOKED_AT]
    if name.endswith(".qdl"):
        return SCRIPT if _QDL.search(content) else None
    if content[:2_000].lstrip("\ufeff \t\r\n").startswith("<") and (found := _xml(content)):
        return found
    if name.endswith(_NO_CLIENT) or "{" not in content[:2_000]:
        return None
    return CLIENT if _is_client(content) else None


def _xml(content: str) -> str | None:
    if "<entry" in content and "client_id" in content and _ENTRY.search(content):
        return TEMPLATE
    if "<config" not in content:
        return None
    if "<service" in content and _SERVICE.search(content):
        return SERVER
    ours = "<client" in content and _CLIENT_OF.search(content) and _ADDRESS.search(content)
    return PROXY if ours else None


def _is_client(content: str) -> bool:
    """`tokens` with handlers of OA4MP, or the older configuration of claims."""
    if "tokens" in content and _TOKENS.search(content) and _HANDLER.search(content):
        return True
    return '"config"' in content and '"isSaved"' in content and _OLD.search(content) is not None
