"""Macaroons are read as pymacaroons writes them, and nothing that is none is taken for one.

pymacaroons is the oracle. Where this reader is stricter, it is so because libmacaroons is,
which XRootD uses: in the first format it wants every packet in its order, with its last newline.
"""

import base64
import json
import secrets

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pymacaroons import Macaroon as Oracle
from pymacaroons.serializers.binary_serializer import BinarySerializer
from pymacaroons.serializers.json_serializer import JsonSerializer

from tests.credentials.macaroon.minting import FORMS, LOCATION, made, serialized
from tokenlint.credentials.macaroon.macaroon import (
    MAX_BYTES,
    MAX_CAVEATS,
    Caveat,
    Defect,
    Form,
    Macaroon,
)
from tokenlint.credentials.macaroon.read import looks_like_macaroon, read_macaroon


def _made(version: int, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Oracle]:
    return st.builds(
        made,
        caveats=st.lists(texts.filter(bool), max_size=4),
        location=texts,
        identifier=texts.filter(bool),
        version=st.just(version),
        third_party=st.sampled_from(["", "https://login.example"]),
    )


# In the first format, pymacaroons counts letters where the length counts bytes.
MADE = _made(1, st.text(st.characters(codec="ascii"), max_size=40)) | _made(
    2, st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
)


def unreadable(data: bytes) -> Defect:
    macaroon = read_macaroon(data)
    assert macaroon.form is Form.UNREADABLE
    (defect,) = macaroon.defects
    return defect


@pytest.mark.parametrize("form", FORMS)
@given(oracle=MADE)
def test_reads_what_pymacaroons_writes(form: str, oracle: Oracle) -> None:
    data = serialized(oracle, form)
    macaroon = read_macaroon(data)
    assert looks_like_macaroon(data)
    assert macaroon.form is (Form(form) if form in {"binary", "json"} else Form.BASE64)
    assert macaroon.version == oracle.version
    assert macaroon.location == oracle.location
    assert macaroon.identifier == bytes(oracle.identifier_bytes)
    assert [each.text for each in macaroon.caveats if not each.third_party] == [
        each.caveat_id_bytes.decode() for each in oracle.caveats if not each.verification_key_id
    ]
    assert [each.location for each in macaroon.caveats if each.third_party] == [
        each.location for each in oracle.caveats if each.verification_key_id
    ]
    assert set(macaroon.defects) <= {Defect.NO_LOCATION}


@given(MADE)
def test_every_serialization_has_one_fingerprint(oracle: Oracle) -> None:
    marks = {read_macaroon(serialized(oracle, form)).fingerprint for form in FORMS}
    assert len(marks) == 1


def test_another_caveat_is_another_fingerprint() -> None:
    marks = {
        read_macaroon(serialized(made(caveats))).fingerprint
        for caveats in (["ab"], ["a", "b"], ["a"], [], ["", "ab"])
    }
    assert len(marks) == 5


@given(st.binary(max_size=300))
@example(b"")
@example(b"\x02")
@example(b"0000")
@example(b"{")
@example(b'{"macaroon": {}}')
@example(b'{"identifier": "a", "signature": "zz"}')
@example(b'{"i": "a", "s": 3}')
@example(b"\x02\x02\x80\x80\x80\x80\x80")
def test_never_raises(data: bytes) -> None:
    macaroon = read_macaroon(data)
    assert macaroon.readable or macaroon.defects
    looks_like_macaroon(data)


def _by_pymacaroons(raw: bytes | bytearray) -> tuple[str, list[bytes]] | None:
    try:
        oracle = BinarySerializer().deserialize_raw(bytes(raw))
        return oracle.location, [bytes(each.caveat_id_bytes) for each in oracle.caveats]
    except Exception:  # noqa: BLE001 - it raises whatever comes to its mind
        return None


def test_a_newline_behind_a_signature_that_ends_with_one() -> None:
    """One byte too many, where the last one of the signature looks like the end of its packet."""
    raw = bytearray(serialized(made(["path:/a"], version=1), "binary"))
    raw[-2:] = b"\n\n"
    raw.insert(-33, 0xCF)
    assert not read_macaroon(bytes(raw)).defects
    assert _by_pymacaroons(raw[:-1])


@pytest.mark.parametrize("version", [1, 2])
@given(data=st.data())
def test_refuses_what_pymacaroons_refuses(version: int, data: st.DataObject) -> None:
    """One byte of a macaroon is changed, added or missing."""
    raw = bytearray(serialized(made(["path:/a"], version=version), "binary"))
    at = data.draw(st.integers(0, len(raw) - 1))
    change = data.draw(st.sampled_from(["set", "insert", "cut"]))
    if change == "cut":
        del raw[at:]
    else:
        raw[at : at + (change == "set")] = data.draw(st.binary(min_size=1, max_size=2))
    # White space around a macaroon, as a file may have it, is none of it.
    # The last packet of version 1 ends with a newline itself, so both readings are tried.
    ends = (raw.lstrip(), raw.lstrip()[:-1] if raw.endswith(b"\n\n") else b"")
    seen = next(filter(None, map(_by_pymacaroons, ends)), None)
    macaroon = read_macaroon(bytes(raw))
    if seen is None:
        assert macaroon.defects
    elif not macaroon.defects:
        assert (macaroon.location, [each.text.encode() for each in macaroon.caveats]) == seen


