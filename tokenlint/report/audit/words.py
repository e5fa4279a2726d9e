"""What an audit noted, in words, for every format that people read."""

from collections.abc import Iterable, Mapping
from typing import Final

from tokenlint.audit.event import NO_TIME
from tokenlint.audit.outcome import Audit, Cause, Noted, Party, Seen, Usage
from tokenlint.policy.words import human_duration, human_instant
from tokenlint.report.scan.words import counted

SAYS: Final = {
    Cause.NOT_PERMITTED: "allowed, although the token at hand did not permit it",
    Cause.EXPIRED: "allowed after the token had expired",
    Cause.NOT_YET_VALID: "allowed before the token was valid",
    Cause.ELSEWHERE: "allowed at a service that is not in the token's audience",
    Cause.MANY_CLIENTS: "by one token from more addresses than its workflow explains",
    Cause.MANY_SERVICES: "by one token at more services than its workflow explains",
    Cause.REFUSED: "refused, although the token permitted it",
    Cause.UNKNOWN_TOKEN: "allowed with a token of which nothing is known",
}
STYLES: Final = {
    Cause.NOT_PERMITTED: "critical",
    Cause.EXPIRED: "high",
    Cause.NOT_YET_VALID: "high",
    Cause.ELSEWHERE: "high",
    Cause.MANY_CLIENTS: "medium",
    Cause.MANY_SERVICES: "medium",
    Cause.REFUSED: "low",
    Cause.UNKNOWN_TOKEN: "low",
}
NOBODY: Final = "not known"


def by_cause(noted: Iterable[Noted]) -> Mapping[Cause, tuple[Noted, ...]]:
    """What was noted by cause, gravest first; in each what destroys, then what happened most."""
    found: dict[Cause, list[Noted]] = {cause: [] for cause in Cause}
    for each in noted:
        found[each.cause].append(each)
    return {
        cause: tuple(sorted(members, key=_gravity)) for cause, members in found.items() if members
    }


def _gravity(each: Noted) -> tuple[bool, int, str, str]:
    return not each.destructive, -each.count, each.operation, each.scope


def party_words(party: Party) -> str:
    """`workflow prod, issuer https://..., client abc`; what is not known is not said."""
    told = {"workflow": party.workflow, "issuer": party.issuer, "client": party.client}
    return ", ".join(f"{name} {value}" for name, value in told.items() if value) or NOBODY


def noted_words(each: Noted) -> str:
    """`12 times delete with 1 token (storage.read:/x); it holds storage.read elsewhere; ...`."""
    times = "once" if each.count == 1 else f"{each.count:,} times"
    least = "at least " if each.more_tokens else ""
    what = f"{each.operation or 'operation'} {times}"
    what += f", {least}{counted(each.tokens, 'token')}" if each.tokens else ""
    return "; ".join([what, *_behind(each)])


def _behind(each: Noted) -> Iterable[str]:
    if each.destructive:
        yield "it can lose data"
    if each.cause in (Cause.NOT_PERMITTED, Cause.REFUSED):
        held = ", ".join(each.held) or "nothing"
        yield f"the token holds {held}" + (", at another path" if each.outside else "")
    if each.seconds > 0:
        yield f"up to {duration(each.seconds)} {_SIDE.get(each.cause, 'away')}"
    used = {"address": each.addresses, "service": each.services}
    for name, number in used.items():
        if number:
            plural = f"{name}es" if name == "address" else f"{name}s"
            yield f"{number:,} {name if number == 1 else plural}, {each.explained:,} explained"


_SIDE = {Cause.EXPIRED: "after its expiry", Cause.NOT_YET_VALID: "before its start"}


def seen_words(seen: Seen) -> str:
    """`access.log:12  delete /x, 2026-11-20 12:00 UTC, from 192.0.2.1 at disk`."""
    event = seen.event
    place = f"{seen.origin}:{event.line}" if event.line else seen.origin
    path = f" {event.path}" if event.path else ""
    to = f" to {event.to}" if event.to else ""
    told = [f"{event.operation or event.about}{path}{to}".strip()]
    told += [f"{event.count:,} times"] if event.count > 1 else []
    told += [instant(event.time)] if event.time != NO_TIME else []
    told += [f"from {event.client}"] if event.client else []
    told += [f"at {event.service}"] if event.service else []
    return f"{place}  {', '.join(part for part in told if part)}"


def used_words(usage: Usage) -> str:
    """`storage.read:/x (1,204)`, the most used first."""
    ordered = sorted(usage.used.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} ({count:,})" for name, count in ordered) or "nothing"


def unused_first(usages: Iterable[Usage]) -> tuple[Usage, ...]:
    """Those from whom most could be taken away first; of them the busiest."""
    return tuple(
        sorted(usages, key=lambda each: (-len(each.unused), -each.operations, _name(each.party)))
    )


def _name(party: Party) -> tuple[str, str, str]:
    return party.workflow, party.issuer, party.client


def period(audit: Audit) -> str:
    """From when to when the logs tell; empty where they tell no times."""
    if audit.last <= 0:
        return ""
    return f"{instant(audit.first)} to {instant(audit.last)}"


def instant(seconds: float) -> str:
    """A minute of UTC."""
    return human_instant(int(seconds)) if _finite(seconds) else "at no time of the calendar"


def duration(seconds: float) -> str:
    """The two largest units."""
    return human_duration(int(seconds)) if _finite(seconds) else "without end"


def _finite(seconds: float) -> bool:
    return abs(seconds) < float("inf")
