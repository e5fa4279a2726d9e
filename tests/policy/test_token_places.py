"""Facts of a token are shown where they stand in its decoded header and claims."""

import json

import pytest

from tests.judging import reader, token
from tests.minting import claims, mint
from tokenlint.policy.finding import Location
from tokenlint.policy.token_places import TokenPlaces
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.source import Source


def marked(subject: TokenSubject, pointer: str) -> str:
    """The text that the carets stand under."""
    source = subject.location(pointer).source
    row = subject.texts()[source.file].splitlines()[source.line - 1]
    return row[source.column - 1 : source.end_column - 1]


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/credential/items/1", "storage.create:/b"),
        ("/credential/items/1/path/defects", "storage.create:/b"),
        ("/credential/actions", '"storage.read:/a storage.create:/b"'),
        ("/credential/scope_form", '"storage.read:/a storage.create:/b"'),
        ("/credential/audience/form", "["),
        ("/credential/audience/entries/1", '"https://b.example"'),
        ("/credential/audience/entries/1/spelling", '"https://b.example"'),
        ("/credential/token/claims/groups/0", '"/exp"'),
        ("/credential/token/claims/groups", "["),
        ("/credential/token/claims/version", '"1.0"'),
        ("/credential/token/claims/issuer/problems", '"https://issuer.example"'),
        ("/credential/token/claims/personal", "{"),
        ("/credential/token/header/algorithm", '"ES256"'),
        ("/credential/token/header/critical", "{"),
        ("/credential/token/header", "{"),
        ("/credential", '"storage.read:/a storage.create:/b"'),
        ("/credential/token", "{"),
        ("/credential/token/size", "{"),
        ("/credential/token/claims", "{"),
        ("/credential/token/claims/jti", '"0b6f8c1e…"'),
        ("/credential/token/header/jwk", "{"),
        ("/credential/token/header/kid", '"key-1"'),
        ("/kind", "{"),
        ("/limits/audience_many", "{"),
    ],
)
def test_a_fact_is_shown_where_it_stands(pointer: str, text: str) -> None:
    subject = token(
        aud=["https://a.example", "https://b.example"],
        scope="storage.read:/a storage.create:/b",
        **{"wlcg.groups": ["/exp"]},
    )
    assert marked(subject, pointer) == text


def test_a_scope_that_is_a_list_is_shown_by_element() -> None:
    body = claims(scope=None) | {"scp": ["storage.read:/a", "storage.create:/b"]}
    subject = token(json.dumps(body))
    assert marked(subject, "/credential/items/1") == "storage.create:/b"


def test_the_older_version_claim_is_found() -> None:
    subject = token(json.dumps({"ver": "scitoken:2.0", "scope": "read:/"}))
    assert marked(subject, "/credential/token/claims/version") == '"scitoken:2.0"'


def test_what_is_missing_is_shown_at_the_opening_bracket() -> None:
    location = token(aud=None).location("/credential/audience")
    assert (location.source.line, location.source.column) == (1, 1)
    assert location.source.pointer == "/aud"


def test_a_doubled_member_is_shown_by_its_name() -> None:
    subject = token('{"iss": "https://a.example", "iss": "https://b.example"}')
    assert marked(subject, "/credential/token/anomalies/0") == '"iss"'


def test_an_odd_number_is_shown_by_its_value() -> None:
    subject = token('{"exp": 1e999}')
    assert marked(subject, "/credential/token/anomalies/0/kind") == "1e999"


def test_what_cannot_be_shown_stands_at_the_token_itself() -> None:
    here = Source("t.jwt")
    subject = reader().token(b"not even half a token", here)
    for pointer in ("/kind", "/credential/token/anomalies/0", "/credential/audience"):
        assert subject.location(pointer) == Location(here)
    assert subject.location("/credential") == Location(here, "grants nothing")


def test_an_irregular_signature_has_no_letters_to_show() -> None:
    data = mint(claims(), {"alg": "ES256", "typ": "JWT"}).encode()
    subject = reader().token(data[:-20], Source("t.jwt"))
    kinds = [anomaly["part"] for anomaly in subject.facts["credential"]["token"]["anomalies"]]
    place = subject.location(f"/credential/token/anomalies/{kinds.index('signature')}").source
    assert (place.line, place.column, place.pointer) == (1, 1, "")


def test_frames_hold_header_and_claims_and_no_signature() -> None:
    data = mint(claims()).encode()
    subject = reader().token(data, Source("t.jwt"))
    texts = subject.texts()
    assert [name.split()[0] for name in texts] == ["<header", "<claims"]
    assert data.rpartition(b".")[2].decode() not in "".join(texts.values())


def test_places_are_rendered_once() -> None:
    places = TokenPlaces(token().token, Source("t"))
    assert places.texts() == places.texts()


def test_a_group_token_is_said_to_grant_what_its_group_may_do() -> None:
    subject = token(json.dumps(claims(scope=None, **{"wlcg.groups": ["/vo"]})))
    assert subject.location("/credential").label == "grants what the group or the person may do"
