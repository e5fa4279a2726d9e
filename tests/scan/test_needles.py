"""All anchors are found in one pass, as a plain search finds them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.capture.anchors import ANCHORS, JSON_STARTS
from tokenlint.scan.needles import Needles, end_of_part, end_of_word

NEEDLES = Needles()
_pieces = st.sampled_from(
    [*ANCHORS, b"e", b"y", b"J", b"eyJeyJ", b"\0\xff\0\xf0", b" ", b"\n", b"."]
)
texts = st.lists(_pieces | st.binary(max_size=3), max_size=12).map(b"".join)


@given(texts)
def test_every_beginning_of_a_token_is_found(text: bytes) -> None:
    expected = {found.start() for found in re.finditer(b"|".join(JSON_STARTS), text)}
    plain = {start for needle, start, _ in NEEDLES.find(text) if needle < NEEDLES.plain}
    assert plain >= {at for at in expected if not _inside_another(text, at)}


def _inside_another(text: bytes, at: int) -> bool:
    """Whether an anchor that is not of a plain token covers this place, and begins before it."""
    return any(
        text.startswith(anchor, begin)
        for anchor in ANCHORS
        for begin in range(max(0, at - len(anchor) + 1), at)
    )


@given(texts)
def test_hits_are_in_order_and_are_anchors(text: bytes) -> None:
    hits = NEEDLES.find(text)
    starts = [start for _, start, _ in hits]
    assert starts == sorted(starts)
    known = {*ANCHORS}
    for needle, start, end in hits:
        if needle <= NEEDLES.plain:
            assert text[start:end] in known or needle == NEEDLES.plain
    expected = {found.start() for found in re.finditer(b"|".join(map(re.escape, ANCHORS)), text)}
    covered = {at for _, start, end in hits for at in range(start, end)}
    assert expected <= covered


@given(
    st.binary(max_size=30) | st.text("aA0_-.= \n", max_size=30).map(str.encode), st.integers(0, 30)
)
def test_ends(text: bytes, start: int) -> None:
    for find, signs in ((end_of_part, rb"[A-Za-z0-9_-]*"), (end_of_word, rb"[A-Za-z0-9_.=-]*")):
        found = re.compile(signs).match(text, start)
        assert find(text, start) == (found.end() if found else start)