@given(st.binary(max_size=200))
def test_json_that_pymacaroons_refuses_is_refused(noise: bytes) -> None:
    text = serialized(made(version=2), "json") + noise.strip()
    try:
        JsonSerializer().deserialize(text.decode())
    except Exception:  # noqa: BLE001 - see above
        assert read_macaroon(text).defects
    else:
        assert read_macaroon(text).readable


def packet(key: str, value: bytes) -> bytes:
    body = key.encode() + b" " + value + b"\n"
    return f"{len(body) + 4:04x}".encode() + body


HEAD = packet("location", b"https://se.example") + packet("identifier", b"made-up")
TAIL = packet("signature", b"s" * 32)


@pytest.mark.parametrize(
    ("data", "defect"),
    [
        (b"", Defect.EMPTY),
        (b"  \n", Defect.EMPTY),
        (b"Bearer ", Defect.NOT_A_MACAROON),
        (b"eyJhbGciOiJub25lIn0.e30.", Defect.NOT_A_MACAROON),
        (b"[]", Defect.NOT_A_MACAROON),
        (b"{]", Defect.NOT_A_MACAROON),
        (b"{}", Defect.BAD_FIELD),
        (HEAD, Defect.TRUNCATED),
        (HEAD + TAIL[:-1], Defect.TRUNCATED),
        (HEAD + b"00", Defect.TRUNCATED),
        (HEAD + b"zzzz", Defect.BAD_LENGTH),
        (HEAD + b"0004", Defect.BAD_LENGTH),
        (HEAD + b"000acid ab", Defect.BAD_LENGTH),
        (HEAD + b"000bcid abc", Defect.BAD_LENGTH),
        (HEAD.replace(b"0017", b"001G"), Defect.BAD_LENGTH),
        (HEAD + packet("colour", b"blue") + TAIL, Defect.BAD_FIELD),
        (HEAD + packet("vid", b"x") + TAIL, Defect.BAD_FIELD),
        (HEAD + HEAD + TAIL, Defect.BAD_FIELD),
        (HEAD + TAIL + TAIL, Defect.TRAILING_DATA),
        (b"\x02\x01\x01a\x00\x00\x06\x01s", Defect.BAD_FIELD),
        (b"\x02\x02\x01a\x02\x01a\x00\x00\x06\x01s", Defect.BAD_FIELD),
        (b"\x02\x02\x01a\x00\x01\x01l\x02\x01c\x00\x00\x06\x01s", Defect.BAD_FIELD),
        (b"\x02\x02\x01a\x00\x02\x01c\x05\x01x\x00\x00\x06\x01s", Defect.BAD_FIELD),
        (b"\x02\x02\x01a\x00\x00\x05\x01s", Defect.BAD_FIELD),
        (b"\x02\x02\x09a", Defect.TRUNCATED),
        (b"\x02\x02\x01a\x00\x00", Defect.TRUNCATED),
        (b"\x02\x02\xff\xff\xff\xff\x01a", Defect.BAD_LENGTH),
        (b"\x02\x02\x01a\x00\x00\x06\x01sX", Defect.TRAILING_DATA),
        (b'{"identifier": "a", "signature": "zz"}', Defect.BAD_VALUE),
        (b'{"identifier": 1, "signature": "00"}', Defect.BAD_VALUE),
        (b'{"identifier": "a"}', Defect.BAD_FIELD),
        (b'{"identifier": "a", "signature": "00", "caveats": {}}', Defect.BAD_VALUE),
        (b'{"identifier": "a", "signature": "00", "caveats": ["x"]}', Defect.BAD_VALUE),
        (b'{"identifier": "a", "signature": "00", "caveats": [{}]}', Defect.BAD_FIELD),
        (b'{"i": "a"}', Defect.BAD_FIELD),
        (b'{"macaroon": "eyJhbGciOiJub25lIn0.e30."}', Defect.NOT_A_MACAROON),
        (b"x" * (MAX_BYTES + 1), Defect.OVERSIZE),
    ],
)
def test_says_why_it_cannot_be_read(data: bytes, defect: Defect) -> None:
    assert unreadable(data) is defect


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", [1, 2])
def test_the_number_of_caveats_is_bounded(form: str, version: int) -> None:
    most = made([f"c:{number}" for number in range(MAX_CAVEATS)], version=version)
    assert len(read_macaroon(serialized(most, form)).caveats) == MAX_CAVEATS
    most.add_first_party_caveat("one:more")
    assert unreadable(serialized(most, form)) in {Defect.TOO_MANY_CAVEATS, Defect.NOT_A_MACAROON}


