"""From a virtual organisation to what the generated configurations of the sites accept.

Two services: compute elements, whose map file comes from `Credentials.TokenIssuers`
(an issuer without `Subject` is mapped with all its subjects), and the caches and origins of OSDF,
whose `scitokens.conf` and authorization database come from the namespaces. Audiences are chosen
where these files are generated.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Issuer,
    Mapping,
    Service,
    Setting,
    Subjects,
    Way,
    WayKind,
)
from tokenlint.services.offer import Holder, Offer
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.topology.keys import unknown_keys
from tokenlint.services.topology.mapfile import issuers_of, mapping, without_effect
from tokenlint.services.topology.namespaces import Federation, Namespace, Trusted, federation
from tokenlint.services.topology.recognise import PRODUCT
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import (
    Authdb,
    Configuration,
    Entry,
    Rights,
    SciTokens,
)
from tokenlint.services.xrootd.generated import section
from tokenlint.services.xrootd.model.decide import decider
from tokenlint.source import Problem

_READING: Final = frozenset({"stat", "list", "read"})
_ALL: Final = _READING | {"create", "overwrite", "mkdir", "rename", "rename-over", "delete"}
_TITLE: Final = "OSG topology"


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up, two at most for each."""
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        tree = read_tree(piece.text)
        problems += tree.problems
        root = tree.root
        if root is None:
            continue
        found = federation(root)
        problems += found.problems
        services.append(_compute(piece.text, root))
        if found.namespaces:
            services.append(_storage(piece.text, found))
    return Assembled(tuple(services), tuple(problems))


def _compute(text: Text, root: Node) -> Service:
    """What the generated map file of compute elements lets in."""
    entries = root.each("Credentials", "TokenIssuers")
    mappings = tuple(found for each in entries if (found := mapping(each)) is not None)
    return Service(
        Acceptance(
            PRODUCT,
            _TITLE,
            text.file,
            text.whole,
            (text.file,),
            service="compute",
            issuers=tuple(issuers_of(entries)),
            mappings=mappings,
            unknown_keys=tuple(unknown_keys(root)),
            dead=tuple(without_effect(entries)),
        )
    )


def _storage(text: Text, found: Federation) -> Service:
    """What the generated files of caches and origins let in."""
    issuers = tuple(_issuers(found))
    configuration = Configuration(None, _scitokens(text, issuers), _authdb(text, found))
    acceptance = Acceptance(
        PRODUCT,
        _TITLE,
        text.file,
        text.whole,
        (text.file,),
        issuers=issuers,
        ways=tuple(_ways(found)),
        mappings=tuple(_accounts(found)),
        dead=found.dead,
        settings=tuple(_settings(found)),
        offers=tuple(_offers(found)),
    )
    return Service(acceptance, decider(configuration))


def _trusted(found: Federation) -> Iterator[tuple[Namespace, Trusted]]:
    for namespace in found.namespaces:
        for each in namespace.trusted:
            yield namespace, each


def _issuers(found: Federation) -> Iterator[Issuer]:
    """Each issuer once, with all areas that its entries give it."""
    first: dict[str, Trusted] = {}
    areas: dict[str, dict[str, Value]] = {}
    restricted: dict[str, dict[str, Value]] = {}
    for _, each in _trusted(found):
        url = each.url.text
        first.setdefault(url, each)
        for kept, values in ((areas, each.base), (restricted, each.restricted)):
            for value in values:
                kept.setdefault(url, {}).setdefault(value.text, value)
    for url, each in first.items():
        yield Issuer(
            each.url,
            each.url,
            each.source,
            tuple(areas.get(url, {}).values()),
            tuple(restricted.get(url, {}).values()),
        )


def _ways(found: Federation) -> Iterator[Way]:
    for namespace, each in _trusted(found):
        if each.url.known:
            paths = tuple(dict.fromkeys(area.text for area in each.base if area.known))
            operations = _ALL if namespace.writeback else _READING
            who = f"tokens of {each.url} with a scope for it"
            yield Way(WayKind.CAPABILITY, who, operations, paths, each.source, each.url.text)
    for namespace in found.namespaces:
        paths = (namespace.path.text,)
        if namespace.public and namespace.path.known:
            yield Way(WayKind.ANONYMOUS, "everybody", _READING, paths, namespace.public, flat=True)
        for other in namespace.others:
            yield Way(WayKind.OTHER, other.text, _READING, paths, other.source, flat=True)


def _accounts(found: Federation) -> Iterator[Mapping]:
    """The accounts at origins where `Map Subject` is true: the token's subject."""
    seen: set[str] = set()
    for _, each in _trusted(found):
        if each.map_subject is not None and each.url.text not in seen:
            seen.add(each.url.text)
            source = each.map_subject.source
            account = Value("", source, known=False)
            yield Mapping(
                "map_subject",
                each.url.text,
                Subjects.ANY,
                account,
                source,
                chosen_by_token=True,
            )


def _settings(found: Federation) -> Iterator[Setting]:
    for namespace in found.namespaces:
        depth = namespace.generation.text("MaxScopeDepth") if namespace.generation else None
        if depth is not None:
            yield Setting("maxscopedepth", depth.text, depth.source, known=depth.known)


def _offers(found: Federation) -> Iterator[Offer]:
    """Tokens that users' clients obtain for a namespace; the client makes the scopes itself."""
    for namespace in found.namespaces:
        issuer = namespace.generation.text("Issuer") if namespace.generation else None
        if issuer is not None:
            yield Offer(
                kind="namespace",
                name=namespace.path,
                holder=Holder.USER,
                source=issuer.source,
                audiences=(),
            )


def _scitokens(text: Text, issuers: tuple[Issuer, ...]) -> SciTokens:
    sections = tuple(section(each) for each in issuers)
    source = text.whole
    return SciTokens(
        source, (), source, "passthrough", source, False, sections, refused="", partial=True
    )


def _authdb(text: Text, found: Federation) -> Authdb:
    rights = tuple(
        Rights(each.path.text, frozenset("lr"), frozenset(), each.public, each.path.known)
        for each in found.namespaces
        if each.public
    )
    entry = Entry("u", "*", rights, rights[0].source if rights else text.whole)
    return Authdb(text.whole, (entry,) if rights else ())
