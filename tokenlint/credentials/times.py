"""The times of a token: what they say, what is odd about them, what they allow.

Sources: RFC 7519 sections 2 (NumericDate) and 4.1.4 to 4.1.6,
WLCG profile 1.3 sections 2.1.1 and 4.3.1. All times are seconds since the epoch.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tokenlint.privilege.validity import Validity

LATEST = 253_402_300_799  # the last second of the year 9999
_FIELDS = ("exp", "iat", "nbf")


@dataclass(frozen=True, slots=True)
class Times:
    """The usable times of a token (None: absent or not usable) and what is odd about them."""

    exp: int | None
    iat: int | None
    nbf: int | None
    problems: frozenset[str]
    expires: bool  # whether there is an `exp` at all, usable or not

    @property
    def start(self) -> int | None:
        """The later of issue and not-before; None when neither can be used."""
        known = [time for time in (self.iat, self.nbf) if time is not None]
        return max(known, default=None)

    @property
    def usable(self) -> bool:
        """Whether the token can be accepted at some instant, as its times say."""
        if self.expires and self.exp is None:
            return False
        return self.exp is None or self.start is None or self.start < self.exp


def read_times(claims: Mapping[str, Any]) -> Times:
    """The times in a set of claims; never raises."""
    problems: set[str] = set()
    values = {name: _instant(name, claims[name], problems) for name in _FIELDS if name in claims}
    times = Times(
        values.get("exp"), values.get("iat"), values.get("nbf"), frozenset(), "exp" in claims
    )
    if times.exp is not None and not times.usable:
        problems.add("exp-not-after-start")
    return Times(times.exp, times.iat, times.nbf, frozenset(problems), times.expires)


def _instant(name: str, value: object, problems: set[str]) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.add(f"{name}-wrong-type")
        return None
    if abs(value) > LATEST or math.isnan(value):
        problems.add("absurd")
        return None
    if value < 0:
        problems.add("negative")
    if value != int(value):
        problems.add("fraction")
    return math.ceil(value) if name == "exp" else math.floor(value)


def lifetime_facts(
    claims: Mapping[str, Any], at: int, limits: Mapping[str, int], *, refreshable: bool = False
) -> dict[str, Any]:
    """The `lifetime` object of the policy input schema for a captured token, judged at `at`.

    `limits` needs `backdating_seconds` and `clock_skew_seconds`.
    Without `iat` and `nbf` the lifetime counts from the judged instant.
    """
    times = read_times(claims)
    facts: dict[str, Any] = {
        "form": _form(times),
        "state": _state(times, at),
        "problems": sorted(times.problems | _problems_at(times, at, limits)),
        "refreshable": refreshable,
    }
    if facts["form"] == "bounded" and times.exp is not None:
        start = at if times.start is None else times.start
        facts["seconds"] = max(0, times.exp - start)
    return facts


def _form(times: Times) -> str:
    if not times.expires:
        return "unbounded"
    return "bounded" if times.usable else "invalid"


def _state(times: Times, at: int) -> str:
    if times.exp is None and times.start is None:
        return "undated"
    if times.exp is not None and at >= times.exp:
        return "expired"
    return "not-yet-valid" if times.nbf is not None and times.nbf > at else "valid"


def _problems_at(times: Times, at: int, limits: Mapping[str, int]) -> set[str]:
    found = set()
    if times.iat is not None:
        if times.iat > at + limits["clock_skew_seconds"]:
            found.add("issued-in-future")
        if times.nbf is not None and times.iat - times.nbf > limits["backdating_seconds"]:
            found.add("backdated")
    return found


def validity_of(claims: Mapping[str, Any], at: int | None = None) -> Validity:
    """When the token is accepted; what has no usable end is unbounded.

    Nothing refuses a token for its `iat`, so one that lies at or after `exp` is left out.
    Without `iat` and `nbf` the token has been valid for ever;
    with `at`, the judged instant, it is taken to start there.
    """
    times = read_times(claims)
    starts = [time for time in (times.nbf, times.iat) if time is not None]
    if times.exp is not None and times.iat is not None and times.iat >= times.exp:
        starts.remove(times.iat)
    if starts:
        return Validity(max(starts), times.exp)
    assumed = 0 if at is None or (times.exp is not None and at >= times.exp) else at
    return Validity(assumed, times.exp)
