"""The built-in references are privileges, placed like any other."""

import pytest

from tokenlint.privilege.capability import Action
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.references import LEGACY, REFERENCES, VOMS_PROXY
from tokenlint.trustspace.vector import place


def test_a_proxy_of_96_hours_stands_in_the_far_corner() -> None:
    found = place(VOMS_PROXY.privilege, Calibration.default())
    assert (found.audience, found.scope) == (1.0, 1.0)
    assert found.lifetime == pytest.approx(0.8957, abs=1e-4)
    assert (found.magnitude, found.exposure) == pytest.approx((0.967, 0.964), abs=1e-3)
    assert VOMS_PROXY.privilege.validity.seconds == 345_600


def test_the_legacy_credential_is_at_the_ceiling() -> None:
    found = place(LEGACY.privilege, Calibration.default())
    assert (found.audience, found.scope, found.lifetime) == (1.0, 1.0, 1.0)
    assert LEGACY.privilege.covers(VOMS_PROXY.privilege)


def test_they_are_found_by_their_names() -> None:
    assert REFERENCES == {"voms-proxy-96h": VOMS_PROXY, "legacy-8d": LEGACY}
    for reference in REFERENCES.values():
        assert set(Action) >= set(reference.privilege.capabilities.actions)
