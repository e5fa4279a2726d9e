"""Which files are INDIGO IAM's: settings of the login service, environments, clients, policies.

IAM's test client and its VOMS attribute authority have an `application.yml` of their own,
as have StoRM WebDAV and Teapot; what IAM's has and theirs have not decides.
"""

import re
from typing import Final

from tokenlint.services.iam.policies import recognise as policies
from tokenlint.services.products import key_set
from tokenlint.services.text import Text

PRODUCT: Final = "indigo-iam"
APPLICATION: Final = "application.yml"
ENVIRONMENT: Final = "environment"
CLIENTS: Final = "client registrations"
JAVA: Final = policies.JAVA
OPA: Final = policies.OPA
RULES: Final = policies.RULES

_OTHERS = re.compile(r"^(?:storm|voms|teapot)[ \t]*:|hide-tokens|extAuthnHint", re.MULTILINE)
_BLOCK = re.compile(r"^(?:iam|client-?registration|clientRegistration|scope)[.:]", re.MULTILINE)
_OWN = re.compile(
    r"""^[ \t]+(?:
        topbar-?title | jwt-?profile | enable-?scope-?authz | access[-_]?token | actuator-?user
      | local-?authn | local-?resources | organisation | device-?code | user-?profile
      | aarc-?profile | account-?linking | login-?page-?layout | token-?enhancer | base-?url | jwk
      | allow-?for | client-?defaults | matchers
    )[ \t]*:""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_MATCHER = re.compile(r"(?:^|[\s{,])type[ \t]*:[ \t]*[\"']?(?:path|regexp)\b")
_DOTTED = re.compile(
    r"^(?:client-registration\.(?:allow-for|client-defaults)|iam\.(?:jwt-profile|enableScopeAuthz"
    r"|access_token|issuer|baseUrl))",
    re.MULTILINE,
)
_CERN = re.compile(r"^[ \t]+(?:sso-issuer|person-id-claim)[ \t]*:", re.MULTILINE)
_ISSUER = re.compile(r"^iam:[^\n]*\n(?:[ \t]+#[^\n]*\n)*[ \t]+issuer[ \t]*:", re.MULTILINE)
_VARIABLE = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?(?:export[ \t]+)?(?:name[ \t]*:[ \t]*)?
        ["']?(IAM_[A-Z0-9_]+)["']?[ \t]*(?:=|:|\r?$)""",
    re.MULTILINE | re.VERBOSE,
)
# Clients of IAM have such variables, too.
_COMMON = frozenset({"IAM_HOST", "IAM_ISSUER", "IAM_PORT", "IAM_BASE_URL"})
_FEWEST: Final = 2
_ENV_NAME = re.compile(r"\.?env(?:\..*)?|.*[._-]env|env[._-].*|[^.]+|.*\.(?:ya?ml|list|conf)")
_GRANTS = re.compile(r'"grant_?[tT]ypes"\s*:')
_CLIENT = re.compile(
    r'"(?:(?:access|refresh|id)_?[tT]oken_?[vV]alidity_?[sS]econds'
    r"|device_?[cC]ode_?[vV]alidity_?[sS]econds|reuse_?[rR]efresh_?[tT]oken"
    r'|clear_?[aA]ccess_?[tT]okens_?[oO]n_?[rR]efresh|dynamically_?[rR]egistered)"\s*:'
    r"|/iam/api/client-registration/"
)


def kind_of(text: Text) -> str | None:
    """What INDIGO IAM calls this file; None for any other."""
    name = text.bare_name
    content = text.content
    if "IAM_" in content and _is_environment(text, name):
        return ENVIRONMENT
    is_yaml = name.endswith((".yml", ".yaml")) or (text.embedded and not name.endswith(".json"))
    if is_yaml and _is_application(text, name):
        return APPLICATION
    if (name.endswith(".json") or text.embedded) and _are_clients(content):
        return CLIENTS
    return policies.kind_of(text)


def _is_application(text: Text, name: str) -> bool:
    content = text.content
    if not (text.embedded or "application" in name) or _OTHERS.search(content):
        return False
    if _DOTTED.search(content) or (_BLOCK.search(content) and _OWN.search(content)):
        return "matchers" not in content or bool(_MATCHER.search(content)) or "iam:" in content
    if not name.startswith("application"):
        return False
    if "cern:" in content and _CERN.search(content):
        return True
    return "IAM_" in content or "${iam." in content or bool(_ISSUER.search(content))


def _is_environment(text: Text, name: str) -> bool:
    if not text.embedded and not _ENV_NAME.fullmatch(name):
        return False
    if name.startswith("application"):
        return False
    known = key_set(PRODUCT, "environment").keys
    found = {each[1] for each in _VARIABLE.finditer(text.content)}
    ours = {each for each in found if each in known or each == "IAM_JAVA_OPTS"}
    return len(ours) >= _FEWEST and not ours <= _COMMON


def _are_clients(content: str) -> bool:
    if not _GRANTS.search(content) or "issuer_url" in content:
        return False
    return bool(_CLIENT.search(content))
