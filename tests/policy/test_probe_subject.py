"""A probe in facts, words and places."""

import json

import pytest

from tests.conftest import ROOT
from tests.credentials.schema import assert_valid
from tests.judging import catalogue, settings
from tokenlint.policy.describe import describe
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.probe_subject import Difference, Group, ProbeSubject, Witness, in_words
from tokenlint.privilege.operation import Operation
from tokenlint.probe.cause import Cause
from tokenlint.probe.cell import Reach
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
ENDPOINT = "https://storage.example/area"
WORST = Witness(
    cell="https:read:delete",
    verdict="excess",
    case="delete",
    request=f"curl -X DELETE {ENDPOINT}/secret-path/file",
    status="204",
    answer="204",
    before="a file of 12 bytes",
    after="nothing",
    says="This takes storage.modify.",
    section="WLCG profile 1.3 section 2.2.1",
    scope="storage.read:/secret-path",
    token="0123456789ab",
)
OTHER = Witness(case="upload over a file", status="201")
DESTROYED = Group(
    "no-modify", "read", "read", ("delete", "overwrite"), ("inside",), True, True, (WORST, OTHER)
)
SIGNED = Group("signature", "unsigned", "un{signed", ("read",), ("inside",), False, False, (OTHER,))
DIFFERENCE = Difference("create", "delete", "delete", True, ("alpha",), ("beta", "gamma"), 2)
FULL = ProbeSubject(
    settings(),
    ENDPOINT,
    "the disk",
    groups=(SIGNED, DESTROYED),
    left=("/area/secret-path",),
    differences=(DIFFERENCE,),
    tested=9,
    counts={"tested": "9"},
)
EMPTY = ProbeSubject(settings(), ENDPOINT, "the disk")


@pytest.mark.parametrize("subject", [FULL, EMPTY], ids=["full", "empty"])
def test_facts_are_plain_and_fit_the_schema(subject: ProbeSubject) -> None:
    assert_valid(subject.facts)
    json.dumps(subject.facts)


def test_facts_hold_no_host_path_or_answer() -> None:
    facts = json.dumps(FULL.facts["probe"])
    for letters in ("example", "secret-path", "alpha", "curl", "204", "the disk"):
        assert letters not in facts
    assert FULL.facts["probe"]["groups"][1] == {
        "cause": "no-modify",
        "token": "read",
        "operations": ["delete", "overwrite"],
        "reaches": ["inside"],
        "changing": True,
        "destructive": True,
        "cells": 2,
    }
    assert (FULL.facts["probe"]["left"], FULL.facts["probe"]["tested"]) == (1, 9)
    assert FULL.facts["probe"]["differences"] == [
        {
            "operation": "delete",
            "destructive": True,
            "allowing": 1,
            "refusing": 2,
            "implementations": 2,
            "one_product": False,
        }
    ]


def test_the_schema_knows_every_word() -> None:
    group = SCHEMA["$defs"]["probe"]["properties"]["groups"]["items"]["properties"]
    assert set(group["cause"]["enum"]) == set(Cause)
    assert set(group["operations"]["items"]["enum"]) == set(Operation)
    assert set(group["reaches"]["items"]["enum"]) == set(Reach)


def test_every_reason_has_its_rule() -> None:
    policies = (ROOT / "policies" / "prb").rglob("*.rego")
    texts = "\n".join(each.read_text("utf-8") for each in policies if "_test" not in each.name)
    assert [cause for cause in Cause if f'"{cause}"' not in texts] == []


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/probe/groups/1", '"read"'),
        ("/probe/groups/1/operations", "delete and overwrite"),
        ("/probe/groups/1/cells", "2 cells"),
        ("/probe/groups/0/cells", "1 cell"),
        ("/probe/groups/1/case", "delete"),
        ("/probe/left", "1 thing"),
        ("/probe/differences", "1 request"),
        ("/probe/tested", "9"),
    ],
)
def test_nodes_in_words(pointer: str, text: str) -> None:
    assert FULL.text(pointer) == text


