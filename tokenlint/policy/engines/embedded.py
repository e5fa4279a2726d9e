"""The embedded engine: regopy, in worker processes of its own.

Each of its traps is shut off here or in the worker:
see the worker for crashes, prints, threads and the environment,
`portable.py` for what regopy answers wrongly without a word,
`wire.py` for inputs that it would change and answers that are none.
"""

import json
import selectors
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

import msgspec

from tokenlint.errors import EngineError
from tokenlint.policy.engine import EmbeddedOptions, EngineFault, Facts, Verdict
from tokenlint.policy.engines.process import Died, Worker, regopy_version
from tokenlint.policy.entry import ANSWER, BoundRule, entry_module, entry_package
from tokenlint.policy.policies import PolicySet
from tokenlint.policy.wire import Answer, sendable, verdict

GROUP = 14  # rules compiled together; measured: fewer cost more bundles, more grow beyond linear
DOCUMENTS_PER_WORKER = 24  # so many evaluations take as long as the start of one more process
MAX_DEATHS = 5
_ADVICE = "divide a very long list, look for a policy that loops, or use --opa-url"


class _Output(msgspec.Struct, forbid_unknown_fields=True):
    """regopy's answer to one query."""

    expressions: list[Answer]


class _Failure(msgspec.Struct):
    reason: str
    rules: list[str]


_OUTPUTS = msgspec.json.Decoder(list[_Output])
_FAILURE = msgspec.json.Decoder(_Failure)


