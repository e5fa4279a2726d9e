"""Observed operations become workflows: equal ones are folded as they come.

Memory grows with the number of distinct operations, and not with that of lines.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tokenlint.credentials.redact import shown
from tokenlint.least.observed_line import Fault, Seen, read_line
from tokenlint.least.service_names import ServiceNames
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.source import Problem, Source
from tokenlint.workflows.declaration import DeclaredOperation, Service, Workflow
from tokenlint.workflows.places import Places
from tokenlint.workflows.yaml_nodes import Scalar

MOST_DISTINCT: Final = 1_000_000
MOST_GROUPS: Final = 1_000
MOST_LINE: Final = 64 * 1024
"""Bytes of one line: two paths of the longest kind, escaped, and their names."""
MOST_TOLD: Final = 20
LONGEST_SPAN: Final = 366 * 86_400
"""Seconds between the first and the last use of one token; a longer span is a mistake of clocks."""

_NAME: Final = "observed"
_Key = tuple[str, Operation, str, str, str]


@dataclass(frozen=True, slots=True)
class Observed:
    """The operations of one group as a workflow, which was last, and what was assumed."""

    workflow: Workflow
    latest: DeclaredOperation | None
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Span:
    """When a token was first and last used, and for what it was used last."""

    first: float
    last: float
    latest: _Key


_Used = tuple[_Span, bool]
"""A span, and whether the line names the token."""


class Observations:
    """Takes lines one by one; `services` are those of an inventory, None where none is given."""

    def __init__(self, file: str, services: Mapping[str, Service] | None) -> None:
        self.file = file
        self._names = ServiceNames(services)
        self._lines: dict[_Key, int] = {}
        self._counts: dict[str, int] = {}
        self._untimed: dict[str, int] = {}
        self._spans: dict[tuple[str, bytes], _Span] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._untold: dict[str, int] = {}

    def read(self, lines: Iterable[bytes]) -> None:
        """Take all lines of a file; a line that cannot be used is told, and the rest counts."""
        import msgspec  # lazily, since workflows are asked for without it

        decode = msgspec.json.Decoder().decode
        for number, line in enumerate(lines, 1):
            text = line.strip()
            if not text:
                continue
            try:
                seen, fault = read_line(decode(_bounded(text)))
                self._take(seen, number)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                fault = Fault("this is no JSON", "write one JSON object a line", "syntax")
            except Fault as found:
                fault = found
            if fault:
                self._tell(fault, number)

    def _take(self, seen: Seen, number: int) -> None:
        service = self._names.name_of(seen.service)
        workflow = seen.workflow or _NAME
        key = (workflow, seen.operation, service, seen.path, seen.to)
        if key not in self._lines:
            self._refuse_more(workflow)
            self._lines[key] = number
        self._counts[workflow] = self._counts.get(workflow, 0) + seen.count
        if seen.time is None:
            self._untimed[workflow] = self._untimed.get(workflow, 0) + 1
        else:
            self._use(seen, workflow, seen.time, key)

    def _refuse_more(self, workflow: str) -> None:
        if len(self._lines) >= MOST_DISTINCT:
            reason = f"there are more than {MOST_DISTINCT:,} distinct operations"
            raise Fault(reason, "cut the log into parts", "limit")
        if workflow not in self._counts and len(self._counts) >= MOST_GROUPS:
            reason = f"there are more than {MOST_GROUPS:,} workflows"
            raise Fault(reason, "cut the log into parts, or name kinds of jobs", "limit")

    def _use(self, seen: Seen, workflow: str, time: float, key: _Key) -> None:
        # Whoever names groups by the tokens themselves must not find them kept here.
        name = hashlib.blake2b(seen.token.encode("utf-8", "replace"), digest_size=12).digest()
        span = self._spans.setdefault(
            (workflow, name if seen.token else b""), _Span(time, time, key)
        )
        span.first = min(span.first, time)
        if time >= span.last:
            span.last, span.latest = time, key

    def _tell(self, fault: Fault, number: int) -> None:
        told = self._problems.setdefault(fault.kind, [])
        if len(told) < MOST_TOLD and not (fault.kind == "scan-record" and told):
            source = Source(self.file, number)
            told.append(Problem(fault.kind, source, fault.reason, fault.advice))
        else:
            self._untold[fault.kind] = self._untold.get(fault.kind, 0) + 1

    def problems(self) -> tuple[Problem, ...]:
        """What could not be used: the first of each kind, and how many more there are."""
        found = [each for told in self._problems.values() for each in told]
        found.sort(key=lambda each: each.source.line)
        for kind, more in self._untold.items():
            reason = f"{more:,} more lines cannot be used for a reason of this kind"
            found.append(Problem(kind, Source(self.file), reason, "see the lines above"))
        return tuple(found)

    def finish(self) -> tuple[tuple[Observed, ...], tuple[Problem, ...]]:
        """One workflow a group, in the order of their first lines; and spans that are absurd."""
        grouped: dict[str, dict[_Key, DeclaredOperation]] = {}
        for key, line in self._lines.items():
            operation = _declared(key, Source(self.file, line))
            grouped.setdefault(key[0], {})[key] = operation
        spans: dict[str, list[_Used]] = {}
        for (name, token), span in self._spans.items():
            spans.setdefault(name, []).append((span, bool(token)))
        found = [
            self._observed(name, operations, spans.get(name, []))
            for name, operations in grouped.items()
        ]
        absurd = [each for each in found if (each.workflow.usable_seconds or 0) > LONGEST_SPAN]
        problems = tuple(map(self._absurd, absurd))
        return tuple(_timeless(each) if each in absurd else each for each in found), problems

    def _absurd(self, observed: Observed) -> Problem:
        days = (observed.workflow.usable_seconds or 0) // 86_400
        reason = (
            f"the operations of {observed.workflow.name} lie {days:,} days apart: "
            "no token lives so long, and its lifetime is left open"
        )
        advice = "mend the times, or name the `token` of each operation"
        return Problem("time", Source(self.file), reason, advice)

    def _observed(
        self, name: str, operations: Mapping[_Key, DeclaredOperation], spans: list[_Used]
    ) -> Observed:
        longest = max((span for span, _ in spans), key=_length, default=None)
        # The last operation must still pass, and the next whole second is the expiry.
        seconds = int(_length(longest)) + 1 if longest else None
        latest = operations[longest.latest] if longest else None
        first = next(iter(operations.values()))
        workflow = Workflow(
            name=shown("workflow", name),
            kind="",
            description="",
            operations=tuple(operations.values()),
            usable_seconds=seconds,
            asked_for=None,
            request=None,
            mitigations=(),
            services=self._names.services,
            source=first.source,
            places=Places(self.file, "", "", Scalar(None, "", 1, 1, 1, 1), None),
            derived=True,
        )
        return Observed(workflow, latest, tuple(self._notes(name, len(operations), spans)))

    def _notes(self, name: str, distinct: int, spans: list[_Used]) -> list[str]:
        notes = [f"{self._counts[name]:,} observed operations, {distinct:,} of them distinct"]
        tokens = sum(named for _, named in spans)
        if not spans:
            notes.append("no times were observed: the lifetime is the profile's shortest")
            return notes
        whose = f"of the longest used of {tokens:,} tokens" if tokens else "of all operations"
        notes.append(
            f"the lifetime is the span {whose}, from the first operation to the last: assumed is "
            "that the token is issued with the first one; time in a queue before it is not seen"
        )
        if not tokens:
            notes.append("no operation names its `token`: assumed is one token for all of them")
        if missing := self._untimed.get(name, 0):
            notes.append(f"{missing:,} lines have no usable time: assumed is that they lie between")
        return notes


def _bounded(line: bytes) -> bytes:
    if len(line) > MOST_LINE:
        raise Fault(f"the line is longer than {MOST_LINE:,} bytes", "write less")
    return line


def _declared(key: _Key, source: Source) -> DeclaredOperation:
    _, operation, service, path, to = key
    return DeclaredOperation(
        operation=operation,
        service=service,
        path=ScopePath.parse(path) if path else None,
        to=ScopePath.parse(to) if to else None,
        by="service",
        source=source,
    )


def _length(span: _Span) -> float:
    return span.last - span.first


def _timeless(observed: Observed) -> Observed:
    workflow = replace(observed.workflow, usable_seconds=None)
    return replace(observed, workflow=workflow, latest=None)
