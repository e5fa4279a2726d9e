"""The keys that the topology reads, by the part of the file; it passes over all others.

Source: `src/webapp/data_federation.py` (commit 48ed97b), `bin/get-scitokens-mapfile` (caac9bb).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.structured.tree import Node

TOKEN_ISSUER: Final = dict.fromkeys(("URL", "Subject", "DefaultUnixUser", "Description"), "")
NAMESPACE: Final = dict.fromkeys(
    (
        "Path",
        "Authorizations",
        "AllowedOrigins",
        "AllowedCaches",
        "Writeback",
        "DirList",
        "CredentialGeneration",
    ),
    "",
)
SCITOKENS: Final = {
    "Issuer": "",
    "BasePath": "",
    "Base Path": "",
    "RestrictedPath": "",
    "Restricted Path": "",
    "MapSubject": "false",
    "Map Subject": "false",
}
CREDENTIALS: Final = dict.fromkeys(
    ("Strategy", "Issuer", "BasePath", "MaxScopeDepth", "VaultServer", "VaultIssuer"), ""
)


def unknown_keys(root: Node) -> Iterator[UnknownKey]:
    """Keys that nothing reads, in the parts that decide about tokens."""
    for entry in root.each("Credentials", "TokenIssuers"):
        yield from _unknown(entry, "TokenIssuers", TOKEN_ISSUER)
    for namespace in namespaces(root):
        yield from _unknown(namespace, "Namespaces", NAMESPACE)
        for authorization in namespace.each("Authorizations"):
            scitokens = authorization.get("SciTokens")
            if scitokens:
                yield from _unknown(scitokens, "SciTokens", SCITOKENS)
        generation = namespace.get("CredentialGeneration")
        if generation:
            yield from _unknown(generation, "CredentialGeneration", CREDENTIALS)


def namespaces(root: Node) -> tuple[Node, ...]:
    """The entries of the namespaces, in the form with a list; the older form has a map."""
    found = root.get("DataFederations", "StashCache", "Namespaces")
    return tuple(each for each in found.items if each.children) if found else ()


def _unknown(node: Node, section: str, known: Mapping[str, str]) -> Iterator[UnknownKey]:
    for key, below in node.children.items():
        if key not in known and below.key and below.key.known:
            yield unknown_key(below.key, section, known)
