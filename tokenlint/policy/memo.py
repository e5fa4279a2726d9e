"""Same shape, same answer: documents of equal content share one evaluation."""

from collections import OrderedDict
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import msgspec

from tokenlint.policy.engine import Engine, EngineFault, Facts, Verdict
from tokenlint.policy.finding import RawFinding

DEFAULT_SHAPES = 50_000

_ENCODER = msgspec.json.Encoder(order="deterministic")


class SharedShapes:
    """An engine that asks another one only once for each content.

    At most `shapes` answers are kept; the one that was not used for longest goes first.
    Faults are not kept. `asked` and `shared` count evaluations and those that were saved.
    """

    def __init__(self, engine: Engine, shapes: int = DEFAULT_SHAPES) -> None:
        self._engine = engine
        self._shapes = shapes
        self._known: OrderedDict[bytes, tuple[RawFinding, ...]] = OrderedDict()
        self.asked = 0
        self.shared = 0

    @property
    def name(self) -> str:
        """That of the engine behind."""
        return self._engine.name

    @property
    def version(self) -> str:
        """That of the engine behind."""
        return self._engine.version

    def warm(self, kind: str = "") -> None:
        """Start the engine behind."""
        self._engine.warm(kind)

    def evaluate(self, documents: Sequence[Facts]) -> list[Verdict]:
        """As the engine behind, in the order of the documents."""
        keys = [_key(document) for document in documents]
        fresh = {
            key: document
            for key, document in zip(keys, documents, strict=True)
            if key is not None and key not in self._known
        }
        odd = [document for key, document in zip(keys, documents, strict=True) if key is None]
        verdicts = self._engine.evaluate([*fresh.values(), *odd]) if fresh or odd else []
        self.asked += len(verdicts)
        self.shared += len(documents) - len(verdicts)
        judged = dict(zip(fresh, verdicts, strict=False))
        rest = iter(verdicts[len(fresh) :])
        answers = [next(rest) if key is None else self._answer(key, judged) for key in keys]
        self._keep(judged)
        return answers

    def _answer(self, key: bytes, judged: dict[bytes, Verdict]) -> Verdict:
        if key in judged:
            verdict = judged[key]
            return verdict if isinstance(verdict, EngineFault) else list(verdict)
        self._known.move_to_end(key)
        return list(self._known[key])

    def _keep(self, judged: dict[bytes, Verdict]) -> None:
        for key, verdict in judged.items():
            if not isinstance(verdict, EngineFault):
                self._known[key] = tuple(verdict)
        while len(self._known) > self._shapes:
            self._known.popitem(last=False)

    def close(self) -> None:
        """Close the engine behind."""
        self._engine.close()

    def __enter__(self) -> Self:
        self._engine.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._engine.__exit__(kind, error, trace)


def _key(document: Facts) -> bytes | None:
    """The content as bytes; None for what must be judged on its own.

    Infinity and NaN are written as null, as None is: documents with a null share nothing,
    and neither do those that are no JSON. The facts of tokenlint hold no nulls.
    """
    try:
        key = _ENCODER.encode(document)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None
    return None if b"null" in key else key
