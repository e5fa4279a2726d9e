"""Settings, readers, declarations and an engine to script, for tests of the rooms that judge."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter
from types import TracebackType
from typing import Any, Self

import msgspec

from tests.minting import NOW, claims, mint
from tokenlint import shipped
from tokenlint.lint import Inputs
from tokenlint.policy.catalogue import Catalogue, load_catalogue
from tokenlint.policy.engine import EngineFault, Verdict
from tokenlint.policy.finding import Persona, RawFinding
from tokenlint.policy.settings import Settings
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.read import Reader
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration

QUICK_HEADER: Mapping[str, Any] = {"alg": "ES256", "kid": "key-1", "typ": "JWT"}
EVERY_LETTER = frozenset({"path_text", "audience_text", "issuer_text"})

SERVICES = """\
tokenlint: workflows/1
services:
  disk: {audience: https://storage.example, kind: storage}
  tape: {audience: https://tape.example, kind: storage}
"""
READER = (
    SERVICES
    + """\
workflows:
  nightly:
    kind: deletion
    operations:
      - {operation: delete, service: disk, path: /scratch, by: service}
    usable_for: 1h
    token:
      issuer: https://issuer.example
      audience: [https://storage.example]
      scope: "storage.create:/scratch storage.read:/data"
      lifetime: 6h
"""
)
"""A workflow file with one workflow that cannot delete what it should."""


def catalogue() -> Catalogue:
    """The shipped rules."""
    return load_catalogue()


def settings(**changes: Any) -> Settings:
    """Every rule, for a reader who sees all, at the instant of the examples."""
    whole = Settings(
        NOW,
        dict(shipped.compiled()["limits"]),
        frozenset(catalogue().rules),
        persona=Persona.AUDITOR,
    )
    return replace(whole, **changes)


def reader(**changes: Any) -> Reader:
    """A reader with the shipped limits and calibration; changes are those of `Reader`."""
    return replace(Reader(settings(), Calibration.default()), **changes)


def token(body: Mapping[str, Any] | str | None = None, **changes: Any) -> TokenSubject:
    """A minted token as it is judged; `changes` are those of its claims."""
    data = mint(claims(**changes) if body is None else body, QUICK_HEADER)
    return reader().token(data.encode(), Source("t.jwt"))


def read(text: str, file: str = "w.yaml") -> Inputs:
    """A workflow file as it is read."""
    return reader().workflows(text.encode(), Path(file))


def workflow(text: str = READER) -> WorkflowSubject:
    """The only workflow of a file."""
    (subject,) = read(text).subjects
    assert isinstance(subject, WorkflowSubject)
    return subject


def assert_same(first: TokenSubject, second: TokenSubject) -> None:
    """Two tokens that no rule can tell apart, at one place in trust space."""
    assert first.facts == second.facts
    for axis in ("audience", "scope", "lifetime"):
        one, other = getattr(first.view.vector, axis), getattr(second.view.vector, axis)
        assert abs(one - other) <= 1e-12


Answer = Callable[[Mapping[str, Any]], Verdict]


class Scripted:
    """An engine that answers each document by a function; counts what it was asked."""

    name = "scripted"
    version = "1"

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer = answer or (lambda _: [])
        self.asked: list[Mapping[str, Any]] = []

    def warm(self, kind: str = "") -> None:
        """It is always warm."""

    def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
        """Each document on its own."""
        self.asked += documents
        return [self.answer(document) for document in documents]

    def close(self) -> None:
        """There is nothing to give back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def fingerprint(document: Mapping[str, Any]) -> Verdict:
    """A verdict that differs for documents that differ in anything."""
    text = msgspec.json.encode(document, order="deterministic").decode()
    return [RawFinding("ALL000", ("/kind",), {"document": text})]


def always(code: str, *at: str, **arguments: Any) -> Answer:
    """The same finding in every document, with some word for whatever its templates want."""
    rule = catalogue().rules[code]
    names = {name for text in (rule.message, rule.fix) for _, name, _, _ in Formatter().parse(text)}
    words = {name: "word" for name in names if name} | arguments
    return lambda _: [RawFinding(code, at or ("/kind",), words)]


def fault(_: Mapping[str, Any]) -> Verdict:
    """No answer for any document."""
    return EngineFault("it fell over", "pick it up")
