"""From the files of mytoken to what they hand out, ask for or accept.

The profiles and templates below one folder belong together, and to the configuration beside
that folder, or within it, where there is only one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent, Acceptance, Assembled, Service, Setting
from tokenlint.services.asked import workflow_of
from tokenlint.services.mytoken import config, keys, profiles
from tokenlint.services.mytoken.profiles import Profile
from tokenlint.services.mytoken.recognise import CONFIG, PRODUCT
from tokenlint.services.mytoken.templates import Library, Template, read_template
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import Node, Tree, read_tree
from tokenlint.services.text import Text
from tokenlint.source import Problem

_ROTATION = ("on_AT", "on_other", "auto_revoke", "lifetime")


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up."""
    services: list[Service] = []
    problems: list[Problem] = []
    libraries = dict(_libraries(pieces, problems))
    servers = [piece for piece in pieces if piece.kind == CONFIG]
    for piece in servers:
        home = _home(piece, servers, libraries)
        library = libraries.pop(home) if home is not None else Library()
        tree = read_tree(piece.text)
        problems += tree.problems
        if tree.root is not None and tree.root.kind == "map":
            services.append(_server(piece, tree, tree.root, library))
        problems += library.problems.values()
    for library in libraries.values():
        services += _alone(library)
        problems += library.problems.values()
    return Assembled(tuple(services), tuple(problems))


def _libraries(pieces: Sequence[Piece], problems: list[Problem]) -> Iterator[tuple[str, Library]]:
    """The templates below each folder."""
    folders: dict[str, dict[str, dict[str, Template]]] = {}
    for piece in pieces:
        if piece.kind == CONFIG:
            continue
        text = piece.text
        tree = read_tree(text) if text.content.strip()[:1] in ("{", "[", '"') else Tree()
        problems += tree.problems
        kinds = folders.setdefault(str(PurePosixPath(text.folder).parent), {})
        name = text.name.removesuffix(".json")
        kinds.setdefault(piece.kind, {})[name] = read_template(text, tree)
    for folder, kinds in folders.items():
        yield folder, Library(kinds)


def _home(piece: Piece, servers: Sequence[Piece], libraries: Mapping[str, Library]) -> str | None:
    """The folder of the templates that belong to a configuration."""
    text = piece.text
    neighbours = [each for each in servers if each.text.folder == text.folder]
    if text.embedded or len(neighbours) > 1:
        return None
    beside = [
        folder
        for folder in libraries
        if text.folder == folder or _parent(folder) == (text.folder or ".")
    ]
    return beside[0] if len(beside) == 1 else None


def _parent(folder: str) -> str:
    return str(PurePosixPath(folder).parent)


def _server(piece: Piece, tree: Tree, root: Node, library: Library) -> Service:
    text = piece.text
    whole = not (text.embedded or tree.open or tree.problems)
    off = config.unsupported(root)
    known = list(profiles.profiles_of(library, off))
    scopes, most = config.scopes(root), config.longest(root)
    offered = [profiles.offer(each, scopes, most) for each in known if each.obtains]
    common = _templates(text, library, known)
    acceptance = replace(
        common,
        issuers=tuple(config.not_https(root)),
        patterns=tuple(config.patterns(root)),
        settings=(*config.settings(root, text.whole, whole=whole), *common.settings),
        unknown_keys=(*keys.of_config(root), *common.unknown_keys),
        dead=(*keys.renamed(root), *keys.switched_off(library, off)),
        offers=(*config.offers(root, library, text), *offered),
        absent=_absent(library),
    )
    return _service(acceptance, known)


def _alone(library: Library) -> Iterator[Service]:
    """Profiles without the configuration of their server; templates alone offer nothing."""
    known = list(profiles.profiles_of(library))
    first = next(template for kind in library.templates for _, template in library.named(kind))
    offers = tuple(profiles.offer(each, (), profiles.Longest()) for each in known if each.obtains)
    acceptance = _templates(first.text, library, known)
    yield _service(replace(acceptance, offers=offers, absent=_absent(library)), known)


def _templates(main: Text, library: Library, known: Sequence[Profile]) -> Acceptance:
    """What the profiles and templates say, whatever their server is."""
    every = [(kind, t) for kind in library.templates for _, t in library.named(kind)]
    unknown = [each for kind, template in every for each in keys.of_template(kind, template)]
    files = [main.file, *(template.text.file for _, template in every)]
    return Acceptance(
        product=PRODUCT,
        title="mytoken",
        name=f"{main.file}:{main.line}" if main.embedded else main.file,
        source=main.whole,
        files=tuple(dict.fromkeys(files)),
        service="broker",
        settings=tuple(setting for profile in known for setting in _rotation(profile)),
        unknown_keys=tuple(unknown),
    )


def _absent(library: Library) -> tuple[Absent, ...]:
    return tuple(
        each
        for kind, name, near in library.missing.values()
        for each in absent(f"template of {kind}", name, near)
    )


def _rotation(profile: Profile) -> Iterator[Setting]:
    for name in _ROTATION:
        node = profile.rotation.get(name)
        value = node.value if node else None
        if value is not None:
            seconds = int(value.text) if name == "lifetime" and value.text.isdecimal() else None
            yield Setting(
                f"rotation.{name.casefold()}",
                value.text.casefold(),
                value.source,
                known=value.known,
                seconds=seconds,
            )


def _service(acceptance: Acceptance, known: Sequence[Profile]) -> Service:
    asked = [workflow_of(each) for profile in known for each in profiles.requests(profile)]
    return Service(acceptance, requests=tuple(each for each in asked if each is not None))
