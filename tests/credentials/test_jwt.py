import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given

from tests.credentials.raw import ANY_BYTES, HEADER, compact, encode
from tests.credentials.schema import assert_valid, words
from tests.minting import NOW, claims, mint
from tokenlint.credentials.anomaly import AnomalyKind, PartName
from tokenlint.credentials.audience import ABSENT, audience_facts
from tokenlint.credentials.facts import anomaly_facts, token_facts
from tokenlint.credentials.header import header_facts
from tokenlint.credentials.jwt import DecodeLimits, decode, fingerprint_of
from tokenlint.credentials.privilege_of import privilege_of, scope_form, scope_items
from tokenlint.credentials.render import render
from tokenlint.credentials.scope import scope_item_facts
from tokenlint.credentials.times import lifetime_facts
from tokenlint.credentials.token import Dialect, Form, Profile, Token

LIMITS = {
    "token_bytes_recommended": 4096,
    "token_bytes_limit": 8192,
    "backdating_seconds": 300,
    "clock_skew_seconds": 60,
}


def read(data: bytes | str, **limits: int) -> Token:
    return decode(data.encode() if isinstance(data, str) else data, DecodeLimits(**limits)).token


def found(token: Token) -> list[tuple[str, str]]:
    return [(anomaly.kind.value, anomaly.part.value) for anomaly in token.anomalies]


@given(ANY_BYTES)
def test_any_bytes_have_facts_a_privilege_and_a_picture(data: bytes) -> None:
    token = read(data)
    assert_valid(token_facts(token, LIMITS), "token")
    assert_valid(audience_facts(token.claims.get("aud", ABSENT)), "audience")
    assert_valid(lifetime_facts(token.claims, NOW, LIMITS), "lifetime")
    for item in scope_items(token):
        assert_valid(scope_item_facts(item), "scope_item")
    assert scope_form(token.claims) in words("credential", "scope_form")
    privilege_of(token)
    render(token.header_text).text.encode()
    render(token.claims_text).text.encode()


def test_the_words_are_those_of_the_schema() -> None:
    assert {kind.value for kind in AnomalyKind} == words("anomaly", "kind")
    assert {part.value for part in PartName} == words("anomaly", "part")
    assert {profile.value for profile in Profile} == words("token", "profile")
    assert {form.value for form in Form} == words("token", "form")
    assert {dialect.value for dialect in Dialect} == words("credential", "dialect")


def test_a_good_token_has_nothing_odd() -> None:
    text = mint(claims())
    token = read(text)
    assert token.anomalies == ()
    assert (token.form, token.profile, token.size) == (Form.SIGNED, Profile.WLCG, len(text))
    assert token.claims == claims()
    assert json.loads(token.claims_text) == claims()
    assert token.header["kid"] == "key-1"
    assert token.fingerprint == fingerprint_of(text.rpartition(".")[0].encode())


def test_neither_token_nor_signature_are_in_what_is_kept() -> None:
    text = mint(claims())
    token = read(text)
    signature = text.rpartition(".")[2]
    kept = [getattr(token, name) for name in Token.__slots__]
    assert all(signature not in str(value) for value in kept)
    assert repr(token) == f"Token(fingerprint={token.fingerprint!r}, profile='wlcg')"
    assert claims()["sub"] not in repr(decode(text.encode()))


@pytest.mark.parametrize(
    ("wrap", "odd"),
    [
        (lambda t: f"  {t}\r\n", []),
        (lambda t: f"Bearer {t}", [("trailing-data", "token")]),
        (lambda t: f"Authorization: Bearer {t}", [("trailing-data", "token")]),
        (lambda t: f"export BEARER_TOKEN='{t}'", [("trailing-data", "token")] * 2),
        (lambda t: f'"{t}"', [("trailing-data", "token")]),
        (lambda t: f'{{"expires_in":5, "access_token": "{t}"}}', [("trailing-data", "token")]),
        (lambda t: f"{t}\n{t}", [("trailing-data", "token")]),
        (lambda t: f"{t} (captured)", [("trailing-data", "token")]),
        (lambda t: f"{t[:76]}\n{t[76:152]}\n{t[152:]}", [("non-canonical-base64", "token")]),
        (lambda t: "\ufeff" + t, [("byte-order-mark", "token")]),
        (lambda t: t + ".x", [("extra-parts", "token")]),
        (lambda t: t[:-30], [("truncated", "signature")]),
        (lambda t: t + "=", [("non-canonical-base64", "signature")]),
    ],
)
def test_what_stands_around_a_token_is_tolerated_and_noted(
    wrap: Any, odd: list[tuple[str, str]]
) -> None:
    text = mint(claims())
    token = read(wrap(text))
    assert found(token) == odd
    assert token.claims == claims()
    assert token.fingerprint == read(text).fingerprint


