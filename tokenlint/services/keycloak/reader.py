"""From exports of Keycloak to what its realms hand out.

Keycloak refuses a file with a key that it does not know, so there are no unknown keys to tell.
For whom a realm issues stands in the files only where it has a `frontendUrl`.
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Acceptance, Assembled, Service
from tokenlint.services.keycloak.dead import dead
from tokenlint.services.keycloak.offers import offers
from tokenlint.services.keycloak.realm import Realm, realms_of
from tokenlint.services.keycloak.recognise import CLIENT
from tokenlint.services.keycloak.settings import settings
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import read_tree
from tokenlint.services.value import Value
from tokenlint.source import Problem


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each realm, and for each client that stands alone."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        tree = read_tree(piece.text)
        problems += tree.problems
        found = list(realms_of(piece.text, tree, alone=piece.kind == CLIENT))
        services += [Service(_acceptance(realm, len(found) > 1)) for realm in found]
    return Assembled(tuple(services), tuple(problems))


def _acceptance(realm: Realm, several: bool) -> Acceptance:
    text = realm.text
    name = f"{text.file}:{text.line}" if text.embedded else text.file
    return Acceptance(
        product="keycloak",
        title="Keycloak",
        name=f"{name} ({realm.name.text})" if several and not realm.alone else name,
        source=text.whole,
        files=(text.file,),
        service="issuer",
        offers=tuple(offers(realm)),
        settings=settings(realm),
        dead=dead(realm),
        issues_for=tuple(_issues_for(realm)),
    )


def _issues_for(realm: Realm) -> Iterator[Value]:
    url = realm.root.text("attributes", "frontendUrl")
    if not realm.alone and url is not None and url.text:
        known = url.known and realm.name.known
        address = f"{url.text.rstrip('/')}/realms/{realm.name.text}"
        yield Value(address, url.source, known)
