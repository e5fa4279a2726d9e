"""The order between credentials of any kind, as laws; every witness is checked by `allows`."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.credentials.macaroon.minting import minted
from tests.credentials.proxy.made import attributes, file
from tests.minting import NOW, claims, mint
from tokenlint.comparison import Comparison, aligned, compare_all
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.order import Relation
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import allows
from tokenlint.privilege.validity import Validity
from tokenlint.recognised import read_presented
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place


def presented(privilege: Privilege, **more: object) -> Presented:
    vector = place(privilege, Calibration.default())
    made = Presented("x", Kind.TOKEN, "x", privilege, vector, Source("x"), dated=True)
    return replace(made, **more)  # type: ignore[arg-type]


ENDPOINTS = (
    "https://a.example",
    "a.example:443",
    "root://a.example",
    "b.example",
    "https://b.example",
)
AUDIENCES = st.frozensets(st.sampled_from(ENDPOINTS), max_size=3).map(Audience)
PRIVILEGES = strategies.privileges | st.builds(
    Privilege, strategies.capability_sets, AUDIENCES, strategies.validities
)
DATED = st.builds(
    lambda privilege, dated: presented(privilege, dated=dated), PRIVILEGES, st.booleans()
)


def _captured() -> list[Presented]:
    """Credentials of every kind, as they are read."""
    around = Surroundings(NOW, Calibration.default())
    files = (
        mint(claims()).encode(),
        file(attributes()),
        file(attributes(targets=("a.example",), ends="now+1h"), policy="limited"),
        file(form="end-entity"),
        minted("path:/foo", "activity:DOWNLOAD,LIST", "before:2026-11-20T13:00:00Z"),
        minted("path:/foo", "activity:MANAGE", location="https://a.example"),
        minted("before:2020-01-01T00:00:00Z"),
    )
    found = [read_presented(data, Source("x"), around) for data in files]
    return [each for each in found if isinstance(each, Presented)]


CAPTURED = _captured()
SEVERAL = st.lists(DATED | st.sampled_from(CAPTURED), min_size=2, max_size=4)


def test_every_kind_is_among_them() -> None:
    kinds = [each.kind for each in CAPTURED]
    assert kinds == [Kind.TOKEN, *[Kind.PROXY] * 3, *[Kind.MACAROON] * 3]


def words(comparison: Comparison, *, by_endpoint: bool = False) -> dict[tuple[int, int], Relation]:
    """The printed relation, both ways."""
    found = {}
    for pair in comparison.pairs:
        word = pair.by_endpoint if by_endpoint else pair.relation
        found[pair.one, pair.other] = word
        found[pair.other, pair.one] = word.turned
    return found


@given(SEVERAL)
def test_every_pair_has_its_word(several: Sequence[Presented]) -> None:
    comparison = compare_all(several)
    count = len(several)
    assert len(comparison.pairs) == count * (count - 1) // 2
    for pair in comparison.pairs:
        wanted = {
            (False, False): Relation.EQUIVALENT,
            (True, False): Relation.COVERS,
            (False, True): Relation.COVERED,
            (True, True): Relation.INCOMPARABLE,
        }
        assert pair.relation is wanted[bool(pair.more), bool(pair.less)]


@given(SEVERAL)
def test_the_word_of_a_pair_does_not_depend_on_the_order_of_operands(
    several: Sequence[Presented],
) -> None:
    there, back = words(compare_all(several)), words(compare_all(several[::-1]))
    last = len(several) - 1
    assert all(back[last - one, last - other] is word for (one, other), word in there.items())


@given(SEVERAL)
def test_the_printed_relation_is_transitive(several: Sequence[Presented]) -> None:
    for by_endpoint in (False, True):
        found = words(compare_all(several), by_endpoint=by_endpoint)
        below = {pair for pair, word in found.items() if word in _BELOW}
        for one, two in below:
            for other, three in below:
                if two == other and one != three:
                    assert (one, three) in below


_BELOW = (Relation.COVERED, Relation.EQUIVALENT)


@given(SEVERAL)
def test_equal_lengths_at_other_instants_are_equal(several: Sequence[Presented]) -> None:
    first = several[0]
    moved = replace(
        first,
        privilege=replace(
            first.privilege,
            validity=Validity(
                first.privilege.validity.not_before + 7,
                None if (end := first.privilege.validity.expiry) is None else end + 7,
            ),
        ),
    )
    (pair,) = compare_all([first, moved]).pairs
    assert pair.relation is Relation.EQUIVALENT


@given(SEVERAL, st.booleans())
def test_each_witness_is_allowed_by_one_and_refused_by_the_other(
    several: Sequence[Presented], instants: bool
) -> None:
    comparison = compare_all(several, instants=instants)
    for pair in comparison.pairs:
        one, other = comparison.privileges[pair.one], comparison.privileges[pair.other]
        for part in pair.more:
            assert allows(one, part.witness())
            assert not allows(other, part.witness())
        for part in pair.less:
            assert allows(other, part.witness())
            assert not allows(one, part.witness())


@given(SEVERAL)
def test_knowing_spellings_makes_no_difference_larger(several: Sequence[Presented]) -> None:
    for pair in compare_all(several).pairs:
        if pair.relation in {Relation.COVERS, Relation.EQUIVALENT}:
            assert pair.by_endpoint in {Relation.COVERS, Relation.EQUIVALENT}
        if pair.by_endpoint is not pair.relation:
            assert pair.spelled


def at(*endpoints: str) -> Privilege:
    from tokenlint.privilege.capability import EVERYTHING

    return Privilege(EVERYTHING, Audience(frozenset(endpoints)), Validity(0, 10))


def test_spellings_of_one_endpoint_are_told() -> None:
    (pair,) = compare_all(
        [presented(at("https://a.example")), presented(at("a.example:443"))]
    ).pairs
    assert pair.relation is Relation.INCOMPARABLE
    assert pair.by_endpoint is Relation.EQUIVALENT
    assert pair.spelled == {
        "https://a.example": "a.example:443",
        "a.example:443": "https://a.example",
    }


def test_an_inventory_tells_other_names_of_a_service() -> None:
    names = {"door": "https://a.example", "https://a.example": "door"}
    need = presented(at("https://a.example"), kind=Kind.NEED, spellings=names)
    (pair,) = compare_all([need, presented(at("door"))]).pairs
    assert pair.by_endpoint is Relation.EQUIVALENT
    assert pair.spelled["door"] == "https://a.example"


def test_instants_are_kept_where_they_are_asked_for() -> None:
    early, late = at("a"), replace(at("a"), validity=Validity(5, 15))
    (pair,) = compare_all([presented(early), presented(late)], instants=True).pairs
    assert pair.relation is Relation.INCOMPARABLE
    assert aligned(late) == early


def test_chains_of_names_in_inventories_end() -> None:
    first = presented(at("x"), spellings={"x": "y", "y": "z"})
    second = presented(at("z"), spellings={"z": "x"})
    (pair,) = compare_all([first, second]).pairs
    assert pair.by_endpoint is Relation.EQUIVALENT
