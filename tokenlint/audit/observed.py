"""Allowed operations as the JSON lines that `tokenlint least --observed` reads.

Equal operations of one token are one line with a count; where their times differ they are two,
at the first and at the last time, so that the span in which the token was used is kept.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from tokenlint.audit.bounded import Table
from tokenlint.audit.entries import ObservedKey, Often

_encode = msgspec.json.Encoder().encode


def observed_lines(observed: Table[ObservedKey, Often]) -> Iterator[bytes]:
    """A line for each, in the order of workflow, token, operation, service and path."""
    for key in sorted(observed.kept):
        often = observed.kept[key]
        if often.first > often.last:  # no time is known
            yield _line(key, often.count, None)
        elif often.first == often.last or often.count == 1:
            yield _line(key, often.count, often.first)
        else:
            yield _line(key, often.count - 1, often.first)
            yield _line(key, 1, often.last)


def _line(key: ObservedKey, count: int, time: float | None) -> bytes:
    workflow, token, operation, service, path, to = key
    told: dict[str, Any] = {"operation": operation, "service": service, "path": path, "to": to}
    told |= {"time": time, "workflow": workflow, "token": token}
    told["count"] = count if count > 1 else None
    return _encode({name: value for name, value in told.items() if value not in (None, "")}) + b"\n"
