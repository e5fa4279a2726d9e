"""What a proxy allows: where, what, how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from tests.credentials.proxy.made import NOW, attributes, proxy
from tokenlint.credentials.proxy.privilege import names_of, privilege_of_proxy, without_jobs
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import NOTHING
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
    """Rights by name."""

    rights: Mapping[str, tuple[CapabilitySet, Audience]]

    def rights_of(self, names: Sequence[str]) -> tuple[CapabilitySet, Audience] | None:
        found = [self.rights[name] for name in names if name in self.rights]
        if not found:
            return None
        capabilities, place = CapabilitySet(), Audience(frozenset())
        for each in found:
            capabilities, place = capabilities | each[0], place | each[1]
        return capabilities, place


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
    made = proxy(attributes(targets=("a", "c")), policy="limited")
    rights = Mapped({"/made-up": (READ | JOBS, at("a", "b"))})
    held = privilege_of_proxy(made, rights)
    assert (held.capabilities, held.audience) == (READ, at("a"))


def test_an_independent_proxy_has_nothing_of_the_organisation() -> None:
    rights = Mapped({"/made-up": (READ, at("a")), PERSON: (WRITE, at("b"))})
    assert privilege_of_proxy(proxy(attributes(), policy="independent"), rights).audience == ANY


def test_the_names_to_map() -> None:
    made = proxy(attributes("/made-up/Role=x/Capability=NULL", "/made-up/Role=NULL"))
    assert names_of(made) == ("/made-up/Role=x", "/made-up", PERSON)


def test_a_proxy_of_five_days_is_off_the_chart() -> None:
    held = privilege_of_proxy(proxy(attributes(), ends="now+120h"))
    vector = place(held, Calibration.default())
    assert min(vector.audience, vector.scope, vector.lifetime) >= 0.9
