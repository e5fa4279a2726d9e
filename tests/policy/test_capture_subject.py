"""A whole capture in facts, words and places."""

import json

import pytest

from tests.conftest import ROOT
from tests.credentials.schema import assert_valid
from tests.judging import catalogue, settings
from tokenlint.capture.context import Context
from tokenlint.policy.capture_subject import CaptureSubject, Noted
from tokenlint.policy.describe import describe
from tokenlint.policy.finding import RawFinding
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
SETTINGS = settings()
HERE, THERE = Source("a.log", 3), Source("b.log", 7)
QUERY, FILE = Noted("query-string", 1_234, (HERE, THERE)), Noted("file", 1)
WHERE = "door.example, although for https://other.example"
FULL = CaptureSubject(
    SETTINGS,
    presented=(FILE, QUERY),
    valid=Noted("", 17, (THERE,)),
    shared=Noted("", 1, (HERE,)),
    elsewhere=(Noted(WHERE, 5, (HERE,)), Noted("x" * 900, 2, (THERE,))),
    keys=Noted("", 2, (HERE, THERE)),
)
EMPTY = CaptureSubject(SETTINGS)
RAW = {
    "CAP001": ("/capture/presented/1", {"tokens": "#/capture/presented/1"}),
    "CAP003": ("/capture/valid_tokens", {"tokens": "#/capture/valid_tokens"}),
    "CAP004": ("/capture/shared_token_ids", {"ids": "#/capture/shared_token_ids"}),
    "CAP005": (
        "/capture/elsewhere/0",
        {"tokens": "#/capture/elsewhere/0/tokens", "where": "#/capture/elsewhere/0"},
    ),
    "CAP006": ("/capture/private_keys", {"keys": "#/capture/private_keys"}),
}


@pytest.mark.parametrize("subject", [FULL, EMPTY], ids=["full", "empty"])
def test_facts_are_plain_and_fit_the_schema(subject: CaptureSubject) -> None:
    assert_valid(subject.facts)
    json.dumps(subject.facts)


def test_facts_are_counts_without_hosts_and_audiences() -> None:
    assert FULL.facts["capture"] == {
        "presented": [
            {"context": "file", "tokens": 1},
            {"context": "query-string", "tokens": 1_234},
        ],
        "valid_tokens": 17,
        "shared_token_ids": 1,
        "elsewhere": [{"tokens": 5}, {"tokens": 2}],
        "private_keys": 2,
    }
    assert "example" not in json.dumps(FULL.facts["capture"])


def test_the_schema_knows_every_way_of_presenting() -> None:
    presented = SCHEMA["$defs"]["capture"]["properties"]["presented"]["items"]
    assert set(presented["properties"]["context"]["enum"]) == set(Context)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/capture/presented/0", "1 token"),
        ("/capture/presented/1", "1,234 tokens"),
        ("/capture/valid_tokens", "17 tokens"),
        ("/capture/shared_token_ids", "1 token id"),
        ("/capture/private_keys", "2 private keys"),
        ("/capture/elsewhere/0", WHERE),
        ("/capture/elsewhere/0/tokens", "5 tokens"),
    ],
)
def test_nodes_in_words(pointer: str, text: str) -> None:
    assert FULL.text(pointer) == text


def test_names_of_the_input_are_shown_cut() -> None:
    assert len(FULL.text("/capture/elsewhere/1")) < 200


@pytest.mark.parametrize(
    ("pointer", "noted"),
    [
        ("/capture/presented/0", FILE),
        ("/capture/presented/1", QUERY),
        ("/capture/presented/1/tokens", QUERY),
        ("/capture/valid_tokens", FULL.valid),
        ("/capture/shared_token_ids", FULL.shared),
        ("/capture/elsewhere/0", FULL.elsewhere[0]),
        ("/capture/elsewhere/1/tokens", FULL.elsewhere[1]),
        ("/capture/private_keys", FULL.keys),
    ],
)
def test_a_node_has_the_places_and_the_count_of_what_was_noted(pointer: str, noted: Noted) -> None:
    assert FULL.places(pointer) == noted.places
    assert FULL.evidence([pointer]) == {"tokens": noted.count}
    first = noted.places[0] if noted.places else FULL.document.source
    assert FULL.location(pointer).source == first


@pytest.mark.parametrize("pointer", ["/kind", "/capture", "/capture/presented/9", "/limits/x"])
def test_what_stands_nowhere_has_no_place(pointer: str) -> None:
    with pytest.raises(LookupError):
        FULL.places(pointer)


def test_it_is_one_document_of_its_own() -> None:
    assert (FULL.document.kind, FULL.document.id) == ("capture", "<scan>")
    assert FULL.document.vector is None


MESSAGES = {
    "CAP001": "1,234 tokens stood in the query string of a URL",
    "CAP003": "17 tokens can still be used by whoever reads this",
    "CAP004": "several tokens of one issuer share an id: 1 token id",
    "CAP005": f"5 tokens in the traffic or log of {WHERE}",
    "CAP006": "beside its certificate: 2 private keys",
}


@pytest.mark.parametrize("code", RAW)
def test_findings_are_told_in_these_words(code: str) -> None:
    at, arguments = RAW[code]
    finding = describe(RawFinding(code, (at,), arguments), FULL, catalogue().rules[code])
    assert finding.message.startswith(MESSAGES[code])
    assert finding.locations[0].source == FULL.places(at)[0]
    assert finding.evidence["tokens"] == FULL.evidence([at])["tokens"]
