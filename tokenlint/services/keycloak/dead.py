"""Lines of a realm that Keycloak reads and that have no effect.

A name of a client scope that the realm does not have is left out with a line in the log
(Keycloak at commit 004dbd61, `RepresentationToModel.addClientScopeToClient`).
A dot in the name of a claim makes an object within an object, unless a backslash stands before it
(Keycloak at commit 008e7e7e, `OIDCAttributeMapperHelper.mapClaim`; the mapper of groups has not
always used it).
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import Dead
from tokenlint.services.keycloak.realm import Realm
from tokenlint.services.keycloak.settings import claims

_ALWAYS: Final = frozenset({"openid"})  # of the protocol, and no client scope
_WHOLE: Final = frozenset({"wlcg.ver", "wlcg.groups", "wlcg.capabilityset"})
_LISTS: Final = ("defaultDefaultClientScopes", "defaultOptionalClientScopes")
_OF_CLIENT: Final = ("defaultClientScopes", "optionalClientScopes")


def dead(realm: Realm) -> tuple[Dead, ...]:
    """Client scopes that do not exist, and claims whose name falls apart."""
    return (*_missing(realm), *_nested(realm))


def _missing(realm: Realm) -> Iterator[Dead]:
    if not realm.closed:
        return
    written = [realm.root.values(key) for key in _LISTS]
    written += [client.values(key) for client in realm.clients for key in _OF_CLIENT]
    for name in (name for names in written for name in names):
        if name.known and name.text not in _ALWAYS and realm.scope(name.text) is None:
            yield Dead(
                "not-loaded",
                name,
                "the realm has no client scope of this name, and Keycloak leaves it out",
            )


def _nested(realm: Realm) -> Iterator[Dead]:
    for claim in claims(realm):
        if claim.name.known and claim.nested and claim.bare in _WHOLE:
            first, _, rest = claim.bare.partition(".")
            yield Dead(
                "never-matches",
                claim.name,
                f"Keycloak takes the dot for an object `{first}` with a member `{rest}`,"
                f" so that no service finds the claim; write `{first}\\\\.{rest}`",
            )
