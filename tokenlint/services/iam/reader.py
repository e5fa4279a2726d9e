"""From the files of INDIGO IAM to what it hands out.

One service for each IAM (its settings and variables), for each file of clients,
and for each set of scope policies (see `policies`).
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.iam import matchers as scope_matchers
from tokenlint.services.iam.clients import clients
from tokenlint.services.iam.deployment import Deployment, deployments
from tokenlint.services.iam.keys import unknown_keys
from tokenlint.services.iam.offers import offers
from tokenlint.services.iam.policies.reader import assemble as assemble_policies
from tokenlint.services.iam.recognise import CLIENTS
from tokenlint.services.iam.settings import settings
from tokenlint.services.offer import Offer
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    found, problems = deployments(pieces)
    services = [Service(_acceptance(each)) for each in found]
    for piece in pieces:
        if piece.kind == CLIENTS:
            tree = read_tree(piece.text)
            problems += tree.problems
            offered = tuple(clients(tree))
            if offered:
                services.append(Service(_of_clients(piece.text, offered)))
    policies = assemble_policies(pieces)
    return Assembled((*services, *policies.services), (*problems, *policies.problems))


def _acceptance(deployment: Deployment) -> Acceptance:
    main = deployment.texts[0]
    found = scope_matchers.matchers(deployment)
    return Acceptance(
        product="indigo-iam",
        title="INDIGO IAM",
        name=_name(main),
        source=main.whole,
        files=tuple(dict.fromkeys(text.file for text in deployment.texts)),
        service="issuer",
        patterns=tuple(scope_matchers.patterns(found)),
        unknown_keys=tuple(unknown_keys(deployment)),
        dead=tuple(scope_matchers.dead(found)),
        settings=(*settings(deployment), *scope_matchers.settings(found, deployment)),
        offers=tuple(offers(deployment)),
        issues_for=tuple(_issues_for(deployment)),
    )


def _name(text: Text) -> str:
    return f"{text.file}:{text.line}" if text.embedded else text.file


def _issues_for(deployment: Deployment) -> Iterator[Value]:
    """The issuer, where a file writes it; the default is a machine's own address."""
    issuer = deployment.held("iam.issuer", "IAM_ISSUER")
    if issuer.known and issuer.written and issuer.text:
        yield Value(issuer.text, issuer.source)


def _of_clients(text: Text, offered: tuple[Offer, ...]) -> Acceptance:
    return Acceptance(
        product="indigo-iam",
        title="INDIGO IAM clients",
        name=_name(text),
        source=text.whole,
        files=(text.file,),
        service="issuer",
        offers=offered,
    )
