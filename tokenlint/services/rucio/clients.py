"""Rucio's clients at its issuers: `idpsecrets.json`.

Two forms. Up to now a client for each issuer, under a name that `admin_issuer` may say, with the
client for administration (SCIM) inside; newer, for each VO `user_auth_client` and
`client_credential_client`, the second for transfers and deletion.
Secrets stay in the file: nothing here keeps one.
Source: rucio/rucio at 2e14c41, lib/rucio/core/oidc.py; rucio/documentation, installing_server.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_USERS, _OWN = "user_auth_client", "client_credential_client"


@dataclass(frozen=True, slots=True)
class Client:
    """A client at an issuer; `users`: people log in with it, `own`: Rucio asks for itself.

    `alike` is the client for administration where that is the same as the one for users.
    """

    name: Value
    issuer: Value
    users: bool
    own: bool
    redirects: tuple[Value, ...] = ()
    alike: Value | None = None


@dataclass(frozen=True)
class Clients:
    """The clients of a file."""

    text: Text = field(repr=False)
    entries: tuple[Client, ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False
    by_vo: bool = False  # the newer form

    def asking(self, admin: str | None) -> Client | None:
        """The client that asks for the tokens of transfers; None where it cannot be told."""
        if self.by_vo:
            own = [each for each in self.entries if each.own]
            return own[0] if len(own) == 1 else None
        return next((each for each in self.entries if admin and each.name.text == admin), None)


def clients_of(text: Text) -> Clients:
    """The clients in a text; entries without an issuer are left out."""
    tree = read_tree(text)
    if tree.root is None:
        return Clients(text, problems=tree.problems)
    found: list[Client] = []
    by_vo = False
    for node in tree.root.each():
        if node.get(_USERS) or node.get(_OWN):
            by_vo = True
            found += _of_vo(node)
        else:
            found += _of_issuer(node)
    return Clients(text, tuple(found), tree.problems, tree.open, by_vo)


def _of_issuer(node: Node) -> Iterator[Client]:
    name = node.key or node.text("issuer_nickname") or node.text("client_id")
    issuer = node.text("issuer")
    if name is None or issuer is None:
        return
    yield Client(name, issuer, True, True, node.values("redirect_uris"), _alike(node))


def _of_vo(node: Node) -> Iterator[Client]:
    for role in (_USERS, _OWN):
        listed = node.get(role)
        for entry in _entries(listed):
            issuer = entry.text("issuer")
            name = entry.text("issuer_nickname") or node.key
            if issuer is not None and name is not None:
                users = role == _USERS
                yield Client(name, issuer, users, not users, entry.values("redirect_uris"))


def _entries(listed: Node | None) -> tuple[Node, ...]:
    if listed is None:
        return ()
    return listed.items or (listed,)


def _alike(node: Node) -> Value | None:
    """The name of the client for administration, where it is that of the client for users."""
    one, other = node.text("client_id"), node.text("SCIM", "client_id")
    if one is None or other is None or not (one.known and other.known and one.text):
        return None
    return other if one.text == other.text else None
