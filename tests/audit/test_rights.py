"""The short way of a rule says what the judges of the permissions say."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.audit.making import PATHS, SCOPES, facts
from tokenlint.audit.facts import Rights, holding_of
from tokenlint.audit.rights import Book, Rule, below, capability_of, climbs, key_of, resolved_path
from tokenlint.permissions.products import by_product
from tokenlint.permissions.scopes import by_scopes
from tokenlint.policy.release import release_of
from tokenlint.privilege.capability import Action, Capability
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.services.decision import Ask, Verdict

STORAGE = st.sampled_from(
    [each for each in Operation if each.value not in {"submit", "query", "modify-job", "cancel"}]
)
RELEASES = st.sampled_from(("xrootd@5.5.3", "dcache@9.2", "storm-webdav"))


@settings(max_examples=300)
@given(st.lists(SCOPES, max_size=4), STORAGE, PATHS)
def test_a_rule_says_what_the_profile_says(
    scopes: list[str], operation: Operation, path: str
) -> None:
    holding = holding_of(facts(scope=" ".join(scopes) or None))
    rule = Rule(holding, operation, "", None)
    asked = Ask(operation, resolved_path(path))
    assert rule.decide(path).verdict is by_scopes(holding.bearer, asked).verdict


@settings(max_examples=300)
@given(st.lists(SCOPES, max_size=4), STORAGE, PATHS, RELEASES)
def test_a_rule_of_a_product_says_what_the_product_documents(
    scopes: list[str], operation: Operation, path: str, name: str
) -> None:
    holding = holding_of(facts(scope=" ".join(scopes) or None))
    release = release_of(name)
    rule = Rule(holding, operation, "", release)
    asked = Ask(operation, resolved_path(path))
    assert rule.decide(path).verdict is by_product(holding.bearer, asked, release).verdict


@settings(max_examples=200)
@given(st.lists(SCOPES, max_size=4), STORAGE, PATHS)
def test_what_is_used_is_granted(scopes: list[str], operation: Operation, path: str) -> None:
    holding = holding_of(facts(scope=" ".join(scopes) or None))
    decided = Rule(holding, operation, "/data", None).decide(f"/data{path}")
    if decided.verdict is Verdict.ALLOWED:
        used = capability_of(decided.used)
        assert any(each.covers(used) for each in holding.granted)


def test_of_two_ways_the_narrower_is_used() -> None:
    """The right to modify a folder is enough to create there, and so is the wider one to create."""
    rule = rule_of("storage.create:/vo storage.modify:/vo/out", "create")
    assert rule.decide("/vo/out/f").used == "create:/vo/out"
    assert rule.decide("/vo/f").used == "create:/vo"
    assert rule.decide("/vo/out/../f").used == "create:/vo"
    assert rule.decide("/vo/x/../out/f").used == "create:/vo/out"


def test_of_two_actions_the_lesser_is_used() -> None:
    rule = rule_of("storage.read:/ storage.stage:/tape", "read")
    assert rule.decide("/tape/f").used == "read:/"


def test_base_paths_are_those_of_the_issuer_or_else_of_all() -> None:
    reader = facts(scope="storage.read:/vo")
    other = facts(scope="storage.read:/vo", iss="https://other.example")
    book = Book({"https://other.example": "/b", "": "/a"}, None)
    read = Operation.READ
    assert book.rule(reader, read).decide("/a/vo/f").verdict is Verdict.ALLOWED
    assert book.rule(reader, read).decide("/b/vo/f").verdict is Verdict.DENIED
    assert book.rule(other, read).decide("/b/vo/f").verdict is Verdict.ALLOWED
    assert book.rule(other, read).decide("/a/vo/f").verdict is Verdict.DENIED


def test_what_a_record_leaves_out_is_not_held() -> None:
    short = replace(facts(scope="storage.read:/"), rights=Rights.PARTIAL)
    assert holding_of(short).held == ()
    assert Book({}, None).holding(short).items == ()
    assert Book({}, None).holding(facts(scope="storage.read:/")).held == ("read",)


def rule_of(scope: str, operation: str) -> Rule:
    return Rule(holding_of(facts(scope=scope)), Operation(operation), "", None)


def test_whose_token_it_is_stands_under_several_names() -> None:
    named = [
        facts(client_id="one", azp="two"),
        facts(client_id=None, azp="two"),
        facts(client_id=None, sub="me"),
    ]
    assert [each.client for each in named] == ["one", "two", "me"]


def test_a_base_path_ends_with_a_name() -> None:
    assert below("/data/f", "/data") == "/f"
    assert below("/data", "/data") == "/"
    assert below("/data-2/f", "/data") is None
    assert below("/f", "") == "/f"


def test_signs_of_climbing() -> None:
    assert [climbs(path) for path in ("/a/b", "/a/../b", "/a/%2e%2E/b", "/a/.%2e/b")] == [
        False,
        True,
        True,
        True,
    ]


def test_a_capability_is_counted_by_a_text_that_leads_back_to_it() -> None:
    for action in Action:
        one = Capability(action, ScopePath.parse("/a:b/c"))
        assert capability_of(key_of(one)) == one
