import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import actions, capabilities, capability_sets, paths, related
from tokenlint.privilege.capability import (
    EVERYTHING,
    Action,
    Capability,
    CapabilityRest,
    CapabilitySet,
)
from tokenlint.privilege.path import ROOT, ScopePath


def capability(text: str) -> Capability:
    """`read:/foo` as a capability."""
    action, colon, path = text.partition(":")
    return Capability(Action(action), ScopePath.parse(path) if colon else ROOT)


def holding(*texts: str) -> CapabilitySet:
    return CapabilitySet.of(map(capability, texts))


def test_actions_stand_in_the_order_of_the_policies() -> None:
    assert [str(action) for action in Action] == [
        "poll",
        "stage",
        "read",
        "create",
        "modify",
        "query",
        "cancel",
        "modify-job",
        "submit",
        "administer",
    ]


def test_modify_brings_create_and_stage_brings_poll_and_that_is_all() -> None:
    pairs = {(one, other) for one in Action for other in Action if one.covers(other)}
    assert {(one, other) for one, other in pairs if one != other} == {
        (Action.MODIFY, Action.CREATE),
        (Action.STAGE, Action.POLL),
    }


@given(actions, actions)
def test_implied_actions_are_the_covered_ones(one: Action, other: Action) -> None:
    assert (other in one.implied()) == one.covers(other)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("poll:/a", "storage.poll:/a"),
        ("stage:/a/", "storage.stage:/a/"),
        ("read:/", "storage.read:/"),
        ("create:/a", "storage.create:/a"),
        ("modify:/%61", "storage.modify:/%61"),
        ("read:a", "storage.read:a"),
        ("query", "compute.read"),
        ("cancel", "compute.cancel"),
        ("modify-job", "compute.modify"),
        ("submit", "compute.create"),
        ("submit:/queue", "compute.create:/queue"),
        ("administer", "administer"),
    ],
)
def test_a_capability_reads_like_its_scope(text: str, scope: str) -> None:
    assert str(capability(text)) == scope


def test_only_storage_actions_are_on_storage() -> None:
    assert [action for action in Action if action.on_storage] == list(Action)[:5]


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("modify:/a", "create:/a/b", True),
        ("modify:/a", "modify:/a", True),
        ("create:/a", "modify:/a", False),
        ("modify:/a", "read:/a", False),
        ("stage:/a", "read:/a", False),
        ("stage:/", "poll:/a", True),
        ("modify:/a/b", "create:/a", False),
        ("read:/a", "read:/ab", False),
    ],
)
def test_capability_order(upper: str, lower: str, expected: bool) -> None:
    assert capability(upper).covers(capability(lower)) is expected


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("modify:/a", "create:/a/b", "create:/a/b"),
        ("modify:/a/b", "create:/a", "create:/a/b"),
        ("create:/a", "modify:/a/b", "create:/a/b"),
        ("read:/a", "read:/a/", "read:/a/"),
        ("read:/a", "read:/b", None),
        ("read:/a", "stage:/a", None),
        ("modify:/a", "create:/b", None),
    ],
)
def test_meet(one: str, other: str, meet: str | None) -> None:
    expected = capability(meet) if meet else None
    assert capability(one).meet(capability(other)) == expected
    assert capability(other).meet(capability(one)) == expected


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ([], []),
        (["read:/a"], ["read:/a"]),
        (["read:/a", "read:/a/b"], ["read:/a"]),
        (["read:/a/b", "read:/a"], ["read:/a"]),
        (["read:/a", "read:/ab"], ["read:/a", "read:/ab"]),
        (["read:/a", "read:/a/"], ["read:/a"]),
        (["create:/a", "modify:/a"], ["modify:/a"]),
        (["create:/a", "modify:/a/"], ["create:/a", "modify:/a/"]),
        (["create:/a/b", "modify:/a"], ["modify:/a"]),
        (["create:/a", "modify:/a/b"], ["create:/a", "modify:/a/b"]),
        (["poll:/a", "stage:/a"], ["stage:/a"]),
        # The way from /a to /a/c leads past what /a does not cover.
        (["read:/a", "read:/a/../b", "read:/a/c"], ["read:/a", "read:/a/../b"]),
        (["read:/a", "create:/a/b", "read:/a/b/c"], ["read:/a", "create:/a/b"]),
        (["read:/a/b", "create:/a/c", "create:/a/c/d"], ["read:/a/b", "create:/a/c"]),
        (["read:/", "read:a", "read:", "read:/../b"], ["read:/"]),
        (["read:a", "read:/a"], ["read:a", "read:/a"]),
    ],
)
def test_a_set_keeps_the_maximal_elements(given_: list[str], kept: list[str]) -> None:
    found = holding(*given_)
    assert found.members == frozenset(map(capability, kept))
    assert len(found) == len(kept)
    assert bool(found) is bool(kept)


@given(st.lists(capabilities, max_size=7))
def test_what_is_kept_is_what_no_other_one_covers(given_: list[Capability]) -> None:
    assert CapabilitySet.of(given_).members == {
        one for one in given_ if not any(other != one and other.covers(one) for other in given_)
    }


@given(related(capability_sets))
def test_a_set_covers_what_its_members_cover(pair: tuple[CapabilitySet, CapabilitySet]) -> None:
    lower, upper = pair
    assert upper.covers(lower) == all(
        any(wide.covers(narrow) for wide in upper.members) for narrow in lower.members
    )


