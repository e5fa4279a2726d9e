"""An audit under judgement: what was allowed in logs, beside what the tokens permitted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tokenlint.credentials.redact import shown
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.probe_subject import in_words
from tokenlint.policy.reach import cut
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.policy.words import human_duration
from tokenlint.source import Pointer, Source

_AT = re.compile(r"/audit/(noted|usages)/(\d+)(?:/.*)?")
_NOWHERE = Source("<audit>")
_LONGEST = 2000  # characters of a value in the evidence


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a log, where it stands and in words."""

    source: Source
    words: str


@dataclass(frozen=True, slots=True)
class NotedGroup:
    """Operations of one party that were noted for one reason.

    `cause` is a word of `tokenlint.audit.outcome.Cause`; `party` names whose they are.
    `held` are the actions that the tokens hold anywhere, `scope` the scope of the first.
    `outside`: the actions would have been enough at another path. `seconds`: past the expiry, or
    before the start, at most. `addresses`, `services` and `explained` are of the worst token.
    """

    cause: str
    party: str
    operations: tuple[str, ...]
    held: tuple[str, ...]
    scope: str
    count: int
    tokens: int
    lines: tuple[LogLine, ...] = ()
    destructive: bool = False
    outside: bool = False
    addresses: int = 0
    services: int = 0
    explained: int = 0
    seconds: int = 0
    more_tokens: bool = False


@dataclass(frozen=True, slots=True)
class UnusedGroup:
    """What a party was granted and never used.

    `unused` are capabilities as scopes have them, as far as they are shown, of `count` in all;
    `actions` are their names without paths. `operations` is what its tokens did.
    """

    party: str
    unused: tuple[str, ...]
    actions: tuple[str, ...]
    count: int
    used: int
    tokens: int
    operations: int
    span: str = ""  # from when until when


@dataclass(frozen=True)
class AuditSubject:
    """What an audit noted; the gravest first. `counts` are shown with the document."""

    settings: Settings
    noted: tuple[NotedGroup, ...] = ()
    usages: tuple[UnusedGroup, ...] = ()
    judged: int = 0
    counts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `audit`: no party, path, scope or address is part of it."""
        return {
            "format": FORMAT,
            "kind": "audit",
            "limits": dict(self.settings.limits),
            "audit": {
                "judged": self.judged,
                "noted": [_noted_facts(each) for each in self.noted],
                "usages": [_unused_facts(each) for each in self.usages],
            },
        }

    @property
    def document(self) -> Document:
        """The audit as a report names it."""
        return Document("<audit>", "audit", "the audit", _NOWHERE, self.counts)

    @cached_property
    def _phrases(self) -> Phrases:
        noted, usages = self.noted, self.usages
        return Phrases(
            {
                "/audit/noted/*": lambda index: cut(noted[index].party),
                "/audit/noted/*/operations": lambda index: _done(noted[index]),
                "/audit/noted/*/tokens": lambda index: _tokens(noted[index]),
                "/audit/noted/*/held": lambda index: _held(noted[index]),
                "/audit/noted/*/late": lambda index: human_duration(noted[index].seconds),
                "/audit/noted/*/addresses": lambda index: _counted(
                    noted[index].addresses, "address", "addresses"
                ),
                "/audit/noted/*/services": lambda index: _counted(
                    noted[index].services, "service", "services"
                ),
                "/audit/usages/*": lambda index: cut(usages[index].party),
                "/audit/usages/*/unused": lambda index: _unused(usages[index]),
            }
        )

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def places(self, pointer: Pointer) -> tuple[Location, ...]:
        """The log lines that a node is about, as far as they were kept; none of what is unused."""
        which, index = _at(pointer)
        lines = self.noted[index].lines if which == "noted" else ()
        found = tuple(Location(each.source, shown("scope", each.words)) for each in lines)
        return found or (Location(_NOWHERE),)

    def location(self, pointer: Pointer) -> Location:
        """The first of them."""
        return self.places(pointer)[0]

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """How many operations and tokens, and the first line in words."""
        which, index = _at(pointers[0])
        if which == "noted":
            return _noted_evidence(self.noted[index])
        return _unused_evidence(self.usages[index])


def _at(pointer: Pointer) -> tuple[str, int]:
    """Raises LookupError for a pointer to anything but a group."""
    found = _AT.fullmatch(pointer)
    if found is None:
        raise LookupError(pointer)
    return found[1], int(found[2])


def _noted_facts(noted: NotedGroup) -> Mapping[str, Any]:
    return {
        "cause": noted.cause,
        "operations": sorted(noted.operations),
        "held": sorted(noted.held),
        "destructive": noted.destructive,
        "outside": noted.outside,
        "count": noted.count,
        "tokens": noted.tokens,
        "addresses": noted.addresses,
        "services": noted.services,
        "explained": noted.explained,
        "seconds": noted.seconds,
    }


def _unused_facts(usage: UnusedGroup) -> Mapping[str, Any]:
    return {
        "unused": usage.count,
        "actions": sorted(usage.actions),
        "used": usage.used,
        "tokens": usage.tokens,
        "operations": usage.operations,
    }


def _noted_evidence(noted: NotedGroup) -> Mapping[str, Scalar]:
    values: dict[str, Scalar] = {
        "request": noted.lines[0].words if noted.lines else "",
        "cause": noted.cause,
        "party": noted.party,
        "operations": in_words(noted.operations),
        "scope": noted.scope,
        "count": noted.count,
        "tokens": noted.tokens,
        "addresses": noted.addresses,
        "services": noted.services,
        "explained": noted.explained,
        "seconds": noted.seconds,
    }
    return _without_empty(values)


def _unused_evidence(usage: UnusedGroup) -> Mapping[str, Scalar]:
    values: dict[str, Scalar] = {
        "party": usage.party,
        "unused": " ".join(usage.unused),
        "count": usage.count,
        "tokens": usage.tokens,
        "operations": usage.operations,
        "span": usage.span,
    }
    return _without_empty(values)


def _without_empty(values: Mapping[str, Scalar]) -> Mapping[str, Scalar]:
    return {
        name: shown("scope", value)[:_LONGEST] if isinstance(value, str) else value
        for name, value in values.items()
        if value
    }


def _done(noted: NotedGroup) -> str:
    """`delete and overwrite, 12 times`."""
    times = "once" if noted.count == 1 else f"{noted.count:,} times"
    return f"{in_words(noted.operations)}, {times}"


def _tokens(noted: NotedGroup) -> str:
    if not noted.tokens:
        return "tokens that the log does not tell apart,"
    least = "at least " if noted.more_tokens else ""
    return f"{least}{_counted(noted.tokens, 'token', 'tokens')}"


def _held(noted: NotedGroup) -> str:
    return ", ".join(noted.held) or "nothing"


def _unused(usage: UnusedGroup) -> str:
    shown_ones = cut(", ".join(usage.unused))
    hidden = usage.count - len(usage.unused)
    return f"{shown_ones} and {hidden:,} more" if hidden > 0 else shown_ones


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
