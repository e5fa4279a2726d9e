"""From the files of Vault to what they hand out, ask for or accept; each file speaks for itself."""

from collections.abc import Sequence
from dataclasses import replace

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.asked import workflow_of
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import read_tree
from tokenlint.services.text import Text
from tokenlint.services.vault import hcl, reach, roles, server
from tokenlint.services.vault.policy import read_policy
from tokenlint.services.vault.recognise import POLICY, PRODUCT, ROLE
from tokenlint.source import Problem

_Read = tuple[Service | None, Sequence[Problem]]


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        read = {POLICY: _policy, ROLE: _role}.get(piece.kind, _server)
        service, wrong = read(piece.text)
        services += [service] if service else []
        problems += wrong
    return Assembled(tuple(services), tuple(problems))


def _policy(text: Text) -> _Read:
    policy = read_policy(text)
    acceptance = replace(
        _acceptance(text),
        settings=tuple(reach.reach(policy, text.name)),
        dead=tuple(reach.dead(policy)),
    )
    return Service(acceptance), policy.problems


def _role(text: Text) -> _Read:
    tree = read_tree(text)
    node = roles.inner(tree.root) if tree.root else None
    if node is None or not roles.is_role(node):
        return None, tree.problems
    role = roles.Role(node, roles.role_name(text.name))
    asked = roles.request(role)
    request = workflow_of(asked) if asked else None
    acceptance = replace(
        _acceptance(text),
        audience=roles.audience(role),
        offers=(roles.offer(role),),
        settings=tuple(roles.settings(role)),
        unknown_keys=tuple(roles.unknown_keys(role)),
        dead=tuple(roles.dead(role)),
    )
    return Service(acceptance, requests=(request,) if request else ()), tree.problems


def _server(text: Text) -> _Read:
    read = hcl.read_hcl(text)
    whole = not text.embedded and not read.problems
    settings = tuple(server.settings(read.entries, text.whole, whole=whole))
    return Service(replace(_acceptance(text), settings=settings)), read.problems


def _acceptance(text: Text) -> Acceptance:
    return Acceptance(
        product=PRODUCT,
        title="Vault",
        name=f"{text.file}:{text.line}" if text.embedded else text.file,
        source=text.whole,
        files=(text.file,),
        service="broker",
    )