@pytest.mark.parametrize(
    ("operations", "words"),
    [
        ((), ""),
        (("delete",), "delete"),
        (("delete", "rename-over"), "delete and rename over"),
        (("read", "stat", "list"), "read, stat and list"),
    ],
)
def test_operations_in_words(operations: tuple[str, ...], words: str) -> None:
    assert in_words(operations) == words


def test_a_group_has_the_witness_of_its_first_cell() -> None:
    evidence = FULL.evidence(["/probe/groups/1"])
    assert evidence == {
        "request": (
            f"{WORST.request}  # 204; before: a file of 12 bytes; after: nothing;"
            " This takes storage.modify. (WLCG profile 1.3 section 2.2.1)"
        ),
        "curl": WORST.request,
        "answer": "204",
        "status": "204",
        "before": "a file of 12 bytes",
        "after": "nothing",
        "profile": "This takes storage.modify.",
        "section": "WLCG profile 1.3 section 2.2.1",
        "cell": "https:read:delete",
        "verdict": "excess",
        "case": "delete",
        "token": "read",
        "scope": "storage.read:/secret-path",
        "fingerprint": "0123456789ab",
        "cause": "no-modify",
        "operations": "delete and overwrite",
        "cells": 2,
    }


def test_a_proof_is_one_line_whatever_a_service_answers() -> None:
    proof = Witness(request="curl x", answer="no\ntouch /tmp/x\r\nand more").proof
    assert proof.startswith("curl x  # no touch /tmp/x")
    assert len(proof.splitlines()) == 1
    assert Witness(request="curl x", status="204").proof == "curl x  # 204"


def test_places_are_the_endpoint_with_what_was_seen_there() -> None:
    places = FULL.places("/probe/groups/1")
    assert [each.source for each in places] == [Source(ENDPOINT)] * 2
    assert [each.label for each in places] == [
        "delete: 204; before: a file of 12 bytes; after: nothing",
        "upload over a file: 201",
    ]
    assert FULL.location("/probe/groups/1") == places[0]
    assert [each.label for each in FULL.places("/probe/left")] == ["/area/secret-path"]


@pytest.mark.parametrize(
    ("seen", "label"),
    [
        (("a file", "nothing"), "no scope, read: 200; before: a file; after: nothing"),
        (("a file", ""), "no scope, read: 200; stored: a file"),
        (("", ""), "no scope, read: 200"),
    ],
)
def test_a_place_says_with_which_token_and_what_was_seen(seen: tuple[str, str], label: str) -> None:
    before, after = seen
    witness = Witness(kind="no scope", case="read", status="200", before=before, after=after)
    assert witness.label == label
    assert witness.proof.endswith(label.partition("; ")[2] or "# 200")


def test_many_cells_have_few_places() -> None:
    many = ProbeSubject(
        settings(),
        ENDPOINT,
        "the disk",
        groups=(Group("no-modify", "read", "r", ("delete",), (), True, True, (WORST,) * 99),),
    )
    assert len(many.places("/probe/groups/0")) == 5
    assert many.evidence(["/probe/groups/0"])["cells"] == 99


@pytest.mark.parametrize("pointer", ["/kind", "/probe", "/probe/groups/9", "/probe/tested"])
def test_what_stands_nowhere_has_no_place(pointer: str) -> None:
    with pytest.raises(LookupError):
        FULL.places(pointer)


def test_who_differs_is_told() -> None:
    assert FULL.evidence(["/probe/differences"]) == {
        "count": 1,
        "items": "create, delete: allowed by alpha, refused by beta, gamma",
    }


def test_it_is_the_document_of_its_endpoint() -> None:
    document = FULL.document
    assert (document.kind, document.id, document.title) == ("probe", ENDPOINT, "the disk")
    assert document.facts == {"tested": "9"}


def test_a_finding_in_words() -> None:
    at = "/probe/groups/1"
    words = {"operations": f"#{at}/operations", "token": f"#{at}", "cells": f"#{at}/cells"}
    finding = describe(RawFinding("PRB002", (at,), words), FULL, catalogue().rules["PRB002"])
    assert finding.message == (
        'delete and overwrite succeeded without storage.modify, with the token "read": 2 cells'
    )
