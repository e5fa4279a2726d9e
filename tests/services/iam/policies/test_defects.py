"""Each kind of defect: where it is told, with which request, and where it is not."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.iam.policies import made
from tests.services.iam.policies.sets import Json, a_set, by, of, the, told
from tokenlint.services.iam.policies.defects import defects
from tokenlint.services.iam.policies.model import Engine, Rule, Rules

OPA = Engine.OPA
ALL = {"id": 1, "rule": "PERMIT", "matchingPolicy": "EQ", "account": None, "group": None,
       "scopes": None}  # fmt: skip
NO_MODIFY = of("DENY", "PATH", "storage.modify:/")


def kinds(*policies: Json, **more: Any) -> set[str]:
    return {kind for kind, _ in told(*policies, **more)}


def test_a_plain_set_has_nothing_odd() -> None:
    assert kinds(of("PERMIT", "EQ", "openid", "profile")) <= {"engines-differ"}
    assert kinds(ALL) == {"default-reach"}


# Vacuous


def test_a_scope_of_two_words_matches_nothing() -> None:
    found = the("vacuous", of("DENY", "EQ", "storage.read:/ storage.modify:/"), ALL)
    assert found.grave
    assert found.witness == "a user whom no policy names asks for storage.read:/: permitted"


def test_a_policy_for_all_scopes_is_for_none_in_opa() -> None:
    found = the("vacuous", by("group", "guests", "DENY", "EQ"), engine=OPA)
    assert "for none in OPA" in found.says
    assert found.witness == "a member of the group guests asks for storage.modify:/: permitted"
    assert "vacuous" not in kinds(of("DENY", "EQ", group="guests"))


def test_opa_wants_a_matching_policy_and_iam_does_not() -> None:
    policy = of("DENY", None, "storage.read:/")
    assert "wants the matchingPolicy" in the("vacuous", policy, engine=OPA).says
    assert "vacuous" not in kinds(policy, ALL)


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        (by("client", "robot", "DENY", "EQ", "storage.read:/"), "out of the order"),
        ({"rule": "DENY", "matchingPolicy": "EQ", "scopes": ["storage.read:/"]}, "as null"),
        ({"actor": {"name": "all"}, "rule": "DENY", "matchingPolicy": "EQ",
          "scopes": ["storage.read:/"]}, "without a type"),
    ],
)  # fmt: skip
def test_the_published_rules_pass_a_policy_over(policy: Json, why: str) -> None:
    found = the("vacuous", policy, engine=OPA)
    assert "opa-iam 145f2b6" in found.says
    assert why in found.says
    assert found.witness.endswith("asks for storage.read:/: permitted")


def test_rules_beside_the_data_decide_about_clients() -> None:
    policy = by("client", "robot", "DENY", "EQ", "storage.read:/")
    with_clients = Rules(clients=True, known=True)
    assert "vacuous" not in kinds(policy, engine=OPA, rules=with_clients)
    without = the("vacuous", policy, engine=OPA, rules=Rules(clients=False, known=True))
    assert "the rules beside the data" in without.says


# Unsupported


def test_a_regular_expression_is_nothing_to_opa() -> None:
    found = the(
        "unsupported", by("group", "g", "DENY", "REGEXP", r"storage\.modify:/.*"), engine=OPA
    )
    assert found.grave
    assert found.witness == "a member of the group g asks for storage.modify:/: permitted"


@pytest.mark.parametrize(
    ("matching", "scope"), [("PATH", "storage.read"), ("PATH", "s:/("), ("REGEXP", "[")]
)
def test_what_makes_each_request_fail(matching: str, scope: str) -> None:
    found = the("unsupported", of("DENY", matching, scope), ALL)
    assert "makes each request fail" in found.says
    assert found.witness == "a user whom no policy names asks for storage.read:/: refused"


# Described otherwise


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Grant storage scopes to the group", "DENY"),
        ("Default Permit ALL policy", "DENY"),
        ("allows compute", "DENY"),
        ("Deny compute to users", "PERMIT"),
        ("Blocked for guests", "PERMIT"),
    ],
)
def test_a_description_that_says_the_opposite(text: str, rule: str) -> None:
    found = the("described-otherwise", of(rule, "EQ", "storage.read:/", description=text))
    outcome = "dropped" if rule == "DENY" else "permitted"
    assert found.witness == f"a user whom no policy names asks for storage.read:/: {outcome}"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Deny storage scopes", "DENY"),
        ("Grant storage scopes", "PERMIT"),
        ("Do not allow storage", "DENY"),
        ("Allow storage only for production", "DENY"),
        ("Deny what is not granted", "PERMIT"),
        ("Deny all, grant some", "PERMIT"),
        ("Storage for guests", "DENY"),
        ("grants.example", "PERMIT"),
        ("", "DENY"),
    ],
)
def test_a_description_that_may_be_right(text: str, rule: str) -> None:
    policy = of(rule, "EQ", "storage.read:/", description=text)
    assert "described-otherwise" not in kinds(policy)


# Sibling


@pytest.mark.parametrize("engine", list(Engine))
def test_a_path_without_a_slash_at_its_end(engine: Engine) -> None:
    policy = of("PERMIT", "PATH", "storage.create:/x/", "storage.modify:/vo", group="g")
    found = the("sibling", policy, NO_MODIFY, engine=engine)
    assert found.source.column > 1
    assert found.grave
    assert found.witness == "a member of the group g asks for storage.modify:/vo-other: permitted"


def test_a_dot_of_a_path_stands_for_any_sign_in_java() -> None:
    policy = of("PERMIT", "PATH", "storage.read:/a.b/", group="g")
    assert "sibling" not in kinds(policy, engine=OPA)
    found = the("sibling", of("PERMIT", "REGEXP", "storage.read:/a.b(/.*)?", group="g"))
    assert "storage.read:/a-b" in found.says


@pytest.mark.parametrize(
    "policy",
    [
        of("PERMIT", "PATH", "storage.read:/"),
        of("PERMIT", "PATH", "storage.read:/vo/"),
        of("PERMIT", "EQ", "storage.read:/vo"),
        of("PERMIT", "REGEXP", r"storage\.read:/vo(/.*)?"),
        of("PERMIT", "PATH", "storage.read:"),
        of("PERMIT", "PATH", "storage.read:/vo-"),
    ],
)
def test_no_path_beside(policy: Json) -> None:
    assert "sibling" not in kinds(policy)


def test_a_path_beside_that_another_policy_closes() -> None:
    closed = of("DENY", "PATH", "storage.read:/vo-", group="g")
    assert "sibling" not in kinds(of("PERMIT", "PATH", "storage.read:/vo", group="g"), closed)


# Redundant, shadowed, contradictory


def test_a_narrower_policy_of_the_same_rule() -> None:
    wide, narrow = of("DENY", "PATH", "storage.read:/"), of("DENY", "EQ", "storage.read:/x")
    assert told(ALL, wide, narrow, whole=False).count(("redundant", 3)) == 1
    assert the("redundant", ALL, wide, narrow).by == a_set(ALL, wide).policies[1].source


def test_of_two_equal_policies_the_later_one() -> None:
    one = of("DENY", "EQ", "storage.read:/x")
    assert [each for each in told(ALL, one, one) if each[0] == "redundant"] == [("redundant", 3)]


def test_what_a_later_level_says_anyway() -> None:
    policy = of("PERMIT", "EQ", "storage.read:/x", group="g")
    assert ("redundant", 2) in told(ALL, policy)
    assert "redundant" not in kinds(ALL, policy, whole=False)
    # It matters for members of another group, too, that is denied this.
    assert "redundant" not in kinds(
        ALL, policy, of("DENY", "PATH", "storage.read:/", group="h"), engine=OPA
    )


def test_a_denial_that_others_repeat_still_counts_in_java() -> None:
    group = of("DENY", "EQ", "storage.read:/x", group="g")
    default = of("DENY", "EQ", "storage.read:/x")
    assert ("redundant", 2) in told(ALL, group, default)
    other = of("PERMIT", "EQ", "storage.read:/x", group="h")
    assert "redundant" not in kinds(ALL, group, default, other)


@pytest.mark.parametrize(("engine", "loser"), [(Engine.JAVA, "PERMIT"), (OPA, "DENY")])
def test_the_loser_under_a_wider_winner_is_shadowed(engine: Engine, loser: str) -> None:
    winner = "DENY" if loser == "PERMIT" else "PERMIT"
    wide = of(winner, "PATH", "storage.modify:/", group="g")
    narrow = of(loser, "EQ", "storage.modify:/x", group="g")
    found = the("shadowed", wide, narrow, engine=engine)
    assert found.source.line == 3
    assert found.by
    assert found.grave
    # The reverse is an exception from a rule, as people mean it.
    assert "shadowed" not in kinds(
        of(loser, "PATH", "storage.modify:/", group="g"),
        of(winner, "EQ", "storage.modify:/x", group="g"),
        engine=engine,
    )


def test_equal_scopes_with_opposite_rules_contradict() -> None:
    permit, deny = (of(rule, "EQ", "storage.read:/x") for rule in ("PERMIT", "DENY"))
    found = the("contradictory", permit, deny)
    assert found.source.line == 2
    assert found.witness == "a user whom no policy names asks for storage.read:/x: dropped"
    assert the("contradictory", permit, deny, engine=OPA).source.line == 3


def test_one_scope_of_a_policy_is_taken_back() -> None:
    policy = of("PERMIT", "PATH", "storage.read:/x/", "storage.modify:/x/")
    found = the("contradictory", policy, NO_MODIFY)
    assert "storage.modify:/x/" in found.says
    assert "contradictory" not in kinds(of("PERMIT", "PATH", "storage.read:/"), NO_MODIFY)


def test_other_askers_are_no_contradiction() -> None:
    permit, deny = (
        of("PERMIT", "EQ", "storage.read:/x", group="g"),
        of("DENY", "EQ", "storage.read:/x"),
    )
    assert not kinds(permit, deny, ALL) & {"contradictory", "shadowed"}


# Reach


def test_storage_modify_within_reach_of_everybody() -> None:
    found = the("default-reach", ALL)
    assert found.grave
    assert found.witness == "a user whom no policy names asks for storage.modify:/: permitted"
    assert "default-reach" not in kinds(ALL, NO_MODIFY)
    assert "default-reach" not in kinds(ALL, whole=False)


def test_a_part_that_is_left_open_is_found() -> None:
    only = of("DENY", "EQ", "storage.modify:/")
    shown = the("default-reach", ALL, only).witness
    assert shown == "a user whom no policy names asks for storage.modify:/a: permitted"


def test_what_no_policy_matches_is_open_in_opa() -> None:
    policy = by("group", "g", "PERMIT", "PATH", "storage.modify:/x/")
    found = the("default-reach", policy, engine=OPA)
    assert found.what.text == "the set of one policy"
    elsewhere = by("group", "g", "PERMIT", "PATH", "compute.read:/")
    assert "default-reach" not in kinds(elsewhere, engine=OPA)
    closed = Rules(Rule.DENY, known=True)
    assert "default-reach" not in kinds(policy, engine=OPA, rules=closed)


def test_a_scope_of_the_administration_that_is_named() -> None:
    found = the("default-reach", of("PERMIT", "EQ", "scim:write"))
    assert "before IAM 1.11" in found.says
    assert found.witness.startswith("an administrator")


def test_a_denial_does_not_hold_for_clients_on_their_own() -> None:
    found = the("client-unfiltered", ALL, of("DENY", "EQ", "profile"), NO_MODIFY)
    assert found.source.line == 4
    assert found.witness == "a client on its own asks for storage.modify:/: permitted"
    assert "client-unfiltered" not in kinds(NO_MODIFY, engine=OPA)


# Both engines


def differences(*policies: Json, **more: Any) -> list[str]:
    found = defects(a_set(*policies, **more))
    return [each.witness for each in found if each.kind == "engines-differ"]


def test_the_reasons_why_engines_differ() -> None:
    member = "a member of the group g asks for"
    (left_over,) = differences(of("PERMIT", "EQ", "storage.read:/x"))
    assert left_over.endswith(": dropped by IAM, permitted by OPA")
    (for_all,) = differences(of("DENY", "EQ", group="g"), ALL)
    assert for_all == f"{member} storage.modify:/: dropped by IAM, permitted by OPA"
    (regexp,) = differences(of("DENY", "REGEXP", r"storage\.read:/.*", group="g"), ALL)
    assert regexp == f"{member} storage.read:/: dropped by IAM, permitted by OPA"
    (one_level,) = differences(
        of("DENY", "EQ", "storage.read:/x", group="g"),
        of("PERMIT", "EQ", "storage.read:/x", group="h"),
        ALL,
    )
    assert "the group g and the group h" in one_level
    (dots,) = differences(of("DENY", "PATH", "storage.read:/", group="g"), ALL)
    assert ".." in dots
    assert "refused by IAM" in dots


def test_a_reason_is_told_once() -> None:
    many = [of("DENY", "EQ", f"storage.read:/{n}", group=f"g{n}") for n in range(8)]
    assert len(differences(*many)) == 1


def test_the_dot_of_storage_read_is_no_reason() -> None:
    found = differences(of("DENY", "PATH", "storage.read:/"), ALL)
    assert not any("storagearead" in each for each in found)


# Witnesses


@pytest.mark.parametrize("engine", list(Engine))
@settings(max_examples=examples(25))
@given(data=st.data())
def test_every_defect_of_any_set_has_a_witness(engine: Engine, data: st.DataObject) -> None:
    policies = made.read(data.draw(made.policies(engine)), engine)
    for each in defects(policies):
        assert re.fullmatch(r"an? .* asks for \S+: .+|the .* asks for \S+: .+", each.witness)
        assert each.says
        if each.kind in {"shadowed", "contradictory"}:
            assert each.by
        if each.kind == "engines-differ":
            outcomes = re.findall(r"(\w+) by (?:IAM|OPA)", each.witness)
            assert len(set(outcomes)) == 2
        if each.kind == "default-reach":
            assert each.witness.endswith(": permitted")


def test_a_set_that_cannot_be_understood_is_judged_policy_by_policy() -> None:
    looking = of("DENY", "REGEXP", r"storage\.(?!read).*")
    opposite = of("DENY", "EQ", "storage.read:/", description="Grant it")
    assert kinds(looking, opposite, ALL) == {"described-otherwise"}