@pytest.mark.parametrize(
    ("data", "defects"),
    [
        (packet("identifier", b"a") + TAIL, [Defect.NO_LOCATION]),
        (HEAD + packet("signature", b"short"), [Defect.SIGNATURE_LENGTH]),
        (HEAD + packet("cid", b"\xff") + TAIL, [Defect.NOT_UTF_8]),
        (HEAD + packet("cid", b"a") + packet("cl", b"b") + TAIL, [Defect.BAD_FIELD]),
        (HEAD + TAIL + b"\n", []),
        (b'{"v": 2, "i": "a", "i": "b", "s": "%s"}' % (b"s" * 32), [Defect.DUPLICATE_MEMBER]),
        (
            b'{"i": "a", "c": [{"i": "b", "i": "b"}], "s": "x"}',
            [Defect.DUPLICATE_MEMBER, Defect.SIGNATURE_LENGTH],
        ),
    ],
)
def test_defects_that_leave_it_readable(data: bytes, defects: list[Defect]) -> None:
    macaroon = read_macaroon(data)
    assert macaroon.readable
    assert list(macaroon.defects) == defects


def test_white_space_inside_is_a_defect_around_it_is_none() -> None:
    data = serialized(made())
    around = read_macaroon(b"\n Bearer  " + data + b" \r\n")
    inside = read_macaroon(data[:30] + b"\n" + data[30:])
    assert around.defects == ()
    assert inside.defects == (Defect.NON_CANONICAL_BASE64,)
    assert around.fingerprint == inside.fingerprint


def test_stray_bits_behind_the_end_are_a_defect() -> None:
    data = serialized(made(identifier="made-up-x"), "padded")
    word = data.rstrip(b"=")
    assert len(word) % 4, "there are no bits to spare"
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = letters[letters.index(word[-1]) + 1 : letters.index(word[-1]) + 2]
    assert read_macaroon(word[:-1] + other).defects == (Defect.NON_CANONICAL_BASE64,)


def test_both_alphabets_at_once_are_a_defect() -> None:
    raw = packet("location", b"x") + packet("identifier", b"\xfb\xff\xfe" * 4) + TAIL
    mixed = base64.b64encode(raw).replace(b"+", b"-", 1)
    assert b"+" in mixed or b"/" in mixed
    assert read_macaroon(mixed).defects == (Defect.NON_CANONICAL_BASE64,)


@pytest.mark.parametrize("extra", [{"expires_in": 3600}, {"uri": {"base": "https://se.example/"}}])
def test_the_answer_of_a_service_holds_one(extra: dict[str, object]) -> None:
    text = serialized(made()).decode()
    answer = json.dumps({"macaroon": text, **extra}).encode()
    assert looks_like_macaroon(answer)
    assert read_macaroon(answer) == read_macaroon(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MDA",
        b"Agent of the storage element for everything",
        b"AgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        b"eyJhbGciOiJub25lIn0.e30.",
        b"\x02\x00\x00",
        b'{"signature": "a"}',
        b'{"macaroon": "eyJhbGciOiJub25lIn0.e30."}',
        b"tokenlint: workflows/1\n",
        b"MDAx" + b"A" * 80,
        b"x" * (MAX_BYTES + 1),
    ],
)
def test_is_not_taken_for_one(data: bytes) -> None:
    assert not looks_like_macaroon(data)


@given(st.binary(min_size=60, max_size=200))
def test_noise_that_begins_like_the_second_format_is_none(noise: bytes) -> None:
    text = b"Ag" + base64.urlsafe_b64encode(noise)
    assert looks_like_macaroon(text) is read_macaroon(text).readable


def test_a_cut_copy_of_the_first_format_still_looks_like_one() -> None:
    data = serialized(made())[:60]
    assert looks_like_macaroon(data)
    assert unreadable(data) is Defect.TRUNCATED


def test_keeps_no_signature() -> None:
    for form in FORMS:
        oracle = made()
        raw = bytes.fromhex(oracle.signature)
        macaroon = read_macaroon(serialized(oracle, form))
        shown = repr(macaroon) + repr([getattr(macaroon, name) for name in Macaroon.__slots__])
        assert oracle.signature not in shown
        assert repr(raw)[2:-1] not in shown


def test_repr_tells_the_fingerprint_only() -> None:
    macaroon = read_macaroon(serialized(made(["path:/secret-place"])))
    assert repr(macaroon) == f"Macaroon(fingerprint='{macaroon.fingerprint}', form='base64')"


def test_a_third_party_is_only_marked() -> None:
    macaroon = read_macaroon(serialized(made((), third_party="https://login.example")))
    assert macaroon.caveats == (Caveat("", third_party=True, location="https://login.example"),)


def test_binary_members_of_json_are_base64url() -> None:
    inside = secrets.token_bytes(8) + b"\xff"
    text = base64.urlsafe_b64encode(inside).decode().rstrip("=")
    signature = base64.urlsafe_b64encode(b"\xff" * 32).decode().rstrip("=")
    value = {"v": 2, "i64": text, "l": LOCATION, "s64": signature, "c": [{"i64": "cGF0aDov"}]}
    macaroon = read_macaroon(json.dumps(value).encode())
    assert (macaroon.identifier, macaroon.location) == (inside, LOCATION)
    assert macaroon.caveats == (Caveat("path:/"),)
    assert macaroon.defects == ()
