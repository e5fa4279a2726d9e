"""A macaroon as one value: what it is compared by, and what the reader is told."""

import pytest

from tests.credentials.macaroon.minting import CAVEATS, LOCATION, made, minted, serialized
from tests.minting import NOW
from tokenlint.credentials.macaroon.privilege_of import privilege_of_macaroon
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.policy.macaroon_languages import shipped_languages
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.presented_macaroon import read_macaroon_file
from tokenlint.privilege.audience import Audience
from tokenlint.source import Problem, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

HERE = Source("shared.macaroon")
DCACHE = ("id:1001;1001;somebody", "iid:12345678")
EITHER = "its caveats may be those of dCache or XRootD: what either allows counts"


def read(data: bytes, at: int = NOW) -> Presented:
    found = read_macaroon_file(data, "mine", HERE, Surroundings(at, Calibration.default()))
    assert isinstance(found, Presented)
    return found


def noted(*caveats: str, location: str = LOCATION) -> tuple[str, ...]:
    return read(minted(*caveats, location=location)).notes


def test_a_macaroon() -> None:
    data = minted(*CAVEATS)
    found, seen = read(data), read_macaroon(data)
    assert (found.name, found.kind, found.dated) == ("mine", Kind.MACAROON, True)
    assert found.title == f"macaroon {seen.fingerprint}"
    assert found.privilege == privilege_of_macaroon(seen, NOW, shipped_languages())
    assert found.privilege.audience == Audience(frozenset({LOCATION}))
    assert found.vector == place(found.privilege, Calibration.default())
    assert found.notes == (
        "nothing tells when it was issued: what is left of its lifetime counts",
        EITHER,
    )


def test_whose_language_was_taken() -> None:
    assert noted(*CAVEATS, *DCACHE)[1:] == ("its caveats are read in the language of dCache",)
    assert noted(*CAVEATS, "name:x")[1:] == ("its caveats are read in the language of XRootD",)
    (disputed,) = noted(*CAVEATS, "name:x", "iid:1")[1:]
    assert disputed.startswith("neither dCache nor XRootD takes all of its caveats")


def test_its_end() -> None:
    data = minted(*CAVEATS)
    found = read(data, NOW + 2 * 3600)
    assert found.privilege.empty
    assert found.notes[0] == "it ended 1 h ago, and allows nothing any more"
    assert noted("activity:LIST")[0] == "no caveat ends it, so it never ends"


def test_its_location() -> None:
    assert "good at any service" in noted(*CAVEATS, location="")[1]
    assert "its location made-up-site is no address" in noted(*CAVEATS, location="made-up-site")[1]


@pytest.mark.parametrize(
    ("caveat", "said"),
    [
        ("colour:blue", "the caveat colour:blue is not understood"),
        ("before:soon", "the caveat before:soon has a value that is not understood"),
        ("ip:192.0.2.0/24", "the caveat ip:192.0.2.0/24 bounds it further"),
        ("max-upload:1000", "the caveat max-upload:1000 bounds it further"),
    ],
)
def test_caveats_that_no_axis_shows(caveat: str, said: str) -> None:
    assert noted(*CAVEATS, caveat)[-1].startswith(said)


def test_a_third_party() -> None:
    found = read(serialized(made(CAVEATS, third_party="https://login.example")))
    assert "third party at https://login.example asks for a discharge" in found.notes[-1]


def test_many_caveats_are_counted_and_nobody_is_named() -> None:
    notes = noted(*DCACHE, *(f"x{number}:y" for number in range(9)))
    assert notes[-1] == "6 more of its caveats bound nothing here"
    assert "somebody" not in " ".join(notes)


def test_what_cannot_be_read_is_a_problem() -> None:
    around = Surroundings(NOW, Calibration.default())
    found = read_macaroon_file(minted()[:60], "mine", HERE, around)
    assert isinstance(found, Problem)
    assert (found.kind, found.source) == ("unreadable-macaroon", HERE)
