"""The quick key of a token never says that two tokens are alike which are not."""

import functools
import json
from typing import Any

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.credentials.raw import encode
from tests.judging import EVERY_LETTER, QUICK_HEADER, assert_same, reader, settings
from tests.minting import NOW, claims
from tests.token_claims import claim_sets, relatives
from tokenlint.credentials.quick import QuickToken, quick_parts, token_of
from tokenlint.policy import typed_form as module
from tokenlint.policy.common_texts import CommonTexts
from tokenlint.policy.shape import Shapes
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.policy.typed_form import UNFIT, Reading, TypedForm, typed_form
from tokenlint.source import Source

READER = reader()
HEADER = encode(json.dumps(QUICK_HEADER))
LETTERS = st.sampled_from([frozenset(), EVERY_LETTER, frozenset({"path_text"})])
Claims = dict[str, Any]


class Room:
    """What one run has: common texts, shapes, and a form for each combination of types."""

    def __init__(self, letters: frozenset[str] = frozenset()) -> None:
        self.letters = letters
        self.common = CommonTexts(settings(), letters)
        self.shapes = Shapes(settings(), letters)
        self.forms: dict[Any, TypedForm | None] = {}

    def form(self, body: Claims) -> TypedForm | None:
        kinds = tuple(sorted((name, type(value).__name__) for name, value in body.items()))
        if kinds not in self.forms:
            self.forms[kinds] = typed_form(body, self.common)
        return self.forms[kinds]

    def stable(self, quick: QuickToken) -> object:
        shape = self.shapes.of(quick)
        return None if shape is None else self.shapes.stable(shape)

    def subject(self, quick: QuickToken) -> TokenSubject:
        return TokenSubject(
            token_of(quick), Source("-"), settings(), READER.calibration, self.letters
        )


@functools.cache
def room(letters: frozenset[str] = frozenset()) -> Room:
    return Room(letters)


