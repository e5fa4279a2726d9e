"""Repairs of the lifetimes that a declared workflow asks for. Times are in seconds."""

from tokenlint.fix.case import Asked, Case
from tokenlint.fix.edit import FixPlan, NotFixed

_LIFETIME = "/token/lifetime"
_REFRESH = "/token/refresh/lifetime"
_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


def written_duration(seconds: int, like: str = "") -> str:
    """A duration as a declaration takes it: `1d12h`, or `P1DT12H` where that is how it was."""
    parts: dict[str, int] = {}
    left = seconds
    for unit, size in _UNITS:
        parts[unit], left = divmod(left, size)
    if not like.startswith("P"):
        return "".join(f"{count}{unit}" for unit, count in parts.items() if count) or "0s"
    days = f"{parts.pop('d')}D" if parts["d"] else ""
    time = "".join(
        f"{count}{unit.upper()}" for unit, count in parts.items() if count and unit != "d"
    )
    return f"P{days}T{time}" if time else f"P{days or 'T0S'}"


def as_needed(case: Case) -> FixPlan:
    """LIF008: as long as the declared work needs it, and no shorter than issuers hand out."""
    asked = Asked.of(case)
    return _set(asked, _LIFETIME, max(_usable(asked), case.limits["lifetime_minimum"]))


def long_enough(case: Case) -> FixPlan:
    """LIF009: up to the end of the declared work, where the default maximum allows that."""
    asked = Asked.of(case)
    needed, most = _usable(asked), case.limits["lifetime_maximum"]
    if needed > most:
        raise NotFixed(
            f"the work takes {written_duration(needed)}, longer than the default maximum of "
            f"{written_duration(most)}: a fresh token on the way, or an agreement, is needed"
        )
    return _set(asked, _LIFETIME, needed)


def at_least_minimum(case: Case) -> FixPlan:
    """LIF003: the default minimum of the profile."""
    return _set(Asked.of(case), _LIFETIME, case.limits["lifetime_minimum"])


def refresh_at_most(case: Case) -> FixPlan:
    """LIF011: the default maximum of the profile for refresh tokens."""
    return _set(Asked.of(case), _REFRESH, case.limits["refresh_maximum"])


def _usable(asked: Asked) -> int:
    usable = asked.subject.workflow.usable_seconds
    if usable is None:
        raise NotFixed("how long the work takes is not declared")
    return usable


def _set(asked: Asked, pointer: str, seconds: int) -> FixPlan:
    listing = asked.listing(pointer)
    if listing.form != "words" or len(listing.texts) != 1:
        raise NotFixed("the lifetime is not one word")
    written = listing.texts[0]
    new = written_duration(seconds, written)
    edits, texts = listing.replaced(0, [new])
    return asked.plan(pointer, edits, listing.value(texts), f"write {new} for {written}")
