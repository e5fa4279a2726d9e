"""Each shape is judged once, while the next parts are still being read."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Self

from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.proxy.proxy import Proxy
from tokenlint.credentials.quick import quick_parts, token_of
from tokenlint.credentials.token import Token
from tokenlint.policy.engine import Engine, EngineFault, Verdict
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.privilege.privilege import Privilege
from tokenlint.read import Reader
from tokenlint.scan.summary import Example, Tally
from tokenlint.source import Source
from tokenlint.workflows.declaration import Workflow

_AT_ONCE = 200
Captured = TokenSubject | MacaroonSubject | ProxySubject


@dataclass(frozen=True, slots=True)
class Judged:
    """A shape: its count and first place, the first token of it, and what the rules say."""

    tally: Tally
    subject: Captured = field(repr=False)
    verdict: Verdict

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules that speak; none where the engine could not judge."""
        if isinstance(self.verdict, EngineFault):
            return ()
        return tuple(dict.fromkeys(raw.rule for raw in self.verdict))

    @property
    def privilege(self) -> Privilege:
        """What the credential allows."""
        subject = self.subject
        return subject.privilege if isinstance(subject, MacaroonSubject) else subject.view.privilege

    @property
    def magnitude(self) -> float:
        """Its length in trust space; 0 for what no service can read."""
        if isinstance(self.subject, TokenSubject) and self.subject.token.readable:
            return self.subject.view.vector.magnitude
        vector = self.subject.document.vector
        return vector.magnitude if vector else 0.0


class ShapeJudge:
    """Asks the engine about shapes in a thread of its own; `evaluated` counts them.

    Use it in a `with` statement.
    """

    def __init__(self, engine: Engine, reader: Reader, against: Workflow | None = None) -> None:
        self._engine = engine
        self._reader = reader
        self._against = against
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._answers: dict[bytes, tuple[Future[list[Verdict]], int]] = {}
        self.evaluated = 0

    def ask(self, shapes: Mapping[bytes, Tally]) -> None:
        """Let the shapes be judged that were not asked about before."""
        fresh = iter([digest for digest in shapes if digest not in self._answers])
        while some := list(islice(fresh, _AT_ONCE)):
            facts = [self.subject(shapes[digest]).facts for digest in some]
            answer = self._thread.submit(self._engine.evaluate, facts)
            for number, digest in enumerate(some):
                self._answers[digest] = answer, number
            self.evaluated += len(some)

    def subject(self, tally: Tally) -> Captured:
        """The first token of a shape, at its place."""
        source = Source(tally.place.input, tally.place.line)
        return subject_of(tally.example, source, self._reader, self._against)

    def judged(self, shapes: Mapping[bytes, Tally]) -> list[Judged]:
        """All of these shapes with their verdicts. Raises EngineError when none can be had."""
        self.ask(shapes)
        return [
            Judged(tally, self.subject(tally), self._verdict(digest))
            for digest, tally in shapes.items()
        ]

    def unjudged(self, shapes: Mapping[bytes, Tally]) -> list[Judged]:
        """The shapes as they are placed, where no engine can judge them."""
        return [Judged(tally, self.subject(tally), []) for tally in shapes.values()]

    def _verdict(self, digest: bytes) -> Verdict:
        answer, number = self._answers[digest]
        return answer.result()[number]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def subject_of(
    example: Example, source: Source, reader: Reader, against: Workflow | None = None
) -> Captured:
    """The credential behind an example under judgement."""
    match example.read:
        case Macaroon() as macaroon:
            return reader.read_macaroon(macaroon, source)
        case Proxy() as proxy:
            return reader.read_proxy(proxy, source, against=against)
        case Token() as token:
            pass
        case None:
            token = _regular(example)
    words = _WORDS.get(example.verification) or f"NOT verified ({example.verification})"
    words = words if example.whole else "cut off or redacted"
    return reader.decoded(token, source, (example.verification, words), against)


def _regular(example: Example) -> Token:
    quick = quick_parts(example.header, example.claims, example.size)
    if quick is None:
        raise ValueError("only what is regular is kept in parts")
    return token_of(quick)


_WORDS = {"claimed": "not checked", "verified": "verified with the given keys"}