def test_a_file_in_utf_16_is_read() -> None:
    token = read(mint(claims()).encode("utf-16"))
    assert found(token) == [("byte-order-mark", "token")]
    assert token.claims == claims()


def test_a_token_without_its_signature_part_is_judged() -> None:
    token = read(mint(claims()).rpartition(".")[0])
    assert (token.form, token.profile) == (Form.UNSECURED, Profile.WLCG)
    assert found(token) == [("truncated", "signature")]


def test_half_a_token_shows_what_could_be_read() -> None:
    text = mint(claims())
    cut = text.index(".") + 120
    token = read(text[:cut])
    assert token.form is Form.UNREADABLE
    assert token.claims["iss"] == "https://issuer.example"
    assert ("not-json", "claims") in found(token)
    assert privilege_of(token).empty


@pytest.mark.parametrize("data", [b"", b"hello", b"eyJ", b"....", b"\xff\xfe", b"\0" * 50, b"."])
def test_what_is_no_token_is_unreadable(data: bytes) -> None:
    token = read(data)
    assert (token.form, token.profile) == (Form.UNREADABLE, Profile.UNREADABLE)
    assert token.anomalies
    facts = token_facts(token, LIMITS)
    assert "claims" not in facts
    assert "header" not in facts


def test_a_hundred_megabytes_cost_little() -> None:
    data = b"eyJhbGciOiJSUzI1NiJ9." + b"A" * 100_000_000 + b".AAAA"
    before = time.process_time()
    token = read(data)
    assert time.process_time() - before < 10  # a hang, not slowness
    assert found(token)[0] == ("oversize", "token")
    assert token.header == {"alg": "RS256"}
    assert token.size == len(data)
    assert token_facts(token, LIMITS)["size"] == "over-limit"


def test_limits_can_be_adjusted() -> None:
    text = mint(claims())
    assert read(text, max_bytes=len(text) - 1).anomalies[0].kind is AnomalyKind.OVERSIZE
    body = '{"a":[[[[1]]]],"scope":"storage.read:/x"}'
    assert ("deep-nesting", "claims") in found(read(compact(HEADER, body), max_depth=3))
    assert ("oversize", "claims") in found(read(compact(HEADER, body), max_values=3))


@pytest.mark.parametrize(
    ("body", "odd"),
    [
        ('{"sub":"a","sub":"b"}', "duplicate-member"),
        (b'{"sub":"\xff"}', "not-utf-8"),
        (b'\xef\xbb\xbf{"sub":"a"}', "byte-order-mark"),
        ('{"sub":"\\ud800"}', "lone-surrogate"),
        ('["sub"]', "not-an-object"),
        ("5", "not-an-object"),
        ('{"exp":NaN}', "non-finite-number"),
        ('{"exp":1e999}', "huge-number"),
        ('{"exp":' + "1" * 5000 + "}", "huge-number"),
        ('{"exp":1}x', "trailing-data"),
        ('{"exp":', "not-json"),
        ("", "not-json"),
        ("[" * 100 + "]" * 100, "deep-nesting"),
    ],
)
def test_each_irregularity_of_the_claims_is_found(body: str | bytes, odd: str) -> None:
    assert (odd, "claims") in found(read(compact(HEADER, body)))


@pytest.mark.parametrize(("part", "name"), [(0, "header"), (1, "claims")])
def test_other_spellings_of_a_part_are_found(part: int, name: str) -> None:
    segments = compact(HEADER, claims()).split(b".")
    segments[part] += b"=" * (-len(segments[part]) % 4) or b"===="
    assert ("non-canonical-base64", name) in found(read(b".".join(segments)))


def test_a_token_inside_a_token_is_named_and_not_kept() -> None:
    inner = mint(claims())
    nested = read(compact(HEADER | {"cty": "JWT"}, inner))
    assert ("nested-token", "claims") in found(nested)
    assert nested.claims_text == ""
    held = read(compact(HEADER, {"ext": {"refresh_token": ["x", inner]}}))
    (anomaly,) = held.anomalies
    assert (anomaly.pointer, anomaly.depth) == ("/ext/refresh_token/1", 2)
    assert inner not in render(held.claims_text).text


def test_a_token_as_a_name_is_not_kept_in_what_is_said_of_it() -> None:
    inner = mint(claims())
    for body in (f'{{"{inner}":1,"{inner}":2}}', f'{{"{inner}":"{inner}"}}'):
        for anomaly in read(compact(HEADER, body)).anomalies:
            assert inner[:40] not in repr(anomaly)


