"""VOMS attribute certificates: what they say, and what does not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.proxy.made import NOW, attributes, kinds, only, proxy
from tokenlint.credentials.proxy.attributes import Fqan, Signed
from tokenlint.credentials.proxy.certificate import load
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.proxy import Policy
from tokenlint.credentials.proxy.voms import MAX_CERTIFICATES, _targets, read_attributes
from tokenlint.credentials.proxy.voms_checks import _extensions
from tokenlint.made_up.attributes import Grant, attribute_certificate, extension, tlv
from tokenlint.made_up.authority import another_user, user, voms_server

ROLE = "/made-up/prod/Role=production/Capability=NULL"


def grant(**more: object) -> bytes:
    """A certificate by the made-up server for the made-up person."""
    usual = {
        "holder": user(NOW).certificate,
        "authority": "made-up://voms.example:15000",
        "fqans": ["/made-up"],
        "not_before": NOW,
        "not_after": NOW + 3600,
    }
    return attribute_certificate(Grant(**(usual | more)), voms_server(NOW))  # type: ignore[arg-type]


def links() -> list[object]:
    from cryptography.hazmat.primitives.serialization import Encoding

    loaded = load(user(NOW).certificate.public_bytes(Encoding.DER))
    return [loaded]


def read(**more: object) -> object:
    found = read_attributes(extension([grant(**more)]), 0, links())  # type: ignore[arg-type]
    assert found.defects == ()
    (one,) = found.certificates
    return one


def test_all_that_it_says() -> None:
    made = only(
        attributes(
            ROLE, "/made-up", starts="now-5m", ends="now+6h", targets=("a.example", "b.example")
        )
    )
    assert (made.vo, made.uri) == ("made-up", "voms.example:15000")
    assert made.fqans == (Fqan(ROLE), Fqan("/made-up"))
    assert (made.not_before, made.not_after) == (NOW - 300, NOW + 6 * 3600)
    assert made.targets == ("a.example", "b.example")
    assert str(made.issuer) == str(made.signer) == "/DC=example/DC=grid/OU=hosts/CN=voms.example"
    assert (made.digest, made.signed, made.link) == ("sha256", Signed.FITS, 0)
    assert (made.holder_fits, made.holder_serial) == (True, user(NOW).certificate.serial_number)
    assert made.defects == ()
    assert made.primary == Fqan(ROLE)
    assert made.roles == ("production",)


def test_generic_attributes() -> None:
    (one,) = read(generic={"nickname": "made"}).generic  # type: ignore[attr-defined]
    assert (one.name, one.value, one.qualifier) == ("nickname", "made", "")


@pytest.mark.parametrize("by_rfc", [True, False])
def test_as_the_rfc_has_it_and_as_servers_write_it(by_rfc: bool) -> None:
    made = read(by_rfc=by_rfc, targets=["a.example", "b.example"])
    assert (made.holder_fits, made.defects) == (True, ())  # type: ignore[attr-defined]
    assert made.targets == ("a.example", "b.example")  # type: ignore[attr-defined]


def test_extensions_that_voms_asks_for_and_does_not_know() -> None:
    made = only(attributes())
    both, key = frozenset({"2.5.29.56", "2.5.29.35"}), frozenset({"2.5.29.35"})
    targets = frozenset({"2.5.29.55"})
    assert list(_extensions(made, both, frozenset())) == []
    assert list(_extensions(made, key, frozenset())) == [DefectKind.EXTENSION_MISSING]
    assert list(_extensions(made, both, key)) == [DefectKind.UNKNOWN_CRITICAL]
    assert list(_extensions(made, both | targets, targets)) == [DefectKind.EMPTY_TARGETS]


def test_one_list_less_around_them() -> None:
    once = tlv(0x30, grant() + grant())
    found = read_attributes(once, 0, links())  # type: ignore[arg-type]
    assert (len(found.certificates), found.defects) == (2, ())


@pytest.mark.parametrize("value", [b"\x30\x00", b"\x30\x02\x30\x00"])
def test_a_list_of_targets_without_a_target(value: bytes) -> None:
    whole = grant(targets=["a.example"])
    wanted = tlv(0x30, tlv(0x30, tlv(0x30, tlv(0xA0, b"\x86\x09a.example"))))
    assert wanted in whole
    assert read(targets=["a.example"]).targets == ("a.example",)  # type: ignore[attr-defined]
    assert list(_targets({"extnValue": value})) == []


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"holder": "other"}, DefectKind.HOLDER),
        ({"fault": "signature"}, DefectKind.SIGNATURE),
        ({"fault": "signer"}, DefectKind.SIGNER_MISSING),
        ({"ends": "now+9999h"}, DefectKind.OUTSIDE_SIGNER),
    ],
)
def test_what_does_not_fit_is_named(more: dict[str, str], kind: DefectKind) -> None:
    assert kinds(only(attributes(**more))) == [kind]


def test_a_holder_of_the_same_name_and_another_number() -> None:
    made = read(holder=another_user(NOW).certificate)
    assert DefectKind.HOLDER in kinds(made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fqans", "found"),
    [
        (["/made-up", "/made-up/sub/Role=x"], []),
        (["/made-up2"], [DefectKind.FOREIGN_GROUP]),
        (["/other"], [DefectKind.FOREIGN_GROUP]),
        ([], [DefectKind.NO_ATTRIBUTES]),
    ],
)
def test_groups_below_the_organisation(fqans: list[str], found: list[DefectKind]) -> None:
    assert kinds(read(fqans=fqans)) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "group", "role", "plain"),
    [
        ("/vo", "/vo", "", "/vo"),
        ("/vo/Role=NULL/Capability=NULL", "/vo", "", "/vo"),
        (ROLE, "/made-up/prod", "production", "/made-up/prod/Role=production"),
        ("/vo/a/Capability=NULL", "/vo/a", "", "/vo/a"),
    ],
)
def test_parts_of_a_name(text: str, group: str, role: str, plain: str) -> None:
    fqan = Fqan(text)
    assert (fqan.group, fqan.role, fqan.plain) == (group, role, plain)


def test_several_organisations_and_more_than_are_read() -> None:
    made = proxy(attributes("/made-up"), attributes("/other-vo", ends="now+1h"))
    assert [each.vo for each in made.attributes] == ["made-up", "other-vo"]
    many = extension([grant()] * (MAX_CERTIFICATES + 1))
    found = read_attributes(many, 0, links())  # type: ignore[arg-type]
    assert len(found.certificates) == MAX_CERTIFICATES
    assert [each.kind for each in found.defects] == [DefectKind.TOO_MANY]


@pytest.mark.parametrize(
    "data",
    [b"\x05\x00", extension([])[:-1], b"\x30\x02\x04\x00" * 2, b"\x30\x80\x00\x00"],
)
def test_an_extension_that_cannot_be_read(data: bytes) -> None:
    found = read_attributes(data, 3, links())  # type: ignore[arg-type]
    assert [(each.kind, each.link) for each in found.defects] == [
        (DefectKind.UNREADABLE_ATTRIBUTES, 3)
    ]


def test_one_that_cannot_be_read_leaves_the_others() -> None:
    found = read_attributes(extension([grant(), b"\x30\x00", grant()]), 0, links())  # type: ignore[arg-type]
    assert (len(found.certificates), len(found.defects)) == (2, 1)


def test_attributes_of_a_delegated_proxy_are_those_of_the_first() -> None:
    made = proxy(attributes(), delegations=3, policy="limited")
    assert [each.link for each in made.attributes] == [2]
    assert (made.policy, made.attributes[0].defects) == (Policy.LIMITED, ())


WHOLE = extension([grant(targets=["a.example"], generic={"nickname": "made"}), grant()])


@given(st.data())
def test_damaged_extensions_are_read(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + 1] = data.draw(st.binary(min_size=1, max_size=2))
    found = read_attributes(bytes(damaged), 0, links())  # type: ignore[arg-type]
    assert found.certificates or found.defects
