"""A token or a reference as one value, with what the reader must know."""

from typing import Any

from tests.minting import NOW, claims, mint
from tokenlint import presented
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.privilege_of import EVERYTHING, privilege_of
from tokenlint.credentials.who import Who
from tokenlint.presented import Kind, Presented, Surroundings, mapping_notes, read_token
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.references import VOMS_PROXY
from tokenlint.trustspace.vector import place

HERE = Source("a.token")
AROUND = Surroundings(NOW, Calibration.default())
READING = CapabilitySet.of([Capability(Action.READ, ScopePath.parse("/data"))])
MAPPING = Mapping(
    "mapping.yaml",
    (
        MappedService(
            "disk",
            ("https://storage.example",),
            (Row((Who.parse("/vo"),), READING),),
            "dcache",
            "10.2",
        ),
    ),
)


def read(around: Surroundings = AROUND, **changes: Any) -> Presented:
    found = read_token(mint(claims(**changes)).encode(), "a.token", HERE, around)
    assert isinstance(found, Presented)
    return found


def test_a_token() -> None:
    data = mint(claims()).encode()
    found = read_token(data, "mine", HERE, AROUND)
    assert isinstance(found, Presented)
    token = decode(data).token
    assert (found.name, found.kind, found.dated) == ("mine", Kind.TOKEN, True)
    assert found.title == f"token {token.fingerprint}"
    assert found.privilege == privilege_of(token, NOW)
    assert found.vector == place(found.privilege, AROUND.calibration)
    assert found.notes == ()


def test_the_reader_is_told_what_counts_as_the_most() -> None:
    assert read(exp=NOW - 60, iat=NOW - 120, nbf=None).notes == (
        "it expired 1 min ago; its whole lifetime counts",
    )
    assert read(exp=None).notes == ("it has no expiry, so it never ends",)
    grouped = read(scope=None, **{"wlcg.groups": ["/vo"]})
    assert "who is asking" in grouped.notes[0]
    assert grouped.privilege.capabilities == EVERYTHING


def test_a_mapping_is_named_with_the_exact_rights_at_each_service() -> None:
    around = Surroundings(NOW, Calibration.default(), MAPPING)
    found = read(around, scope=None, **{"wlcg.groups": ["/vo", "/vo/more"]})
    assert found.privilege.capabilities == READING
    assert found.notes == (
        "by mapping.yaml:",
        "at disk (dcache 10.2): storage.read:/data",
        "no row is about /vo/more",
    )
    other = read(around, scope=None, aud="https://other.example", **{"wlcg.groups": ["/vo"]})
    assert other.notes[0].startswith("mapping.yaml does not tell")
    assert other.privilege.capabilities == EVERYTHING
    assert read(around).notes == ()


def test_no_person_is_named_in_a_note() -> None:
    around = Surroundings(NOW, Calibration.default(), MAPPING)
    names = ["/vo", "/DC=example/CN=Jane Doe"]
    found = read(around, scope=None, sub="jane.doe@example.org", **{"wlcg.groups": names})
    assert "jane" not in " ".join(found.notes).lower()


def test_unknown_groups_are_counted() -> None:
    around = Surroundings(NOW, Calibration.default(), MAPPING)
    groups = ["/vo", *(f"/vo/{number}" for number in range(9))]
    found = read(around, scope=None, **{"wlcg.groups": groups})
    assert found.notes[-1] == "no row is about /vo/0, /vo/1, /vo/2, /vo/3 and 5 more"


def test_a_role_is_a_group_and_a_person_is_none() -> None:
    names = ("/vo/Role=pilot", "/DC=example/CN=Jane Doe", "/DC=example/CN=Jane/Role=x")
    assert list(mapping_notes(MAPPING, names))[-1] == "no row is about /vo/Role=pilot"


def test_a_service_grants_what_the_credential_can_use() -> None:
    notes = list(mapping_notes(MAPPING, ("/vo",), lambda _: CapabilitySet()))
    assert notes[1] == "at disk (dcache 10.2): nothing"


def test_a_reference_is_a_privilege_like_any_other() -> None:
    found = presented.read_reference(VOMS_PROXY, AROUND)
    assert (found.name, found.title) == ("voms-proxy-96h", "VOMS proxy, 96 h")
    assert (found.kind, found.dated) == (Kind.REFERENCE, False)
    assert found.privilege == VOMS_PROXY.privilege
