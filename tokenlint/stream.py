"""Tokens at volume: one decode and one look-up each, since equal shapes share everything else."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
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
_AHEAD = 64  # batches that may wait for the engine
_MOST_SHAPES = 100_000
_STREAM = Source("-")


class Line(msgspec.Struct, gc=False):
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


_Key = Shape | int
_Fresh = dict[_Key, TokenSubject]


@dataclass(frozen=True, slots=True)
class _Batch:
    """The keys of a batch in order, and the answer of the engine where it was asked."""

    keys: list[_Key]
    answer: Future[dict[_Key, Judged]] | None

    @property
    def ready(self) -> bool:
        """Whether nothing has to be waited for."""
        return self.answer is None or self.answer.done()


class Stream:
    """Judges tokens in batches; what it keeps grows with the shapes, not with the tokens.

    `evaluated` counts evaluations by the engine, `seen` the tokens.
    """

    def __init__(self, engine: Engine, reader: Reader) -> None:
        self._engine = engine
        self._reader = reader
        self._shapes = Shapes(reader.settings, reader.letters)
        self._asked: dict[Shape, Shape] = {}  # to itself: equal ones are kept once
        self._known: dict[_Key, Judged] = {}
        self.evaluated = 0
        self.seen = 0

    def judge(self, tokens: Iterable[bytes], source: Source = _STREAM) -> Iterator[Judged]:
        """A judgement for each token, in order. Raises EngineError when nothing can be judged.

        While the engine judges the new shapes of one batch, the next ones are decoded.
        """
        self._engine.warm("token")
        waiting = iter(tokens)
        ahead: deque[_Batch] = deque()
        with ThreadPoolExecutor(max_workers=1) as judge, _nothing_old_collected():
            while batch := list(islice(waiting, _BATCH)):
                keys, fresh = self._read(batch, source)
                ahead.append(_Batch(keys, judge.submit(self._evaluate, fresh) if fresh else None))
                full = len(self._asked) > _MOST_SHAPES
                while ahead and (full or len(ahead) > _AHEAD or ahead[0].ready):
                    yield from self._settle(ahead.popleft())
                if full:
                    self._forget()
            while ahead:
                yield from self._settle(ahead.popleft())
        self._forget_faults()

    def _read(self, batch: list[bytes], source: Source) -> tuple[list[_Key], _Fresh]:
        """The key of each token, and those that the engine has not been asked about."""
        asked, of_shape = self._asked, self._shapes.of
        keys: list[_Key] = []
        fresh: _Fresh = {}
        for number, data in enumerate(batch, self.seen):
            quick = quick_claims(data)
            shape = None if quick is None else of_shape(quick)
            if quick is None or shape is None:
                fresh[number] = self._reader.token(data, source)
                keys.append(number)
                continue
            known = asked.get(shape)
            if known is None:
                known = asked[shape] = shape
                fresh[shape] = self._subject(quick, source)
            keys.append(known)
        self.seen += len(batch)
        return keys, fresh

    def _settle(self, batch: _Batch) -> list[Judged]:
        """The judgements of a batch whose turn it is; the answers of those before are known."""
        known = self._known
        if batch.answer is not None:
            known.update(batch.answer.result())
        return [known.pop(key) if type(key) is int else known[key] for key in batch.keys]

    def _forget_faults(self) -> None:
        """What could not be judged may be, the next time."""
        for shape in [
            s for s, each in self._known.items() if isinstance(each.verdict, EngineFault)
        ]:
            del self._known[shape]
            self._asked.pop(shape, None)  # type: ignore[arg-type]  # tokens without a shape are gone

    def _forget(self) -> None:
        """Start anew: shapes that come again cost an evaluation, and memory stays bounded."""
        self._known.clear()
        self._asked.clear()

    def _subject(self, quick: QuickToken, source: Source) -> TokenSubject:
        reader = self._reader
        token = token_of(quick)
        return TokenSubject(token, source, reader.settings, reader.calibration, reader.letters)

    def _evaluate(self, fresh: _Fresh) -> dict[_Key, Judged]:
        subjects = list(fresh.values())
        verdicts = self._engine.evaluate([subject.facts for subject in subjects])
        self.evaluated += len(subjects)
        return {
            key: Judged(verdict, subject.view.vector, subject)
            for (key, subject), verdict in zip(fresh.items(), verdicts, strict=True)
        }


@contextmanager
def _nothing_old_collected() -> Iterator[None]:
    """The garbage collector leaves alone what was there before: rules, modules, policies.

    It would look at all of it again and again while a hundred thousand tokens are decoded.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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
