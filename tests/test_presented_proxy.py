"""A proxy as one value: what it is compared by, and what the reader is told."""

from collections.abc import Mapping as AbstractMapping

import pytest

from tests.credentials.proxy.made import NOW, attributes, file, proxy
from tokenlint.credentials.mapping import MappedService, Mapping, Row
from tokenlint.credentials.proxy.privilege import privilege_of_proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.credentials.who import Who
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.presented_proxy import read_proxy_file
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.source import Problem, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

HERE = Source("x509up_u1000")
PERSON = "/DC=example/DC=grid/OU=people/CN=Made Up Person"
READ = Capability(Action.READ, ScopePath.parse("/data"))
JOBS = Capability(Action.SUBMIT, ROOT)


def mapping(**rows: tuple[str, Capability]) -> Mapping:
    """A service for each row, with what one name may do there."""
    services = (
        MappedService(
            name, (f"https://{name}.example",), (Row((Who.parse(who),), CapabilitySet.of([held])),)
        )
        for name, (who, held) in rows.items()
    )
    return Mapping("m.yaml", tuple(services))


def read(data: bytes, rights: Mapping | None = None, at: int = NOW) -> Presented:
    found = read_proxy_file(data, "mine", HERE, Surroundings(at, Calibration.default(), rights))
    assert isinstance(found, Presented)
    return found


def test_a_proxy() -> None:
    data = file(attributes())
    found, seen = read(data), read_proxy(data)
    assert (found.name, found.kind, found.dated) == ("mine", Kind.PROXY, True)
    assert found.title == f"proxy {seen.fingerprint}"
    assert found.privilege == privilege_of_proxy(seen)
    assert found.vector == place(found.privilege, Calibration.default())
    assert found.notes == (
        "it says who is asking and not what for, so it counts as everything (see --mapping)",
        "it takes its private key to use it; whoever holds this file has that key",
    )


def test_a_mapping_is_about_names_of_the_organisation_and_of_the_person() -> None:
    rights = mapping(disk=("/made-up", READ), tape=(PERSON, READ))
    found = read(file(attributes("/made-up/Role=NULL", "/made-up/Role=pilot")), rights)
    assert found.privilege == privilege_of_proxy(
        proxy(attributes("/made-up", "/made-up/Role=pilot")), rights
    )
    assert found.notes[:4] == (
        "by m.yaml:",
        "at disk: storage.read:/data",
        "at tape: storage.read:/data",
        "no row is about /made-up/Role=pilot",
    )
    assert "Made Up" not in " ".join(found.notes)


def test_a_mapping_that_knows_no_name_is_told() -> None:
    found = read(file(attributes()), mapping(disk=("/other", READ)))
    assert found.notes[0].startswith("m.yaml does not tell what its groups may do there")


def test_a_limited_proxy_starts_no_jobs() -> None:
    rights = mapping(ce=("/made-up", JOBS))
    found = read(file(attributes(), policy="limited"), rights)
    assert found.privilege.empty
    assert found.notes[1:3] == (
        "at ce: nothing",
        "it is limited: services that start jobs refuse it",
    )


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"private_key": "encrypted"}, "here under a passphrase"),
        ({"private_key": "absent"}, "which is not in this file"),
        ({"policy": "independent"}, "it is independent: it takes over no right"),
        ({"fault": "subject"}, "services may refuse it: its name is not that of its issuer"),
        ({"starts": "now-3h", "ends": "now-1h"}, "it expired 1 h ago; its whole lifetime"),
    ],
)
def test_what_else_the_reader_must_know(made: AbstractMapping[str, str], said: str) -> None:
    assert said in " ".join(read(file(attributes(), **made)).notes)


def test_ends_and_targets_of_attributes() -> None:
    found = read(file(attributes(ends="now+1h", targets=("a.example", "b.example"))))
    assert found.notes[1] == "its attributes of made-up end 11 h before it does"
    where = "its attributes of made-up are for a.example, b.example only"
    assert found.notes[2] == f"{where}; only a mapping tells of its identity elsewhere"
    assert found.privilege.validity.seconds == 3601


def test_an_authority_is_no_credential() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    from tokenlint.made_up.authority import authority

    found = read(authority(NOW).certificate.public_bytes(Encoding.PEM))
    assert found.privilege.empty
    assert found.notes == ("a certificate of an authority is no credential: it allows nothing",)


def test_a_part_that_cannot_be_read_is_a_problem() -> None:
    whole = file(attributes(), private_key="absent")
    data = whole + b"-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n"
    found = read_proxy_file(data, "mine", HERE, Surroundings(NOW, Calibration.default()))
    assert isinstance(found, Problem)
    assert (found.kind, found.source) == ("unreadable-proxy", HERE)
