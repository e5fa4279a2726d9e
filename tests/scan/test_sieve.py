"""Every token is counted once, as what it is, wherever it stands and whatever came before."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.judging import QUICK_HEADER
from tests.minting import NOW, claims, mint
from tests.scan.sieving import (
    FENCE,
    PLACES,
    WRAPPED,
    Given,
    Sifter,
    alone,
    counted,
    cut,
    expected,
    logs,
    noted,
    odd,
    others,
    regular,
    unsigned,
    whole,
    wrapped,
)
from tests.token_claims import claim_sets, relatives
from tokenlint.capture.chunks import Chunk, stream_chunks
from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.stream import Stream
from tokenlint.scan.summary import Summary

TOKEN = regular()[0]
WARM = Sifter()


@given(logs())
def test_each_token_is_counted_once_as_if_it_were_alone(log: tuple[bytes, list[Given]]) -> None:
    text, written = log
    found = Sifter().summary(text)
    assert counted(found) == expected(written)
    assert found.tokens == len([each for each in written if each.judged])
    assert noted(found, "broken") == len([each for each in written if not each.whole])
    assert noted(found, "presented") == found.tokens
    assert noted(found, "kind") == len([each for each in written if each in others()])


@given(logs())
def test_what_came_before_changes_nothing(log: tuple[bytes, list[Given]]) -> None:
    fresh = Sifter().summary(log[0])
    for _ in range(2):
        warm = WARM.summary(log[0])
        assert warm.shapes == fresh.shapes
        assert warm.spots == fresh.spots
        assert warm.size == fresh.size == len(log[0])


@hypothesis_settings(max_examples=60)
@given(st.lists(relatives() | st.tuples(claim_sets()), min_size=1, max_size=4))
def test_claims_of_any_kind(groups: list[tuple[dict[str, Any], ...]]) -> None:
    tokens = [mint(body, QUICK_HEADER).encode() for group in groups for body in group]
    text = b"\n".join((*tokens, *tokens))
    fresh = Sifter().summary(text)
    assert counted(fresh) == expected(whole((*tokens, *tokens)))
    assert WARM.summary(text).shapes == fresh.shapes


@given(st.binary(max_size=200) | st.text('eyJ."{}:abzMDA=%\\n', max_size=80).map(str.encode))
@example(b'"' + TOKEN)
@example(TOKEN[:40] + b"\xff" + TOKEN[40:])
def test_no_bytes_raise(text: bytes) -> None:
    for some in (text, TOKEN + text, text + TOKEN, TOKEN[:100] + text + TOKEN[100:]):
        fresh, warm = Sifter().summary(some), WARM.summary(some)
        assert fresh.shapes == warm.shapes


@given(st.integers(0, len(TOKEN)), st.binary(min_size=1, max_size=3))
def test_damage_makes_no_regular_token(at: int, put: bytes) -> None:
    """What is counted at the place of the token is what is found there by the forensic way."""
    text = TOKEN[:at] + put + TOKEN[at + len(put) :]
    fresh, warm = Sifter().summary(text), WARM.summary(text)
    assert (fresh.shapes, fresh.spots) == (warm.shapes, warm.spots)


_sizes = st.integers(1, 3_000)


@given(logs(lines=1), _sizes)
def test_chunks_of_lines_are_as_one(log: tuple[bytes, list[Given]], block: int) -> None:
    limits = CaptureLimits(block=block, max_line=100_000, overlap=9_000)
    chunks = stream_chunks(stream_of(log[0]), limits)
    found, whole = Sifter().summary(*chunks), Sifter().summary(log[0])
    assert told(found) == told(whole)


@hypothesis_settings(max_examples=60)
@given(logs(longest=1_500, lines=1), st.integers(5_000, 12_000), st.integers(0, 5_000))
def test_pieces_of_a_long_line_are_as_one(
    log: tuple[bytes, list[Given]], longest: int, filler: int
) -> None:
    """Each token is in the piece that holds it whole, and in just one."""
    text = b"x" * filler + b" " + log[0].replace(b"\n", b" ").replace(b"\r", b" ")
    limits = CaptureLimits(block=500, max_line=longest, overlap=3_000)
    chunks = list(stream_chunks(stream_of(text), limits))
    found, whole = Sifter().summary(*chunks), Sifter().summary(text)
    assert counted(found) == counted(whole)
    assert told(found) == told(whole)


@pytest.mark.parametrize("shown", [TOKEN, *(wrapped(layer, 0) for layer in WRAPPED)])
def test_a_token_at_any_place_of_a_border_is_counted_once(shown: bytes) -> None:
    """In a line of pieces, the border moves over the token byte by byte."""
    longest, overlap = 4_000, 3_000
    for at in range(longest - len(shown) - 2, longest + 2, 7):
        text = b"-" * (at - 1) + b" " + shown + b" " + b"-" * longest
        limits = CaptureLimits(block=500, max_line=longest, overlap=overlap)
        found = WARM.summary(*stream_chunks(stream_of(text), limits))
        assert counted(found) == expected(whole([TOKEN])), at


def told(summary: Summary) -> tuple[object, ...]:
    """All but what stands near the example of a shape, which a border may hide."""
    shapes = {
        digest: (tally.count, tally.place, *tally.example[:3])
        for digest, tally in summary.shapes.items()
    }
    return shapes, summary.spots, summary.size, summary.distinct, summary.subjects


def stream_of(text: bytes) -> Stream:
    at = 0

    def read(size: int) -> bytes:
        nonlocal at
        data = text[at : at + size]
        at += len(data)
        return data

    return Stream(read)


@pytest.mark.parametrize(("before", "behind"), PLACES)
@pytest.mark.parametrize("token", [regular()[0], regular()[-1], odd()[0], odd()[7]])
def test_wherever_tokens_stand(before: bytes, behind: bytes, token: bytes) -> None:
    for sifter in (Sifter(), WARM):
        found = sifter.summary((before + token + behind) * 3)
        assert counted(found) == expected(whole([token] * 3))
        (tally,) = found.shapes.values()
        assert tally.place.offset == len(before)


def test_duplicates_are_tokens_and_not_distinct_ones() -> None:
    text = b"\n".join([TOKEN] * 5 + [regular()[2]])
    for sifter in (Sifter(), WARM):
        found = sifter.summary(text)
        assert (found.tokens, len(found.shapes)) == (6, 1)
    assert Sifter().summary(text).distinct.count == 2


ONCE = [
    (TOKEN + b".", TOKEN),  # the end of a sentence
    (TOKEN + b"...", TOKEN),
    (b"abc" + TOKEN, TOKEN),
    (b"abc." + TOKEN, TOKEN),
    (b"a-" + TOKEN, TOKEN),
    (TOKEN + b"/path", TOKEN),
    (TOKEN + b"%20x", TOKEN),
    (TOKEN + b"\\n", TOKEN),
    (b'"' + TOKEN, TOKEN),
    (b'"' + TOKEN + b"\n", TOKEN),
    (b'"' + TOKEN + b'\\"', TOKEN),
]


@pytest.mark.parametrize(("text", "token"), ONCE)
def test_neighbours_of_a_token_are_no_part_of_it(text: bytes, token: bytes) -> None:
    for sifter in (Sifter(), WARM):
        assert counted(sifter.summary(text)) == expected(whole([token]))


@pytest.mark.parametrize("text", [TOKEN + b"=", TOKEN + b"==", TOKEN + b".abc", TOKEN + TOKEN])
def test_what_goes_on_is_counted_once_and_not_as_regular(text: bytes) -> None:
    for sifter in (Sifter(), WARM):
        found = sifter.summary(text)
        assert found.tokens == 1
        assert [tally.place.offset for tally in found.shapes.values()] == [0]


CUT = pytest.mark.parametrize("number", range(len(cut())))


@CUT
def test_what_is_cut_off_is_noted_and_counted_where_its_claims_are_whole(number: int) -> None:
    given = cut()[number]
    for sifter in (Sifter(), WARM):
        found = sifter.summary(b"x " + given.shown + b" y\n")
        assert counted(found) == expected([given])
        assert [tally.example.whole for tally in found.shapes.values()] == [False] * found.tokens
        (spot,) = (spot for word, spot in found.spots.items() if word.startswith("broken:"))
        assert spot.count == 1
        assert spot.places[0][0].offset == 2


@pytest.mark.parametrize("end", [b"\n", b".\n", b"\r\n", b" \n", b".\n\n"])
@CUT
def test_what_was_cut_off_before_a_line_end_is_not_joined_with_the_next(
    number: int, end: bytes
) -> None:
    """Such as a list of tokens whose signatures were taken off."""
    given = cut()[number]
    for sifter in (Sifter(), WARM):
        found = sifter.summary((given.shown + end) * 5)
        assert counted(found) == expected([given] * 5)
        assert noted(found, "broken") == 5


def test_a_neighbour_that_is_cut_changes_nothing() -> None:
    """Whatever stands in the next line, also a signature that is longer than it should be."""
    for first in (*cut(), *others()[:6]):
        for second in whole((*regular(), *odd())):
            found = WARM.summary(first.shown + b"\n" + second.shown + b"\n")
            assert counted(found) == expected([first, second])
            assert noted(found, "broken") == (not first.whole)


@pytest.mark.parametrize("given", unsigned()[:2], ids=["short", "long"])
def test_a_token_without_its_signature_teaches_nothing(given: Given) -> None:
    """Whole ones of the same claims are of another shape, and counted as what they are."""
    sifter = Sifter()
    text = given.shown + b"\n" + given.judged + b"\n"
    for _ in range(2):
        found = sifter.summary(text * 3)
        assert sorted((t.count, t.example.whole) for t in found.shapes.values()) == [
            (3, False),
            (3, True),
        ]
        assert found.distinct.count == 1  # the same token, as far as can be told


@pytest.mark.parametrize("number", range(len(others())))
def test_credentials_that_are_no_tokens_are_counted_as_what_they_are(number: int) -> None:
    given = others()[number]
    text = b"x\n" + given.shown + FENCE
    for sifter in (Sifter(), WARM):
        found = sifter.summary(text * 3)
        assert counted(found) == expected([given] * 3)
        assert noted(found, "kind") == 3
        (tally,) = found.shapes.values()
        assert tally.place.offset == 2
        assert found.distinct.count == 1


def test_others_that_stand_apart_are_shapes_of_their_own() -> None:
    text = FENCE.join(each.shown for each in others())
    found = Sifter().summary(text)
    assert len({alone(each.judged, whole=each.whole) for each in others()}) > 6
    assert counted(found) == expected(others())
    assert found.tokens == len(others())
    names = {name for word, spot in found.spots.items() for _, name in spot.places if name}
    assert names == set()  # places of kinds have no fingerprint; they stand in the shapes


@pytest.mark.parametrize("layer", WRAPPED)
def test_wrapped_tokens_are_what_is_in_them(layer: str) -> None:
    for sifter in (Sifter(), WARM):
        found = sifter.summary(b"x " + wrapped(layer, 0) + b" y\n")
        assert counted(found) == expected(whole([TOKEN]))
        assert found.spots[f"wrapped:{layer}"].count == 1


def test_the_size_of_a_token_is_part_of_its_shape() -> None:
    """Two tokens with equal claims of which one is longer than the limit by its signature."""
    long = mint(claims(custom="x" * 5_900), QUICK_HEADER).encode()
    assert alone(long) != alone(TOKEN)
    for sifter in (Sifter(), WARM):
        assert counted(sifter.summary(long + b"\n" + TOKEN)) == expected(whole([long, TOKEN]))


def test_a_line_of_hostile_beginnings_takes_linear_time() -> None:
    """No hit costs more for what follows after it (quadratic, this would take minutes)."""
    sifter = Sifter()
    found = sifter.summary(TOKEN + b"\n" + b"eyJ " * 2_000 + b"a" * 4_000_000)
    assert found.tokens == 1
    quoted = b'"' + TOKEN[:-3] + b"\n"
    assert sifter.summary(quoted * 200 + b"a" * 4_000_000).tokens == 200


def test_nothing_new_is_learned_for_a_known_shape() -> None:
    """A neighbour of a known token does not take the long way."""
    sifter = Sifter()
    sifter.summary(TOKEN)
    calls = []
    plain = sifter.long_way.plain
    sifter.long_way.plain = lambda *given: calls.append(given) or plain(*given)  # type: ignore[method-assign]
    neighbours = b"\n".join(
        mint(
            claims(scope=f"storage.read:/set/{n}", jti=f"token-{n:05}", exp=NOW + 3600),
            QUICK_HEADER,
        ).encode()
        for n in range(20)
    )
    assert sifter.summary(neighbours).tokens == 20
    assert calls == []


def test_a_chunk_that_is_no_beginning_tells_its_places() -> None:
    found = WARM.summary(Chunk(b"ab\n" + TOKEN + b"\n", 1_000))
    (tally,) = found.shapes.values()
    assert tally.place.offset == 1_003
