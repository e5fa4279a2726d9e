"""What tokenlint's acceptance model of a server says of a cell of a probe, where it speaks of it.

The model knows claims and paths, and no signatures or times: of flawed tokens it says nothing.
Of a path that is written as if it led elsewhere it is asked what holds where it leads.
"""

from tests.real.xrootd.demands import Demand
from tests.real.xrootd.prediction import Model
from tests.real.xrootd.tokens import FIRST, Kind
from tokenlint.probe.cases import aim
from tokenlint.probe.cell import Cell, Effect, Reach
from tokenlint.probe.layout import Layout
from tokenlint.probe.token import Flaw
from tokenlint.services.decision import Decision, Verdict

_ORDER = (Verdict.ALLOWED, Verdict.DEPENDS, Verdict.DENIED)
_PLAIN = frozenset({Reach.INSIDE, Reach.SIBLING, Reach.OUTSIDE})


def presented(cell: Cell, subject: str) -> Kind | None:
    """The token of a cell as the model takes it; None where the model does not speak of it."""
    wish = cell.kind.wish
    if wish.flaw is Flaw.NO_TOKEN:
        return Kind(cell.kind.name, issuer=None)
    if wish.flaw is not Flaw.NONE:
        return None
    return Kind(
        cell.kind.name,
        wish.scope,
        FIRST,
        subject,
        wish.groups,
        wish.audience[0] if wish.audience and len(wish.audience) == 1 else wish.audience,
    )


def predicted(cell: Cell, layout: Layout, model: Model, subject: str) -> Decision | None:
    """What the model says of a cell; None where it does not speak of it."""
    kind = presented(cell, subject)
    if kind is None or cell.left_out:
        return None
    where = aim(cell.case, cell.kind.name, layout)
    protocol = "http" if cell.protocol.startswith("http") else "root"
    told = [
        model.predict(kind, Demand(cell.case.operation, path), protocol)
        for path in where.concerned  # of a rename both names: either can be refused
    ]
    return max(told, key=lambda each: _ORDER.index(each.verdict))


def agrees(decision: Decision, cell: Cell, effect: Effect) -> bool:
    """Whether what was seen is what the model says; a decision that depends agrees with all.

    A server may refuse any path that has dot segments, whatever holds where it leads.
    """
    plain = cell.case.reach in _PLAIN
    if decision.verdict is Verdict.DEPENDS or (not plain and effect is Effect.UNCHANGED):
        return True
    return (decision.verdict is Verdict.ALLOWED) is (effect is Effect.DONE)
