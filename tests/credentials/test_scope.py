from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import VALUES
from tests.credentials.schema import assert_valid, words
from tokenlint.credentials.scope import PathState, ScopeItem, read_scope, scope_item_facts, suggest
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import OFTEN_MEANT, WORDS, ScopeKind, Vocabulary
from tokenlint.privilege.capability import Action
from tokenlint.privilege.path import ROOT, ScopePath

_PIECES = st.sampled_from(
    (*WORDS, "storage.read:/a", "storage.read:", "storage.read:a/b", "read:/x", "x:y", '"', "é")
)
_SCOPES = st.lists(
    _PIECES | st.sampled_from((" ", "  ", "\t", "\n ")) | st.text(max_size=8), max_size=8
).map("".join)


def one(text: str, dialect: Dialect = Dialect.WLCG) -> ScopeItem:
    (item,) = read_scope(text, dialect)
    return item


@given(_SCOPES, st.sampled_from(Dialect))
def test_items_are_the_pieces_of_the_scope_in_order(scope: str, dialect: Dialect) -> None:
    items = read_scope(scope, dialect)
    assert [scope[item.start : item.end] for item in items] == [item.text for item in items]
    assert "".join(item.text for item in items).replace(" ", "") == scope.replace(" ", "")
    for item in items:
        facts = scope_item_facts(item)
        assert_valid(facts, "scope_item")
        assert facts["word"] in {*WORDS, "unknown", "scim", "iam", "registration"}


@given(VALUES)
def test_any_value_is_read(value: Any) -> None:
    for item in read_scope(value, Dialect.OTHER):
        assert_valid(scope_item_facts(item), "scope_item")


def test_the_words_are_those_of_the_schema() -> None:
    assert {kind.value for kind in ScopeKind} == words("scope_item", "kind")
    assert {vocabulary.value for vocabulary in Vocabulary} == words("scope_item", "vocabulary")
    assert {state.value for state in PathState} == words("path", "state")


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("storage.read:/a", [Action.READ]),
        ("storage.create:/a", [Action.CREATE]),
        ("storage.modify:/a", [Action.MODIFY]),
        ("storage.stage:/a", [Action.STAGE]),
        ("storage.poll:/a", [Action.POLL]),
        ("compute.read", [Action.QUERY]),
        ("compute.create", [Action.SUBMIT]),
        ("compute.modify", [Action.MODIFY_JOB]),
        ("compute.cancel", [Action.CANCEL]),
        ("read:/a", [Action.READ]),
        ("write:/a", [Action.MODIFY]),  # and with it create, overwrite and delete
        ("https://scitokens.org/v1/authz/write:/a", [Action.MODIFY]),
        ("queue", [Action.SUBMIT]),
        ("execute", [Action.SUBMIT]),
        ("condor:/READ", [Action.QUERY]),
        ("condor:/WRITE", [Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT]),
        ("fts", [Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT]),
        ("scim:read", [Action.ADMINISTER]),
        ("openid", []),
        ("wlcg.groups:/cms", []),
    ],
)
def test_what_words_grant(text: str, actions: list[Action]) -> None:
    item = one(text)
    assert [capability.action for capability in item.capabilities] == actions
    assert item.suggestions == ()


@pytest.mark.parametrize(
    ("text", "kind", "vocabulary", "word"),
    [
        ("wlcg", ScopeKind.VERSION_REQUEST, "wlcg", "wlcg"),
        ("wlcg:1.0", ScopeKind.VERSION_REQUEST, "wlcg", "wlcg"),
        ("wlcg.groups", ScopeKind.GROUP_REQUEST, "wlcg", "wlcg.groups"),
        ("wlcg.capabilityset:/cms/x", ScopeKind.GROUP_REQUEST, "wlcg", "wlcg.capabilityset"),
        ("host.auth", ScopeKind.IDENTITY, "wlcg", "host.auth"),
        ("aud:https://s.example", ScopeKind.VERSION_REQUEST, "scitokens", "aud"),
        ("openid", ScopeKind.IDENTITY, "oidc", "openid"),
        ("offline_access", ScopeKind.REFRESH, "oidc", "offline_access"),
        ("iam:admin.read", ScopeKind.ADMINISTRATION, "iam", "iam:admin.read"),
        ("scim:anything", ScopeKind.ADMINISTRATION, "iam", "scim"),
        ("condor:/ADMINISTRATOR", ScopeKind.ADMINISTRATION, "htcondor", "condor:/ADMINISTRATOR"),
        ("condor:/ALLOW", ScopeKind.IDENTITY, "htcondor", "condor:/ALLOW"),
        ("fts:submit-transfer", ScopeKind.CAPABILITY, "fts", "fts:submit-transfer"),
        ("fts:other", ScopeKind.UNKNOWN, "unknown", "unknown"),
        ("openid:x", ScopeKind.UNKNOWN, "unknown", "unknown"),
        ("Storage.Read:/a", ScopeKind.UNKNOWN, "unknown", "unknown"),
        ("https://scitokens.org/v1/authz/storage.read:/", ScopeKind.UNKNOWN, "unknown", "unknown"),
        ("prix:é", ScopeKind.MALFORMED, "unknown", "unknown"),
        ('"x"', ScopeKind.MALFORMED, "unknown", "unknown"),
    ],
)
def test_kinds(text: str, kind: ScopeKind, vocabulary: str, word: str) -> None:
    item = one(text)
    assert (item.kind, item.vocabulary.value, item.word) == (kind, vocabulary, word)


