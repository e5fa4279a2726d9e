"""Manifests as services: one for each text, with the tokens that its pods ask for.

Only tokens for a named web service are requests. Those for the API server or for a cloud's
exchange (`sts.amazonaws.com`) follow other rules than grid tokens, and are told as settings.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.kubernetes.projections import Projection, projections, settings
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import Tree, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem
from tokenlint.workflows.declaration import Workflow

# The API server, the exchanges of clouds, and Vault: what they give for the token is theirs to say.
_OTHERS = re.compile(
    r"kubernetes\.default(?:\.|$)|vault\b"
    r"|(?:.*\.)?(?:googleapis\.com|amazonaws\.com|windows\.net|microsoftonline\.com|azure\.com)$"
)


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each text that says something about tokens."""
    services = []
    problems: list[Problem] = []
    for piece in pieces:
        tree = read_tree(piece.text)
        problems.extend(tree.problems)
        requests = tuple(_requests(tree))
        services.append(Service(_acceptance(piece.text, tree), requests=requests))
    return Assembled(tuple(services), tuple(problems))


def _acceptance(text: Text, tree: Tree) -> Acceptance:
    return Acceptance(
        product="kubernetes",
        title="Kubernetes service account",
        name=text.file,
        source=text.whole,
        files=(text.file,),
        service="client",
        settings=tuple(settings(tree)),
    )


def _requests(tree: Tree) -> Iterator[Workflow]:
    for each in projections(tree):
        if each.audience is not None and _is_web_service(each.audience):
            workflow = workflow_of(_asked(each, each.audience))
            if workflow:
                yield workflow


def _is_web_service(audience: Value) -> bool:
    if not audience.known or not audience.text.startswith(("https://", "http://")):
        return False
    try:
        host = urlsplit(audience.text).hostname or ""
    except ValueError:
        return False
    return bool(host) and not _OTHERS.match(host)


def _asked(each: Projection, audience: Value) -> Asked:
    """The token has no scope: its subject, the service account, is all that it tells."""
    what = f"the token {each.path}" if each.path else "a token"
    lifetime = each.lifetime if each.lifetime.seconds is not None else None
    return Asked(
        f"{what} for pods of {each.owner}" if each.owner else f"{what} for pods",
        each.source,
        audiences=(audience,),
        lifetime=lifetime,
    )