def test_members_come_by_action_and_path() -> None:
    found = holding("submit", "read:/b", "modify:/c", "read:/a/b", "poll:/z", "read:/a/a")
    assert [str(member) for member in found] == [
        "storage.poll:/z",
        "storage.read:/a/a",
        "storage.read:/a/b",
        "storage.read:/b",
        "storage.modify:/c",
        "compute.create",
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], ()),
        (["submit", "read:/a", "read:/b"], (Action.READ, Action.SUBMIT)),
        (["create:/a", "modify:/b"], (Action.MODIFY,)),
        (["create:/a"], (Action.CREATE,)),
        (["poll:/a", "stage:/b", "create:/c"], (Action.STAGE, Action.CREATE)),
    ],
)
def test_actions_leave_out_implied_ones(texts: list[str], expected: tuple[Action, ...]) -> None:
    assert holding(*texts).actions == expected


def test_paths_are_those_of_stronger_actions_too() -> None:
    found = holding("create:/a", "modify:/b", "read:/c")
    assert {str(path) for path in found.paths(Action.CREATE)} == {"/a", "/b"}
    assert {str(path) for path in found.paths(Action.MODIFY)} == {"/b"}
    assert found.paths(Action.POLL) == ()


def test_everything_covers_every_action_on_the_root() -> None:
    assert all(EVERYTHING.covers(CapabilitySet.of([Capability(a, ROOT)])) for a in Action)
    assert len(EVERYTHING) == len(Action) - 2  # modify brings create, stage brings poll


@pytest.mark.parametrize(
    ("held", "needed", "rests"),
    [
        (["read:/a"], ["read:/a"], []),
        (["read:/a/b"], ["read:/a"], []),
        (["read:/a"], [], ["storage.read:/a"]),
        (["read:/a"], ["read:/a/b"], ["storage.read:/a"]),
        (["modify:/a", "read:/a"], ["create:/a"], ["storage.read:/a", "storage.modify:/a"]),
        (["modify:/a", "read:/a"], ["read:/", "modify:/b"], ["storage.modify:/a"]),
    ],
)
def test_difference_names_what_is_not_covered(
    held: list[str], needed: list[str], rests: list[str]
) -> None:
    found = holding(*held).difference(holding(*needed))
    assert [str(rest.capability) for rest in found] == rests
    assert all(rest.besides == holding(*needed) for rest in found)


@given(related(capability_sets))
def test_difference_is_empty_exactly_when_covered(
    pair: tuple[CapabilitySet, CapabilitySet],
) -> None:
    lower, upper = pair
    assert (lower.difference(upper) == ()) == upper.covers(lower)
    assert upper.difference(CapabilitySet()) == tuple(
        CapabilityRest(member, CapabilitySet()) for member in upper
    )


@pytest.mark.parametrize(
    ("held", "besides", "witness"),
    [
        ("read:/a", [], "/a"),  # may be a file
        ("read:/a/", [], "/a/file"),
        ("read:/", [], "/file"),
        ("read:/a", ["read:/a/b"], "/a/file"),
        ("read:/a", ["stage:/a/b"], "/a"),
        ("read:/a", ["read:/a/file"], "/a/file-2"),
        ("read:/a", ["read:/a/file/deeper", "read:/a/file-2/"], "/a/file-3"),
        ("read:/a", ["read:/a/"], "/a"),  # all but the file of that name
        ("read:/a/", ["read:/a/file-2"], "/a/file"),
        ("modify:/a", ["create:/"], "/a"),
        ("modify:/a/", ["create:/"], "/a/file"),
        ("modify:/a", ["create:/a/b"], "/a/file"),
        ("modify:/a", ["create:/a/file"], "/a/file-2"),
        ("modify:/a", ["create:/a/b", "modify:/a/"], "/a"),
        ("modify:/a", ["create:/a/"], "/a"),
        ("submit", [], "/"),
        ("administer", [], "/"),
        ("submit", ["submit:/a"], "/"),
        ("read:", [], ""),
        ("read:", ["read:b"], "file"),
        ("read:/", ["read:b"], "/file"),
    ],
)
def test_witness_path(held: str, besides: list[str], witness: str) -> None:
    rest = CapabilityRest(capability(held), holding(*besides))
    assert str(rest.witness_path()) == witness


def test_kept_is_what_the_other_grants_as_well() -> None:
    rest = CapabilityRest(capability("modify:/a"), holding("create:/", "modify:/a/b", "read:/a"))
    assert rest.kept == holding("create:/a", "modify:/a/b")


@given(capabilities, capability_sets)
def test_nobody_else_grants_the_witness(held: Capability, besides: CapabilitySet) -> None:
    if not besides.covers(CapabilitySet.of([held])):
        witness = Capability(held.action, CapabilityRest(held, besides).witness_path())
        assert held.covers(witness)
        assert not besides.covers(CapabilitySet.of([witness]))


@given(st.lists(st.builds(Capability, actions, paths), max_size=4), st.randoms())
def test_the_order_of_scopes_does_not_matter(given_: list[Capability], random: object) -> None:
    shuffled = sorted(given_, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert CapabilitySet.of(shuffled) == CapabilitySet.of(given_)


def test_thousands_of_scopes_are_no_burden() -> None:
    """Comparing each with each would be a hundred million comparisons."""
    many = holding(*(f"read:/a/{number}" for number in range(10_000)))
    assert len(many) == 10_000
    assert many.covers(many)
    assert many.difference(many) == ()
