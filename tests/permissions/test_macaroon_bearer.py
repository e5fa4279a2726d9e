"""Bearers of macaroons: as long as their earliest end, read by each product that they may be of."""

from tests.credentials.macaroon.minting import LOCATION
from tests.minting import NOW
from tests.permissions.asking import ask, north
from tests.permissions.holding import DCACHE, macaroon_bearer
from tokenlint.permissions.by_service import ByService
from tokenlint.privilege.audience import MISSING, Audience
from tokenlint.privilege.validity import Validity
from tokenlint.services.decision import Verdict

EARLY, LATE = "before:2026-11-20T13:00:00Z", "before:2026-11-21T13:00:00Z"


def test_where_and_how_long() -> None:
    held = macaroon_bearer(LATE, EARLY, "path:/data")
    assert held.audience == Audience(frozenset({LOCATION}))
    assert held.validity == Validity(0, NOW + 3600)
    assert (held.places["exp"].file, held.places["exp"].line) == (next(iter(held.texts)), 4)
    assert macaroon_bearer("path:/", location="").audience == MISSING
    assert macaroon_bearer("path:/").validity == Validity(0, None)
    assert macaroon_bearer("before:1960-01-01T00:00:00Z").validity.expiry == -315619200


def test_in_whose_language_it_is_read() -> None:
    def titles(*caveats: str, release: str = "") -> list[str]:
        held = macaroon_bearer(*caveats, release=release)
        assert held.caveats is not None
        return [each.language.title for each in held.caveats.readings]

    assert titles(EARLY) == ["dCache", "XRootD"]
    assert titles(EARLY, *DCACHE) == ["dCache"]
    assert titles(EARLY, *DCACHE, release="xrootd@5.5.3") == ["XRootD"]
    assert macaroon_bearer(EARLY, release="xrootd@5.5.3").document.facts["language"] == (
        "XRootD 5.5.3"
    )


def test_a_model_of_a_service_says_that_it_does_not_know_macaroons() -> None:
    answer = ByService(macaroon_bearer(EARLY), north(), NOW).explain(ask("read /x"))
    assert answer.verdict is Verdict.DEPENDS
    assert answer.reasons[-1].says.endswith("decides on tokens only")
    assert answer.remedies == ()
