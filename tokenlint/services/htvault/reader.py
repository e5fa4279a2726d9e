"""From the files of htvault-config to what they hand out, ask for or accept.

The files of one folder make one server. Texts inside another file make one server where each
has a name of its own (a ConfigMap); on a page, each block speaks for itself.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Acceptance, Assembled, Issuer, Service
from tokenlint.services.asked import workflow_of
from tokenlint.services.htvault import managed, roles, settings
from tokenlint.services.htvault.merging import merged
from tokenlint.services.htvault.recognise import CONFIG, MANAGED, PRODUCT
from tokenlint.services.pieces import Piece, by_folder
from tokenlint.services.structured.tree import Node, Tree, read_tree
from tokenlint.source import Problem, Source


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    services: list[Service] = []
    problems: list[Problem] = []
    for group in _servers([piece for piece in pieces if piece.kind == CONFIG]):
        trees = [read_tree(piece.text) for piece in group]
        problems += [problem for tree in trees for problem in tree.problems]
        server = _server(group, trees)
        services += [server] if server else []
    for piece in pieces:
        if piece.kind == MANAGED:
            tree = read_tree(piece.text)
            problems += tree.problems
            client = managed.service(piece, tree)
            services += [client] if client else []
    return Assembled(tuple(services), tuple(problems))


def _servers(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of one server each, in the order in which they are read."""
    for _, group in by_folder([piece for piece in pieces if not piece.text.embedded]):
        yield sorted(group, key=lambda piece: piece.text.name)
    inner: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.text.embedded:
            inner.setdefault(piece.text.file, []).append(piece)
    for group in inner.values():
        names = Counter(piece.text.name for piece in group)
        if max(names.values()) > 1:
            yield from ([piece] for piece in group)
        else:
            yield sorted(group, key=lambda piece: piece.text.name)


def _server(group: Sequence[Piece], trees: Sequence[Tree]) -> Service | None:
    roots = [root for tree in trees for root in tree.documents[:1]]
    root = merged(roots)
    if root is None:
        return None
    first = group[0]
    whole = not any(piece.text.embedded for piece in group) and not any(
        tree.open or tree.problems for tree in trees
    )
    known = list(roles.roles_of(root))
    asked = [roles.request(role) for role in known if role.issuer.get("url")]
    requests = [workflow_of(each) for each in asked if each is not None]
    acceptance = Acceptance(
        product=PRODUCT,
        title="htvault-config",
        name=_name(first),
        source=first.text.whole,
        files=tuple(dict.fromkeys(piece.text.file for piece in group)),
        service="broker",
        issuers=tuple(_not_https(root)),
        settings=tuple(settings.settings(root, first.text.whole, whole=whole)),
        unknown_keys=tuple(settings.unknown_keys(trees)),
        dead=tuple(settings.dead(root)),
        offers=tuple(roles.offer(role) for role in known),
    )
    return Service(acceptance, requests=tuple(each for each in requests if each is not None))


def _not_https(root: Node) -> Iterator[Issuer]:
    """Issuers whose address is no https: whom tokens are fetched from is no trust in itself."""
    for issuer in root.each("issuers"):
        url, name = issuer.text("url"), issuer.text("name")
        if url is not None and url.known and not url.text.casefold().startswith("https://"):
            yield Issuer(name or url, url, _place(issuer, url.source))


def _place(issuer: Node, otherwise: Source) -> Source:
    return issuer.source if issuer.source.line else otherwise


def _name(piece: Piece) -> str:
    text = piece.text
    return f"{text.file}:{text.line}" if text.embedded else text.file
