"""A credential against the need of a workflow: words, places and witnesses of the comparison."""

import pytest

from tests.judging import READER, reader, token, workflow
from tests.minting import claims, mint
from tokenlint.policy.judgement import Judgement
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.source import Source

LENIENT = READER.replace(
    "kind: storage}\n  tape", "kind: storage, implementation: xrootd, version: '5.4.3'}\n  tape"
)
WIDE = READER.replace('"storage.create:/scratch storage.read:/data"', '"storage.modify:/"')


def judged(text: str = READER) -> Judgement:
    judgement = workflow(text).judgement
    assert judgement is not None
    return judgement


def said(text: str, pointer: str) -> str:
    return workflow(text).text(pointer)


def test_a_missing_capability_is_said_with_its_fix() -> None:
    assert said(READER, "/comparison/missing/0") == "delete /scratch at https://storage.example"
    assert said(READER, "/comparison/missing/0/fix") == "storage.modify:/scratch"
    assert said(READER, "/comparison/missing/0/held") == "storage.create"


def test_a_missing_audience_is_said_with_the_one_to_name() -> None:
    text = READER.replace(
        "[https://storage.example]\n      scope", "[https://tape.example]\n      scope"
    )
    facts = workflow(text.replace("storage.create", "storage.modify")).facts
    assert [missing["cause"] for missing in facts["comparison"]["missing"]] == ["audience"]
    assert (
        said(text.replace("storage.create", "storage.modify"), "/comparison/missing/0/fix")
        == "https://storage.example"
    )


def test_a_lenient_product_is_named() -> None:
    assert said(LENIENT, "/comparison/missing/0/lenient") == "xrootd 5.4.3 (disk)"


def test_of_an_unknown_service_nothing_is_known() -> None:
    text = READER.replace("service: disk", "service: dsik")
    subject = workflow(text)
    assert subject.text("/workflow/operations/0") == "delete /scratch at the unknown service dsik"
    assert subject.text("/workflow/operations/0/service") == "dsik"
    assert subject.text("/workflow/operations/0/suggestion") == "disk"
    place = subject.location("/workflow/unknown_services/0").source
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("dsik")
    for index in range(len(subject.facts.get("comparison", {}).get("missing", []))):
        assert subject.text(f"/comparison/missing/{index}/lenient") == ""


def test_what_is_too_much_has_a_narrower_form_and_a_witness() -> None:
    assert said(WIDE, "/credential/items/0/narrower") == "storage.modify:/scratch"
    assert said(WIDE, "/credential/items/0/witness").startswith("DELETE /")
    assert said(READER, "/credential/items/1/narrower") == "nothing"


def test_an_audience_that_is_not_needed_has_a_witness() -> None:
    two = READER.replace(
        "[https://storage.example]", "[https://storage.example, https://tape.example]"
    )
    assert "https://tape.example" in said(two, "/credential/audience/entries/1/witness")
    assert said(two, "/credential/audience/entries/0/witness") == ""
    assert judged(two).witness("/credential/audience/entries/1/spelling")
    assert judged(two).witness("/workflow") == ""


def test_without_operations_there_is_no_need() -> None:
    text = READER.replace(
        "      - {operation: delete, service: disk, path: /scratch, by: service}\n", ""
    ).replace("operations:\n", "operations: []\n")
    judgement = judged(text)
    assert judgement.need is None
    assert judgement.need_axes() is None
    assert judgement.excess(judgement.view.vector) is None


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("/comparison/missing/0", 9),
        ("/comparison/lifetime", 10),
        ("/comparison/excess", 6),
        ("/workflow", 6),
    ],
)
def test_places_of_the_comparison(pointer: str, line: int) -> None:
    assert judged().location(pointer).source.line == line


def test_words_of_a_workflow_without_issuer_or_kind() -> None:
    text = READER.replace("      issuer: https://issuer.example\n", "").replace(
        "    kind: deletion\n", ""
    )
    assert said(text, "/workflow/issuer") == "(none)"
    assert said(text, "/workflow/kind") == "unknown"
    assert said(READER, "/workflow/kind") == "Deletion"
    assert said(READER, "/workflow") == "nightly"


def test_a_rename_says_both_paths() -> None:
    text = READER.replace("operation: delete, service: disk, path: /scratch",
                          "operation: rename, service: disk, path: /a, to: /b")  # fmt: skip
    assert said(text, "/workflow/operations/0") == "rename /a to /b at https://storage.example"


def test_a_captured_token_is_judged_in_the_same_way() -> None:
    body = claims(scope="storage.modify:/ storage.read:/", exp=None)
    subject = reader().token(mint(body).encode(), Source("t"), workflow().workflow)
    assert isinstance(subject, TokenSubject)
    assert subject.text("/credential/items/0/narrower") == "storage.modify:/scratch"
    assert subject.evidence(["/credential/items/1"])["request"].startswith("READ /")
    assert subject.facts["comparison"]["missing"] == []
    undated = reader().token(mint(claims(exp="x")).encode(), Source("t"), workflow().workflow)
    assert undated.facts["comparison"]
    assert token().judgement is None
