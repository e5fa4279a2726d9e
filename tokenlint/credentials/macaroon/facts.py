"""The `macaroon` object of the policy input: facts without identity and without letters."""

from collections.abc import Sequence
from typing import Any

from tokenlint.credentials.macaroon.language import Meaning
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.privilege_of import Understanding
from tokenlint.credentials.macaroon.reading import Standing, split
from tokenlint.privilege.endpoint import Spelling, scheme, spelling
from tokenlint.privilege.operation import destructive

_CLEARTEXT = frozenset({"http", "dav"})
_ENCRYPTED = frozenset({"https", "davs"})
_ONLY_THE_SERVICE = frozenset({Meaning.IDENTITY, Meaning.ISSUE})


def macaroon_facts(macaroon: Macaroon, understanding: Understanding, at: int) -> dict[str, Any]:
    """All facts, judged at `at` (seconds since the epoch)."""
    operations = sorted(understanding.operations) if macaroon.readable else []
    meanings = [meaning_of(understanding, each.text) for each in macaroon.caveats]
    return {
        "readable": macaroon.readable,
        "form": macaroon.form.value,
        "version": macaroon.version,
        "defects": [defect.value for defect in macaroon.defects],
        "location": location_state(macaroon.location),
        "products": list(understanding.products),
        "caveats": [
            _caveat(understanding.standing(index), meaning, meanings[:index])
            for index, meaning in enumerate(meanings)
        ],
        "bounds": _bounds(understanding, meanings),
        "operations": [each.value for each in operations],
        "destroying": [each.value for each in operations if destructive(each)],
        "every_activity": any(each.activities is None for each in understanding.readings),
        "whole_area": any(each.path.is_root for each in understanding.capabilities),
        "nothing_left": macaroon.readable and not operations,
        "lifetime": _lifetime(understanding.expiry, at),
    }


def _caveat(
    standing: Standing, meaning: Meaning | None, before: Sequence[Meaning | None]
) -> dict[str, Any]:
    restated = meaning in _ONLY_THE_SERVICE and meaning in before
    fact: dict[str, Any] = {"state": standing.value, "restated": restated}
    if meaning is not None and standing is not Standing.THIRD_PARTY:
        fact["means"] = meaning.value
    return fact


def meaning_of(understanding: Understanding, text: str) -> Meaning | None:
    """What a caveat is about; None for a key that none of the products knows."""
    name = split(text)[0]
    known = (reading.language.key(name) for reading in understanding.readings)
    return next((key.means for key in known if key), None)


def _bounds(understanding: Understanding, meanings: list[Meaning | None]) -> list[str]:
    """What at least one caveat that is understood is about, sorted."""
    found = {
        meaning.value
        for index, meaning in enumerate(meanings)
        if meaning and understanding.standing(index) is Standing.UNDERSTOOD
    }
    return sorted(found)


def _lifetime(expiry: int | None, at: int) -> dict[str, Any]:
    if expiry is None:
        return {"form": "unbounded", "state": "undated"}
    state = "valid" if expiry > at else "expired"
    return {"form": "bounded", "state": state, "seconds": max(0, expiry - at)}


def location_state(location: str) -> str:
    """`missing`, `https`, `cleartext`, `other-url`, or `name` for whatever is no URL."""
    if not location.strip():
        return "missing"
    if spelling(location) is not Spelling.URI:
        return "name"
    name = scheme(location)
    if name in _ENCRYPTED:
        return "https"
    return "cleartext" if name in _CLEARTEXT else "other-url"
