"""What `tokenlint frontier` is asked, from the words of its command line."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from tokenlint.errors import UsageError
from tokenlint.frontier.model import Granularity, Issuer, Outage, Tolerance
from tokenlint.frontier.plan import Plan
from tokenlint.frontier.scenario import RetryKind
from tokenlint.frontier.simulation import require
from tokenlint.workflows.duration import parse_duration

WEEKEND: Final = 64 * 3_600
"""Seconds from Friday 17:00 to Monday 9:00: the time in which nobody may look at an issuer."""

_NICE: Final = (
    *(900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 10_800, 14_400, 21_600, 28_800, 43_200),
    *(64_800, 86_400, 129_600, 172_800, 230_400, 259_200, 345_600, 432_000, 518_400, 691_200),
)
_SHORTEST, _LONGEST, _MOST = 60, 400 * 86_400, 1_000
_ADVICE: Final = "write it as 15m..8d, 15m..8d/50, or 15m,1h,6h"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the outage (its words), the tolerance, lifetimes and granularities."""

    outage: str | None
    share: float
    worst: bool
    lifetimes: tuple[int, ...]
    granularities: frozenset[Granularity]

    def tolerance(self, issuer: Issuer) -> Tolerance:
        """The tolerance, where the outage may be a scenario of the issuer.

        Raises UsageError for what is neither a scenario nor a duration.
        """
        return Tolerance(Outage(_outage(self.outage, issuer)), self.share, self.worst)


def _outage(text: str | None, issuer: Issuer) -> float:
    scenarios = dict(issuer.scenarios)
    if text is None:
        return max(scenarios.values(), default=WEEKEND)
    if text in scenarios:
        return scenarios[text]
    try:
        seconds = parse_duration(text)
    except ValueError:
        close = get_close_matches(text, scenarios, 1)
        advice = f"did you mean {close[0]}?" if close else "write it as 64h"
        reason = f"--outage: {text[:32]!r} is no duration and no scenario of the issuer"
        raise UsageError(reason, advice=advice) from None
    if not 0 < seconds <= _LONGEST:
        raise UsageError("--outage: from 1 s to 400 d", advice="write it as 64h")
    return seconds


def plan(
    *, simulate: bool, replications: int, seed: int, retry: str | None, jitter: bool
) -> Plan | None:
    """How to simulate; None where nobody asked for it.

    Raises UsageError for words about retries that would have no effect, and without NumPy.
    """
    if not simulate:
        if retry or jitter:
            raise UsageError("--retry and --jitter are for --simulate", advice="add --simulate")
        return None
    if jitter and retry is None:
        advice = "add --retry exponential or --retry fixed"
        raise UsageError("--jitter needs a rule whose pauses it varies", advice=advice)
    require()
    return Plan(replications, seed, RetryKind(retry) if retry else None, jitter)


def share(text: str) -> float:
    """A share of the jobs, as `1%` or `0.01`. Raises UsageError outside [0, 1)."""
    number, percent, rest = text.strip().partition("%")
    try:
        value = float(number) / (100 if percent else 1)
    except ValueError:
        value = -1.0
    if rest or not 0 <= value < 1:
        raise UsageError(
            f"--lose: {text[:32]!r} is no share from 0 to under 1", advice="write 1% or 0.01"
        )
    return value


def granularities(text: str) -> frozenset[Granularity]:
    """The granularities of a list with commas. Raises UsageError for another word."""
    known = [each.value for each in Granularity]
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            close = get_close_matches(word, known, 1)
            advice = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise UsageError(f"--granularity: {word[:32]!r} is none", advice=advice)
    return frozenset(map(Granularity, words))


def lifetimes(text: str) -> tuple[int, ...]:
    """Seconds, rising: of a list, of the usual ones in a range, or of so many in a range.

    Raises UsageError for what is no range, and for times outside of 1 min to 400 d.
    """
    first, dots, rest = text.partition("..")
    if not dots:
        return _bounded([_seconds(word) for word in text.split(",")])
    last, slash, count = rest.partition("/")
    low, high = _seconds(first), _seconds(last)
    if low >= high:
        raise UsageError(f"--lifetimes: {text[:32]!r} ends before it begins", advice=_ADVICE)
    if not slash:
        return _bounded([low, *(each for each in _NICE if low < each < high), high])
    steps = int(count[:6]) - 1 if count.isdecimal() else 0
    if not 0 < steps < _MOST:
        raise UsageError(f"--lifetimes: from 2 to {_MOST} in a range", advice=_ADVICE)
    return _bounded([round(low * (high / low) ** (step / steps)) for step in range(steps + 1)])


def _seconds(text: str) -> int:
    try:
        return parse_duration(text.strip())
    except ValueError as error:
        raise UsageError(f"--lifetimes: {error}", advice=_ADVICE) from None


def _bounded(seconds: list[int]) -> tuple[int, ...]:
    if min(seconds) < _SHORTEST or max(seconds) > _LONGEST:
        raise UsageError("--lifetimes: from 1 min to 400 d", advice=_ADVICE)
    return tuple(sorted(set(seconds)))
