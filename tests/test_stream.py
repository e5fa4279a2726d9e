"""Tokens at volume: the same verdict and place as one by one, with one evaluation a shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.judging import QUICK_HEADER, Scripted, always, fault, fingerprint, reader
from tests.minting import claims, mint
from tests.token_claims import claim_sets, relatives
from tokenlint import stream
from tokenlint.policy.engine import EngineFault
from tokenlint.source import Source
from tokenlint.stream import Judged, Stream, tokens_of

READER = reader()


def minted(body: dict[str, Any]) -> bytes:
    return mint(body, QUICK_HEADER).encode()


def judge(tokens: list[bytes], engine: Scripted | None = None) -> list[Judged]:
    return list(Stream(engine or Scripted(fingerprint), READER).judge(tokens))


def assert_as_if_alone(data: bytes, judged: Judged) -> None:
    alone = READER.token(data, Source("-"))
    assert judged.verdict == fingerprint(alone.facts)
    for axis in ("audience", "scope", "lifetime"):
        expected = getattr(alone.view.vector, axis)
        assert getattr(judged.vector, axis) == pytest.approx(expected, abs=1e-12)


@hypothesis_settings(max_examples=examples(50))
@given(st.lists(relatives() | st.tuples(claim_sets()), min_size=1, max_size=4))
def test_each_token_is_judged_as_if_alone(groups: list[tuple[dict[str, Any], ...]]) -> None:
    tokens = [minted(body) for group in groups for body in group]
    for data, judged in zip(tokens, judge(tokens), strict=True):
        assert_as_if_alone(data, judged)


@hypothesis_settings(max_examples=examples(50))
@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"", b"a.b.c", b"eyJ.eyJ."])))
def test_any_bytes_have_a_judgement(tokens: list[bytes]) -> None:
    assert len(judge(tokens)) == len(tokens)


def test_what_is_cut_short_is_judged_the_long_way() -> None:
    whole = minted(claims())
    for data, judged in zip([whole, whole[:-9]], judge([whole, whole[:-9]]), strict=True):
        assert_as_if_alone(data, judged)


def neighbours(count: int) -> list[bytes]:
    return [
        minted(claims(scope=f"storage.read:/set/{n}", jti=f"token-{n:05}")) for n in range(count)
    ]


def test_equal_shapes_are_asked_for_once() -> None:
    engine = Scripted(always("SCP003"))
    whole = Stream(engine, READER)
    found = list(whole.judge(neighbours(20)))
    assert [each.codes for each in found] == [("SCP003",)] * 20
    assert (whole.seen, whole.evaluated, len(engine.asked)) == (20, 1, 1)
    list(whole.judge(neighbours(3)))
    assert (whole.seen, whole.evaluated) == (23, 1)


def test_batches_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_BATCH", 3)
    tokens = [*neighbours(5), b"no token", *neighbours(2)]
    for data, judged in zip(tokens, judge(tokens), strict=True):
        assert_as_if_alone(data, judged)


def test_memory_is_bounded_by_forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_MOST_SHAPES", 1)
    monkeypatch.setattr(stream, "_BATCH", 1)
    tokens = [minted(claims(aud=f"https://{name}.example")) for name in "abcab"]
    whole = Stream(Scripted(fingerprint), READER)
    for data, judged in zip(tokens, whole.judge(tokens), strict=True):
        assert_as_if_alone(data, judged)
        assert len(whole._known) <= 2


def test_a_fault_is_not_remembered() -> None:
    engine = Scripted(fault)
    whole = Stream(engine, READER)
    (first,) = whole.judge(neighbours(1))
    assert isinstance(first.verdict, EngineFault)
    assert first.codes == ()
    engine.answer = always("SCP003")
    (second,) = whole.judge(neighbours(1))
    assert second.codes == ("SCP003",)


def test_nothing_shows_a_token() -> None:
    (judged,) = judge(neighbours(1))
    assert "example" not in repr(judged)


def test_lines_hold_tokens_or_stand_for_themselves() -> None:
    lines = [json.dumps({"token": "a.b.c", "other": 1}).encode(), b"x.y.z", b'{"no": 1}', b"\xff"]
    assert list(tokens_of(lines)) == [b"a.b.c", b"x.y.z", b'{"no": 1}', b"\xff"]
