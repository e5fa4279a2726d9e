"""What services grant to names, and what a credential stands for then."""

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.who import Who
from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath

NORTH, SOUTH = "https://north.example", "https://south.example"


def can(action: Action, path: str = "/") -> CapabilitySet:
    return CapabilitySet.of([Capability(action, ScopePath.parse(path))])


READ, WRITE = can(Action.READ), can(Action.MODIFY, "/prod")


def row(capabilities: CapabilitySet, *who: str) -> Row:
    return Row(tuple(map(Who.parse, who)), capabilities)


MAPPING = Mapping(
    "mapping.yaml",
    (
        MappedService("north", (NORTH,), (row(READ, "/vo"), row(WRITE, "/vo/production"))),
        MappedService("south", (SOUTH, "south"), (row(READ, "/vo/production"),), "xrootd", "6.2"),
    ),
)


def of(*endpoints: str) -> Audience:
    return Audience(frozenset(endpoints))


def test_rights_of_all_names_count_together() -> None:
    assert MAPPING.rights_of(("/vo", "/vo/production"), of(NORTH)) == (READ | WRITE, of(NORTH))
    assert MAPPING.rights_of(("/vo",), of(NORTH)) == (READ, of(NORTH))


def test_a_name_that_no_row_means_is_not_told() -> None:
    assert MAPPING.rights_of(("/vo/other", "somebody"), of(NORTH)) is None
    assert MAPPING.rights_of(()) is None


def test_a_service_that_is_not_listed_is_not_told() -> None:
    assert MAPPING.rights_of(("/vo",), of("https://west.example")) is None
    assert MAPPING.rights_of(("/vo",), of(NORTH, "https://west.example")) is None


def test_a_listed_service_without_a_row_grants_nothing() -> None:
    assert MAPPING.rights_of(("/vo",), of(SOUTH)) == (CapabilitySet(), of())


def test_for_any_audience_the_listed_services_are_all_that_there_are() -> None:
    for audience in (ANY, MISSING):
        assert MAPPING.rights_of(("/vo/production",), audience) == (
            READ | WRITE,
            of(NORTH, SOUTH, "south"),
        )
        assert MAPPING.rights_of(("/vo",), audience) == (READ, of(NORTH))


def test_other_spellings_of_a_service_are_that_service() -> None:
    spelled = of(f"{NORTH}:443")
    assert MAPPING.rights_of(("/vo",), spelled) == (READ, spelled)


def test_a_service_for_any_audience_takes_all() -> None:
    everywhere = Mapping("m", (MappedService("all", ("ANY",), (row(READ, "*"),)),))
    assert everywhere.rights_of(("x",), of("https://west.example")) == (
        READ,
        of("https://west.example"),
    )
    assert everywhere.rights_of(("x",)) == (READ, ANY)


def test_each_service_keeps_its_exact_rights() -> None:
    names = ("/vo", "/vo/production")
    assert MAPPING.at("north", names) == READ | WRITE
    assert MAPPING.at("south", names) == READ
    assert MAPPING.at("west", names) == CapabilitySet()


NAMES = st.sampled_from(("/vo", "/vo/production", "/vo/other", "urn:a:b", "x"))
ROWS = st.builds(row, strategies.capability_sets, NAMES | st.sampled_from(("*", "/vo/*")))
ENDPOINTS = st.sampled_from(strategies.ENDPOINTS)
SERVICES = st.builds(
    MappedService,
    st.sampled_from(("one", "two")),
    st.lists(ENDPOINTS, min_size=1, max_size=2).map(tuple),
    st.lists(ROWS, max_size=3).map(tuple),
)
MAPPINGS = st.lists(SERVICES, max_size=3).map(lambda found: Mapping("m", tuple(found)))


@given(MAPPINGS, st.lists(NAMES, max_size=3).map(tuple), strategies.audiences)
def test_the_product_holds_the_rights_at_each_service(
    mapping: Mapping, names: tuple[str, ...], audience: Audience
) -> None:
    rights = mapping.rights_of(names, audience)
    if rights is None:
        return
    capabilities, where = rights
    assert audience.covers(where)
    for service in mapping.services:
        if service.grants(names) and service.shares_endpoint(audience):
            assert capabilities.covers(service.grants(names))
            assert not (where & Audience.of(service.audiences)).empty


@given(MAPPINGS, st.lists(NAMES, max_size=3).map(tuple), NAMES, strategies.audiences)
def test_another_name_takes_nothing_away(
    mapping: Mapping, names: tuple[str, ...], more: str, audience: Audience
) -> None:
    few, many = mapping.rights_of(names, audience), mapping.rights_of((*names, more), audience)
    if few is not None:
        assert many is not None
        assert many[0].covers(few[0])
        assert many[1].covers(few[1])
