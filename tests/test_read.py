"""From files and tokens to subjects: nothing is left out without a word."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import READER as DECLARED
from tests.judging import SERVICES, read, reader, token, workflow
from tests.minting import claims, jwks, mint
from tokenlint.credentials.keys import keys_from
from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.who import Who
from tokenlint.inputs import MAPPING, OTHER, TOKEN, WORKFLOWS
from tokenlint.lint import Inputs
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.read import Reader, read_paths, together
from tokenlint.source import Problem, Source
from tokenlint.token_inputs import unjudged, with_tokens

HERE = Source("t.jwt")
ENCRYPTED = b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVy.dGFn"


def with_keys(owner: str, algorithm: str = "RS256") -> Reader:
    text = json.dumps(jwks(algorithm, owner=owner)).encode()
    return reader(keys=keys_from(text, "keys.json"))


def test_a_token_is_only_claimed_without_keys() -> None:
    subject = token()
    assert (subject.verification, subject.verified_by) == ("claimed", "not checked")


def test_a_token_is_verified_with_the_key_that_signed_it() -> None:
    data = mint(claims()).encode()
    good = with_keys("matching").token(data, HERE)
    bad = with_keys("other").token(data, HERE)
    unknown = with_keys("other", "EdDSA").token(data, HERE)
    assert (good.verification, good.verified_by) == (
        "verified",
        "verified with key key-1 of keys.json",
    )
    assert (bad.verification, unknown.verification) == ("invalid", "no-matching-key")
    assert bad.verified_by == "NOT verified (invalid) with the keys of keys.json"


def test_a_key_without_a_name_verifies_too() -> None:
    keys = jwks("RS256")
    del keys["keys"][0]["kid"]
    data = mint(claims(), {"alg": "RS256", "typ": "JWT"}).encode()
    subject = reader(keys=keys_from(json.dumps(keys).encode(), "k.json")).token(data, HERE)
    assert subject.verified_by == "verified with a key without a name of k.json"


def test_what_has_no_signature_is_not_verified() -> None:
    data = mint(claims(), {"alg": "none"}).encode()
    assert with_keys("matching").token(data, HERE).verification == "claimed"


def test_a_token_may_be_judged_against_a_workflow() -> None:
    data = mint(claims()).encode()
    subject = reader().token(data, HERE, workflow().workflow)
    assert subject.judgement is not None
    assert subject.facts["comparison"]


def test_a_token_id_that_two_tokens_share_is_marked() -> None:
    first, again, other = token(), token(), token(sub="somebody-else")
    assert not any(s.token_id_reused for s in subjects(with_tokens([first, again])))
    marked = subjects(with_tokens([first, other, token(jti="unlike"), token(jti=None)]))
    assert [subject.token_id_reused for subject in marked] == [True, True, False, False]


def subjects(inputs: Inputs) -> list[TokenSubject]:
    return [subject for subject in inputs.subjects if isinstance(subject, TokenSubject)]


def test_tokens_bring_the_texts_of_their_frames() -> None:
    subject = token()
    texts = with_tokens([subject]).texts
    assert sorted(texts) == [
        f"<claims of {subject.token.fingerprint}>",
        f"<header of {subject.token.fingerprint}>",
    ]


def test_an_encrypted_token_makes_the_run_incomplete() -> None:
    problem = unjudged(reader().token(ENCRYPTED, HERE))
    assert problem is not None
    assert (problem.kind, problem.source) == ("encrypted-token", HERE)
    assert "encrypted" in problem.reason
    assert problem.advice


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "there is nothing in it"),
        (b" \n", "there is nothing in it"),
        (b"\xff\xfe\x00", ""),
        (b"hello", "token: claims are missing"),
        (b"eyJhbGciOiJub25lIn0.eyJpc3M", "claims: a string has no end"),
        (mint(claims()).encode()[:90], "claims: "),
        (b"eyJ" * 100_000, "token: more than 262144 bytes"),
    ],
)
def test_an_unreadable_token_makes_the_run_incomplete(data: bytes, words: str) -> None:
    (problem,) = with_tokens([reader().token(data, HERE)]).problems
    assert (problem.kind, problem.source) == ("unreadable-token", HERE)
    assert words in problem.reason
    assert problem.advice


def test_what_can_be_read_is_no_problem() -> None:
    assert with_tokens([token(), token("{}")]).problems == ()


def test_a_workflow_file_brings_its_workflows_ignores_and_texts() -> None:
    inputs = read(DECLARED + "    # tokenlint: ignore[SCP] agreed\n")
    assert [type(subject) for subject in inputs.subjects] == [WorkflowSubject]
    assert [ignore.codes for ignore in inputs.ignores] == [("SCP",)]
    assert set(inputs.texts) == {"w.yaml"}
    assert (inputs.documents, inputs.problems) == ((), ())


def test_an_inventory_is_a_document_of_its_own() -> None:
    (document,) = read(SERVICES, "services.yaml").documents
    assert (document.id, document.kind) == ("services.yaml", "inventory")
    assert document.facts == {"services": "2 services"}
    one = "tokenlint: workflows/1\nservices: {disk: {audience: 'https://a.example'}}\n"
    assert read(one).documents[0].facts == {"services": "1 service"}
    assert read("tokenlint: workflows/1\n").documents == ()


def test_each_file_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(DECLARED)
    (tmp_path / "services.yaml").write_text(SERVICES)
    (tmp_path / "captured.jwt").write_text(mint(claims()))
    (tmp_path / "notes.txt").write_text("hello")
    gathered = read_paths([tmp_path, tmp_path / "absent"], reader())
    assert {path.name: kind for path, kind in gathered.files.items()} == {
        "captured.jwt": TOKEN,
        "notes.txt": OTHER,
        "services.yaml": WORKFLOWS,
        "w.yaml": WORKFLOWS,
    }
    kinds = sorted(subject.document.kind for subject in gathered.inputs.subjects)
    assert kinds == ["token", "workflow"]
    assert [document.kind for document in gathered.inputs.documents] == ["inventory"]
    assert [problem.kind for problem in gathered.inputs.problems] == ["unreadable"]
    assert not gathered.empty


def test_a_folder_without_anything_to_check_is_empty(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    assert read_paths([tmp_path], reader()).empty


def test_equal_problems_and_notes_are_said_once() -> None:
    problem = Problem("schema", Source("services.yaml", 3), "wrong")
    part = Inputs(problems=(problem,), notes=("hello",), texts={"a": "b"})
    whole = together([part, part, Inputs(texts={"c": "d"})])
    assert (whole.problems, whole.notes) == ((problem,), ("hello",))
    assert whole.texts == {"a": "b", "c": "d"}


@given(st.binary(max_size=120))
def test_any_bytes_are_a_token_or_a_problem(data: bytes) -> None:
    subject = reader().token(data, HERE)
    assert subject.token.readable is (unjudged(subject) is None)
    assert subject.facts["kind"] == "token"


@given(st.binary(max_size=120))
def test_any_bytes_are_a_declaration_or_a_problem(data: bytes) -> None:
    inputs = reader().workflows(b"tokenlint: workflows/1\n" + data, Path("w.yaml"))
    assert isinstance(inputs.problems, tuple)


# --- mappings --------------------------------------------------------------------------------

GROUPS = """\
tokenlint: mapping/1
services:
  disk: {audience: "https://storage.example", rights: [{who: /vo, scope: "storage.read:/a"}]}
