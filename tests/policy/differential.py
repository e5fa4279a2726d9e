"""Three engines, one answer: a harness for documents of any origin."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tokenlint.policy.engine import Engine, EngineFault, Verdict

CHUNK = 100


def assert_same_findings(
    engines: Sequence[Engine], documents: Sequence[Mapping[str, Any]], *, faults: bool = False
) -> list[Verdict]:
    """The verdicts of the first engine, after every other one gave the same.

    A fault fails the test unless `faults` allows it; also then it must be a fault everywhere.
    """
    first, *others = engines
    verdicts = first.evaluate(documents)
    assert len(verdicts) == len(documents)
    for engine in others:
        for start in range(0, len(documents), CHUNK):
            part = documents[start : start + CHUNK]
            found = engine.evaluate(part)
            assert len(found) == len(part)
            for document, one, other in zip(part, verdicts[start:], found, strict=False):
                assert _comparable(one) == _comparable(other), _difference(
                    document, first, one, engine, other
                )
    if not faults:
        bad = [each for each in verdicts if isinstance(each, EngineFault)]
        assert not bad, bad[:3]
    return verdicts


def _comparable(verdict: Verdict) -> object:
    """Engines word their faults differently; numbers keep their type (1 is not true)."""
    if isinstance(verdict, EngineFault):
        return "fault"
    return [(f.rule, f.at, [(k, repr(v)) for k, v in f.args.items()]) for f in verdict]


def _difference(
    document: Mapping[str, Any], first: Engine, one: Verdict, engine: Engine, other: Verdict
) -> str:
    shown = msgspec.json.format(msgspec.json.encode(document)).decode()
    return f"{_only(first, one, other)}\n{_only(engine, other, one)}\nfor {shown}"


def _only(engine: Engine, one: Verdict, other: Verdict) -> str:
    """What this engine says and the other one does not."""
    if isinstance(one, EngineFault) or isinstance(other, EngineFault):
        return f"{engine.name}: {one}"
    known = {repr(each) for each in other}
    return f"{engine.name} alone: {[each for each in one if repr(each) not in known]}"
