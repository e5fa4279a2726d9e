"""Places, spots and identities as they are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scan.sieving import Sifter, judged_alone, others, regular
from tokenlint.capture.chunks import Chunk
from tokenlint.credentials.jwt import fingerprint_of
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.scan import counts as module
from tokenlint.scan.counts import Counts, Entry
from tokenlint.scan.summary import MOST_PLACES, Example, Place

texts = st.text("a\n", min_size=1, max_size=40).map(str.encode)


@given(texts, texts, st.lists(st.tuples(st.booleans(), st.integers(0, 39)), max_size=12))
def test_places_have_the_lines_of_a_plain_count(
    one: bytes, two: bytes, asked: list[tuple[bool, int]]
) -> None:
    """Asked for in any order, also of a chunk that follows another."""
    counts = Counts()
    counts.name = "log"
    chunks = Chunk(one, 0), Chunk(two, len(one))
    for second, at in asked:
        counts.chunk = chunks[second]
        counts.line = 1 + (one.count(b"\n") if second else 0)
        start = min(at, len(counts.chunk.data))
        offset = counts.chunk.offset + start
        line = (one + two).count(b"\n", 0, offset) + 1
        assert counts.place(start) == Place("log", offset, line)


def test_lines_that_are_found_out_later_are_not_counted() -> None:
    counts = Counts()
    counts.chunk = Chunk(b"\n\n\n", 10)
    assert counts.place(2) == Place("", 12, 0)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=30))
def test_the_first_places_of_a_spot_are_kept(starts: list[int]) -> None:
    counts = Counts()
    counts.chunk = Chunk(b"x" * 100, 0)
    for start in starts:
        counts.spot("broken:cut", start)
    spot = counts.summary().spots["broken:cut"]
    assert spot.count == len(starts)
    assert [place.offset for place, _ in spot.places] == sorted(set(starts))[:MOST_PLACES]


def test_a_part_begins_with_nothing() -> None:
    counts = Counts()
    entry = Entry(b"shape")
    for expected in (2, 1):
        counts.start()
        for start in range(expected):
            counts.token(entry, start, Example(size=start))
        whole = counts.summary()
        assert (whole.tokens, whole.shapes[b"shape"].count) == (expected, expected)
        assert whole.shapes[b"shape"].example == Example(size=0)


def test_entries_that_were_forgotten_and_came_again_are_one_shape() -> None:
    counts = Counts()
    counts.token(Entry(b"shape"), 5, Example(size=5))
    counts.token(Entry(b"shape"), 9, Example(size=9))
    (tally,) = counts.summary().shapes.values()
    assert (tally.count, tally.place.offset, tally.example.size) == (2, 5, 5)


def test_a_subject_is_counted_in_each_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_SUBJECTS", 2)
    sifter, text = Sifter(), b"\n".join(regular())
    first, second = sifter.summary(text), sifter.summary(text)
    assert first.subjects == second.subjects
    assert first.subjects.count == 2


def test_memory_of_what_was_learned_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting costs time, and changes no count."""
    usual = Sifter().summary(*[b"\n".join(regular())] * 3)
    for name in ("_MOST_KNOWN", "_MOST_FORMS", "_MOST_LANES"):
        monkeypatch.setattr(f"tokenlint.scan.long_way.{name}", 1)
    sifter = Sifter()
    assert sifter.summary(*[b"\n".join(regular())] * 3) == usual
    assert len(sifter.long_way.known) <= 1
    assert len(sifter.long_way.lanes) <= 1
    assert len(sifter.long_way._forms) <= 1


def test_what_was_presented_as_none_should_be_has_its_own_fingerprint() -> None:
    macaroon, token = others()[0].shown, regular()[0]
    log = b"GET /f?authz=%s\nGET /f?authz=%s\n" % (macaroon, token)
    places = Sifter().summary(log).spots["presented:query-string"].places
    read = judged_alone(macaroon)
    assert isinstance(read, MacaroonSubject)
    signed = token.rpartition(b".")[0]
    assert [name for _, name in places] == [read.macaroon.fingerprint, fingerprint_of(signed)]
