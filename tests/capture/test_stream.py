"""Streams: looking ahead, limits, and faults that are told once."""

from dataclasses import replace

import pytest

from tokenlint.capture.limits import DEFAULT_LIMITS
from tokenlint.capture.stream import Budget, Fault, Stream
from tokenlint.source import Problem


def _stream(*blocks: bytes, error: Exception | None = None) -> Stream:
    waiting = list(blocks)

    def read(_size: int) -> bytes:
        if not waiting and error is not None:
            raise error
        return waiting.pop(0) if waiting else b""

    return Stream(read)


def test_what_was_looked_at_is_still_to_be_read() -> None:
    stream = _stream(b"ab", b"cd", b"e")
    assert stream.peek(3) == b"abc"
    assert stream.offset == 0
    assert stream.exactly(4) == b"abcd"
    assert stream.offset == 4
    stream.put_back(b"d")
    assert (stream.skip(9), stream.offset) == (2, 5)
    assert stream.read(1) == b""


def test_a_fault_comes_after_what_could_be_read_and_stays() -> None:
    stream = _stream(b"ab", error=OSError(5, "Input/output error"))
    assert stream.peek(9) == b"ab"
    assert stream.read(9) == b"ab"
    problems: list[Problem] = []
    for _ in range(2):
        with pytest.raises(Fault, match="Input/output error") as caught:
            stream.read(1)
        caught.value.tell("f", problems)
    assert [(each.kind, each.source.file) for each in problems] == [("unreadable", "f")]


def test_the_ratio_counts_once_enough_was_unpacked() -> None:
    limits = replace(DEFAULT_LIMITS, ratio_after=100, max_ratio=10)
    budget = Budget(limits)
    budget.counted(bytes)(10)
    budget.spend(100)
    with pytest.raises(Fault, match="10 bytes unpack") as first:
        budget.spend(1)
    with pytest.raises(Fault) as second:
        budget.spend(1)
    assert first.value is second.value
    assert first.value.kind == "decompression-bomb"
    small = Budget(limits)
    small.spend(99)


def test_the_total_and_the_members_are_counted() -> None:
    budget = Budget(replace(DEFAULT_LIMITS, max_unpacked=100, max_members=2))
    budget.spend(100)
    with pytest.raises(Fault, match="more than 100 bytes"):
        budget.spend(1)
    counted = Budget(replace(DEFAULT_LIMITS, max_members=2))
    counted.member()
    counted.member()
    with pytest.raises(Fault, match="more than 2 members"):
        counted.member()
