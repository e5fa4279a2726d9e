"""An audit in facts, words and places."""

import json

import pytest

from tests.conftest import ROOT
from tests.credentials.schema import assert_valid
from tests.judging import settings
from tokenlint.audit.outcome import Cause
from tokenlint.policy.audit_subject import AuditSubject, LogLine, NotedGroup, UnusedGroup
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
FIRST = LogLine(Source("a.log", 7), "2026-11-20 12:00 UTC, DELETE /secret-path, allowed")
DELETED = NotedGroup(
    cause="not-permitted",
    party="workflow merge, issuer https://issuer.example",
    operations=("delete", "overwrite"),
    held=("create", "read"),
    scope="storage.create:/secret-path",
    count=1_200,
    tokens=2,
    lines=(FIRST, LogLine(Source("b.log", 9), "another")),
    destructive=True,
    more_tokens=True,
)
SHARED = NotedGroup(
    "many-clients", "workflow x", ("read",), (), "", 1, 1, addresses=9, services=1, seconds=3_700
)
UNUSED = UnusedGroup(
    "workflow merge", ("storage.modify:/secret-path", "openid"), ("modify",), 5, 1, 2, 40
)
FULL = AuditSubject(settings(), (SHARED, DELETED), (UNUSED,), judged=17, counts={"lines": "20"})
EMPTY = AuditSubject(settings())


@pytest.mark.parametrize("subject", [FULL, EMPTY], ids=["full", "empty"])
def test_facts_are_plain_and_fit_the_schema(subject: AuditSubject) -> None:
    assert_valid(subject.facts)
    json.dumps(subject.facts)


def test_facts_hold_no_party_path_or_address() -> None:
    facts = json.dumps(FULL.facts["audit"])
    for letters in ("merge", "secret-path", "example", "a.log", "openid"):
        assert letters not in facts
    assert FULL.facts["audit"]["noted"][1] == {
        "cause": "not-permitted",
        "operations": ["delete", "overwrite"],
        "held": ["create", "read"],
        "destructive": True,
        "outside": False,
        "count": 1_200,
        "tokens": 2,
        "addresses": 0,
        "services": 0,
        "explained": 0,
        "seconds": 0,
    }
    assert FULL.facts["audit"]["usages"] == [
        {"unused": 5, "actions": ["modify"], "used": 1, "tokens": 2, "operations": 40}
    ]


def test_the_schema_knows_every_word() -> None:
    noted = SCHEMA["$defs"]["audit"]["properties"]["noted"]["items"]["properties"]
    assert set(noted["cause"]["enum"]) == set(Cause)
    assert set(noted["operations"]["items"]["enum"]) == set(Operation)
    assert set(noted["held"]["items"]["enum"]) == set(Action)


def test_every_reason_has_its_rule() -> None:
    policies = (ROOT / "policies" / "log").rglob("*.rego")
    texts = "\n".join(each.read_text("utf-8") for each in policies if "_test" not in each.name)
    assert [cause for cause in Cause if f'"{cause}"' not in texts] == []


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/audit/noted/1", DELETED.party),
        ("/audit/noted/1/operations", "delete and overwrite, 1,200 times"),
        ("/audit/noted/0/operations", "read, once"),
        ("/audit/noted/1/tokens", "at least 2 tokens"),
        ("/audit/noted/0/tokens", "1 token"),
        ("/audit/noted/1/held", "create, read"),
        ("/audit/noted/0/held", "nothing"),
        ("/audit/noted/0/late", "1 h 1 min"),
        ("/audit/noted/0/addresses", "9 addresses"),
        ("/audit/noted/0/services", "1 service"),
        ("/audit/usages/0", "workflow merge"),
        ("/audit/usages/0/unused", "storage.modify:/secret-path, openid and 3 more"),
        ("/audit/judged", "17"),
    ],
)
def test_nodes_in_words(pointer: str, text: str) -> None:
    assert FULL.text(pointer) == text


def test_places_are_the_lines_of_the_log() -> None:
    places = FULL.places("/audit/noted/1")
    assert [str(each.source) for each in places] == ["a.log:7", "b.log:9"]
    assert places[0].label == FIRST.words
    assert FULL.location("/audit/noted/1") == places[0]


@pytest.mark.parametrize("pointer", ["/audit/noted/0", "/audit/usages/0"])
def test_without_a_line_the_place_is_the_audit(pointer: str) -> None:
    assert [str(each.source) for each in FULL.places(pointer)] == ["<audit>"]


@pytest.mark.parametrize("pointer", ["/kind", "/audit", "/audit/noted/9", "/audit/usages/9"])
def test_what_stands_nowhere_has_no_evidence(pointer: str) -> None:
    with pytest.raises(LookupError):
        FULL.evidence([pointer])


def test_evidence_has_the_first_line_as_witness() -> None:
    assert FULL.evidence(["/audit/noted/1"]) == {
        "request": FIRST.words,
        "cause": "not-permitted",
        "party": DELETED.party,
        "operations": "delete and overwrite",
        "scope": "storage.create:/secret-path",
        "count": 1_200,
        "tokens": 2,
    }
    assert FULL.evidence(["/audit/usages/0"]) == {
        "party": "workflow merge",
        "unused": "storage.modify:/secret-path openid",
        "count": 5,
        "tokens": 2,
        "operations": 40,
    }


def test_it_is_one_document() -> None:
    document = FULL.document
    assert (document.kind, document.id, dict(document.facts)) == (
        "audit",
        "<audit>",
        {"lines": "20"},
    )
