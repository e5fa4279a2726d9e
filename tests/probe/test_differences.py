"""The same token at several services: who allows what others refuse, product by product."""

from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.probe import made_results as made
from tokenlint.probe.differences import Differences, differences
from tokenlint.probe.outcome import Probe

CLEAN = made.probe({}, "clean", "made@2.0")
LENIENT = made.probe({"create:read": made.excess, "create:delete": made.changed}, "lax", "made@1.0")
OTHER = made.probe({"create:read": made.excess}, "other", "made@1.0")
STRICT = made.probe({"read:read": made.short}, "strict", "strange@3")
ALL = (CLEAN, LENIENT, OTHER, STRICT)


def cell(found: Differences, kind: str, case: str) -> tuple[tuple[str, ...], ...]:
    (each,) = [c for c in found.cells if (c.about.kind, c.about.case) == (kind, case)]
    return each.allowed, each.refused, each.unclear, each.divided


def test_services_on_either_side() -> None:
    found = differences(ALL)
    assert len(found.cells) == 3
    assert cell(found, "create", "read") == (("lax", "other"), ("clean", "strict"), (), ())
    assert cell(found, "create", "delete") == (
        ("lax",), ("clean", "other", "strict"), (), ("made@1.0",),
    )  # fmt: skip
    assert cell(found, "read", "read") == (("clean", "lax", "other"), ("strict",), (), ())
    assert found.compared == CLEAN.tested


def test_the_gravest_come_first() -> None:
    found = differences(ALL)
    assert [each.about.expected for each in found.cells] == ["refuse", "refuse", "allow"]
    assert [each.name for each in found.services] == ["lax", "other", "clean", "strict"]
    assert [each.name for each in found.implementations] == ["made@1.0", "made@2.0", "strange@3"]


def test_what_is_of_the_product_and_what_of_the_configuration() -> None:
    one, two, strange = differences(ALL).implementations
    assert (one.services, one.allows_more, one.refuses_more, one.divided) == (
        ("lax", "other"), 2, 0, 1,
    )  # fmt: skip
    assert (one.excesses, one.changed, one.shortfalls) == (2, 1, 0)
    assert (two.allows_more, two.refuses_more, two.divided) == (1, 2, 0)
    assert (strange.allows_more, strange.refuses_more, strange.shortfalls) == (0, 3, 1)


def test_a_service_without_a_clear_result_stands_on_neither_side() -> None:
    unclear = made.probe({"create:read": made.untested}, "unclear", "made@1.0")
    found = differences((CLEAN, LENIENT, unclear))
    assert cell(found, "create", "read") == (("lax",), ("clean",), ("unclear",), ())
    assert differences((CLEAN, unclear)).cells == ()
    assert differences((CLEAN, unclear)).compared == CLEAN.tested - 1


def test_unknown_products_are_not_taken_for_one() -> None:
    found = differences((replace(CLEAN, implementation=""), replace(LENIENT, implementation="")))
    assert [each.name for each in found.implementations] == [
        "not known (lax)",
        "not known (clean)",
    ]
    assert all(each.divided == 0 for each in found.implementations)
    assert found.products == {}
    assert differences((CLEAN, replace(LENIENT, implementation=""))).products == {
        "clean": "made@2.0"
    }


def test_protocols_of_one_endpoint_are_services_of_their_own() -> None:
    roots = tuple(
        msgspec.structs.replace(each, protocol="roots", cell=each.cell.replace("https", "roots"))
        for each in LENIENT.results
    )
    both = replace(CLEAN, results=(*CLEAN.results, *roots))
    found = differences((both,))
    assert {each.name for each in found.services} == {
        f"clean ({both.begun.endpoint}) ({protocol})" for protocol in ("https", "roots")
    }
    assert len(found.cells) == 2


WAYS = st.sampled_from([made.excess, made.changed, made.short, made.hollow, made.untested])
CELLS = st.sampled_from(["create:read", "create:delete", "read:read", "expired:read"])
PROBES = st.lists(
    st.tuples(st.dictionaries(CELLS, WAYS, max_size=3), st.sampled_from(["a@1", "a@2", "b@1", ""])),
    min_size=1,
    max_size=4,
).map(
    lambda parts: [
        made.probe(changes, f"s{number}", product)
        for number, (changes, product) in enumerate(parts)
    ]
)


@given(PROBES, st.randoms(use_true_random=False))
def test_the_order_of_the_services_does_not_matter(probes: list[Probe], random: object) -> None:
    other = list(probes)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert differences(probes) == differences(other)


@given(PROBES)
def test_every_service_is_on_one_side_of_every_cell(probes: list[Probe]) -> None:
    found = differences(probes)
    names = {each.name for each in found.services}
    for each in found.cells:
        sides = (*each.allowed, *each.refused, *each.unclear)
        assert len(sides) == len(set(sides))
        assert set(sides) <= names
        assert each.allowed
        assert each.refused
    more = sum(each.allows_more for each in found.services)
    assert more == sum(len(each.allowed) for each in found.cells)


@given(PROBES)
def test_a_service_does_not_differ_from_itself(probes: list[Probe]) -> None:
    assert differences(probes[:1]).cells == ()
    twin = replace(probes[0], begun=made.begun("twin"))
    assert differences([probes[0], twin]).cells == ()
