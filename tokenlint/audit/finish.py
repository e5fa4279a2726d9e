"""From a tally to the result of an audit: groups in order, usage, and what is incomplete."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import msgspec

from tokenlint.audit.entries import MOST_KINDS, Group, GroupKey, Spread
from tokenlint.audit.explained import Explained
from tokenlint.audit.first_lines import EXAMPLES, At
from tokenlint.audit.notes import explained_by, notes, once
from tokenlint.audit.outcome import Audit, Cause, Noted, Party, Seen
from tokenlint.audit.tally import Tally
from tokenlint.audit.usage import usages
from tokenlint.credentials.redact import shown
from tokenlint.scan.summary import Place
from tokenlint.source import Problem, Source

Lines = Mapping[Place, Place]
_CAUSES: Final = tuple(Cause)
_NOWHERE: Final = Source("<audit>")


def places_of(tally: Tally, explained: Explained) -> list[Place]:
    """All places that will be shown, so that their lines can be found out."""
    examples = [at for group in tally.groups.kept.values() for at in group.seen]
    examples += [at for spread in _widely(tally, explained) for at in spread.seen]
    places = [_place(at) for at in examples]
    unread = tally.unread.kept.items()
    return places + [Place(name, each.offset, each.line) for (name, _), each in unread]


def _place(at: At) -> Place:
    return Place(at.origin, at.offset, at.line)


def finished(
    tally: Tally, *, inputs: int, tokens: int, explained: Explained, lines: Lines
) -> Audit:
    """The whole result."""
    groups = [_noted(key, group, lines) for key, group in tally.groups.kept.items()]
    noted = [*groups, *_spread_noted(tally, explained, lines)]
    return Audit(
        inputs=inputs,
        size=tally.size,
        lines=tally.lines,
        events=tally.events,
        allowed=tally.allowed,
        refused=tally.refused,
        undecided=tally.undecided,
        judged=tally.judged,
        passed_over=tally.passed_over,
        unread=_by_kind(tally),
        products=dict(sorted(tally.products.items())),
        noted=tuple(sorted(noted, key=_gravest_first)),
        usages=usages(tally.works),
        problems=(*once(tally.problems), *_unread(tally, lines), *_left_out(tally)),
        first=tally.first if tally.first <= tally.last else 0.0,
        last=tally.last if tally.first <= tally.last else 0.0,
        tokens=tokens,
        notes=(*notes(tally), *explained_by(noted, explained)),
    )


def _gravest_first(noted: Noted) -> tuple[object, ...]:
    party = noted.party
    return (
        _CAUSES.index(noted.cause),
        not noted.destructive,
        noted.outside,
        -noted.count,
        (party.workflow, party.issuer, party.client, noted.operation),
        noted.held,
    )


def _noted(key: GroupKey, group: Group, lines: Lines) -> Noted:
    return Noted(
        cause=_CAUSES[key.gravity],
        party=Party(*key.party),
        operation=key.operation,
        held=key.held,
        scope=group.seen[0].scope if group.seen else "",
        count=group.count,
        tokens=len(group.tokens),
        seen=_seen(group.seen, lines),
        outside=key.outside,
        destructive=not key.mild,
        seconds=group.seconds,
        more_tokens=group.tokens.more,
    )


def _seen(examples: Iterable[At], lines: Lines) -> tuple[Seen, ...]:
    return tuple(_shown(at, lines) for at in examples)


def _shown(at: At, lines: Lines) -> Seen:
    """The event with its line; of a person only a beginning."""
    line = at.line or lines.get(_place(at), _place(at)).line
    subject = shown("sub", at.event.subject) if at.event.subject else ""
    return Seen(at.origin, msgspec.structs.replace(at.event, line=line, subject=subject))


def _widely(tally: Tally, explained: Explained) -> Iterator[Spread]:
    for spread in tally.spreads.kept.values():
        if len(spread.clients) > explained.addresses or _at_many(spread, explained):
            yield spread


def _at_many(spread: Spread, explained: Explained) -> bool:
    return len(spread.services) > explained.services_of(spread.explained)


def _spread_noted(tally: Tally, explained: Explained, lines: Lines) -> Iterator[Noted]:
    """Tokens that were used widely, one group for each party."""
    clients: dict[tuple[str, str, str], list[Spread]] = {}
    services: dict[tuple[str, str, str], list[Spread]] = {}
    for spread in _widely(tally, explained):
        if len(spread.clients) > explained.addresses:
            clients.setdefault(spread.party, []).append(spread)
        if _at_many(spread, explained):
            services.setdefault(spread.party, []).append(spread)
    for party, some in clients.items():
        noted = _wide(Cause.MANY_CLIENTS, party, some, lines)
        yield replace(noted, explained=explained.addresses)
    for party, some in services.items():
        noted = _wide(Cause.MANY_SERVICES, party, some, lines)
        yield replace(noted, explained=explained.services_of(max(s.explained for s in some)))


def _wide(cause: Cause, party: tuple[str, str, str], some: list[Spread], lines: Lines) -> Noted:
    """The examples are those of the token that was used most widely."""
    widest = max(some, key=lambda each: (len(each.clients), len(each.services), each.operations))
    return Noted(
        cause=cause,
        party=Party(*party),
        operation="",
        held=(),
        scope=next((at.scope for at in widest.seen if at.scope), ""),
        count=sum(each.operations for each in some),
        tokens=len(some),
        seen=_seen(widest.seen[:EXAMPLES], lines),
        addresses=max(len(each.clients) for each in some),
        services=max(len(each.services) for each in some),
    )


def _by_kind(tally: Tally) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_, kind), broken in sorted(tally.unread.kept.items()):
        found[kind] = found.get(kind, 0) + broken.count
    if tally.unread.left_out:
        found["others"] = tally.unread.left_out
    return found


def _unread(tally: Tally, lines: Lines) -> Iterator[Problem]:
    """One problem for each kind and file."""
    for (name, kind), each in sorted(tally.unread.kept.items()):
        place = Place(name, each.offset, each.line)
        many = f"{each.count:,} lines could not be used, this is the first: "
        reason = (many if each.count > 1 else "a line could not be used: ") + each.reason
        advice = "what stands there was not judged; mend the log, or name its format"
        yield Problem(kind, Source(name, lines.get(place, place).line), reason, advice)
    if tally.unread.left_out:
        reason = f"{tally.unread.left_out:,} more lines in other files could not be used"
        advice = f"the first {MOST_KINDS:,} files are named; audit fewer files at a time"
        yield Problem("unread", _NOWHERE, reason, advice)


def _left_out(tally: Tally) -> Iterator[Problem]:
    """What did not fit: the picture is incomplete."""
    tables = (
        (tally.groups.left_out, "noted operations are of further groups, and are not told"),
        (tally.works.left_out, "operations are of further parties, whose usage is not told"),
        (tally.spreads.left_out, "operations are of further tokens, whose addresses are unknown"),
        (tally.observed.left_out, "allowed operations are not among those that were observed"),
    )
    for count, says in tables:
        if count:
            advice = "audit the log in parts, such as days"
            yield Problem("oversize", _NOWHERE, f"{count:,} {says}", advice)
