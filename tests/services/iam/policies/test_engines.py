"""The engines and the symbolic answer agree with a second evaluator on generated sets."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.iam.policies import made, reference
from tokenlint.services.iam.policies.engine import Asker, decide, evaluate
from tokenlint.services.iam.policies.language import Walk, regions
from tokenlint.services.iam.policies.model import Engine, PolicySet
from tokenlint.services.iam.policies.table import Table

Who = tuple[str | None, list[str], str | None]


def asker_of(who: Who) -> Asker:
    account, groups, client = who
    return Asker(account, frozenset(groups), client)


@settings(max_examples=examples(150))
@given(made.policies(Engine.JAVA), made.askers, made.scopes())
def test_java_answers_as_documented(found: list[dict[str, Any]], who: Who, scope: str) -> None:
    account, groups, _ = who
    answer = evaluate(made.read(found, Engine.JAVA), asker_of(who), scope)
    assert answer.outcome == reference.java(found, account, groups, scope)


@settings(max_examples=examples(150))
@given(made.policies(Engine.OPA), made.askers, made.scopes())
def test_opa_answers_as_documented(found: list[dict[str, Any]], who: Who, scope: str) -> None:
    account, groups, client = who
    answer = decide(made.read(found, Engine.OPA), asker_of(who), scope)
    assert answer.outcome == reference.opa(found, account, groups, client, scope)


def second_answer(engine: Engine, found: list[dict[str, Any]], who: Who, scope: str) -> str:
    """With what IAM does around both engines."""
    account, groups, client = who
    if engine is Engine.JAVA:
        return reference.java(found, account, groups, scope)
    if account is not None and scope in reference.ADMINISTRATION:
        return "dropped"
    answer = reference.opa(found, account, groups, client, scope)
    return "permitted" if scope == "openid" else answer


@pytest.mark.parametrize("engine", list(Engine))
@settings(max_examples=examples(60))
@given(data=st.data())
def test_the_symbolic_answer_is_the_answer_for_every_scope(
    engine: Engine, data: st.DataObject
) -> None:
    found = data.draw(made.policies(engine))
    policies = made.read(found, engine)
    every = regions(policies)
    assert every is not None
    table, walk = Table(policies, every), Walk(policies)
    for _ in range(6):
        who, scope = data.draw(made.askers), data.draw(made.scopes())
        region = walk.region_of(scope)
        assert region in every
        wanted = second_answer(engine, found, who, scope)
        assert table.outcome(asker_of(who), region) == wanted
        representative = next(each.word for each in every if each == region)
        assert second_answer(engine, found, who, representative) == wanted
        decided = decide(policies, asker_of(who), scope).deciding
        assert table.deciding(asker_of(who), region) == tuple(each.number for each in decided)
        obtained = region in table.obtainable(asker_of(who))
        assert obtained == (wanted == "permitted")


@pytest.mark.parametrize("engine", list(Engine))
@settings(max_examples=examples(40))
@given(data=st.data())
def test_the_example_of_a_region_lies_in_it(engine: Engine, data: st.DataObject) -> None:
    policies = made.read(data.draw(made.policies(engine)), engine)
    walk = Walk(policies)
    for region in regions(policies) or ():
        assert walk.region_of(region.word) == region


@pytest.mark.slow
@pytest.mark.parametrize("engine", list(Engine))
@settings(max_examples=examples(60))
@given(data=st.data())
def test_a_policy_without_a_difference_changes_no_answer(
    engine: Engine, data: st.DataObject
) -> None:
    found = data.draw(made.policies(engine))
    policies = made.read(found, engine)
    table = Table(policies, regions(policies) or ())
    for policy in policies.policies:
        rest = [each for number, each in enumerate(found) if number != policy.number]
        shown = _difference(table, policies, policy.number)
        if shown is not None:
            asker, word = shown
            fewer = made.read(rest, engine) if rest else _emptied(policies)
            assert evaluate(policies, asker, word).outcome != evaluate(fewer, asker, word).outcome
            continue
        for _ in range(3):
            who, scope = data.draw(made.askers), data.draw(made.scopes())
            with_it = second_answer(engine, found, who, scope)
            assert with_it == second_answer(engine, rest, who, scope)


def _emptied(policies: PolicySet) -> PolicySet:
    return PolicySet((), policies.engine, policies.source)


def _difference(table: Table, policies: PolicySet, number: int) -> tuple[Asker, str] | None:
    for region in table.regions:
        if number in region.matched | region.fails:
            asker = table.difference(policies.policies[number], region)
            if asker is not None:
                return asker, region.word
    return None
