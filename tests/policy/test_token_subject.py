"""A captured token under judgement: facts that fit the schema, words that hide no fact."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.judging import EVERY_LETTER, QUICK_HEADER, reader, token, workflow
from tests.minting import claims, mint
from tests.token_claims import claim_sets
from tokenlint import shipped
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.source import Source

SCHEMA = Draft202012Validator(
    json.loads((shipped.policies_dir() / "schema" / "policy-input.json").read_text("utf-8"))
)
quick = settings(max_examples=examples(40))  # an example takes several milliseconds
LETTERS = st.sampled_from([frozenset(), EVERY_LETTER])


def assert_fits(subject: TokenSubject) -> None:
    assert [error.message for error in SCHEMA.iter_errors(subject.facts)] == []


@given(claim_sets(), LETTERS)
def test_facts_of_any_claims_fit_the_schema(body: dict[str, Any], letters: frozenset[str]) -> None:
    data = mint(body, QUICK_HEADER).encode()
    assert_fits(reader(letters=letters).token(data, Source("t")))


@quick
@given(claim_sets())
def test_facts_of_a_token_judged_against_a_workflow_fit_the_schema(body: dict[str, Any]) -> None:
    data = mint(body, QUICK_HEADER).encode()
    assert_fits(reader().token(data, Source("t"), workflow().workflow))


@given(st.binary(max_size=100) | st.sampled_from([b"eyJhbGciOiJub25lIn0.e30.", b"a.b.c.d.e"]))
def test_facts_of_any_bytes_fit_the_schema(data: bytes) -> None:
    assert_fits(reader(letters=EVERY_LETTER).token(data, Source("t")))


@quick
@given(claim_sets())
def test_every_node_of_the_facts_has_words_and_a_place(body: dict[str, Any]) -> None:
    data = mint(body, QUICK_HEADER).encode()
    subject = reader().token(data, Source("t"), workflow().workflow)
    assert subject.document.id
    for pointer in pointers(subject.facts):
        assert isinstance(subject.text(pointer), str)
        assert subject.location(pointer).source.file
        assert subject.evidence([pointer])


def pointers(node: Any, here: str = "") -> list[str]:
    if not isinstance(node, dict | list):
        return [here]
    rows = node.items() if isinstance(node, dict) else enumerate(node)
    return [here, *(p for key, value in rows for p in pointers(value, f"{here}/{key}"))]


def test_the_document_tells_what_people_ask_first() -> None:
    document = token().document
    assert document.kind == "token"
    assert document.facts == {
        "profile": "wlcg",
        "issuer": "https://issuer.example",
        "signature": "not checked",
        "times": "exp 2026-11-20 13:00 UTC (in 1 h; lifetime 1 h)",
        "issued": "2026-11-20 12:00 UTC",
        "reach": "READ /data/set1/... at https://storage.example until 2026-11-20 13:00 UTC",
    }
    assert document.vector is not None
    assert (document.need, document.excess) == (None, None)


def test_what_no_service_can_read_has_no_place() -> None:
    subject = reader().token(b"half a token", Source("t"))
    assert subject.document.vector is None
    assert subject.document.facts == {"profile": "unreadable", "reach": "nothing"}
    assert "request" not in subject.evidence(["/credential"])
    assert subject.location("/credential/token").source == Source("t")


def test_against_a_workflow_need_and_excess_are_told() -> None:
    subject = reader().token(mint(claims()).encode(), Source("t"), workflow().workflow)
    document = subject.document
    assert document.need is not None
    assert document.excess is not None
    assert document.facts["judged against"] == "nightly"
    assert subject.location("/workflow/operations/0").source.file == "w.yaml"
    assert subject.location("/comparison/missing/0").source.line == 9


def test_letters_of_the_issuer_are_given_where_a_policy_reads_them() -> None:
    data = mint(claims()).encode()
    issuer = reader(letters=EVERY_LETTER).token(data, Source("t")).facts
    assert issuer["credential"]["token"]["claims"]["issuer"]["issuer_text"] == (
        "https://issuer.example"
    )
    odd = reader(letters=EVERY_LETTER).token(mint(claims(iss=7)).encode(), Source("t")).facts
    assert "issuer_text" not in odd["credential"]["token"]["claims"]["issuer"]


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/credential/token/claims/issuer", "https://issuer.example"),
        ("/credential/token/claims/subject", "the subject"),
        ("/credential/token/claims/version", "1.0"),
        ("/credential/token/claims/groups/0", "/exp"),
        ("/credential/token/header/algorithm", "ES256"),
        ("/credential/token/header/key_id", "key-1"),
        ("/credential/token/header/type", "JWT"),
        ("/credential/audience/entries/1", "https://b.example"),
        ("/credential/audience", "https://a.example, https://b.example"),
        ("/credential/items/0/path", "/a"),
        ("/credential/items/0/narrower", "storage.read:/a"),
        ("/credential/items/1/suggestion", "storage.read or storage.stage or storage.create"),
        ("/credential/actions", "storage.read"),
        ("/credential/lifetime/seconds", "1 h"),
    ],
)
def test_words_of_nodes(pointer: str, words: str) -> None:
    subject = token(
        aud=["https://a.example", "https://b.example"],
        scope="storage.read:/a storage.raed:/b",
        **{"wlcg.groups": ["/exp"]},
    )
    assert subject.text(pointer) == words


@pytest.mark.parametrize("groups", ["/exp", True, 7, {"a": 1}])
def test_groups_that_are_no_list_are_one_value(groups: object) -> None:
    subject = token(**{"wlcg.groups": groups})
    assert subject.text("/credential/token/claims/groups/0") == str(groups)


def test_anomalies_are_said_in_words() -> None:
    text = json.dumps(claims())[:-1] + ', "iss": "https://other.example"}'
    subject = token(text)
    assert subject.text("/credential/token/anomalies/0")
    assert subject.location("/credential/token/anomalies/0").source.pointer == "/iss"


def test_what_is_missing_is_said_to_be_missing() -> None:
    subject = token("{}")
    assert subject.text("/credential/token/claims/issuer") == "(none)"
    assert subject.text("/credential/audience") == "nothing"
    assert subject.text("/credential/actions") == "nothing"
    assert subject.document.facts["issued"] == "(not said)"


def test_the_witness_is_about_the_place_of_the_finding() -> None:
    subject = token(scope="storage.read:/a storage.modify:/b")
    witness = [
        subject.evidence([pointer])["request"]
        for pointer in (
            "/credential/items/0/path",
            "/credential/audience/entries/0/defects",
            "/credential/lifetime",
        )
    ]
    assert [str(words).split(" at ")[0] for words in witness] == [
        "READ /a/...",
        "DELETE /b",
        "DELETE /b/...",
    ]


def test_an_expired_token_reaches_its_end() -> None:
    subject = token(iat=1, nbf=1, exp=1)
    assert "request" in subject.evidence(["/credential/audience/entries/0"])
