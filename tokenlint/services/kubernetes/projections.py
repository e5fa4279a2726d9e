"""Projected tokens of service accounts in manifests: for whom they are, and how long they live.

Left out, the audience is the API server's, and the lifetime an hour; the kubelet renews the token
when four fifths of it are over. Source: `ServiceAccountTokenProjection` in
staging/src/k8s.io/api/core/v1/types.go of kubernetes/kubernetes, and the documentation,
"Configure Service Accounts for Pods".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Setting
from tokenlint.services.offer import Lifetime
from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.value import Value
from tokenlint.source import Source

KEY = "serviceAccountToken"
_DEFAULT_SECONDS = 3_600
_AUTOMOUNT = "automountServiceAccountToken"
IDENTITIES = (
    "eks.amazonaws.com/role-arn",
    "azure.workload.identity/client-id",
    "iam.gke.io/gcp-service-account",
)


@dataclass(frozen=True, slots=True)
class Projection:
    """A token for the pods of a workload; `audience` None: the API server's own."""

    owner: str  # kind and name of the object: `Deployment/gate`
    path: str  # where the pod finds it
    source: Source
    audience: Value | None
    lifetime: Lifetime


def projections(tree: Tree) -> Iterator[Projection]:
    """The projected tokens of all documents, in their order."""
    for document in tree.documents:
        for owner, node in _with_owner(document, ""):
            if node.key and node.key.text == KEY and node.kind == "map":
                yield _projection(owner, node, tree)


def _with_owner(node: Node, owner: str) -> Iterator[tuple[str, Node]]:
    """All settings below one, each with the object that it belongs to."""
    stack = [(owner, node)]
    while stack:
        name, each = stack.pop()
        name = _name_of(each) or name
        yield name, each
        below = [*each.items, *each.children.values()]
        stack += [(name, child) for child in reversed(below)]


def _name_of(node: Node) -> str:
    kind, name = node.text("kind"), node.text("metadata", "name")
    if not kind or not kind.known or node.get("metadata") is None:
        return ""
    return f"{kind.text}/{name.text}" if name and name.known else kind.text


def _projection(owner: str, node: Node, tree: Tree) -> Projection:
    written = node.text("expirationSeconds")
    seconds = node.number("expirationSeconds")
    default = written is None and not tree.open
    path = node.text("path")
    return Projection(
        owner,
        path.text if path and path.known else "",
        node.source,
        node.text("audience") or (Value("", node.source, known=False) if tree.open else None),
        Lifetime(
            "access",
            _DEFAULT_SECONDS if default else seconds,
            written.source if written else node.source,
            written=written is not None,
        ),
    )


def settings(tree: Tree) -> Iterator[Setting]:
    """Projected tokens, the token that every pod gets unasked, and identities of a cloud."""
    for each in projections(tree):
        yield from _of_projection(each)
    for document in tree.documents:
        for node in document.walk():
            if node.key is None or node.value is None:
                continue
            name, value = node.key.text, node.value
            if name == _AUTOMOUNT:
                text = value.text.casefold()
                yield Setting(name.casefold(), text, value.source, known=value.known)
            elif name in IDENTITIES:
                yield Setting(name, value.text, value.source, known=value.known)


def _of_projection(each: Projection) -> Iterator[Setting]:
    prefix = KEY.casefold()
    audience = each.audience
    if audience is None:
        yield Setting(f"{prefix}.audience", "the API server", each.source, written=False)
    else:
        yield Setting(f"{prefix}.audience", audience.text, audience.source, known=audience.known)
    seconds, lifetime = each.lifetime.seconds, each.lifetime
    yield Setting(
        f"{prefix}.expirationseconds",
        "" if seconds is None else str(seconds),
        lifetime.source,
        lifetime.written,
        seconds is not None,
        seconds,
    )
