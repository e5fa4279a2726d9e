"""Credentials are found in every disguise, with their exact bytes, and nothing else is."""

import base64
import json
import random
import time
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capture.wrapping import LAYERS, LINE_BREAKS, is_realistic, wrap
from tests.minting import claims, mint
from tokenlint.capture.anchors import ANCHORS
from tokenlint.capture.forms import BEHIND, find_wrapped, wrapped_at
from tokenlint.capture.wrapped import Kind, Wrapped

ROOT = Path(__file__).resolve().parents[2]
TOKENS = [
    mint(claims(), {"alg": alg, "kid": "k", "typ": "JWT"}).encode() for alg in ("ES256", "RS256")
]
CHAINS = [chain for size in range(4) for chain in product(LAYERS, repeat=size)]
REALISTIC = [chain for chain in CHAINS if is_realistic(TOKENS[0], chain)]
MANY = BEHIND // 200  # several regions full
AROUND = [
    (b"token: ", b"\n2026-11-20 12:00:00 INFO the next line\n"),
    (b'{"access_token":"', b'","expires_in":3600}\n'),
    (b"GET /f?authz=", b"&x=y HTTP/1.1\r\n"),
    (b"", b""),
]


def _same(found: bytes, token: bytes) -> bool:
    """Whether both are one; an assertion on the bytes themselves would print them."""
    return found == token


def _only(data: bytes) -> Wrapped:
    (found,) = find_wrapped(data)
    return found


def test_there_are_many_realistic_chains() -> None:
    assert len(REALISTIC) > 150
    assert {layer for chain in REALISTIC for layer in chain} == set(LAYERS)


@given(st.integers(0, 1), st.sampled_from(REALISTIC), st.sampled_from(AROUND))
def test_a_token_is_found_under_any_layers(
    which: int, layers: tuple[str, ...], around: tuple[bytes, bytes]
) -> None:
    token = TOKENS[which]  # drawn by number: a failing example is printed
    if b"authz" in around[0] and not set(LINE_BREAKS).isdisjoint(layers):
        around = AROUND[0]  # no URL goes over two lines
    inside = wrap(token, layers)
    found = _only(around[0] + inside + around[1])
    assert _same(found.credential, token)
    assert found.whole
    assert sorted(found.layers) == sorted(layers)
    assert found.start == len(around[0])
    assert len(inside) - 4 <= found.end - found.start <= len(inside)


@given(st.sampled_from(REALISTIC))
def test_whatever_is_found_holds_an_anchor(layers: tuple[str, ...]) -> None:
    data = wrap(TOKENS[0], layers)
    assert any(anchor in data for anchor in ANCHORS)


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_json_documents_in_base64_are_opened(depth: int, before: str) -> None:
    inside = json.dumps({before + "x": "y", "token": TOKENS[0].decode(), "z": 1}).encode()
    for _ in range(depth):
        inside = base64.b64encode(inside)
    found = _only(b"payload=" + inside + b"\n")
    assert _same(found.credential, TOKENS[0])
    assert found.layers == ("base64",) * depth


@pytest.mark.parametrize("user", ["", "u", "user", "long-user-name"])
def test_basic_credentials_are_opened(user: str) -> None:
    pair = base64.b64encode(user.encode() + b":" + TOKENS[0])
    found = _only(b"Authorization: Basic " + pair + b"\r\n")
    assert _same(found.credential, TOKENS[0])
    assert found.layers == ("base64",)


def test_base64_over_many_lines_is_opened() -> None:
    text = base64.encodebytes(b"some text\nBearer " + TOKENS[1] + b"\nand more text\n" * 20)
    found = _only(b"data:\n" + text + b"\n")
    assert _same(found.credential, TOKENS[1])
    assert found.layers == ("folded", "base64")


def test_lines_that_do_not_belong_to_a_token_stay_outside() -> None:
    data = b"\n".join([TOKENS[0], b"word", TOKENS[1], b"DONE", b""])
    found = list(find_wrapped(data))
    assert list(map(_same, (each.credential for each in found), TOKENS)) == [True, True]
    assert all(each.layers == () for each in found)
    cut = TOKENS[1][:-3]
    assert _same(_only(cut + b"\nword\n").credential, cut)


def test_a_token_over_lines_ends_where_its_signature_is_whole() -> None:
    lines = b"\n".join(TOKENS[1][at : at + 64] for at in range(0, len(TOKENS[1]), 64))
    found = _only(b"token: " + lines + b"\nDONE\n" + b"2026-11-20 next\n")
    assert _same(found.credential, TOKENS[1])
    assert found.layers == ("folded",)
    assert found.end == 7 + len(lines)


