"""What tokenlint's acceptance model says about a request, from the files of the server alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from tests.real.xrootd.demands import Demand
from tests.real.xrootd.tokens import Kind
from tokenlint.services.acceptance import Assembled, Decide
from tokenlint.services.decision import Ask, Decision, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.model.decide import decider
from tokenlint.services.xrootd.model.requests import Protocol
from tokenlint.services.xrootd.reader import assemble
from tokenlint.services.xrootd.recognise import kind_of

ANY_PROTOCOL = "any"
"""The question that a service answers: whether the request passes over some protocol."""


@dataclass(frozen=True, slots=True)
class Model:
    """The answers of the service that the reader made of a server's files.

    `decide` is None where the files gave no service, or several.
    """

    decide: Decide | None
    problems: tuple[str, ...]

    @staticmethod
    def of(files: Mapping[str, str], version: str) -> "Model":
        """The model of a server of that version with these files."""
        texts = [Text(name, name, content) for name, content in files.items()]
        kinds = [(kind_of(text), text) for text in texts]
        found = assemble([Piece(kind, text) for kind, text in kinds if kind])
        problems = tuple(f"{each.source}: {each.reason}" for each in found.problems)
        return Model(_decide(found, version), problems)

    def predict(self, kind: Kind, demand: Demand, protocol: str) -> Decision:
        """The answer over one protocol, or over any."""
        if self.decide is None:
            return Decision(Verdict.DEPENDS, (), ("the files give no single service",))
        presented, ask = kind.presented(), Ask(demand.operation, demand.path)
        over_any = self.decide(presented, ask)
        if protocol == ANY_PROTOCOL or over_any.verdict is Verdict.DENIED:
            return over_any
        service = cast("Any", self.decide).__self__
        spoken = Protocol.HTTP if protocol == "http" else Protocol.ROOT
        readings = service._readings(presented)
        over: Decision = service._over(spoken, readings, presented, ask.operation, ask.path)
        return over


def _decide(found: Assembled, version: str) -> Decide | None:
    """The only service's answers, as a server of that version gives them."""
    if len(found.services) != 1:
        return None
    # The files do not tell the version: the reader takes the newest.
    configuration = cast("Any", found.services[0].decide).__self__.configuration
    return decider(replace(configuration, version=version))
