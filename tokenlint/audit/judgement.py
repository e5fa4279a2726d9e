"""From what an audit noted to the report: one group a reason and party, decided by the policies.

Operations that were noted apart only because tokens had different rights are told together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tokenlint.audit.event import NO_TIME
from tokenlint.audit.outcome import Audit, Cause, Noted, Party, Seen, Usage
from tokenlint.credentials.redact import shown
from tokenlint.policy.audit_subject import AuditSubject, LogLine, NotedGroup, UnusedGroup
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Report
from tokenlint.policy.reach import cut
from tokenlint.policy.settings import Settings
from tokenlint.policy.words import human_instant
from tokenlint.privilege.capability import Action
from tokenlint.source import Problem, Source
from tokenlint.whole_runs import judged

MOST_GROUPS = 50
"""Groups of one reason that are told one by one; what is beyond is told together."""

_MOST_LINES = 5
_MOST_UNUSED = 20
_ACTIONS = {action.scope_name: action.value for action in Action}
_Key = tuple[str, bool, Party]


def judge(audit: Audit, engine: Engine, catalogue: Catalogue, settings: Settings) -> Report:
    """What the rules say of an audit, the gravest first; one document for all of it."""
    subject = subject_of(audit, settings)
    report = judged([subject], problems_of(audit), engine, catalogue, settings)
    return replace(report, notes=audit.notes)


def problems_of(audit: Audit) -> tuple[Problem, ...]:
    """Those of the audit, and that it judged nothing, or left lines out, where none says so."""
    return (*(audit.problems or _unread(audit)), *_nothing_judged(audit))


def _unread(audit: Audit) -> Iterator[Problem]:
    if unread := sum(audit.unread.values()):
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(audit.unread.items()))
        reason = f"{unread:,} of {audit.lines:,} lines could not be used: {kinds}"
        yield Problem("unread", _NOWHERE, reason, "what stands in them was not judged")


def _nothing_judged(audit: Audit) -> Iterator[Problem]:
    """A log beside which no facts are known is no log in which nothing is wrong."""
    if audit.events and not audit.judged:
        reason = f"none of {audit.events:,} accesses could be compared with what a token permits"
        yield Problem("not-judged", _NOWHERE, reason, _MORE_FACTS)


_NOWHERE: Final = Source("<audit>")
_MORE_FACTS: Final = (
    "name facts about its tokens with --tokens, and a log that names tokens or their subjects "
    "(`What access logs tell` in the documentation); "
    "with --log-mapping, see whether its members are those of the log"
)


def subject_of(audit: Audit, settings: Settings) -> AuditSubject:
    """An audit under judgement."""
    return AuditSubject(
        settings,
        noted=noted_groups(audit.noted),
        usages=unused_groups(audit.usages),
        judged=audit.judged,
        counts=_counts(audit),
    )


def noted_groups(noted: Iterable[Noted]) -> tuple[NotedGroup, ...]:
    """By reason, by whether something can be lost, and by party: the gravest and most first."""
    found: dict[_Key, list[Noted]] = {}
    for each in noted:
        found.setdefault((each.cause.value, each.destructive, each.party), []).append(each)
    kept: list[NotedGroup] = []
    seen: dict[tuple[str, bool], int] = {}
    for group in sorted(map(_noted_group, found.values()), key=_gravest):
        alike = (group.cause, group.destructive)
        seen[alike] = seen.get(alike, 0) + 1
        if seen[alike] <= MOST_GROUPS:
            kept.append(group)
        else:
            _join(kept, group, seen[alike])
    return tuple(kept)


def unused_groups(usages: Iterable[Usage]) -> tuple[UnusedGroup, ...]:
    """Parties with something unused, those with the most tokens first."""
    groups = sorted(map(_unused_group, usages), key=lambda each: (-each.tokens, each.party))
    groups = [each for each in groups if each.count]
    return (*groups[:MOST_GROUPS], *_others(groups[MOST_GROUPS:]))


def _noted_group(some: Sequence[Noted]) -> NotedGroup:
    most = sorted(some, key=lambda each: -each.count)
    first = most[0]
    seen = [line for each in most for line in each.seen]
    return NotedGroup(
        cause=first.cause.value,
        party=party_words(first.party),
        operations=tuple(dict.fromkeys(each.operation for each in most if each.operation)),
        held=tuple(sorted({action for each in some for action in each.held})),
        scope=first.scope,
        count=sum(each.count for each in some),
        tokens=max(each.tokens for each in some),
        lines=tuple(LogLine(_source(each), line_words(each)) for each in seen[:_MOST_LINES]),
        destructive=first.destructive,
        outside=any(each.outside for each in some),
        addresses=max(each.addresses for each in some),
        services=max(each.services for each in some),
        explained=max(each.explained for each in some),
        seconds=int(max(each.seconds for each in some)),
        more_tokens=any(each.more_tokens for each in some) or len(some) > 1,
    )


def _gravest(group: NotedGroup) -> tuple[int, bool, int, str]:
    causes = [cause.value for cause in Cause]
    return causes.index(group.cause), not group.destructive, -group.count, group.party


def _join(kept: list[NotedGroup], more: NotedGroup, number: int) -> None:
    """Add a group to the last kept one of its reason, so that nothing is lost from the counts."""
    at = max(
        index
        for index, each in enumerate(kept)
        if (each.cause, each.destructive) == (more.cause, more.destructive)
    )
    last = kept[at]
    kept[at] = replace(
        last,
        party=f"{number - MOST_GROUPS + 1:,} others",
        operations=tuple(dict.fromkeys((*last.operations, *more.operations))),
        held=tuple(sorted({*last.held, *more.held})),
        count=last.count + more.count,
        tokens=max(last.tokens, more.tokens),
        outside=last.outside or more.outside,
        addresses=max(last.addresses, more.addresses),
        services=max(last.services, more.services),
        seconds=max(last.seconds, more.seconds),
        more_tokens=True,
    )


def _unused_group(usage: Usage) -> UnusedGroup:
    names = (each.partition(":")[0] for each in usage.unused)
    return UnusedGroup(
        party=party_words(usage.party),
        unused=usage.unused[:_MOST_UNUSED],
        actions=tuple(sorted({_ACTIONS[name] for name in names if name in _ACTIONS})),
        count=len(usage.unused),
        used=sum(number > 0 for number in usage.used.values()),
        tokens=usage.tokens,
        operations=usage.operations,
        span=_span(usage.first, usage.last),
    )


def _others(rest: Sequence[UnusedGroup]) -> tuple[UnusedGroup, ...]:
    if not rest:
        return ()
    unused = tuple(dict.fromkeys(each for group in rest for each in group.unused))
    together = UnusedGroup(
        party=f"{len(rest):,} others",
        unused=unused[:_MOST_UNUSED],
        actions=tuple(sorted({action for group in rest for action in group.actions})),
        count=sum(group.count for group in rest),
        used=sum(group.used for group in rest),
        tokens=sum(group.tokens for group in rest),
        operations=sum(group.operations for group in rest),
    )
    return (together,)


def party_words(party: Party) -> str:
    """Whose operations, as far as that is known: `workflow merge, issuer ..., client ...`."""
    parts = {"workflow": party.workflow, "issuer": party.issuer, "client": party.client}
    known = [f"{name} {text}" for name, text in parts.items() if text]
    return ", ".join(known) or "somebody unknown"


def line_words(seen: Seen) -> str:
    """A log line as a witness: when, what, where, by whom, with which token."""
    event = seen.event
    verdict = {True: "allowed", False: "refused", None: ""}[event.allowed]
    target = f"{event.path} to {event.to}" if event.to else event.path
    token = event.fingerprint or shown("jti", event.token_id)
    parts = [
        "" if event.time == NO_TIME else human_instant(int(event.time)),
        f"{event.operation.upper().replace('-', ' ')} {cut(target)}".strip(),
        verdict,
        f"from {cut(event.client)}" if event.client else "",
        f"at {cut(event.service)}" if event.service else "",
        f"token {token}" if token else "",
    ]
    return ", ".join(filter(None, parts))


def _source(seen: Seen) -> Source:
    return Source(seen.origin, seen.event.line)


def _span(first: float, last: float) -> str:
    if last <= 0:
        return ""
    return f"{human_instant(int(first))} to {human_instant(int(last))}"


def _counts(audit: Audit) -> Mapping[str, str]:
    """What a report says of the audit as a whole."""
    products = ", ".join(f"{name} {number:,}" for name, number in audit.products.items())
    numbers = {
        "inputs": audit.inputs,
        "lines": audit.lines,
        "operations": audit.events,
        "allowed": audit.allowed,
        "refused": audit.refused,
        "undecided": audit.undecided,
        "judged": audit.judged,
        "tokens": audit.tokens,
        "unread": sum(audit.unread.values()),
    }
    shown_ones = {name: f"{number:,}" for name, number in numbers.items()}
    told = {**shown_ones, "products": products, "span": _span(audit.first, audit.last)}
    return {name: text for name, text in told.items() if text}
