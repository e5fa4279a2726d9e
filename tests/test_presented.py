"""A credential of any kind as one value: by content, with what the reader must know."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.raw import mutated
from tests.minting import NOW, claims, mint
from tokenlint import presented
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.privilege_of import EVERYTHING, privilege_of
from tokenlint.credentials.who import Who
from tokenlint.presented import Kind, Presented, Surroundings, read_presented
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.source import Problem, Source
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
    found = read_presented(mint(claims(**changes)).encode(), HERE, around)
    assert isinstance(found, Presented)
    return found


def test_a_token() -> None:
    data = mint(claims()).encode()
    found = read_presented(data, HERE, AROUND, "mine")
    assert isinstance(found, Presented)
    token = decode(data).token
    assert (found.name, found.kind, found.dated) == ("mine", Kind.TOKEN, True)
    assert found.title == f"token {token.fingerprint}"
    assert found.privilege == privilege_of(token, NOW)
    assert found.vector == place(found.privilege, AROUND.calibration)
    assert found.notes == ()


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\x00", b"eyJ.eyJ.x"])
def test_what_nobody_can_read_is_a_problem(data: bytes) -> None:
    found = read_presented(data, HERE, AROUND)
    assert isinstance(found, Problem)
    assert (found.kind, found.source) == ("unreadable-token", HERE)
    assert found.advice


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


def test_the_first_recogniser_that_knows_the_bytes_has_its_reader_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mine(data: bytes, name: str, source: Source, around: Surroundings) -> Problem:
        return Problem("mine", source, f"{name} {len(data)} {around.at}")

    readers = ((lambda data: data == b"mine", mine), *presented.READERS)
    monkeypatch.setattr(presented, "READERS", readers)
    found = read_presented(b"mine", HERE, AROUND)
    assert isinstance(found, Problem)
    assert found.reason == f"a.token 4 {NOW}"
    assert read(exp=None).kind is Kind.TOKEN


def test_a_reference_is_a_privilege_like_any_other() -> None:
    found = presented.read_reference(VOMS_PROXY, AROUND)
    assert (found.name, found.title) == ("voms-proxy-96h", "VOMS proxy, 96 h")
    assert (found.kind, found.dated) == (Kind.REFERENCE, False)
    assert found.privilege == VOMS_PROXY.privilege


@given(mutated() | st.binary(max_size=64))
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(read_presented(data, HERE, AROUND), Presented | Problem)