def written(body: Claims) -> bytes:
    """As issuers write claims; no other text of them is shorter."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def quick_of(text: bytes) -> QuickToken | None:
    return quick_parts(HEADER, encode(text), 800)


def read(form: TypedForm | None, text: bytes) -> Reading | None:
    """As a lane reads it; None where only a longer way can tell."""
    if form is None:
        return None
    try:
        return form.read(text, 0)
    except UNFIT:
        return None


def assert_sound(here: Room, first: bytes, second: bytes, form: TypedForm | None) -> bool:
    """If both are of one key and one of them is regular, so is the other, and alike."""
    one, other = read(form, first), read(form, second)
    if one is None or other is None or one[0] != other[0]:
        return False
    known, quick = quick_of(first), quick_of(second)
    shape = None if known is None else here.stable(known)
    if known is None or shape is None:
        return False  # nobody learns such a key
    assert quick is not None
    assert here.stable(quick) == shape
    assert_same(here.subject(known), here.subject(quick))
    return True


@given(relatives(), LETTERS)
def test_equal_keys_have_equal_shapes_facts_and_places(
    pair: tuple[Claims, Claims], letters: frozenset[str]
) -> None:
    here = room(letters)
    first, second = map(written, pair)
    for body in pair:
        assert_sound(here, first, second, here.form(body))


@given(claim_sets(), claim_sets(), LETTERS)
def test_strangers_of_equal_key_do_not_differ_either(
    first: Claims, second: Claims, letters: frozenset[str]
) -> None:
    timed = {"iat": NOW, "exp": NOW + 60}
    one, other = first | timed, second | timed
    assert_sound(room(letters), written(one), written(other), room(letters).form(one))


@given(st.permutations(sorted(claims().items())))
def test_the_order_of_claims_changes_nothing(members: list[tuple[str, Any]]) -> None:
    here, body = room(), dict(members)
    assert assert_sound(here, written(claims()), written(body), here.form(body))


ODD_VALUES = (
    "1e9", "18e8", "-0", "01", "1.0", "1E9", "0", "-1", "9999999999", "10000000000", "1" * 30,
    '""', '" "', '"\\u0041"', '"\\n"', '"\\/"', '"é"', '"\\""', '"ey"', '"a\\\\"', "null", "true",
    "false", "[]", "[ ]", '["a"]', '["a" ]', "[1]", "{}", "{ }", '{"sub":"x","sub":"x"}',
    '{"sub":"x"}', '{"sub" :"x"}', '{"sub":{"sub":"x"}}', '{"sub":"eyJhIjoxfQ"}',
    '"eyJhbGciOiJub25lIn0.eyJhIjoxfQ."', '{"a":"\\u0065yJh"}', '"a":"b"',
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn, body: Claims) -> bytes:
    """The claims written otherwise, sometimes of the length that they have when written plainly."""
    plain = written(body)
    members = [[json.dumps(name), written(value).decode()] for name, value in body.items()]
    for _ in range(draw(st.integers(1, 3))):
        member = draw(st.sampled_from(members))
        match draw(st.sampled_from(("value", "value", "twice", "gone", "name", "shorter"))):
            case "value":
                member[1] = draw(st.sampled_from(ODD_VALUES))
            case "twice":
                members.insert(draw(st.integers(0, len(members))), list(member))
            case "gone" if len(members) > 1:
                members.remove(member)
            case "name":
                member[0] = draw(st.sampled_from(('"no jti"', '"no nbf"', '"ex\\u0070"', '"x"')))
            case "shorter" if len(member[1]) > 3:
                member[1] = member[1][:-2] + member[1][-1]
    text = "{" + ",".join(f"{name}:{value}" for name, value in members) + "}"
    missing = len(plain) - len(text.encode())
    spaces = draw(st.sampled_from((0, 1, max(0, missing))))
    at = draw(st.sampled_from([i for i, c in enumerate(text) if c in ",:{}"] + [len(text)]))
    return (text[:at] + draw(st.sampled_from(" \n\t")) * spaces + text[at:]).encode()


def _bodies() -> st.SearchStrategy[Claims]:
    """Claims that a form can be made of."""
    timed = {"iat": NOW, "exp": NOW + 3600}
    return claim_sets(odd=False).map(lambda body: body | timed)


@hypothesis_settings(max_examples=300)
@given(st.data(), _bodies() | st.just(claims()), LETTERS)
def test_claims_that_are_written_otherwise_take_a_longer_way(
    data: st.DataObject, body: Claims, letters: frozenset[str]
) -> None:
    here = room(letters)
    text = data.draw(texts(body))
    form = here.form(body)
    assume(form is not None)
    assert_sound(here, written(body), text, form)
    if read(form, text) is not None and not any(type(value) is dict for value in body.values()):
        assert text == msgspec.json.encode(msgspec.json.decode(text))


@given(_bodies(), st.binary(max_size=4), st.integers(0, 400), st.integers(0, 4))
@example(claims(), b"", 0, 0)
def test_bytes_of_any_kind_take_a_longer_way_or_are_as_they_were(
    body: Claims, put: bytes, at: int, gone: int
) -> None:
    plain = written(body)
    text = plain[:at] + put + plain[at + gone :]
    assert_sound(room(), plain, text, room().form(body))


def test_usual_claims_have_a_key() -> None:
    """Else all above would hold of nothing."""
    for body in (
        claims(),
        claims(nbf=None, jti=None, sub=None, scope=None),
        claims(
            **{"wlcg.groups": ["/exp", "/exp/prod"], "act": {"sub": "x"}, "email": "a@b.example"}
        ),
        claims(auth_time=NOW, client_id="5f2c", custom=True, number=-7),
    ):
        here = room()
        assert assert_sound(here, written(body), written(body), here.form(body))
        assert_sound(here, written(body), written(body | {"sub": "5f2c-0"}), here.form(body))


def test_the_key_hides_what_policies_do_not_see() -> None:
    here, form = room(), room().form(claims())
    one = read(form, written(claims()))
    other = read(form, written(claims(sub="aaaa", jti="another-id", scope="storage.read:/b/c")))
    assert one is not None
    assert other is not None
    assert one[0] == other[0]
    assert (one[1:], other[1:]) == (
        ("0b6f8c1e-made-up", "5f2c0a9e-made-up"),
        ("another-id", "aaaa"),
    )
    assert here.common.number() < here.common.number()


@pytest.mark.parametrize(
    "change",
    [
        {"jti": ""},  # it is there, and empty
        {"jti": "short"},
        {"jti": " 0b6f8c1e"},
        {"jti": "eyJhbGciOiJub25lIn0"},
        {"sub": "eyJhbGciOiJub25lIn0"},
        {"scope": "eyJhbGciOiJub25lIn0"},
        {"exp": NOW},
        {"exp": 10**10},
        {"iat": 10**9 - 1},
        {"nbf": 0},
        {"nbf": NOW + 9_999},
        {"sub": "é"},
    ],
)
def test_only_a_longer_way_can_tell(change: Claims) -> None:
    form = room().form(claims())
    assert form is not None
    assert form.read(written(claims() | change), 0) is None


@pytest.mark.parametrize(
    "body",
    [
        claims(exp=None),
        claims(iat=None),
        claims(exp=float(NOW)),
        claims(nbf=True),
        claims(jti=7),
        claims(custom=1.5),
        claims(custom=["a", 1]),
        claims() | {"custom": None},
        claims() | {"é": "x"},
        claims() | {'a"b': "x"},
        claims(voperson_id="somebody@site.example"),
        claims(jti=None) | {"no jti": "x"},  # the name that stands for what is absent
        claims() | {"no client_id": "x"},
    ],
)
def test_there_is_no_form_of_what_has_no_short_way(body: Claims) -> None:
    assert typed_form(body, room().common) is None


@pytest.mark.parametrize("number", [1 << 63, -(1 << 63) - 1, 10**30])
def test_a_number_that_is_not_kept_exactly_everywhere_takes_a_longer_way(number: int) -> None:
    form = room().form(claims(auth_time=NOW))
    assert form is not None
    assert form.read(written(claims(auth_time=NOW)), 0) is not None
    with pytest.raises(UNFIT):
        form.read(written(claims(auth_time=number)), 0)


def test_other_names_or_types_are_no_reading() -> None:
    form = room().form(claims())
    assert form is not None
    for body in (claims(custom="x"), claims(jti=None), claims(aud=["a"]), claims(iss=1)):
        with pytest.raises(UNFIT):
            form.read(written(body), 0)
    for text in (b'{"\xff":1}', b'{"act":' + b"[" * 12_000):
        with pytest.raises(UNFIT):
            form.read(text, 0)


def test_marks_and_values_are_part_of_the_key() -> None:
    form = room().form(claims())
    assert form is not None
    plain = written(claims())
    keys = {form.read(plain, 0), form.read(plain, 1), form.read(written(claims(aud="x")), 0)}
    assert len(keys) == 3


APART = [
    ({}, {"aud": "https://tape.example"}),
    ({}, {"exp": NOW + 3601}),
    ({"nbf": NOW - 9}, {"nbf": NOW - 1000}),  # backdated
    ({"nbf": NOW + 60}, {"nbf": NOW - 60}),
    ({"iat": NOW - 90, "nbf": NOW - 60}, {"iat": NOW - 90, "nbf": NOW - 30}),
    ({"iat": NOW - 60, "nbf": NOW - 60}, {"iat": NOW + 60, "nbf": NOW + 60, "exp": NOW + 3720}),
    ({"iat": NOW + 3000, "nbf": NOW}, {"exp": NOW + 600}),  # from the later one on
    ({"iat": NOW + 600, "nbf": NOW - 10}, {"exp": NOW + 3000, "nbf": NOW - 10}),
    ({"iat": NOW - 3600, "nbf": NOW - 3600, "exp": NOW}, {}),  # expired
    ({"sub": "5f2c0a9e-made-up"}, {"sub": "Ada Lovelace"}),
    ({"client_id": "5f2c0a9e"}, {"client_id": "ada@site.example"}),
    ({"scope": "storage.read:/a/b"}, {"scope": "storage.read:/a"}),
    ({"act": {"sub": "a"}}, {"act": {"sub": "b"}}),
    ({"flag": True}, {"flag": False}),
    ({"wlcg.groups": ["/a", "/b"]}, {"wlcg.groups": ["/b", "/a"]}),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_what_a_policy_may_see_is_part_of_the_key(first: Claims, second: Claims) -> None:
    one, other = claims(**first), claims(**second)
    readings = [read(room().form(body), written(body)) for body in (one, other)]
    keys = {reading[0] for reading in readings if reading is not None}
    assert len(keys) == 2


DISGUISED = [
    (b'"nbf":%d' % NOW, b'"nbf":0'),
    (b'"nbf":%d' % NOW, b'"nbf":-1'),
    (b'"exp":%d' % (NOW + 3600), b'"exp":9'),
    (b'"email":"ada.l@site.example"', b'"email":"a\\/@site.example.."'),
    (b'"0b6f8c1e-made-up"', b'"0b6f8c1e-ma"'),
    (b'"5f2c0a9e-made-up"', b'"\\u0035f2c0a9"'),
    (b'"https://storage.example"', b'"https://storage"'),
    (b'"https://storage.example"', b'"https:\\/\\/storage"'),
    (b'"wlcg.ver":"1.0",', b""),
    (b'"wlcg.ver":"1.0",', b'"nbf":1795176000'),
    (b'"auth_time":%d' % NOW, b'"auth_time":7'),
    (b'"auth_time":%d' % NOW, b'"auth_time":-0'),
]


@pytest.mark.parametrize(("plain", "short"), DISGUISED)
@pytest.mark.parametrize("space", [b" ", b"\n", b"\t"])
def test_white_space_makes_up_for_nothing(plain: bytes, short: bytes, space: bytes) -> None:
    body = claims(email="ada.l@site.example", auth_time=NOW)
    text = written(body)
    assert plain in text
    for place in (b",", b":", b"{", b"}"):
        padded = space * (len(plain) - len(short))
        found = text.replace(plain, short).replace(place, padded + place, 1)
        assert len(found) == len(text)
        for form in (room().form(body), room().form(claims(email="a", auth_time=NOW))):
            assert read(form, found) is None
    assert read(room().form(body), text) is not None


def test_a_token_in_a_text_that_is_seen_by_nobody_takes_a_longer_way() -> None:
    form = room().form(claims(email="x"))
    assert read(form, written(claims(email="ada@site.example"))) is not None
    assert read(form, written(claims(email="eyJhbGciOiJub25lIn0"))) is None


def test_values_that_were_forgotten_never_share_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KNOWN", 2)
    form = typed_form(claims(), Room().common)
    seen: dict[Any, str] = {}
    for name in "abcabcaab":
        reading = read(form, written(claims(aud=name)))
        assert reading is not None
        assert seen.setdefault(reading[0], name) == name
