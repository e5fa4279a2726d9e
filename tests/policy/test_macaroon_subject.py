"""A macaroon in facts, words and places; nothing shows who somebody is, nothing is usable."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.credentials.macaroon.minting import FORMS, made, minted, serialized
from tests.judging import reader
from tests.minting import NOW
from tokenlint.credentials.macaroon.facts import location_state
from tokenlint.credentials.macaroon.macaroon import Defect
from tokenlint.errors import PolicyError
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
USUAL = (
    "id:1000;1000;paul",
    "iid:abcdefgh",
    "path:/data/set1",
    "activity:DOWNLOAD,DELETE",
    "before:2026-11-20T18:00:00Z",
)
HERE = Source("m.macaroon")


def subject(data: bytes) -> MacaroonSubject:
    return reader().macaroon(data, HERE)


def facts(*caveats: str, **more: Any) -> dict[str, Any]:
    whole = subject(serialized(made(caveats, **more))).facts
    VALIDATOR.validate(whole)
    found: dict[str, Any] = whole["macaroon"]
    return found


def test_facts_are_plain_and_hold_no_letters() -> None:
    found = facts(*USUAL)
    usual = {"state": "understood", "restated": False}
    assert found == {
        "readable": True,
        "form": "base64",
        "version": 1,
        "defects": [],
        "location": "https",
        "products": ["dcache"],
        "caveats": [
            {**usual, "means": "identity"},
            {**usual, "means": "issue"},
            {**usual, "means": "path"},
            {**usual, "means": "activity"},
            {**usual, "means": "expiry"},
        ],
        "bounds": ["activity", "expiry", "identity", "issue", "path"],
        "operations": ["delete", "poll", "read", "stat"],
        "destroying": ["delete"],
        "every_activity": False,
        "whole_area": False,
        "nothing_left": False,
        "lifetime": {"form": "bounded", "state": "valid", "seconds": 21600},
    }
    words = json.dumps(found)
    assert not any(each in words for each in ("paul", "data", "abcdefgh", "se.example", "1000"))


def test_the_schema_knows_every_word() -> None:
    macaroon = SCHEMA["$defs"]["macaroon"]["properties"]
    assert macaroon["defects"]["items"]["enum"] == sorted(Defect)
    assert "macaroon" in SCHEMA["properties"]["kind"]["enum"]


@given(st.lists(st.text(max_size=20), max_size=3), st.sampled_from(["", "x", "http://a.example"]))
def test_whatever_it_says_the_facts_fit_the_schema(caveats: list[str], location: str) -> None:
    safe = [each.encode("ascii", "ignore").decode() or "x" for each in caveats]
    facts(*safe, location=location)


@given(st.binary(max_size=80))
def test_whatever_it_is_it_is_a_subject(data: bytes) -> None:
    found = subject(data)
    VALIDATOR.validate(found.facts)
    assert found.document.title == f"macaroon {found.macaroon.fingerprint}"
    assert found.location("/macaroon").source.file
    assert found.text("/macaroon")


@pytest.mark.parametrize(
    ("caveats", "changes"),
    [
        ((), {"every_activity": True, "whole_area": True, "products": ["dcache", "xrootd"]}),
        (("path:/a", "path:/b", "name:x"), {"nothing_left": True, "products": ["xrootd"]}),
        (("id:x", "name:x"), {"products": []}),
        (("activity:",), {"every_activity": True, "bounds": []}),
        (("activity:SING",), {"every_activity": False, "bounds": []}),
        (("root:/a",), {"whole_area": False, "bounds": ["root"]}),
        (("before:2026-11-20T12:00:00Z",),
         {"lifetime": {"form": "bounded", "state": "expired", "seconds": 0}}),
        (("before:2026-11-20T11:00:00Z",),
         {"lifetime": {"form": "bounded", "state": "expired", "seconds": 0}}),
        (("before:soon",), {"lifetime": {"form": "unbounded", "state": "undated"}}),
        (("name:a", "name:b"),
         {"caveats": [{"state": "understood", "means": "identity", "restated": False},
                      {"state": "understood", "means": "identity", "restated": True}]}),
        (("path:/a", "path:/a"),
         {"caveats": [{"state": "understood", "means": "path", "restated": False}] * 2}),
        (("odd:x",), {"caveats": [{"state": "unknown", "restated": False}]}),
        (("ip:x",), {"caveats": [{"state": "unreadable", "means": "network", "restated": False}]}),
    ],
)  # fmt: skip
def test_facts_of_caveats(caveats: tuple[str, ...], changes: dict[str, Any]) -> None:
    found = facts(*caveats)
    assert {name: found[name] for name in changes} == changes


def test_what_nobody_can_read_allows_nothing() -> None:
    found = subject(minted(*USUAL)[:50])
    whole = found.facts["macaroon"]
    assert (whole["readable"], whole["operations"], whole["destroying"]) == (False, [], [])
    assert (found.document.vector, found.document.facts["reach"]) == (None, "nothing")
    assert found.texts() == {}
    assert found.location("/macaroon").source == HERE
    assert found.evidence(["/macaroon"]) == {"fingerprint": found.macaroon.fingerprint}


@pytest.mark.parametrize(
    ("location", "state"),
    [
        ("", "missing"),
        (" ", "missing"),
        ("https://a.example", "https"),
        ("davs://a.example:2880", "https"),
        ("http://a.example", "cleartext"),
        ("root://a.example:1094", "other-url"),
        ("EXAMPLE-SITE", "name"),
        ("Optional.empty", "name"),
        ("a.example:443", "name"),
    ],
)
def test_locations(location: str, state: str) -> None:
    assert location_state(location) == state


def test_the_document_says_where_what_and_how_long() -> None:
    found = subject(minted(*USUAL)).document
    assert (found.kind, found.id) == ("macaroon", f"m.macaroon#{found.title.split()[1]}")
    assert found.facts == {
        "form": "base64, version 1",
        "location": "https://se.example:443",
        "caveats": "5",
        "language": "dCache",
        "times": "until 2026-11-20 18:00 UTC (in 6 h)",
        "reach": "DELETE /data/set1/... at https://se.example:443 until 2026-11-20 18:00 UTC",
    }
    assert found.vector is not None
    assert 0 < found.vector.audience < 0.2
    assert 0 < found.vector.lifetime < 0.5


@pytest.mark.parametrize(
    ("caveats", "words"),
    [
        (("path:/a",), "no caveat ends it"),
        (("before:2026-11-20T12:00:00Z",), "until 2026-11-20 12:00 UTC (now)"),
        (("before:2026-11-20T11:00:00Z",), "until 2026-11-20 11:00 UTC (1 h ago)"),
    ],
)
def test_the_words_for_its_end(caveats: tuple[str, ...], words: str) -> None:
    found = subject(minted(*caveats))
    assert found.document.facts["times"] == words
    assert found.text("/macaroon/lifetime") == words


@pytest.mark.parametrize(
    ("caveats", "words"),
    [
        (("name:made-up",), "XRootD"),
        (("path:/a",), "dCache or XRootD"),
        (("name:made-up", "iid:x"), "of no known product"),
    ],
)
def test_the_words_for_its_language(caveats: tuple[str, ...], words: str) -> None:
    assert subject(minted(*caveats)).document.facts["language"] == words


def test_the_frame_shows_every_caveat_on_its_line() -> None:
    data = serialized(made((*USUAL, "odd:\x1b[31mthing"), third_party="https://login.example"))
    found = subject(data)
    ((name, text),) = found.texts().items()
    assert name == f"<macaroon {found.macaroon.fingerprint}>"
    assert text.splitlines() == [
        "location   https://se.example:443",
        "identifier made-up",
        "caveat     id:…",
        "caveat     iid:abcdefgh",
        "caveat     path:/data/set1",
        "caveat     activity:DOWNLOAD,DELETE",
        "caveat     before:2026-11-20T18:00:00Z",
        "caveat     odd:\\u001b[31mthing",
        "caveat     of a third party at https://login.example",
    ]
    place = found.location("/macaroon/caveats/2").source
    assert (place.line, text.splitlines()[4][place.column - 1 : place.end_column - 1]) == (
        5,
        "path:/data/set1",
    )
    assert found.location("/macaroon/lifetime").source.line == 1


def test_a_long_identifier_is_shortened() -> None:
    ((_, text),) = subject(serialized(made(identifier="0123456789"))).texts().items()
    assert "identifier 01234567…\n" in text


def test_words_for_pointers() -> None:
    found = subject(minted(*USUAL, location=""))
    assert found.text("/macaroon/location") == "(none)"
    assert found.text("/macaroon/caveats/0") == "id:…"
    assert found.text("/macaroon/destroying") == "delete"
    assert found.text("/credential/reach").startswith("DELETE /data/set1/... at any storage")
    with pytest.raises(PolicyError):
        found.text("/macaroon/caveats/9")


def test_the_witness_is_evidence() -> None:
    found = subject(minted(*USUAL))
    assert found.evidence(["/macaroon"])["request"] == found.document.facts["reach"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_is_kept_is_usable(form: str) -> None:
    oracle = made(USUAL)
    found = subject(serialized(oracle, form))
    everything = repr((found, found.facts, found.document, found.texts(), found.privilege))
    assert oracle.signature not in everything
    assert serialized(oracle).decode() not in everything


def test_it_is_judged_at_an_instant() -> None:
    assert subject(minted("before:2026-11-20T13:00:00Z")).privilege.validity.not_before == NOW