class EmbeddedEngine:
    """Judges documents one by one, each in a worker process that is not yet busy."""

    name = "embedded"

    def __init__(self, policies: PolicySet, options: EmbeddedOptions) -> None:
        self._policies = policies
        self._options = options
        self._setup = _setup(policies, options.seconds)
        self._workers: list[Worker] = []
        self._deaths = 0

    @property
    def version(self) -> str:
        """Such as `regopy 1.5.2`."""
        return regopy_version()

    def warm(self, kind: str = "") -> None:
        """Start one worker; it compiles what judges `kind` while this process reads documents."""
        if not self._workers:
            self._workers.append(self._start(kind))

    def _start(self, first: str = "") -> Worker:
        setup = json.dumps({**self._setup, "first": first}).encode()
        try:
            return Worker(setup, self._options.seconds, self._options.memory)
        except OSError as error:
            raise EngineError(f"no worker process could be started: {error.strerror}") from error

    def evaluate(self, documents: Sequence[Facts]) -> list[Verdict]:
        """As the protocol says; documents that cannot be judged have a fault for a verdict."""
        run = _Run(documents, self._policies)
        self._staff(run)
        while run.busy or run.waiting:
            self._hand_out(run)
            for worker in _answering(run.busy, self._options.seconds):
                self._take(run, worker)
        return run.verdicts

    def _staff(self, run: "_Run") -> None:
        """As many workers as the documents justify; one document never starts a second."""
        wanted = min(self._options.workers, -(-len(run.waiting) // DOCUMENTS_PER_WORKER))
        while len(self._workers) < wanted:
            self._workers.append(self._start())

    def _hand_out(self, run: "_Run") -> None:
        if self._deaths >= MAX_DEATHS and run.waiting:
            run.give_up(f"the engine died {self._deaths} times, so it was not started again")
        for worker in list(self._workers):
            if worker not in run.busy and run.waiting:
                at = run.waiting.popleft()
                run.busy[worker] = at
                try:
                    worker.send(run.frames[at])
                except Died as death:
                    self._bury(run, worker, death)

    def _take(self, run: "_Run", worker: Worker) -> None:
        try:
            answer = worker.receive()
        except Died as death:
            self._bury(run, worker, death)
        else:
            run.settle(run.busy.pop(worker), answer)

    def _bury(self, run: "_Run", worker: Worker, death: Died) -> None:
        """The document that it died of has a fault; the rest goes on in a fresh worker."""
        self._workers.remove(worker)
        at = run.busy.pop(worker)
        reason = f"the engine died on this document: {death}"
        run.verdicts[at] = EngineFault(reason, _ADVICE)
        self._deaths += 1
        if self._deaths < MAX_DEATHS and run.waiting:
            self._workers.append(self._start())

    def close(self) -> None:
        """End the workers."""
        while self._workers:
            self._workers.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:  # do not wait for an evaluation that was interrupted
            while self._workers:
                self._workers.pop().kill()


class _Run:
    """The documents of one call: what waits, who is busy with what, what was found."""

    def __init__(self, documents: Sequence[Facts], policies: PolicySet) -> None:
        self.documents = documents
        self._digest = policies.digest
        self._codes = {
            kind: [rule.code for rule in policies.for_kind(kind)] for kind in policies.kinds
        }
        self.frames: dict[int, bytes] = {}
        self.verdicts: list[Verdict] = [EngineFault("not judged")] * len(documents)
        self.busy: dict[Worker, int] = {}
        for at, document in enumerate(documents):
            data = _sendable(document, policies)
            if isinstance(data, EngineFault):
                self.verdicts[at] = data
            else:
                self.frames[at] = f"{document['kind']}\n".encode() + data
        self.waiting = deque(self.frames)

    def give_up(self, reason: str) -> None:
        while self.waiting:
            self.verdicts[self.waiting.popleft()] = EngineFault(reason)

    def settle(self, at: int, answer: bytes) -> None:
        document = self.documents[at]
        try:
            if answer[:1] == b"!":
                self.verdicts[at] = _fault(_FAILURE.decode(answer[1:]))
                return
            outputs = _OUTPUTS.decode(answer[1:])
        except msgspec.DecodeError as error:
            self.verdicts[at] = EngineFault(f"the engine's answer cannot be read: {error}")
            return
        answers = [each for output in outputs for each in output.expressions]
        codes = self._codes[document["kind"]]
        self.verdicts[at] = verdict(document, answers, codes, self._digest)


def _sendable(document: Facts, policies: PolicySet) -> bytes | EngineFault:
    r"""Only letters that a site's policy asked for can hold what regopy gets wrong.

    It counts the escaped form of a text: count("\n") is 2.
    It sorts "a b" before "a", as it compares the quotes behind a text as well.
    """
    data = sendable(document, policies.kinds)
    if isinstance(data, EngineFault):
        return data
    if b"\\" in data:
        wrong = "quotes, backslashes or control characters, which it counts wrongly"
    elif policies.letters and policies.sorts and (b" " in data or b"!" in data):
        wrong = "blanks or exclamation marks, which it sorts wrongly"
    else:
        return data
    reason = f"the embedded engine cannot judge text with {wrong}"
    return EngineFault(reason, "judge it with a real OPA (--opa-url)")


def _fault(failure: _Failure) -> EngineFault:
    rules = f" ({', '.join(failure.rules)})" if failure.rules else ""
    return EngineFault(f"a policy failed{rules}: {failure.reason}", "`opa eval` says more about it")


def _answering(busy: dict[Worker, int], seconds: float) -> list[Worker]:
    """The busy workers that have something to read; a single one is simply waited for."""
    if len(busy) in (0, 1):
        return list(busy)
    with selectors.DefaultSelector() as selector:
        for worker in busy:
            selector.register(worker.output, selectors.EVENT_READ, worker)
        ready = [key.data for key, _ in selector.select(seconds)]
    return ready or list(busy)  # nobody answered in time: `receive` says so


def _setup(policies: PolicySet, seconds: float) -> dict[str, Any]:
    groups = {kind: list(_groups(policies, kind)) for kind in policies.kinds}
    return {"seconds": seconds, "groups": groups}


def _groups(policies: PolicySet, kind: str) -> Iterator[dict[str, Any]]:
    rules = policies.for_kind(kind)
    for start in range(0, len(rules), GROUP):
        yield _group(policies, kind, rules[start : start + GROUP])


def _group(policies: PolicySet, kind: str, rules: Sequence[BoundRule]) -> dict[str, Any]:
    """Only what these rules refer to: modules beside them slow regopy down."""
    needed = policies.closure(rule.package for rule in rules)
    modules = [(module.file, module.text) for module in needed]
    return {
        "modules": [*modules, ("entry.rego", entry_module(kind, rules, policies.digest))],
        "entry": "/".join((*entry_package(kind), ANSWER)),
        "rules": {rule.code: "/".join((*rule.package, "findings")) for rule in rules},
    }
