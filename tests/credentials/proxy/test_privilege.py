"""What a proxy allows: where, what, how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.proxy.made import NOW, attributes, only, proxy
from tokenlint.credentials import mapping
from tokenlint.credentials.proxy.attributes import AttributeCertificate, Fqan, Signed
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.privilege import (
    granted,
    names_of,
    plain_names,
    privilege_of_proxy,
    targets_of,
    without_jobs,
)
from tokenlint.credentials.proxy.proxy import Proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.credentials.who import Who
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

PERSON = "/DC=example/DC=grid/OU=people/CN=Made Up Person"
READ = CapabilitySet.of([Capability(Action.READ, ScopePath.parse("/data"))])
WRITE = CapabilitySet.of([Capability(Action.CREATE, ScopePath.parse("/out"))])
JOBS = CapabilitySet.of([Capability(Action.SUBMIT, ScopePath.parse("/"))])
HALF_A_DAY = Validity(NOW, NOW + 12 * 3600 + 1)


@dataclass(frozen=True)
class Mapped:
    """Rights by name; a name is known wherever the audience lies among all places of rights."""

    rights: Mapping[str, tuple[CapabilitySet, Audience]]

    def rights_of(
        self, names: Sequence[str], audience: Audience = ANY
    ) -> tuple[CapabilitySet, Audience] | None:
        found = [self.rights[name] for name in names if name in self.rights]
        listed = {host for _, where in self.rights.values() for host in where.endpoints or ()}
        if not found or not (audience.endpoints or frozenset()) <= listed:
            return None
        capabilities, place = CapabilitySet(), Audience(frozenset())
        for each in found:
            capabilities, place = capabilities | each[0], place | each[1]
        return capabilities, place & audience


def at(*hosts: str) -> Audience:
    return Audience(frozenset(hosts))


def test_without_more_it_is_everything_everywhere_as_long_as_the_chain() -> None:
    held = privilege_of_proxy(proxy(attributes(ends="now+1h")))
    assert (held.capabilities, held.audience) == (EVERYTHING, ANY)
    assert held.validity == HALF_A_DAY


def test_a_limited_proxy_starts_no_jobs() -> None:
    held = privilege_of_proxy(proxy(policy="limited", delegations=2))
    assert {*Action} - {each.action for each in held.capabilities} == {
        Action.SUBMIT,
        Action.POLL,  # stage brings it
        Action.CREATE,  # modify brings it
    }
    assert without_jobs(JOBS | READ) == READ


def test_targets_narrow_where_all_have_them() -> None:
    one, other = attributes(targets=("a.example",)), attributes(targets=("b.example",))
    assert privilege_of_proxy(proxy(one, other)).audience == at("a.example", "b.example")
    assert privilege_of_proxy(proxy(one, attributes())).audience == ANY


def test_what_is_bound_to_targets_is_bound_to_the_time_of_the_attributes() -> None:
    one = attributes(targets=("a.example",), ends="now+1h")
    assert privilege_of_proxy(proxy(one)).validity == Validity(NOW, NOW + 3601)
    other = attributes(targets=("b.example",), ends="now+2h")
    assert privilege_of_proxy(proxy(one, other)).validity == Validity(NOW, NOW + 7201)
    long = attributes(targets=("a.example",), ends="now+24h")
    assert privilege_of_proxy(proxy(long)).validity == HALF_A_DAY


@pytest.mark.parametrize(
    "changed", [{"holder": "other"}, {"fault": "signature"}], ids=["holder", "signature"]
)
def test_attributes_that_services_refuse_bind_nothing(changed: dict[str, str]) -> None:
    held = privilege_of_proxy(proxy(attributes(targets=("a",), ends="now+1h", **changed)))
    assert (held.audience, held.validity) == (ANY, HALF_A_DAY)


def test_targets_of_some_attributes_tell_nothing_of_those_that_cannot_be_read() -> None:
    whole = proxy(attributes(targets=("a",)))
    cut = replace(whole, defects=(Defect(DefectKind.UNREADABLE_ATTRIBUTES),))
    assert privilege_of_proxy(whole).audience == at("a")
    assert privilege_of_proxy(cut).audience == ANY


@pytest.mark.parametrize("form", ["legacy", "draft", "rfc3820", "end-entity"])
def test_every_form_stands_for_its_owner(form: str) -> None:
    assert privilege_of_proxy(proxy(form=form)).capabilities == EVERYTHING


def test_what_cannot_be_read_allows_nothing() -> None:
    assert privilege_of_proxy(read_proxy(b"hello")) == NOTHING


def test_an_authority_is_no_credential() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    from tokenlint.made_up.authority import authority

    data = authority(NOW).certificate.public_bytes(Encoding.PEM)
    assert privilege_of_proxy(read_proxy(data)) == NOTHING


def test_a_mapping_of_the_organisation_narrows_all_three() -> None:
    rights = Mapped({"/made-up/Role=x": (READ, at("https://s.example"))})
    held = privilege_of_proxy(proxy(attributes("/made-up/Role=x", ends="now+1h")), rights)
    assert (held.capabilities, held.audience) == (READ, at("https://s.example"))
    assert held.validity == Validity(NOW, NOW + 3601)


def test_what_the_identity_has_outlives_the_attributes() -> None:
    rights = Mapped({"/made-up": (READ, at("a")), PERSON: (WRITE, at("b"))})
    held = privilege_of_proxy(proxy(attributes(ends="now+1h")), rights)
    assert (held.capabilities, held.audience) == (READ | WRITE, at("a", "b"))
    assert held.validity == HALF_A_DAY


def test_a_mapping_that_knows_no_name_narrows_nothing() -> None:
    assert privilege_of_proxy(proxy(attributes()), Mapped({})) == privilege_of_proxy(
        proxy(attributes())
    )


def test_targets_and_limits_hold_with_a_mapping_too() -> None:
    made = proxy(attributes(targets=("a",)), policy="limited")
    rights = Mapped({"/made-up": (READ | JOBS, at("a", "b"))})
    held = privilege_of_proxy(made, rights)
    assert (held.capabilities, held.audience) == (READ, at("a"))


def test_targets_do_not_bind_the_identity() -> None:
    rights = Mapped({"/made-up": (READ, at("a", "b")), PERSON: (WRITE, at("c"))})
    held = privilege_of_proxy(proxy(attributes(targets=("a",), ends="now+1h")), rights)
    assert (held.capabilities, held.audience) == (READ | WRITE, at("a", "c"))
    assert held.validity == HALF_A_DAY


def test_a_target_is_a_host_and_a_mapping_may_spell_it_as_an_address() -> None:
    row = mapping.Row((Who.parse("/made-up"),), READ)
    service = mapping.MappedService("disk", ("https://s.example:443",), (row,))
    rights = mapping.Mapping("m.yaml", (service,))
    held = privilege_of_proxy(proxy(attributes(targets=("s.example",))), rights)
    assert (held.capabilities, held.audience) == (READ, at("s.example"))
    elsewhere = privilege_of_proxy(proxy(attributes(targets=("other.example",))), rights)
    assert (elsewhere.capabilities, elsewhere.audience) == (EVERYTHING, at("other.example"))


def test_an_independent_proxy_has_nothing_of_the_organisation() -> None:
    rights = Mapped({"/made-up": (READ, at("a")), PERSON: (WRITE, at("b"))})
    alone = proxy(attributes(targets=("a",)), policy="independent")
    assert granted(alone) == ()
    assert privilege_of_proxy(alone, rights).audience == ANY


def test_the_names_to_map() -> None:
    made = proxy(attributes("/made-up/Role=x/Capability=NULL", "/made-up/Role=NULL"))
    assert names_of(made) == ("/made-up/Role=x", "/made-up", PERSON)


def test_a_proxy_of_five_days_is_off_the_chart() -> None:
    held = privilege_of_proxy(proxy(attributes(), ends="now+120h"))
    vector = place(held, Calibration.default())
    assert min(vector.audience, vector.scope, vector.lifetime) >= 0.9


PLAIN = proxy()
ATTRIBUTES = only(attributes())
_NAMES = ("/made-up", "/made-up/Role=x", "/other")
_HOSTS = ("a", "b", "c")


def _held(names: tuple[str, ...], hosts: tuple[str, ...], start: int, hours: int, signed: Signed,
          fits: bool) -> AttributeCertificate:  # fmt: skip
    return replace(
        ATTRIBUTES,
        fqans=tuple(map(Fqan, names)),
        targets=hosts,
        not_before=NOW + start * 3600,
        not_after=NOW + (start + hours) * 3600,
        signed=signed,
        holder_fits=fits,
    )


HELD = st.builds(
    _held,
    st.lists(st.sampled_from(_NAMES), max_size=2).map(tuple),
    st.lists(st.sampled_from(_HOSTS), max_size=2).map(tuple),
    st.integers(-2, 20),
    st.integers(0, 30),
    st.sampled_from(Signed),
    st.booleans(),
)
SEVERAL = st.lists(HELD, max_size=3).map(tuple)
GRANTS = st.tuples(
    st.sampled_from((READ, WRITE, JOBS, READ | JOBS)),
    st.frozensets(st.sampled_from(_HOSTS), min_size=1).map(Audience),
)
BY_GROUP = st.none() | st.dictionaries(st.sampled_from(_NAMES), GRANTS).map(Mapped)
BY_PERSON = st.dictionaries(st.sampled_from((*_NAMES, PERSON)), GRANTS).map(Mapped)


def held_by(certificates: tuple[AttributeCertificate, ...]) -> Proxy:
    return replace(PLAIN, attributes=certificates)


@given(SEVERAL, BY_GROUP)
def test_attributes_never_widen_what_the_identity_is_taken_for(
    certificates: tuple[AttributeCertificate, ...], rights: Mapped | None
) -> None:
    """To add them never widens, to take them away never narrows, where nobody maps the identity."""
    assert privilege_of_proxy(held_by(certificates), rights) <= privilege_of_proxy(PLAIN, rights)


@given(SEVERAL, BY_PERSON)
def test_attributes_take_nothing_from_what_a_mapping_gives_to_the_identity(
    certificates: tuple[AttributeCertificate, ...], rights: Mapped
) -> None:
    own = rights.rights_of([PERSON])
    if own is not None:
        whole = privilege_of_proxy(held_by(certificates), rights)
        assert whole >= Privilege(*own, PLAIN.validity)


@given(SEVERAL, BY_PERSON)
def test_each_attribute_certificate_counts_as_far_as_a_mapping_knows_it(
    certificates: tuple[AttributeCertificate, ...], rights: Mapped
) -> None:
    whole = privilege_of_proxy(held_by(certificates), rights)
    for each in granted(held_by(certificates)):
        known = rights.rights_of(plain_names(each), targets_of(each))
        if known is not None:
            assert whole >= Privilege(*known, PLAIN.validity & each.validity)


@given(SEVERAL, BY_GROUP | BY_PERSON)
def test_nothing_outlives_the_chain(
    certificates: tuple[AttributeCertificate, ...], rights: Mapped | None
) -> None:
    assert PLAIN.validity.covers(privilege_of_proxy(held_by(certificates), rights).validity)
