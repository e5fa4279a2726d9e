"""What tokenlint's acceptance model says about a request, from the files of the server alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.real.xrootd.demands import Demand
from tests.real.xrootd.tokens import Kind
from tokenlint.services.decision import Ask, Decision, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.model.decide import Answers
from tokenlint.services.xrootd.model.requests import Protocol
from tokenlint.services.xrootd.model.versions import release_of
from tokenlint.services.xrootd.reader import assemble, configurations
from tokenlint.services.xrootd.recognise import kind_of

ANY_PROTOCOL = "any"
"""The question that a service answers: whether the request passes over some protocol."""


@dataclass(frozen=True, slots=True)
class Model:
    """The answers of the service that the reader made of a server's files.

    `answers` is None where the files gave no service, or several.
    """

    answers: Answers | None
    problems: tuple[str, ...]

    @staticmethod
    def of(files: Mapping[str, str], version: str) -> "Model":
        """The model of a server of that version with these files, which do not tell the version."""
        texts = [Text(name, name, content) for name, content in files.items()]
        kinds = [(kind_of(text), text) for text in texts]
        pieces = [Piece(kind, text) for kind, text in kinds if kind]
        found = assemble(pieces)
        problems = tuple(f"{each.source}: {each.reason}" for each in found.problems)
        if len(found.services) != 1:
            return Model(None, problems)
        (configuration,) = configurations(pieces)
        of_version = replace(configuration, version=version)
        return Model(Answers(of_version, release_of(version)), problems)

    def predict(self, kind: Kind, demand: Demand, protocol: str) -> Decision:
        """The answer over one protocol, or over any."""
        if self.answers is None:
            return Decision(Verdict.DEPENDS, (), ("the files give no single service",))
        presented, ask = kind.presented(), Ask(demand.operation, demand.path)
        if protocol == ANY_PROTOCOL:
            return self.answers.decide(presented, ask)
        spoken = Protocol.HTTP if protocol == "http" else Protocol.ROOT
        return self.answers.over(spoken, presented, ask)
