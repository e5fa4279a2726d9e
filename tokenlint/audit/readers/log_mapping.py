"""Mapping files of logs: which member of a JSON line holds what, and the words for operations.

A mapping with an error is not used at all: half of it would give wrong operations silently.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Final

from tokenlint.audit.readers.clock import zone_named
from tokenlint.audit.readers.verdict import HTTP_REFUSED, Statuses
from tokenlint.source import Pointer, Problem, Source
from tokenlint.workflows.documents import DEFAULT_LIMITS, ReadLimits
from tokenlint.workflows.inventory import read_text
from tokenlint.workflows.one_mapping import one_mapping
from tokenlint.workflows.schema import Validator, validator_of

KIND: Final = "log-mapping"
_SCHEMA: Final = Path(__file__).with_name("log-mapping.schema.json")
UNITS: Final = {"seconds": 1.0, "milliseconds": 1e-3, "microseconds": 1e-6, "nanoseconds": 1e-9}

_EVERY: Final = {"allowed": True, "refused": False}

Member = tuple[str, ...]
"""The names that lead to a member, from the outside to the inside."""
Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An operation under a condition; without a `member` it always holds. None: pass over."""

    operation: str | None
    member: Member = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class LogMapping:
    """How a log in JSON lines is read; `members` by the names of the schema.

    `time_format` is `iso`, a unit since the epoch, or a pattern of strptime.
    `pass_over` tells what becomes of operations that are not in the table; `every_line` is the
    verdict where no member tells one.
    """

    name: str
    members: Mapping[str, Member]
    operations: Mapping[str, tuple[Choice, ...]]
    pass_over: bool = False
    statuses: Statuses = field(default_factory=Statuses)
    every_line: bool | None = None
    time_format: str = "iso"
    zone: tzinfo | None = None
    percent: bool = False
    strip: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class LogMappingFile:
    """What became of a file: its mapping, None where there is any problem; its text."""

    source: Source
    mapping: LogMapping | None
    problems: tuple[Problem, ...]
    text: str = ""


def read_log_mapping(
    path: Path, data: bytes | None = None, *, limits: ReadLimits = DEFAULT_LIMITS
) -> LogMappingFile:
    """The mapping in a file, or in its bytes where they were read already.

    Nothing in a file raises.
    """
    file = str(path)
    decoded = read_text(path, data, limits.file_bytes)
    if decoded.text is None:
        return LogMappingFile(Source(file), None, (decoded.problem,) if decoded.problem else ())
    mapping, problems = _read(file, decoded.text, limits)
    return LogMappingFile(Source(file), None if problems else mapping, problems, decoded.text)


def schema() -> dict[str, Any]:
    """The published schema."""
    value: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return value


@cache
def _validator() -> Validator:
    return validator_of(schema())


def _read(
    file: str, text: str, limits: ReadLimits
) -> tuple[LogMapping | None, tuple[Problem, ...]]:
    found = one_mapping(file, text, limits, _validator(), kind=KIND, what="mapping of a log")
    if found.data is None:
        return None, found.problems
    problems = found.complaints(_wrong(found.data))
    return (None if problems else _built(found.data)), problems


def _built(data: dict[str, Any]) -> LogMapping:
    time, paths = data.get("time", {}), data.get("paths", {})
    return LogMapping(
        name=data.get("name", "json-lines"),
        members={name: _member(path) for name, path in data["members"].items()},
        operations={word: _choices(said) for word, said in data["operations"].items()},
        pass_over=data.get("others") == "pass-over",
        statuses=Statuses.of(data.get("allowed", ()), data.get("refused", HTTP_REFUSED)),
        every_line=_EVERY.get(data.get("every_line", "")),
        time_format=time.get("format", "iso"),
        zone=zone_named(time["zone"]) if "zone" in time else None,
        percent=paths.get("encoding") == "percent",
        strip=paths.get("strip", "").rstrip("/"),
        service=data.get("service", ""),
    )


def _member(path: str | list[str]) -> Member:
    return tuple(path.split(".")) if isinstance(path, str) else tuple(path)


def _choices(said: str | list[Any] | None) -> tuple[Choice, ...]:
    listed = said if isinstance(said, list) else [said]
    return tuple(
        Choice(each["operation"], _member(each["when"]["member"]), tuple(each["when"]["is"]))
        if isinstance(each, dict)
        else Choice(each)
        for each in listed
    )


def _wrong(data: dict[str, Any]) -> Iterator[tuple[Pointer, str, str]]:
    """What the schema cannot see."""
    members = data["members"]
    for name, path in members.items():
        if not all(_member(path)):
            yield f"/members/{name}", f"`{path}` has an empty name", "write names between the dots"
    yield from _wrong_together(data)
    for name in ("allowed", "refused"):
        for index, status in enumerate(data.get(name, ())):
            if said := Statuses.wrong(status):
                yield f"/{name}/{index}", said, "write 200, 2xx, 200-299, or a word"
    for word, said in data["operations"].items():
        if isinstance(said, list) and any(isinstance(each, str) for each in said[:-1]):
            reason = f"what follows the item without a condition of `{word[:40]}` is never reached"
            yield f"/operations/{_escaped(word)}", reason, "let it be the last item"
    yield from _wrong_time(data.get("time", {}))


def _wrong_together(data: dict[str, Any]) -> Iterator[tuple[Pointer, str, str]]:
    """Keys that need, or exclude, each other."""
    members = data["members"]
    if "status" in members and "allowed" not in data:
        reason = "nothing says which statuses mean that the operation was done"
        yield "/members/status", reason, "write `allowed: [2xx]`"
    if "allowed" in data and "status" not in members:
        yield "/allowed", "no member holds the status", "name it: `members: {status: ...}`"
    if {"status", "allowed"} <= members.keys():
        yield "/members/allowed", "`status` and `allowed` may disagree", "leave one of them away"
    if "every_line" in data and {"status", "allowed"} & members.keys():
        yield "/every_line", "a member tells it for each line", "leave one of them away"
    if "service" in data and "service" in members:
        yield "/service", "the service is a member, too", "leave one of the two away"


def _escaped(word: str) -> str:
    return word.replace("~", "~0").replace("/", "~1")


def _wrong_time(time: dict[str, str]) -> Iterator[tuple[Pointer, str, str]]:
    if "zone" in time and zone_named(time["zone"]) is None:
        advice = "write UTC, an offset such as +01:00, or a name such as Europe/Zurich"
        yield "/time/zone", f"`{time['zone'][:40]}` is no known zone", advice
    format_ = time.get("format", "iso")
    if format_ == "iso" or format_ in UNITS:
        return
    advice = f"write iso, {', '.join(UNITS)}, or a pattern such as %d/%b/%Y:%H:%M:%S %z"
    if "%" not in format_:
        yield "/time/format", f"`{format_[:40]}` is no format of times", advice
        return
    try:
        sample = datetime(2026, 11, 20, 12, 30, 15, tzinfo=UTC).strftime(format_)
        datetime.strptime(sample, format_)  # noqa: DTZ007
    except ValueError:
        yield "/time/format", f"`{format_[:40]}` is no pattern that strptime can use", advice
