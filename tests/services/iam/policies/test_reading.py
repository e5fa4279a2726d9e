"""What a file of scope policies gives, with its places, and what is wrong with broken ones."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.iam.policies import made
from tokenlint.services.iam.policies.model import (
    EVERYBODY,
    Engine,
    Matching,
    PolicySet,
    Rule,
    Selector,
    Whom,
)
from tokenlint.services.iam.policies.reader import assemble
from tokenlint.services.iam.policies.reading import MOST_POLICIES, read_policies
from tokenlint.services.iam.policies.recognise import JAVA, OPA
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.source import Problem, Source

EXPORT = """[
  {
    "id": 13,
    "description": "Allow compute to pilots",
    "creationTime": "2026-11-24T12:00:00.000+01:00",
    "rule": "PERMIT",
    "matchingPolicy": "PATH",
    "account": null,
    "group": {"uuid": "6f1f", "name": "pilots"},
    "scopes": ["compute.read:/", "storage.read:/x"]
  },
  {"id": 14, "rule": "DENY", "matchingPolicy": "EQ", "account": null, "group": null, "scopes": null}
]
"""


def read(
    content: str, engine: Engine = Engine.JAVA, *, embedded: bool = False
) -> tuple[PolicySet, tuple[Problem, ...]]:
    return read_policies(Text("p.json", "p.json", content, embedded=embedded), engine)


def one(engine: Engine = Engine.JAVA, **members: Any) -> tuple[PolicySet, tuple[Problem, ...]]:
    whole = {"rule": "DENY", "matchingPolicy": "EQ", "scopes": ["openid"]} | members
    return read(json.dumps([{k: v for k, v in whole.items() if v != "left out"}]), engine)


def test_every_member_has_its_place() -> None:
    found, problems = read(EXPORT)
    first, second = found.policies
    assert not problems
    assert found.complete
    assert (first.rule, first.matching) == (Rule.PERMIT, Matching.PATH)
    assert first.selector == Selector(Whom.GROUP, "6f1f")
    assert first.selector_name == "the group pilots"
    assert first.source == Source("p.json", 2, 3)
    assert first.scopes[1].source == Source("p.json", 10, 35, 50)
    assert first.description
    assert first.description.source.line == 4
    assert first.name.text == '"Allow compute to pilots"'
    assert second.name.text == "policy 14"
    assert (second.selector, second.scopes) == (EVERYBODY, ())


@pytest.mark.parametrize("wrapper", ["policies", "Resources"])
def test_a_wrapper_is_opened(wrapper: str) -> None:
    found, problems = read(f'{{"{wrapper}": {EXPORT}}}')
    assert len(found.policies) == 2
    assert not problems


def test_policies_of_opa_may_be_named() -> None:
    policy = {"rule": "DENY", "matchingPolicy": "EQ", "scopes": ["openid"]}
    found, _ = read(json.dumps({"policies": {"a": policy, "b": policy}}), Engine.OPA)
    assert len(found.policies) == 2


def test_a_part_is_not_the_whole() -> None:
    single = '{"id": 1, "rule": "DENY", "matchingPolicy": "EQ", "scopes": ["openid"]}'
    assert not read(single)[0].complete
    assert read(f"[{single}]")[0].complete
    assert not read(f"[{single}]", embedded=True)[0].complete
    assert not read("[" + single.replace('"id": 1, ', "") + "]")[0].complete
    assert read("[" + single.replace('"id": 1, ', "") + "]", Engine.OPA)[0].complete


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"rule": "left out"}, "without a rule"),
        ({"rule": None}, "without a rule"),
        ({"rule": "ALLOW"}, "no rule ALLOW"),
        ({"rule": ["DENY"]}, "no rule"),
        ({"matchingPolicy": "GLOB"}, "no matchingPolicy GLOB"),
        ({"scopes": "openid"}, "a list of strings"),
        ({"scopes": [1]}, "a scope is a string"),
        ({"scopes": [["openid"]]}, "a scope is a string"),
        ({"scopes": [""]}, "1 to 255 characters"),
        ({"scopes": ["x" * 256]}, "this one has 256"),
        ({"description": "x" * 513}, "at most 512"),
        ({"account": {"uuid": "1"}, "group": {"uuid": "2"}}, "not both"),
        ({"group": {"name": "production"}}, "has no uuid"),
    ],
)
def test_a_broken_policy_is_a_problem_at_its_line(members: dict[str, Any], reason: str) -> None:
    found, problems = one(**members)
    (problem,) = problems
    assert problem.kind == "schema"
    assert reason in problem.reason
    assert problem.advice
    assert problem.source.line == 1
    assert not found.policies
    assert not found.complete


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"actor": {"id": "1", "type": "Group"}}, "no type of actor Group"),
        ({"actor": {"id": "1"}}, "has a type"),
        ({"actor": {"type": "group"}}, "has an id"),
        ({"actor": {"id": "1", "type": "group"}, "group": {"uuid": "2"}}, "or an account or"),
    ],
)
def test_a_broken_actor(members: dict[str, Any], reason: str) -> None:
    _, (problem,) = one(Engine.OPA, **members)
    assert reason in problem.reason


def test_the_rest_is_read_and_keeps_its_numbers() -> None:
    found, problems = read(EXPORT.replace('"PERMIT"', '"permit"'))
    assert [policy.number for policy in found.policies] == [0]
    assert found.policies[0].name.text == "policy 14"
    assert [problem.source.line for problem in problems] == [6]


@pytest.mark.parametrize(
    ("members", "selector", "seen"),
    [
        ({"account": None, "group": None}, EVERYBODY, True),
        ({}, EVERYBODY, False),
        ({"actor": {"name": "all"}}, EVERYBODY, False),
        ({"actor": {"id": "1", "type": "client"}}, Selector(Whom.CLIENT, "1"), False),
        ({"actor": {"id": "1", "type": "group"}}, Selector(Whom.GROUP, "1"), True),
        ({"account": {"uuid": "1"}}, Selector(Whom.ACCOUNT, "1"), False),
        ({"account": {"uuid": "1"}, "group": None}, Selector(Whom.ACCOUNT, "1"), True),
    ],
)
def test_whom_opa_takes_a_policy_to_be_for(
    members: dict[str, Any], selector: Selector, seen: bool
) -> None:
    found, problems = one(Engine.OPA, **members)
    (policy,) = found.policies
    assert not problems
    assert policy.selector == selector
    assert policy.published is seen
    assert bool(policy.passed_over) is not seen


def test_an_account_is_not_named_in_full() -> None:
    uuid = "25084f30-1d71-4ab2-91e8-11148af16682"
    found, _ = one(account={"uuid": uuid, "name": "Ada Lovelace"}, group=None)
    assert found.policies[0].selector_name == "the account 25084f30..."


@pytest.mark.parametrize(
    "members",
    [
        {"scopes": ["storage.read:/{{ vo }}"]},
        {"rule": "{{ rule }}"},
        {"group": {"uuid": "${GROUP}"}},
    ],
)
def test_a_placeholder_is_unknown_and_no_problem(members: dict[str, Any]) -> None:
    found, problems = one(**members)
    assert not problems
    assert not found.policies[0].known


def test_too_many_policies_are_a_problem() -> None:
    policy = {"id": 1, "rule": "DENY", "scopes": ["openid"]}
    found, (problem,) = read(json.dumps([policy] * (MOST_POLICIES + 1)))
    assert problem.kind == "limit"
    assert len(found.policies) == MOST_POLICIES
    assert not found.complete


def test_what_stands_before_a_break_is_read() -> None:
    found, problems = read(EXPORT[: EXPORT.index('{"id": 14')])
    assert problems
    assert len(found.policies) <= 1


nearly = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["PERMIT", "PATH", "storage.read:/", "("]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "rule",
                    "matchingPolicy",
                    "scopes",
                    "account",
                    "group",
                    "actor",
                    "uuid",
                    "id",
                    "type",
                    "policies",
                    "description",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=examples(40))
@given(
    nearly.map(json.dumps)
    | st.text(max_size=80)
    | st.builds(lambda t, n: t[:n], st.just(EXPORT), st.integers(0, len(EXPORT)))
)
@example("[[")
@example('{"policies": {"a": 1}}')
def test_any_text_is_read_without_an_error(content: str) -> None:
    for kind in (JAVA, OPA):
        assemble([Piece(kind, Text("data.json", "data.json", content))])


@settings(max_examples=examples(40))
@given(made.policies(Engine.OPA))
def test_a_set_gives_one_service(found: list[dict[str, Any]]) -> None:
    text = Text("opa/data.json", "data.json", json.dumps({"policies": found}))
    made_of = assemble([Piece(OPA, text)])
    (service,) = made_of.services
    assert service.acceptance.service == "issuer"
    assert service.acceptance.files == ("opa/data.json",)
    assert not made_of.problems
