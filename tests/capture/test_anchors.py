"""Anchors are few, rare, and in everything that is to be found."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.capture.anchors import ANCHORS, aliases


def test_anchors_are_short_enough_and_none_holds_another() -> None:
    assert len(ANCHORS) < 100
    assert all(3 <= len(anchor) <= 32 for anchor in ANCHORS)
    assert len(set(ANCHORS)) == len(ANCHORS)
    assert not [(a, b) for a in ANCHORS for b in ANCHORS if a != b and a in b]


@given(st.binary(min_size=3, max_size=12), st.binary(max_size=7), st.binary(max_size=7))
def test_a_text_shows_one_of_its_aliases_at_the_phase_told(
    text: bytes, before: bytes, behind: bytes
) -> None:
    shown = base64.b64encode(before + text + behind)
    alias = list(aliases(text))[len(before) % 3]
    first = -(-len(before) * 8 // 6)
    assert shown[first : first + len(alias.letters)] == alias.letters
    assert first % 4 == alias.phase


def test_ordinary_words_hold_none() -> None:
    words = (
        b"network framework eyes eyebrow reward MANAGE AGE average transfer finished "
        b"2026-11-20T12:00:00Z INFO user=alice path=/atlas/data/file.root status=200 bytes=65536"
    )
    assert [anchor for anchor in ANCHORS if anchor in words] == []
