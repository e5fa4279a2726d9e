"""Macaroons by their structure, of both versions, made with random keys and no usable ones."""

import base64
import secrets
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signatures import REGISTER
from tokenlint.capture.forms import find_wrapped
from tokenlint.capture.wrapped import Kind, Stage
from tokenlint.credentials.macaroon.macaroon import MAX_CAVEATS
from tokenlint.credentials.macaroon.read import read_macaroon

LOCATION, CAVEATS = b"https://door.example", (b"activity:DOWNLOAD", b"before:2026-11-21T12:00:00Z")


def _signature() -> bytes:
    signature = secrets.token_bytes(32)
    REGISTER.record(base64.urlsafe_b64encode(signature).rstrip(b"=").decode())
    return signature


def _first(location: bytes, caveats: tuple[bytes, ...]) -> bytes:
    fields = [(b"location", location), (b"identifier", b"id-0123456789")]
    fields += [(b"cid", caveat) for caveat in caveats] + [(b"signature", _signature())]
    packets = [name + b" " + value + b"\n" for name, value in fields]
    return b"".join(b"%04x" % (len(packet) + 4) + packet for packet in packets)


def _second(location: bytes, caveats: tuple[bytes, ...]) -> bytes:
    def field(kind: int, value: bytes) -> bytes:
        return bytes([kind, len(value)]) + value

    head = (field(1, location) if location else b"") + field(2, b"id-0123456789") + b"\0"
    rows = b"".join(field(2, caveat) + b"\0" for caveat in caveats)
    return b"\2" + head + rows + b"\0" + field(6, _signature())


def _text(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


EACH = pytest.mark.parametrize("make", [_first, _second])
Make = Callable[[bytes, tuple[bytes, ...]], bytes]


@EACH
@pytest.mark.parametrize("caveats", [(), CAVEATS, CAVEATS * 5])
def test_whole_macaroons_are_found(make: Make, caveats: tuple[bytes, ...]) -> None:
    text = _text(make(LOCATION, caveats))
    (found,) = find_wrapped(b'{"macaroon": "' + text + b'", "uri": 1}')
    assert (found.kind, found.stage, found.layers) == (Kind.MACAROON, Stage.WHOLE, ())
    assert (found.credential == text) is True
    assert found.start == 14


@pytest.mark.parametrize("size", [0, 20, 100])
def test_the_location_of_version_2_may_be_missing_or_long(size: int) -> None:
    text = _text(_second(b"x" * size, CAVEATS))
    (found,) = find_wrapped(b"BEARER " + text + b"\n")
    assert (found.credential == text) is True


@EACH
def test_a_macaroon_in_a_url_is_found(make: Make) -> None:
    text = _text(make(LOCATION, CAVEATS))
    (found,) = find_wrapped(b"/file?authz=" + text + b"%3D HTTP")
    assert (found.credential == text) is True


@EACH
def test_a_macaroon_that_is_cut_is_told_so(make: Make) -> None:
    text = _text(make(LOCATION, CAVEATS))
    (found,) = find_wrapped(b" " + text[: len(text) // 2] + b" ")
    assert (found.kind, found.whole) == (Kind.MACAROON, False)
    assert "signature" in found.reason


@EACH
def test_at_whatever_letter_it_is_cut(make: Make) -> None:
    text = _text(make(LOCATION, CAVEATS))
    for size in range(48, len(text) - 1):
        (found,) = find_wrapped(b" " + text[:size] + b" ")
        assert (found.kind, found.stage) == (Kind.MACAROON, Stage.CUT)


@EACH
def test_what_follows_in_the_same_letters_does_not_belong_to_it(make: Make) -> None:
    whole = make(LOCATION, CAVEATS)
    (found,) = find_wrapped(b" " + _text(whole + b"and more of it") + b" ")
    assert (found.stage, found.reason) == (Stage.WHOLE, "")
    read = read_macaroon(found.credential)
    assert (read.readable, read.fingerprint) == (True, read_macaroon(whole).fingerprint)


@EACH
def test_more_caveats_than_are_read_are_told(make: Make) -> None:
    text = _text(make(LOCATION, (b"x:y",) * (MAX_CAVEATS + 1)))
    (found,) = find_wrapped(b" " + text + b" ")
    assert (found.stage, found.reason) == (Stage.CUT, "more caveats than are read")


@EACH
@given(data=st.data())
def test_what_is_found_whole_is_what_the_reader_reads(make: Make, data: st.DataObject) -> None:
    whole = make(LOCATION, CAVEATS)
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :]
    for found in find_wrapped(b" " + _text(changed) + b" "):
        assert read_macaroon(found.credential).readable or not found.whole


def test_base64_that_begins_likewise_is_none() -> None:
    for data in (b"\2\1\x14" + bytes(range(128, 200)), b"\2\2\3abc\7", b"00zzlocation x\n"):
        assert list(find_wrapped(b" " + _text(data) + b" ")) == []


@given(st.binary(max_size=80))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for start in (b"\2\1\5https", b"\2\2", b"0021location ", b"\2\1\x05https\2\3abc\0\0\6"):
        list(find_wrapped(b"=" + _text(start + data)))
