"""Which token facts a line of a log is about."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from tokenlint.audit.event import NO_TIME, Event
from tokenlint.audit.facts import EVER, Facts, Rights, client_shown, of_claims
from tokenlint.audit.names import hashed

_MOST_KNOWN: Final = 50_000
Span = tuple[float, float]


class Shape(NamedTuple):
    """Tokens that permit the same, and the times in which at least one of them is valid."""

    facts: Facts
    spans: tuple[Span, ...]

    def span_at(self, time: float, skew: float) -> Span | None:
        """The span that holds a time, or lies within `skew` seconds of it."""
        at = bisect_right(self.spans, (time + skew, EVER)) - 1
        if at < 0 or time >= self.spans[at][1] + skew:
            return None
        return self.spans[at]


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of the token of a line.

    `shapes` are alternatives: an operation is permitted if any of them permits it.
    `single`: it is one token, and not all tokens of an issuer and a subject. `token` names it.
    """

    token: str
    shapes: tuple[Shape, ...]
    single: bool = True

    @property
    def facts(self) -> Facts:
        """Those of the first one."""
        return self.shapes[0].facts


class Ledger:
    """All token facts, by every name that a log may have for a token."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        self._by_id: dict[str, list[Facts]] = defaultdict(list)
        self._by_print: dict[str, list[Facts]] = defaultdict(list)
        self._by_person: dict[tuple[str, str], list[Facts]] = defaultdict(list)
        self._issuers: dict[str, set[str]] = defaultdict(set)
        self._matches: dict[tuple[object, ...], Match | None] = {}
        for each in facts:
            self._enter(each)

    def _enter(self, facts: Facts) -> None:
        for name in facts.ids:
            self._by_id[name].append(facts)
        if facts.fingerprint:
            self._by_print[facts.fingerprint].append(facts)
        if facts.subject:
            self._by_person[facts.issuer, facts.subject].append(facts)
            self._issuers[facts.subject].add(facts.issuer)

    def match(self, event: Event) -> Match | None:
        """The facts of a line's token; None where none are known."""
        key = (
            event.token_id,
            event.fingerprint,
            event.issuer,
            event.subject,
            event.scope,
            event.audience,
            event.groups,
            event.expiry,
            event.not_before,
        )
        if key in self._matches:
            return self._matches[key]
        if len(self._matches) >= _MOST_KNOWN:
            self._matches.clear()
        found = self._matches[key] = self._find(event)
        return found

    def _find(self, event: Event) -> Match | None:
        found, single = self._known(event)
        if not found:
            return _of_line(event)
        if event.scope is not None or event.audience is not None or event.expiry != NO_TIME:
            found = [_with_line(each, event) for each in found]
        return Match(_name(event, found[0], single=single), _shapes(found), single)

    def _known(self, event: Event) -> tuple[list[Facts], bool]:
        """Facts by the name of the token, or else by that of the person."""
        if event.fingerprint and event.fingerprint in self._by_print:
            return _whole(self._by_print[event.fingerprint]), True
        if event.token_id:
            return self._by_token_id(event), True
        if event.fingerprint or not event.subject:
            return [], True
        issuers = {event.issuer} if event.issuer else self._issuers.get(event.subject, set())
        if len(issuers) != 1:
            return [], False  # nobody, or several persons of one name
        (issuer,) = issuers
        return self._by_person.get((issuer, event.subject), []), False

    def _by_token_id(self, event: Event) -> list[Facts]:
        name = event.token_id
        found = self._by_id.get(name) or self._by_id.get(hashed(name), [])
        if event.issuer:
            found = [each for each in found if each.issuer in {event.issuer, ""}]
        return _whole(found)


def _whole(found: list[Facts]) -> list[Facts]:
    """Of one token that several files tell, those who tell all of its scopes, if any does.

    What a file leaves out must not make permitted what another one says is not.
    """
    known = {each.issuer for each in found if each.rights not in _INCOMPLETE}
    return [each for each in found if each.rights not in _INCOMPLETE or each.issuer not in known]


_INCOMPLETE: Final = frozenset({Rights.PARTIAL, Rights.UNREADABLE})


def _name(event: Event, facts: Facts, *, single: bool) -> str:
    if not single:
        return ""
    return (facts.ids[-1] if facts.ids else "") or facts.fingerprint or token_name(event)


def token_name(event: Event) -> str:
    """What tells apart a token of which only the log tells; empty where that names none."""
    return hashed(event.token_id) if event.token_id else event.fingerprint


def _of_line(event: Event) -> Match | None:
    """Facts that the log itself has: nothing but a scope says what a token permits.

    Groups alone say that it has none where the whole token was in the line.
    """
    if event.scope is None and not (event.groups and event.fingerprint):
        return None
    claims: dict[str, Any] = {"iss": event.issuer, "sub": event.subject, "scope": event.scope or ""}
    if event.groups:
        claims["wlcg.groups"] = list(event.groups)
    facts = replace(of_claims(claims), client=client_shown(claims), ids=())
    facts = _with_line(facts, event)
    return Match(token_name(event), _shapes([facts]))


def _with_line(facts: Facts, event: Event) -> Facts:
    """The facts with what the line says of the token: that is what the service saw."""
    if event.scope is not None:
        told = of_claims({"iss": facts.issuer, "scope": event.scope, "groups": list(event.groups)})
        facts = replace(facts, scope=told.scope, rights=told.rights, profile=told.profile)
    if event.audience is not None:
        named = of_claims({"aud": list(event.audience)}).audience
        facts = replace(facts, audience=named)
    if event.expiry != NO_TIME:
        facts = replace(facts, end=event.expiry)
    if event.not_before != NO_TIME:
        facts = replace(facts, start=event.not_before)
    return facts


def _shapes(found: Iterable[Facts]) -> tuple[Shape, ...]:
    """Tokens that permit the same as one, with all their times."""
    alike: dict[Facts, list[Span]] = defaultdict(list)
    first: dict[Facts, Facts] = {}
    for facts in found:
        key = replace(facts, ids=(), fingerprint="", start=0.0, end=EVER)
        alike[key].append((facts.start, facts.end))
        first.setdefault(key, facts)
    return tuple(Shape(first[key], _joined(spans)) for key, spans in alike.items())


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch as one; none of them is empty."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def judgeable(shapes: Iterable[Shape]) -> bool:
    """Whether the scopes of at least one can be compared with an operation."""
    return any(shape.facts.rights is Rights.SCOPE for shape in shapes)
