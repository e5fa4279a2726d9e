"""Where no lifetime is good enough: what to change, and to which value.

Each knob is turned alone, with everything else as declared, and its value is solved for.
Where no knob of the workflow is enough alone, patience is turned first,
as far as the outage is long, and the others after it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, inf

from tokenlint.frontier.capacity import carries
from tokenlint.frontier.load import peak_cost
from tokenlint.frontier.model import (
    Granularity,
    Outage,
    Refresh,
    RefreshRule,
    Stream,
)
from tokenlint.frontier.options import Option, Setting, written
from tokenlint.frontier.points import point
from tokenlint.frontier.result import Knob
from tokenlint.frontier.shortest import bears, least, longest_outage, rounded_up
from tokenlint.frontier.words import per_second, percent, spell

_SHORTEST_OUTAGE = 60.0  # seconds; below it nobody calls it one


def knobs(
    option: Option, options: Mapping[Granularity, Option], setting: Setting, room: float
) -> tuple[Knob, ...]:
    """All that would open a choice for a workflow that loses too much.

    `room` is what the other workflows leave of the issuer's capacity.
    """
    found = [
        *_granularity(option, options, setting, room),
        *_own(option, setting, room),
    ]
    if not found:
        found = list(_after_patience(option, setting, room))
    return (*found, *_availability(option, setting, room), *_room(option, setting, room))


def _room(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    """The capacity that it would take besides, where the issuer has no room for it anyway."""
    issuer = setting.issuer
    cost = peak_cost(option.stream, option.high, issuer)
    if min(issuer.capacity, room) < cost < inf:
        value = float(ceil(issuer.capacity - room + cost))
        says = f"besides, it takes an issuer that carries {per_second(value)} to have room for it"
        yield Knob("issuer-capacity", says, value)


def capacity_knobs(
    option: Option,
    options: Mapping[Granularity, Option],
    setting: Setting,
    room: float,
    needed: float,
) -> tuple[Knob, ...]:
    """What would open a choice for a workflow that the issuer has no room for."""
    value = float(ceil(needed))
    says = f"an issuer that carries {per_second(value)} would serve every workflow"
    return (
        *_granularity(option, options, setting, room),
        Knob("issuer-capacity", says, value),
    )


def _granularity(
    option: Option, options: Mapping[Granularity, Option], setting: Setting, room: float
) -> Iterator[Knob]:
    for each in options.values():
        if each is option:
            continue
        wider = _widened(each, setting)
        for other, condition in ((each, ""), (wider, f", with {each.accepted.says}")):
            lifetime = None if other is None else _opened(other, setting, room)
            if other is not None and lifetime is not None:
                says = f"one token a {each.granularity} would do with {spell(lifetime)}{condition}"
                yield Knob("granularity", says, None, point(other, lifetime, setting))
                break


def _own(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    yield from _margin(option, setting, room)
    yield from _patience(option, setting, room)
    yield from _mitigation(option, setting, room)


def _after_patience(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    """The same for work that waits for the end of the outage."""
    length = setting.tolerance.outage.seconds
    if option.stream.patience >= length:
        return
    patient = replace(option, stream=replace(option.stream, patience=length))
    for each in _own(patient, setting, room):
        says = f"if work without a token waited for {spell(length)}, and {each.says}"
        yield replace(each, says=says)


def _opened(option: Option, setting: Setting, room: float) -> int | None:
    """The shortest lifetime of an option that is good enough and fits into the room."""

    def good(lifetime: float) -> bool:
        bearing = bears(option.stream, lifetime, setting.tolerance, setting.issuer)
        return bearing and carries(option.stream, lifetime, setting.issuer, room)

    exact = least(good, option.low, option.high)
    return None if exact is None else written(option.stream, exact, option.high, setting)


def _margin(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    """The least margin with which the longest lifetime that is accepted would do."""

    def renewed(margin: float) -> Stream:
        return replace(option.stream, refresh=Refresh(RefreshRule.MARGIN, margin))

    def enough(margin: float) -> bool:
        return bears(renewed(margin), option.high, setting.tolerance, setting.issuer)

    value = least(enough, 0.0, option.high - 1.0)
    if value is None or rounded_up(value) >= option.high:
        return
    margin = rounded_up(value)
    wider = replace(option, stream=renewed(margin))
    lifetime = _opened(wider, setting, room)
    if lifetime is not None:
        says = f"renewing {spell(margin)} before the end would do with {spell(lifetime)}"
        yield Knob("refresh-margin", says, margin, point(wider, lifetime, setting))


def _patience(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    """How long work without a token would have to wait instead of failing."""

    def patient(seconds: float) -> Stream:
        return replace(option.stream, patience=seconds)

    def enough(seconds: float) -> bool:
        return bears(patient(seconds), option.high, setting.tolerance, setting.issuer)

    declared, length = option.stream.patience, setting.tolerance.outage.seconds
    value = least(enough, declared, length) if declared < length else None
    if value is None:
        return
    patience = rounded_up(value)
    waiting = replace(option, stream=patient(patience))
    lifetime = _opened(waiting, setting, room)
    if lifetime is not None:
        says = f"work without a token waiting for {spell(patience)} would do"
        says += f" with {spell(lifetime)}"
        yield Knob("patience", says, patience, point(waiting, lifetime, setting))


def _mitigation(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    """The mitigations that would make a longer lifetime acceptable, where one is long enough."""
    wider = _widened(option, setting)
    lifetime = None if wider is None else _opened(wider, setting, room)
    if wider is not None and lifetime is not None:
        says = f"with {option.accepted.says}, {spell(lifetime)} would be accepted and do"
        yield Knob("mitigation", says, lifetime, point(wider, lifetime, setting))


def _widened(option: Option, setting: Setting) -> Option | None:
    """The option with all mitigations in place; None where nothing is accepted that was not."""
    bound = option.accepted
    high = min(bound.would, setting.lifetimes[-1])
    if high <= option.high:
        return None
    return replace(option, high=high, accepted=replace(bound, seconds=high))


def _availability(option: Option, setting: Setting, room: float) -> Iterator[Knob]:
    """The outage that the longest lifetime bears that is accepted, or that would be."""
    if not carries(option.stream, option.high, setting.issuer, room):
        return
    seconds = _borne(option, setting)
    yield from _back_within(option, setting, seconds, "")
    wider = _widened(option, setting)
    if wider is not None and _borne(wider, setting) > seconds:
        condition = f", which is accepted with {option.accepted.says}"
        yield from _back_within(wider, setting, _borne(wider, setting), condition)


def _borne(option: Option, setting: Setting) -> float:
    """The longest outage that the longest lifetime bears, in whole minutes."""
    value = longest_outage(option.stream, option.high, setting.tolerance, setting.issuer)
    return 60 * ((value + 1) // 60)  # what is a whole minute but for the halving is one


def _back_within(
    option: Option, setting: Setting, seconds: float, condition: str
) -> Iterator[Knob]:
    """Told only where it holds: a whole minute may be more than what the search found."""
    tolerance = setting.tolerance
    for length in (seconds, seconds - 60):
        if not _SHORTEST_OUTAGE <= length < tolerance.outage.seconds:
            continue
        shorter = replace(setting, tolerance=replace(tolerance, outage=Outage(length)))
        found = point(option, option.high, shorter)
        if found is not None and found.tolerated:
            says = f"an issuer that is back within {spell(length)} would do with "
            yield Knob(
                "issuer-availability", f"{says}{spell(option.high)}{condition}", length, found
            )
            return


def told_loss(option: Option, lifetime: int, setting: Setting) -> str:
    """How much is lost at a lifetime, in percent of the jobs."""
    found = point(option, lifetime, setting)
    if found is None:
        return "all"
    return percent(found.lost_worst if setting.tolerance.worst else found.lost_random)