"""
SUBMIT = CapabilitySet.of([Capability(Action.SUBMIT, ScopePath.parse("/"))])
MAPPING_OF_GROUPS = Mapping(
    "groups.yaml",
    (MappedService("ce", ("https://storage.example",), (Row((Who.parse("/vo"),), SUBMIT),)),),
)


def test_a_mapping_among_the_files_is_checked_and_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "groups.yaml").write_text(GROUPS)
    (tmp_path / "a.jwt").write_text(mint(claims(scope=None, **{"wlcg.groups": ["/vo"]})))
    found = read_paths([tmp_path], reader())
    assert found.files[tmp_path / "groups.yaml"] == MAPPING
    (document,) = found.inputs.documents
    assert (document.kind, document.facts) == ("mapping", {"services": "1 service"})
    (subject,) = found.inputs.subjects
    assert isinstance(subject, TokenSubject)
    assert "mapping" not in subject.document.facts
    assert not found.inputs.problems


def test_errors_of_a_mapping_are_problems_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "groups.yaml").write_text(GROUPS.replace("storage.read", "storage.see"))
    found = read_paths([tmp_path], reader())
    (problem,) = found.inputs.problems
    assert problem.source.line == 3
    assert found.inputs.texts[problem.source.file]
    assert not found.inputs.documents


@pytest.mark.parametrize(
    ("groups", "told", "reach"),
    [
        (["/vo"], "groups.yaml tells what its groups may do", "SUBMIT at https://storage"),
        (["/other"], "groups.yaml does not tell what its groups may do", "DELETE /... at"),
    ],
)
def test_a_given_mapping_tells_what_groups_may_do(groups: list[str], told: str, reach: str) -> None:
    data = mint(claims(scope=None, **{"wlcg.groups": groups})).encode()
    document = reader(mapping=MAPPING_OF_GROUPS).token(data, HERE).document
    assert document.facts["mapping"].startswith(told)
    assert document.facts["reach"].startswith(reach)
    assert document.vector is not None
    assert (document.vector.scope < 1) is (groups == ["/vo"])


def test_a_mapping_is_not_named_where_capabilities_decide() -> None:
    subject = reader(mapping=MAPPING_OF_GROUPS).token(mint(claims()).encode(), HERE)
    assert "mapping" not in subject.document.facts
    broken = reader(mapping=MAPPING_OF_GROUPS).token(b"hello", HERE)
    assert broken.document.facts["reach"] == "nothing"
    hidden = reader(mapping=MAPPING_OF_GROUPS).token(ENCRYPTED, HERE)
    assert hidden.document.facts["mapping"].startswith("groups.yaml does not tell")
