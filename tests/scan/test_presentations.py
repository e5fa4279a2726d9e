"""What is remembered of lines says what a look at each line says, in whatever order they come."""

import random
import sys
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.capture.test_context import PRESENTED
from tests.scan.sieving import PLACES, Sifter, regular
from tokenlint.capture.context import Context, context_of
from tokenlint.scan import presentations as module
from tokenlint.scan.presentations import NEVER, Presentations

Line = tuple[bytes, int]
TOKEN = regular()[0]
_SHOWN = (
    *(text.encode().partition(b"@")[0] for _, text in PRESENTED),
    *(before for before, _ in PLACES),
    b'192.0.2.7 - - [20/Nov/2026:12:00:01 +0000] "GET /data/set7/f17?authz=Bearer%20',
    b'192.0.2.7 - - "GET /a/b/c/d/e/f/g/h/i/j/k?first=1&second=2&third=3&authz=Bearer ',
    b'[WARN] door-17 request=/atlas/rucio/data15/11/22/f?a=b HTTP/1.1, header="Bearer ',
    b"2026-11-20T12:00:01.123456Z dtn07 xrootd[4711]: http-header: Authorization: Bearer ",
    b'{"level":"info","ts":1795176000.1,"request":{"headers":{"Authorization":["Bearer ',
    b'{"time":"12:00:01","a_rather_long_name_of_a_member_for_one_access_token":"',
    b"root 4711 0.1 /usr/bin/curl -s https://storage.example/f -H 'Authorization: Bearer ",
    b"+ gfal-copy -f --cert x https://storage.example/f davs://other.example/f BEARER_TOKEN=",
    b"Cookie: theme=dark; a_long_name=a-long-value-of-forty-letters-and-some; token=",
    b"< set-cookie: theme=dark; a_long_name=a-long-value-of-forty-letters-and-some; token ",
    b"COOKIE: theme=dark, a_long_name=a-long-value-of-forty-letters-and-some, token:",
    b"a" * 300 + b" Bearer ",
    b" " * 60,
    b"x" + b" " * 60,
    b"name" + b" " * 60 + b"|",
    b"authorization%3a%20Bearer ",
    b"&quot;name&quot;: &quot;Authorization&quot;, &quot;value&quot;: &quot;Bearer ",
    b"/" + b"d" * 300 + b"&authz=Bearer ",
    b"\r  ",
    b"the token of the user of host 17 was: ",
)
BEFORE = tuple(dict.fromkeys(_SHOWN))
FILLERS = (
    b"",
    b"2026-11-20 12:00:17 ",
    b"node17 ",
    b"a b,c;d|e ",
    b'{"k": 7, ',
    b"x" * 300 + b"\n",
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line up to its token, and where that begins."""
    filler = b"".join(draw(st.lists(st.sampled_from(FILLERS), max_size=4)))
    text = draw(st.sampled_from((b"", b"one\n"))) + filler + draw(st.sampled_from(BEFORE))
    return text + TOKEN, len(text)


@given(st.lists(lines(), min_size=1, max_size=12))
def test_it_is_what_a_look_at_each_line_says(some: list[Line]) -> None:
    presentations = Presentations()
    for line, start in some:
        assert presentations.count(line, start).context is context_of(line, start)
    assert presentations.contexts == Counter(context_of(*line) for line in some)


@pytest.mark.parametrize("before", BEFORE, ids=range(len(BEFORE)))
def test_each_line_alone_and_again(before: bytes) -> None:
    for filler in FILLERS:
        data, start = filler + before + TOKEN, len(filler + before)
        presentations = Presentations()
        for _ in range(3):
            assert presentations.count(data, start).context is context_of(data, start)


@given(st.lists(st.tuples(st.binary(max_size=90), st.sampled_from(BEFORE)), max_size=6))
@example([(b"&" + b"x" * 50 + b" ", b"a=b "), (b"?" + b"x" * 50 + b" ", b"a=b ")])
def test_the_order_changes_nothing_whatever_the_bytes_are(some: list[tuple[bytes, bytes]]) -> None:
    texts = [filler + before for filler, before in some]
    alone = [Presentations().count(text + TOKEN, len(text)).context for text in texts]
    for order in list(permutations(range(len(texts))))[:: max(1, len(texts) * 20)]:
        presentations = Presentations()
        for number in order:
            text = texts[number]
            assert presentations.count(text + TOKEN, len(text)).context is alone[number]


def test_usual_lines_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of a log that differ in digits and in what stands far before the token."""
    looked: list[int] = []

    def look(data: bytes, start: int) -> Context:
        looked.append(start)
        return context_of(data, start)

    monkeypatch.setattr(module, "context_of", look)
    presentations = Presentations()
    for number in range(500):
        line = b"%d user%d did it. 12:%02d Authorization: Bearer " % (number, number, number % 60)
        line = b"%s went by\n%s" % (line, line)
        assert presentations.count(line + TOKEN, len(line)).context is Context.AUTHORIZATION_HEADER
    assert len(looked) <= 12


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KNOWN", 5)
    presentations = Presentations()
    for number in range(50):
        line = b"%s Bearer " % (b"a" * (number % 30))
        assert presentations.count(line + TOKEN, len(line)).context is Context.AUTHORIZATION_HEADER
    assert len(presentations._known) == 5
    assert sys.getsizeof(presentations._known) < 10_000


def test_a_scan_notes_how_each_token_was_presented() -> None:
    """With places only for those that others can read."""
    texts = [before + TOKEN + b"\n" for before in BEFORE if b"\n" not in before] * 3
    random.Random(7).shuffle(texts)  # noqa: S311
    found = Sifter().summary(*texts)
    presented = {
        Context(word.partition(":")[2]): spot
        for word, spot in found.spots.items()
        if word.startswith("presented:")
    }
    told = Counter(context_of(text, text.index(TOKEN)) for text in texts)
    assert {context: spot.count for context, spot in presented.items()} == told
    assert sum(told.values()) == found.tokens
    assert told[Context.QUERY_STRING] > 9
    for context, spot in presented.items():
        assert bool(spot.places) is (context in NEVER)
        assert all(fingerprint for _, fingerprint in spot.places)
