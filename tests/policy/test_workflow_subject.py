"""A declared workflow under judgement, with the token that it requests."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.judging import EVERY_LETTER, READER, SERVICES, read, reader, workflow
from tokenlint import shipped
from tokenlint.errors import PolicyError
from tokenlint.policy.workflow_subject import WorkflowSubject

SCHEMA = Draft202012Validator(
    json.loads((shipped.policies_dir() / "schema" / "policy-input.json").read_text("utf-8"))
)
BARE = SERVICES + "workflows:\n  bare:\n    operations: []\n"


def declared(**members: Any) -> str:
    """A workflow file as JSON, which is YAML, too."""
    services = {
        "disk": {"audience": "https://storage.example", "kind": "storage"},
        "ce": {"audience": "https://ce.example", "kind": "compute",
               "implementation": "htcondor-ce", "version": "23.0"},
    }  # fmt: skip
    return json.dumps(
        {"tokenlint": "workflows/1", "services": services, "workflows": {"it": members}}
    )


_PATHS = st.sampled_from(["/", "/a", "/a/b", "/a//b", "/a/../b", "/%61"])
_SPANS = st.sampled_from(["90s", "1h", "6h", "4d", "30d"])
_OPERATIONS = st.one_of(
    st.fixed_dictionaries(
        {
            "operation": st.sampled_from(["delete", "read", "create", "stage", "poll", "list"]),
            "service": st.sampled_from(["disk", "dsk"]),
            "path": _PATHS,
            "by": st.sampled_from(["service", "payload", "pilot"]),
        }
    ),
    st.fixed_dictionaries(
        {
            "operation": st.sampled_from(["submit", "cancel", "query"]),
            "service": st.just("ce"),
            "by": st.just("submit-host"),
        }
    ),
)
_SCOPES = st.lists(
    st.sampled_from(
        "storage.read:/ storage.modify:/a storage.create:/a/b storage.read: compute.create "
        "compute.cancel offline_access openid storage.raed:/ write:/a condor:/WRITE".split()
    ),
    max_size=4,
)
_TOKENS = st.fixed_dictionaries(
    {},
    optional={
        "issuer": st.sampled_from(["https://issuer.example", "http://issuer.example"]),
        "audience": st.lists(
            st.sampled_from(["https://storage.example", "https://wlcg.cern.ch/jwt/v1/any"]),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        "scope": _SCOPES.map(" ".join) | _SCOPES,
        "lifetime": _SPANS,
        "grant": st.sampled_from(["client-credentials", "token-exchange"]),
        "refresh": st.fixed_dictionaries(
            {"requested": st.booleans()}, optional={"lifetime": _SPANS}
        ),
    },
)
WORKFLOWS = st.fixed_dictionaries(
    {"operations": st.lists(_OPERATIONS, min_size=1, max_size=3)},
    optional={
        "kind": st.sampled_from(["deletion", "pilot-job", "stage-out", "monitoring"]),
        "usable_for": _SPANS,
        "token": _TOKENS,
        "mitigations": st.just(["narrow-scopes"]),
    },
)  # fmt: skip


@settings(max_examples=examples(50))
@given(WORKFLOWS, st.booleans())
def test_facts_of_any_workflow_fit_the_schema(members: dict[str, Any], letters: bool) -> None:
    text = declared(**members)
    chosen = reader(letters=EVERY_LETTER if letters else frozenset())
    for subject in chosen.workflows(text.encode(), Path("w.yaml")).subjects:
        assert [error.message for error in SCHEMA.iter_errors(subject.facts)] == []


@settings(max_examples=examples(30))
@given(WORKFLOWS)
def test_every_node_of_the_facts_has_words_and_a_place(members: dict[str, Any]) -> None:
    for subject in read(declared(**members)).subjects:
        assert subject.document.title == "it"
        for pointer in pointers(subject.facts):
            assert isinstance(subject.text(pointer), str)
            assert subject.location(pointer).source.line
            subject.evidence([pointer])


def pointers(node: Any, here: str = "") -> list[str]:
    if not isinstance(node, dict | list):
        return [here]
    rows = node.items() if isinstance(node, dict) else enumerate(node)
    return [here, *(p for key, value in rows for p in pointers(value, f"{here}/{key}"))]


def marked(subject: WorkflowSubject, pointer: str, text: str = READER) -> str:
    """The text that the carets stand under."""
    source = subject.location(pointer).source
    row = text.splitlines()[source.line - 1]
    return row[source.column - 1 : source.end_column - 1] if source.end_column else row


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/credential/items/1/path/root", "storage.read:/data"),
        ("/credential/scope_form", '"storage.create:/scratch storage.read:/data"'),
        ("/credential/actions", '"storage.create:/scratch storage.read:/data"'),
        ("/credential/audience/entries/0/defects", "https://storage.example"),
        ("/credential/lifetime/seconds", "6h"),
        ("/credential", '"storage.create:/scratch storage.read:/data"'),
        ("/credential/group_based", "token"),
        ("/workflow/kind", "kind"),
        ("/workflow/usable_seconds", "usable_for"),
        ("/workflow/grant", "nightly"),
        ("/workflow/issuer", "issuer"),
        ("/workflow/requests_token", "token"),
        ("/workflow/operations/0/path/depth", "/scratch"),
        ("/comparison/lifetime/excess_seconds", "usable_for"),
    ],
)
def test_a_fact_is_shown_where_it_is_declared(pointer: str, text: str) -> None:
    assert marked(workflow(), pointer) == text


def test_a_scope_that_is_a_list_is_shown_by_element_and_word() -> None:
    text = READER.replace(
        '"storage.create:/scratch storage.read:/data"',
        '["storage.create:/scratch", "storage.read:/data storage.poll:/x"]',
    )
    subject = workflow(text)
    assert marked(subject, "/credential/items/0", text) == '"storage.create:/scratch"'
    assert marked(subject, "/credential/items/2", text) == "storage.poll:/x"


def test_refresh_is_shown_where_its_lifetime_is_declared() -> None:
    text = READER + "      refresh: {requested: true, lifetime: 30d}\n"
    subject = workflow(text)
    assert subject.facts["credential"]["lifetime"]["refresh_seconds"] == 30 * 86_400
    assert marked(subject, "/credential/lifetime/refresh_seconds", text) == "30d"


def test_without_a_request_only_the_workflow_is_judged() -> None:
    text = READER[: READER.index("    token:")]
    subject = workflow(text)
    assert subject.view is None
    assert "credential" not in subject.facts
    assert subject.document.vector is None
    assert subject.document.excess is None
    assert subject.evidence(["/workflow"]) == {}
    assert subject.text("/workflow/operations/0") == "delete /scratch at https://storage.example"
    assert subject.location("/comparison/missing/0").source.line
    with pytest.raises(PolicyError):
        subject.location("/credential")


def test_the_document_tells_what_people_ask_first() -> None:
    document = workflow().document
    assert (document.id, document.kind, document.title) == ("w.yaml#nightly", "workflow", "nightly")
    assert document.facts == {
        "kind": "deletion",
        "lifetime": "6 h",
        "must stay usable": "1 h",
        "reach": "CREATE /scratch/... at https://storage.example for 6 h",
    }
    assert document.need is not None
    assert document.excess is not None


def test_letters_of_the_issuer_are_given_where_a_policy_reads_them() -> None:
    (subject,) = reader(letters=EVERY_LETTER).workflows(READER.encode(), Path("w.yaml")).subjects
    assert subject.facts["workflow"]["issuer"]["issuer_text"] == "https://issuer.example"


@pytest.mark.parametrize(
    ("scope", "dialect"),
    [
        ("openid", "wlcg"),
        ("storage.read:/", "wlcg"),
        ("openid read:/a", "scitokens"),
        ("condor:/WRITE", "htcondor"),
    ],
)
def test_the_dialect_is_that_of_the_first_capability(scope: str, dialect: str) -> None:
    subject = workflow(declared(operations=[_SUBMIT], token={"scope": scope}))
    assert subject.facts["credential"]["dialect"] == dialect


_SUBMIT = {"operation": "submit", "service": "ce", "by": "submit-host"}


@pytest.mark.parametrize(
    ("token", "form"), [({}, "missing"), ({"scope": ""}, "empty"), ({"scope": "a"}, "present")]
)
def test_the_form_of_the_scope(token: dict[str, Any], form: str) -> None:
    subject = workflow(declared(operations=[_SUBMIT], token={"lifetime": "1h", **token}))
    assert subject.facts["credential"]["scope_form"] == form


def test_an_undeclared_lifetime_is_said() -> None:
    subject = workflow(declared(operations=[_SUBMIT], token={"scope": "compute.create"}))
    assert subject.view is not None
    assert subject.view.lifetime_words() == "not declared"
    assert "lifetime" not in subject.document.facts


def test_the_witness_is_about_the_place_of_the_finding() -> None:
    subject = workflow()
    unneeded = {"request": "READ /data at https://storage.example for 6 h"}
    assert subject.evidence(["/credential/items/1"]) == unneeded
    assert subject.evidence(["/workflow/operations/0", "/credential/items/1"]) == {}
    whole = {"request": "CREATE /scratch/... at https://storage.example for 6 h"}
    assert subject.evidence(["/credential/lifetime"]) == whole
