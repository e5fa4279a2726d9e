"""From the files of oidc-agent to what it asks for.

`issuer.config`, the files of `issuer.config.d`, the parameters and the accounts of one folder
make one agent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tokenlint.services.acceptance import (
    Acceptance,
    Assembled,
    Dead,
    Issuer,
    Service,
    Setting,
    UnknownKey,
)
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.offer import Offer
from tokenlint.services.oidcagent import issuers, parameters
from tokenlint.services.oidcagent.parameters import Parameter
from tokenlint.services.oidcagent.recognise import ACCOUNT, ENCRYPTED, ISSUERS, PARAMETERS, PRODUCT
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.tree import Node, Tree, read_tree
from tokenlint.services.text import Text
from tokenlint.source import Problem


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """The services that the pieces make up; encrypted accounts tell nothing."""
    folders: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.kind != ENCRYPTED:
            folders.setdefault(_home(piece.text), []).append(piece)
    agents = [_Agent(group) for group in folders.values()]
    problems = tuple(problem for agent in agents for problem in agent.problems)
    return Assembled(tuple(agent.service() for agent in agents), problems)


@dataclass
class _Agent:
    """The files of one agent."""

    pieces: list[Piece]
    problems: list[Problem] = field(default_factory=list)
    roots: list[tuple[Piece, Node | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for piece in self.pieces:
            tree = _tree(piece.text)
            self.problems += tree.problems
            self.roots.append((piece, tree.root))

    def service(self) -> Service:
        """The agent, and what it asks for."""
        text = self.pieces[0].text
        asked = [workflow_of(each) for each in self._asked()]
        acceptance = Acceptance(
            product=PRODUCT,
            title="oidc-agent",
            name=f"{text.file}:{text.line}" if text.embedded else text.file,
            source=text.whole,
            files=tuple(dict.fromkeys(piece.text.file for piece in self.pieces)),
            service="client",
            issuers=tuple(self._not_https()),
            unknown_keys=tuple(self._unknown()),
            dead=tuple(self._dead()),
            settings=tuple(self._settings()),
            offers=tuple(self._offers()),
        )
        return Service(acceptance, requests=tuple(each for each in asked if each is not None))

    def _of(self, kind: str) -> Iterator[Node]:
        for piece, root in self.roots:
            if piece.kind == kind and root is not None:
                yield root

    def _issuers(self) -> Iterator[Node]:
        for root in self._of(ISSUERS):
            yield from issuers.entries(root)

    def _parameters(self) -> tuple[Parameter, ...]:
        roots = self._of(PARAMETERS)
        return tuple(each for root in roots for each in parameters.parameters_of(root))

    def _asked(self) -> Iterator[Asked]:
        added = self._parameters()
        each = [issuers.account(root, added) for root in self._of(ACCOUNT)]
        yield from (asked for asked in each if asked is not None)

    def _offers(self) -> Iterator[Offer]:
        added = self._parameters()
        each = [issuers.public_client(node, added) for node in self._issuers()]
        yield from (offer for offer in each if offer is not None)

    def _not_https(self) -> Iterator[Issuer]:
        for node in (*self._issuers(), *self._of(ACCOUNT)):
            yield from issuers.not_https(issuers.url_of(node))
        for piece, _ in self.roots:
            if piece.kind == ISSUERS and not _is_json(piece.text):
                for url in issuers.addresses(piece.text):
                    yield from issuers.not_https(url)

    def _unknown(self) -> Iterator[UnknownKey]:
        for node in self._issuers():
            yield from issuers.unknown_keys(node)
        for root in self._of(PARAMETERS):
            yield from parameters.unknown_keys(root)

    def _dead(self) -> Iterator[Dead]:
        for root in self._of(PARAMETERS):
            yield from parameters.dead(root)

    def _settings(self) -> Iterator[Setting]:
        for node in self._issuers():
            yield from issuers.settings(node)


def _home(text: Text) -> str:
    """The folder of the agent; each text inside another file is an agent of its own."""
    if text.embedded:
        return f"{text.file}:{text.line}"
    folder = PurePosixPath(text.folder)
    return str(folder.parent if folder.name == "issuer.config.d" else folder)


def _tree(text: Text) -> Tree:
    """JSON; comments on lines of their own, which the agent takes out, become blanks."""
    if not _is_json(text):
        return Tree()
    lines = (" " * len(line) if line.lstrip().startswith("#") else line for line in text.lines)
    bare = Text(
        text.file, text.name, "\n".join(lines), text.line, text.indent, text.exact, text.embedded
    )
    return read_tree(bare)


def _is_json(text: Text) -> bool:
    return text.content.lstrip()[:1] in ("[", "{", "#")
