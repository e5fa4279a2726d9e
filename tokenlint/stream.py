"""Tokens at volume: one decode and one look-up each, since equal shapes share everything else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from tokenlint.credentials.quick import QuickToken, quick_claims, token_of
from tokenlint.policy.engine import Engine, EngineFault, Verdict
from tokenlint.policy.shape import Shape, Shapes
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.read import Reader
from tokenlint.source import Source
from tokenlint.trustspace.vector import Vector

_BATCH = 2_000
_MOST_SHAPES = 100_000
_STREAM = Source("-")


class Line(msgspec.Struct):
    """A line of JSON with a captured token; other members are passed over."""

    token: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What all tokens of one shape have in common: verdict and place; `example` is the first."""

    verdict: Verdict
    vector: Vector
    example: TokenSubject = field(repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules that speak; none where the engine could not judge."""
        if isinstance(self.verdict, EngineFault):
            return ()
        return tuple(raw.rule for raw in self.verdict)


class Stream:
    """Judges tokens in batches; what it keeps grows with the shapes, not with the tokens.

    `evaluated` counts evaluations by the engine, `seen` the tokens.
    """

    def __init__(self, engine: Engine, reader: Reader) -> None:
        self._engine = engine
        self._reader = reader
        self._shapes = Shapes(reader.settings, reader.letters)
        self._known: dict[Shape, Judged] = {}
        self.evaluated = 0
        self.seen = 0

    def judge(self, tokens: Iterable[bytes], source: Source = _STREAM) -> Iterator[Judged]:
        """A judgement for each token, in order. Raises EngineError when nothing can be judged."""
        waiting = iter(tokens)
        while batch := list(islice(waiting, _BATCH)):
            yield from self._batch(batch, source)

    def _batch(self, batch: list[bytes], source: Source) -> list[Judged]:
        known, of_shape = self._known, self._shapes.of
        keys: list[Shape | int] = []
        fresh: dict[Shape | int, TokenSubject] = {}
        for number, data in enumerate(batch):
            quick = quick_claims(data)
            shape = None if quick is None else of_shape(quick)
            if quick is None or shape is None:
                fresh[number] = self._reader.token(data, source)
                keys.append(number)
                continue
            if shape not in known and shape not in fresh:
                fresh[shape] = self._subject(quick, source)
            keys.append(shape)
        judged = self._evaluate(fresh)
        self.seen += len(batch)
        found = [judged[key] if key in judged else known[key] for key in keys]  # type: ignore[index]
        self._keep(judged)
        return found

    def _subject(self, quick: QuickToken, source: Source) -> TokenSubject:
        reader = self._reader
        token = token_of(quick)
        return TokenSubject(token, source, reader.settings, reader.calibration, reader.letters)

    def _evaluate(self, fresh: dict[Shape | int, TokenSubject]) -> dict[Shape | int, Judged]:
        subjects = list(fresh.values())
        if not subjects:
            return {}
        verdicts = self._engine.evaluate([subject.facts for subject in subjects])
        self.evaluated += len(subjects)
        return {
            key: Judged(verdict, subject.view.vector, subject)
            for (key, subject), verdict in zip(fresh.items(), verdicts, strict=True)
        }

    def _keep(self, judged: dict[Shape | int, Judged]) -> None:
        if len(self._known) > _MOST_SHAPES:
            self._known.clear()
        self._known.update(
            (key, value)
            for key, value in judged.items()
            if isinstance(key, tuple) and not isinstance(value.verdict, EngineFault)
        )


def tokens_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The tokens of JSON lines `{"token": "..."}`.

    Any other line stands for itself, so that it is judged, as unreadable, and not lost.
    """
    decode = msgspec.json.Decoder(Line).decode
    for line in lines:
        try:
            yield decode(line).token.encode()
        except msgspec.DecodeError:
            yield line
