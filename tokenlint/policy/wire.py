"""Documents on their way to an engine, and answers on their way back.

Both are checked: a document that engines would read differently is not sent,
an answer that is not exactly what was asked for is a fault.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from tokenlint.policy.engine import EngineFault, Facts, Verdict
from tokenlint.policy.finding import RawFinding, Scalar

MAX_DEPTH = 64
MAX_BYTES = 8_000_000
MAX_DIGITS = 300  # of a whole number
_DIGITS = 15  # of a fraction; regopy keeps no more
_RANGE = (1e-300, 1e300)
_WHOLE = 2**53  # up to here a float that is a whole number is exact

_ENCODER = msgspec.json.Encoder(order="deterministic")


class CannotBeSent(ValueError):
    """A document that not every engine would read alike."""


def encode(document: Facts) -> bytes:
    """JSON with sorted members; equal documents have equal bytes.

    Members are sorted because regopy walks through an object in the order of its text.
    Whole numbers lose their fraction (3.0 is 3), other fractions keep 15 digits.
    Raises CannotBeSent for what is no JSON, too deep, too large, or not exact in every engine.
    """
    try:
        data = _ENCODER.encode(_plain(document, MAX_DEPTH))
    except (TypeError, ValueError, OverflowError) as error:
        raise CannotBeSent(f"the document cannot be handed to an engine: {error}") from error
    if len(data) > MAX_BYTES:
        raise CannotBeSent(f"the document has {len(data)} bytes; at most {MAX_BYTES} are judged")
    return data


def _plain(value: Any, depth: int) -> Any:
    if depth < 0:
        raise CannotBeSent(f"it is nested deeper than {MAX_DEPTH}")
    if isinstance(value, float):
        return _plain_number(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise CannotBeSent("a member's name is no string")
        return {key: _plain(each, depth - 1) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, depth - 1) for each in value]
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        raise CannotBeSent("a number is too large")
    if value is None or isinstance(value, str | int):
        return value
    raise CannotBeSent(f"it holds a {type(value).__name__}")


def _plain_number(value: float) -> float:
    if not math.isfinite(value):
        raise CannotBeSent("a number is not finite")
    if value and not _RANGE[0] < abs(value) < _RANGE[1]:
        raise CannotBeSent("a number is too large or too small")
    rounded = float(f"{value:.{_DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) <= _WHOLE else rounded


def sendable(document: Facts, kinds: Collection[str]) -> bytes | EngineFault:
    """The document as JSON, or why no engine can judge it."""
    kind = document.get("kind")
    if kind not in kinds:
        return EngineFault(f"no rule judges documents of the kind {kind}")
    try:
        return encode(document)
    except CannotBeSent as error:
        return EngineFault(str(error), "correct what made this document")


class RawAnswer(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One finding as a policy writes it."""

    rule: str
    at: list[str]
    args: dict[str, Scalar] = {}


class Canary(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Proof that this document was judged by these policies."""

    format: str
    kind: str
    policies: str


class Answer(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What an entry module says of one document."""

    canary: Canary
    findings: dict[str, list[RawAnswer]]


def verdict(
    document: Facts, answers: Iterable[Answer], codes: Sequence[str], digest: str
) -> Verdict:
    """The findings of one document from the answers of its entry modules.

    A fault when a canary is not that of this document and these policies,
    when a rule gave no answer, or spoke for another one.
    """
    found: list[RawFinding] = []
    expected = Canary(str(document.get("format")), str(document.get("kind")), digest)
    heard: set[str] = set()
    for answer in answers:
        if answer.canary != expected:
            return EngineFault("the engine answered for another document or other policies")
        heard |= answer.findings.keys()
        for code, raw in answer.findings.items():
            for each in raw:
                if reason := _unusable(code, each):
                    return EngineFault(reason, "correct this policy")
                found.append(RawFinding(each.rule, tuple(each.at), _arguments(each.args)))
    if heard != set(codes):
        return EngineFault("the engine did not answer for every rule")
    return sorted(found, key=_order)


def _unusable(code: str, finding: RawAnswer) -> str | None:
    if finding.rule != code:
        return f"the policy of {code} speaks for {finding.rule}"
    if not finding.at:
        return f"the policy of {code} found something nowhere: `at` is empty"
    if not all(pointer == "" or pointer.startswith("/") for pointer in finding.at):
        return f"the policy of {code} points with something that is no JSON pointer"
    return None


def _arguments(args: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Numbers as all engines give them: whole ones without fraction, others with 12 digits."""
    return {name: _number(value) for name, value in sorted(args.items())}


def _number(value: Scalar) -> Scalar:
    if not isinstance(value, float):
        return value
    if value.is_integer() and abs(value) <= _WHOLE:
        return int(value)
    return float(f"{value:.12g}")


def _order(finding: RawFinding) -> tuple[str, tuple[str, ...], str]:
    return finding.rule, finding.at, repr(finding.args)