def test_what_is_missing_is_told_through_layers() -> None:
    signing_input = TOKENS[0][: TOKENS[0].rindex(b".")]
    found = _only(b'"' + wrap(signing_input, ("url-encoded",)) + b'"')
    assert (found.layers, found.reason) == (("url-encoded",), "no signature")
    assert _same(found.credential, signing_input)
    marked = _only(b"x=" + signing_input + b".<redacted>\n")
    assert marked.reason == "the signature is redacted"


def test_hits_in_one_region_are_answered_together() -> None:
    data = b" ".join([b"a", TOKENS[0], b"b", TOKENS[1]])
    first, answered = wrapped_at(data, 2)
    assert [_same(each.credential, TOKENS[0]) for each in first] == [True]
    assert answered == 2 + len(TOKENS[0])
    hits = [2, 2 + len(TOKENS[0]) + 3]
    assert len(list(find_wrapped(data, hits))) == 2
    assert list(find_wrapped(data, [])) == []


def test_long_base64_is_opened_in_pieces_and_nothing_is_lost_at_a_border() -> None:
    text = b"".join(b"x %d " % number + TOKENS[0] + b"\n" for number in range(MANY))
    found = list(find_wrapped(b"<" + base64.b64encode(text) + b">"))
    assert len(found) == MANY
    assert {_same(each.credential, TOKENS[0]) for each in found} == {True}
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_token_may_end_in_an_escape() -> None:
    token = TOKENS[0][:-1] + b"_"
    data = b"token=" + token.replace(b".", b"%2E")[:-1] + b"%5F&more=x"
    found = _only(data)
    assert found.whole
    assert data[found.end :] == b"&more=x"


def test_of_equal_finds_the_one_under_fewer_layers_is_told() -> None:
    cut = TOKENS[0][:-9]
    assert _only(b"token=" + cut + b"%20and%20more").layers == ()


@given(st.binary(min_size=200, max_size=3000), st.sampled_from([b"", b"eyJ", b'{"']))
def test_ordinary_base64_holds_nothing(data: bytes, start: bytes) -> None:
    for text in (base64.b64encode(start + data), base64.urlsafe_b64encode(data), start + data):
        assert [each.kind for each in find_wrapped(text)] == []


def test_random_base64_in_large_holds_nothing() -> None:
    data = random.Random(7).randbytes(1_500_000)  # noqa: S311
    text = base64.b64encode(data)
    assert list(find_wrapped(text)) == []
    assert list(find_wrapped(base64.encodebytes(data[:300_000]))) == []
    assert list(find_wrapped(data.hex().encode())) == []
    assert sum(text.count(anchor) for anchor in ANCHORS) < 200


def test_the_files_of_this_repository_hold_no_whole_token() -> None:
    for file in sorted((ROOT / "tokenlint").rglob("*.py")) + sorted((ROOT / "docs").rglob("*.md")):
        whole = [each.kind for each in find_wrapped(file.read_bytes()) if each.whole]
        assert (file.name, whole) == (file.name, [])


FRAGMENTS = [b"eyJ", b"eyJhbGciOi", b"ZXlK", b"%65%79%4A", b"%25", b"\\u0065", b"\\", b"&#46;"]
FRAGMENTS += [b"=2E", b"=\n", b"\\\n", b"\n ", b".", b"AgEU", b"MDAyMWxvY2F0aW9uI", b"65794a", b'"']
FRAGMENTS += [b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----", b"MII", TOKENS[0][:60]]


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=6)), max_size=40))
def test_no_bytes_make_it_raise(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    for found in find_wrapped(data):
        assert 0 <= found.start < found.end <= len(data)
        assert found.kind in Kind


HOSTILE = [b"eyJ", b"eyJ.", b"eyJhIjp7ImEi", b"ZXlK", b"%65%79%4A", b"eyJ%252525", b"&#101;&#1"]
HOSTILE += [b"-----BEGIN CERTIFICATE-----", b"AgEUaHR0cHM6", b"%5Cu0065%26%2346;=2EeyJ\n", b"leU"]


@pytest.mark.parametrize("unit", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_repetitions_take_linear_time(unit: bytes) -> None:
    def seconds(size: int) -> float:
        data = unit * (size // len(unit))
        before = time.process_time()
        assert len(list(find_wrapped(data))) <= size // len(unit)
        return time.process_time() - before

    small, large = (min(seconds(size) for _ in range(3)) for size in (20_000, 80_000))
    assert large < 12 * small + 0.2  # quadratic time would be sixteen times as much


def test_no_secret_is_shown() -> None:
    assert TOKENS[0][-20:].decode() not in repr(_only(TOKENS[0]))
