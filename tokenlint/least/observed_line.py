"""One observed operation: a line of JSON with what was done, where, and when.

    {"operation": "read", "service": "disk", "path": "/data/f1", "time": 1795000000}

`operation`, `service` and, for files, `path` must be there.
`time` is in seconds, or ISO 8601 (UTC where it does not say). `to` is the new path of a rename,
`replace` whether a file was there; `count` stands for so many equal operations.
`workflow` and `token` name what belongs together; other members are not read.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, Final

from tokenlint.privilege.operation import Operation

LATEST: Final = 4_102_444_800.0
"""2100-01-01 in seconds since the epoch: a later time is a mistake, most often milliseconds."""

RECORD: Final = "tokenlint.record/1"
_ON_JOBS: Final = frozenset(
    {Operation.SUBMIT, Operation.QUERY, Operation.MODIFY_JOB, Operation.CANCEL}
)
_NAMES: Final = {each.value: each for each in Operation if each is not Operation.ADMINISTER}
_LONGEST: Final = 4_096  # characters of a path or a name; file systems allow no longer path
_MOST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Seen:
    """What a line says; `time` is None where it has none, or one that cannot be used."""

    operation: Operation
    service: str
    path: str
    to: str
    time: float | None
    workflow: str
    token: str
    count: int


class Fault(ValueError):
    """Why a line cannot be used; `kind` is a word for machines, `advice` what to do."""

    def __init__(self, reason: str, advice: str, kind: str = "observed") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.kind = kind


def read_line(data: Any) -> tuple[Seen, Fault | None]:
    """The operation of a decoded line; beside it what is wrong with its time.

    Raises Fault for a line without a usable operation.
    """
    if not isinstance(data, Mapping):
        raise Fault("this is no JSON object", "write one object a line")
    if data.get("schema") == RECORD:
        raise Fault(
            "a record of a scan tells what a token may do (scope, audiences, lifetime), and not "
            "what was done with it: `operation`, `service` and `path` are missing",
            "take the operations from the log of the service, or of the client",
            "scan-record",
        )
    operation = _operation(data)
    fault = None
    try:
        time = _time(data.get("time"))
    except Fault as wrong:
        time, fault = None, wrong
    seen = Seen(
        operation=operation,
        service=_text(data, "service", needed=True),
        path=_path(data, operation),
        to=_to(data, operation),
        time=time,
        workflow=_text(data, "workflow"),
        token=_text(data, "token"),
        count=_count(data),
    )
    return seen, fault


def _text(data: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = data.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or not value:
        said = "is missing" if value is None else "is no text, or empty"
        raise Fault(f"`{name}` {said}", f"write `{name}` as a text")
    if len(value) > _LONGEST:
        raise Fault(f"`{name}` is longer than {_LONGEST:,} characters", "write less")
    return value


def _operation(data: Mapping[str, Any]) -> Operation:
    name = _text(data, "operation", needed=True)
    found = _NAMES.get(name)
    if found is None:
        close = get_close_matches(name[:40], _NAMES, 1)
        advice = f"did you mean {close[0]}?" if close else f"there are {', '.join(_NAMES)}"
        raise Fault("`operation` is none that tokenlint knows", advice)
    replaces = data.get("replace", False)
    if not isinstance(replaces, bool):
        raise Fault("`replace` is neither true nor false", "write true or false")
    if not replaces:
        return found
    if found not in (Operation.RENAME, Operation.RENAME_OVER):
        raise Fault(f"`replace` says nothing about {name}", "leave it away, or write overwrite")
    return Operation.RENAME_OVER


def _path(data: Mapping[str, Any], operation: Operation) -> str:
    if operation in _ON_JOBS:
        if data.get("path"):
            raise Fault(f"{operation} acts on jobs, which have no path", "leave `path` away")
        return ""
    return _text(data, "path", needed=True)


def _to(data: Mapping[str, Any], operation: Operation) -> str:
    renames = operation in (Operation.RENAME, Operation.RENAME_OVER)
    if not renames and data.get("to"):
        raise Fault(f"`to` says nothing about {operation}", "leave it away, or write rename")
    return _text(data, "to", needed=renames)


def _count(data: Mapping[str, Any]) -> int:
    value = data.get("count", 1)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST:
        raise Fault("`count` is no number of operations", "write a whole number from 1 on")
    return value


def _time(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise _no_time("is neither a number nor ISO 8601") from None
        value = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _no_time("is neither a number nor ISO 8601")
    if not math.isfinite(value) or value < 0:
        raise _no_time("is negative, or no number")
    if value >= LATEST:
        raise _no_time("lies after the year 2100; is it in milliseconds?")
    return float(value)


def _no_time(says: str) -> Fault:
    advice = "write seconds since the epoch, or 2026-11-20T12:00:00Z"
    return Fault(f"`time` {says}; the operation counts, its time does not", advice, "time")
