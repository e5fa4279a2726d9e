"""Observed operations, as `tokenlint least --observed` reads them: JSON lines that need no mapping.

They tell what was done, so that every one counts as allowed; `token` becomes the token's name.
"""

from typing import Any, Final

import msgspec

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers.bearer import bearer_in, hidden, with_bearer
from tokenlint.audit.readers.paths import guarded
from tokenlint.audit.readers.reader import ByLine, Told
from tokenlint.least.observed_line import Fault, read_line

_decode: Final = msgspec.json.Decoder().decode
_MARKS: Final = ("operation", "service")


class Observed(ByLine):
    """The reader of one file of observed operations."""

    name = "observed"

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        data = _object(text)
        return data is not None and all(isinstance(data.get(name), str) for name in _MARKS)

    def line(self, text: str, number: int) -> Told:
        """What a line tells."""
        if not text.strip():
            return None
        data = _object(text)
        if data is None:
            return Unread("syntax", "the line is no JSON object", number)
        try:
            seen, fault = read_line(data)
        except Fault as wrong:
            return Unread(wrong.kind, hidden(wrong.reason), number)
        if fault is not None:
            return Unread(fault.kind, fault.reason, number)
        event = Event(
            operation=seen.operation.value,
            path=guarded(seen.path),
            to=guarded(seen.to),
            allowed=True,
            time=NO_TIME if seen.time is None else seen.time,
            service=hidden(seen.service),
            token_id=hidden(seen.token),
            workflow=hidden(seen.workflow),
            line=number,
            count=seen.count,
        )
        return with_bearer(event, bearer_in(seen.token))


def _object(text: str) -> dict[str, Any] | None:
    try:
        data = _decode(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
