"""Which manifests and Helm values say something about tokens of service accounts.

Only those are taken that project a token, or that tie a service account to an identity of a cloud:
every other manifest, of which a repository may hold hundreds, says nothing about tokens.
"""

import re

from tokenlint.services.text import Text

PRODUCT = "kubernetes"

TOKENS = "service account tokens"

_NAMES = (".yaml", ".yml", ".json", ".tpl", ".j2", ".tmpl", ".template", ".gotmpl")
_PROJECTION = re.compile(r"^[ \t]*(?:-[ \t]+)?\"?serviceAccountToken\"?[ \t]*:", re.MULTILINE)
_IDENTITY = re.compile(
    r"^[ \t]*\"?(?:eks\.amazonaws\.com/role-arn|azure\.workload\.identity/client-id"
    r"|iam\.gke\.io/gcp-service-account)\"?[ \t]*:",
    re.MULTILINE,
)


def kind_of(text: Text) -> str | None:
    """`service account tokens`; None for any other text."""
    content = text.content
    if not text.name.casefold().endswith(_NAMES) and not text.embedded:
        return None
    if "serviceAccountToken" in content and _PROJECTION.search(content):
        return TOKENS
    tied = "/role-arn" in content or "/client-id" in content or "/gcp-service-account" in content
    return TOKENS if tied and _IDENTITY.search(content) else None