@pytest.mark.parametrize(
    ("text", "state", "path"),
    [
        ("storage.read", "absent", ROOT),
        ("storage.read:", "empty", ROOT),
        ("storage.read:/", "conforming", ROOT),
        ("storage.read:/a:b", "conforming", ScopePath.parse("/a:b")),
        ("storage.read:a/b", "non-conforming", ScopePath.parse("a/b")),
        ("storage.read:/a/../b", "non-conforming", ScopePath.parse("/a/../b")),
        ("storage.read:/é", "non-conforming", ScopePath.parse("/é")),
        ("compute.create:/a", "conforming", ROOT),
    ],
)
def test_paths(text: str, state: str, path: ScopePath) -> None:
    item = one(text)
    assert item.path_state is not None
    assert item.path_state.value == state
    assert item.capabilities[0].path == path
    facts = scope_item_facts(item)["path"]
    assert (facts["state"], facts["root"]) == (
        state,
        state in {"absent", "empty"} or text == "storage.read:/",
    )


def test_job_words_need_no_path() -> None:
    assert one("compute.create").path_state is None
    assert "path" not in scope_item_facts(one("compute.create"))


@pytest.mark.parametrize("dialect", [Dialect.OTHER, Dialect.ENTITLEMENT])
def test_common_words_are_no_scitokens_where_these_are_not_spoken(dialect: Dialect) -> None:
    assert one("read", dialect).kind is ScopeKind.UNKNOWN
    assert one("read:/x", dialect).kind is ScopeKind.CAPABILITY
    assert one("read", Dialect.SCITOKENS).kind is ScopeKind.CAPABILITY


def test_separators() -> None:
    items = read_scope(" storage.read:/a   openid\t storage.read:/b ", Dialect.WLCG)
    assert [(item.text, item.kind.value, item.start, item.end) for item in items] == [
        ("storage.read:/a", "capability", 1, 16),
        ("openid", "identity", 19, 25),
        ("\t ", "malformed", 25, 27),
        ("storage.read:/b", "capability", 27, 42),
    ]


def test_a_list_is_read_element_by_element() -> None:
    items = read_scope(["openid", 5, "read:/a read:/b"], Dialect.SCITOKENS)
    assert [(item.element, item.start) for item in items] == [(0, 0), (2, 0), (2, 8)]


def test_no_more_than_ten_thousand_items_are_read() -> None:
    assert len(read_scope("a " * 20_000, Dialect.WLCG)) == 10_000
    assert len(read_scope(["a b"] * 20_000, Dialect.WLCG)) == 10_000
    assert read_scope({"a": 1}, Dialect.WLCG) == ()


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("storage.raed:/a", "storage.read"),
        ("STORAGE.READ:/a", "storage.read"),
        ("storage.delete:/a", "storage.modify"),
        ("ofline_access", "offline_access"),
        ("condor:/WRTE", "condor:/WRITE"),
        ("compute.submit", "compute.create"),
    ],
)
def test_unknown_words_have_suggestions(text: str, suggestion: str) -> None:
    assert suggestion in one(text).suggestions


def test_suggestions_are_known_words_and_never_the_word_itself() -> None:
    for meant in OFTEN_MEANT.values():
        assert set(meant) <= WORDS.keys()
    assert "read" not in suggest("read")
    assert suggest("x" * 1000) == ()
    assert suggest("zzzzzzzz") == ()