def test_long_names_over_many_values_cost_little_memory() -> None:
    body = '{"' + "eyJ" * 30_000 + '":[' + "1," * 15_000 + "1]}"
    token_bytes = compact(HEADER, body)
    tracemalloc.start()
    render(read(token_bytes).claims_text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


def test_an_encrypted_token_is_said_to_be_one_and_bounds_nothing() -> None:
    header = encode(json.dumps({"alg": "RSA-OAEP", "enc": "A256GCM", "zip": "DEF"}))
    token = read(b".".join((header, b"AAAA", b"AAAA", b"A" * 1000, b"AAAA")))
    assert (token.form, found(token)) == (Form.ENCRYPTED, [("encrypted", "token")])
    assert token.claims == {}
    privilege = privilege_of(token, NOW)
    assert privilege.audience.unlimited
    assert privilege.validity.seconds is None
    assert "header" in token_facts(token, LIMITS)


def test_equal_anomalies_stand_once_in_the_facts() -> None:
    token = read(compact(HEADER, '{"a":1,"a":2,"b":3,"b":4,"sub":"x","sub":"y"}'))
    assert anomaly_facts(token) == [
        {"kind": "duplicate-member", "part": "claims", "depth": 0, "member": "other"},
        {"kind": "duplicate-member", "part": "claims", "depth": 0, "member": "sub"},
    ]


class TestKnownVulnerabilities:
    """The decoder's part in published weaknesses; verification has its own."""

    @pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "NONE", " none"])
    def test_none_in_any_spelling(self, algorithm: str) -> None:
        facts = header_facts(read(compact({"alg": algorithm}, claims(), b"")))
        assert (facts["algorithm"], facts["allowed"]) == ("none", False)

    def test_doubled_algorithm(self) -> None:
        token = read(compact('{"alg":"none","alg":"RS256"}', claims()))
        (anomaly,) = token.anomalies
        assert (anomaly.kind, anomaly.member) == (AnomalyKind.DUPLICATE_MEMBER, "alg")
        assert anomaly_facts(token)[0]["member"] == "alg"

    @pytest.mark.parametrize("carrier", ["jku", "x5u", "jwk", "x5c"])
    def test_key_in_the_header(self, carrier: str) -> None:
        header = HEADER | {carrier: "https://attacker.example/keys"}
        assert header_facts(read(compact(header, claims())))["key_carriers"] == [carrier]

    def test_unknown_critical_member(self) -> None:
        header = HEADER | {"crit": ["exp", "b64", "x" * 100], "b64": False}
        facts = header_facts(read(compact(header, claims())))
        assert facts["critical"] == ["b64", "exp", "x" * 32]

    def test_compressed_and_encrypted_bomb_is_not_opened(self) -> None:
        header = encode(json.dumps({"alg": "dir", "enc": "A128GCM", "zip": "DEF"}))
        before = time.process_time()
        token = read(header + b".." + b"A" * 16 + b"." + b"A" * 200_000 + b".AAAA")
        assert time.process_time() - before < 10  # a hang, not slowness
        assert token.form is Form.ENCRYPTED

    def test_numbers_that_exhaust_a_parser(self) -> None:
        token = read(compact(HEADER, '{"exp":' + "9" * 100_000 + ',"iat":1e99999}'))
        assert found(token) == [("huge-number", "claims")] * 2
        assert lifetime_facts(token.claims, NOW, LIMITS)["form"] == "invalid"

    def test_a_name_that_begins_like_a_token_again_and_again(self) -> None:
        before = time.process_time()
        token = read(compact(HEADER, json.dumps({"eyJhbGci" * 10_000: "eyJhbGci" * 10_000})))
        render(token.claims_text)
        assert time.process_time() - before < 20  # a hang, not slowness
        assert found(token) == []

    def test_sibling_of_a_path_cve_2026_32716(self) -> None:
        from tokenlint.privilege.path import ScopePath

        (item,) = scope_items(read(mint(claims(scope="storage.read:/foo"))))
        assert item.path is not None
        assert item.path.covers(ScopePath.parse("/foo/x"))
        assert not item.path.covers(ScopePath.parse("/foobar"))

    @pytest.mark.parametrize("path", ["/foo/../bar", "/foo/%2e%2e/bar", "/foo/..%2fbar", "/.."])
    def test_climbing_path_cve_2026_32727(self, path: str) -> None:
        (item,) = scope_items(read(mint(claims(scope=f"storage.read:{path}"))))
        facts = scope_item_facts(item)["path"]
        assert facts["state"] == "non-conforming"
        assert {"dot-segment", "encoded-dot", "encoded-separator"} & set(facts["defects"])
        assert item.text == f"storage.read:{path}"
