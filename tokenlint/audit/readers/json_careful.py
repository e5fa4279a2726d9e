"""One JSON line looked at in full: conditions, whole tokens, unusual types, and what is wrong."""

from typing import Any, Final

import msgspec.structs

from tokenlint.audit.event import Event, Unread
from tokenlint.audit.readers.bearer import audience_of, bearer_in, hidden, scope_of, with_bearer
from tokenlint.audit.readers.json_rows import TEXTS, value_at
from tokenlint.audit.readers.json_times import Times
from tokenlint.audit.readers.log_mapping import Choice, LogMapping
from tokenlint.audit.readers.paths import HARMLESS, LONGEST, guarded, of_url, stripped
from tokenlint.audit.readers.reader import LONGEST_LINE, Circumstances, Told, too_long

_decode: Final = msgspec.json.Decoder().decode
_WORD: Final = 40  # characters of a word of the log in a message


class _Wrong(Exception):
    """What is wrong with a line."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


class Careful:
    """The way for single lines, after a mapping."""

    def __init__(self, mapping: LogMapping, where: Circumstances, times: Times) -> None:
        self._mapping = mapping
        self._members = dict(mapping.members)
        if "allowed" in self._members:
            self._members["status"] = self._members.pop("allowed")
        self._service = mapping.service or where.service
        self._times = times
        self._strip = mapping.strip or where.strip.rstrip("/")

    def told(self, line: bytes, number: int) -> Told:
        """What the line tells."""
        if len(line) > LONGEST_LINE:
            return too_long(number)
        if not line.strip():
            return None
        try:
            return self._event(_object(line), number)
        except _Wrong as wrong:
            return Unread(wrong.kind, wrong.reason, number)

    def _event(self, data: dict[str, Any], number: int) -> Told:
        values = {name: value_at(data, member) for name, member in self._members.items()}
        operation = self._operation(values.get("operation"), data)
        if operation is None:
            return None
        try:
            time = self._times.seconds(values.get("time"))
        except (ValueError, OverflowError, TypeError):
            raise _Wrong("time", f"`{self._name('time')}` is no time that can be used") from None
        texts = {name: self._text(name, values.get(name)) for name in TEXTS}
        path, inside = self._path(texts.pop("path"))
        to, _ = self._path(texts.pop("to"))
        texts["service"] = texts["service"] or self._service
        bearer = bearer_in(str(values.get("token") or "")) or bearer_in(inside)
        bearer = bearer or bearer_in(str(values.get("token_id") or ""))
        event = msgspec.structs.replace(
            Event(**{name: hidden(text) for name, text in texts.items()}),  # type: ignore[arg-type]
            operation=operation,
            path=path,
            to=to,
            allowed=self._allowed(values.get("status")),
            time=time,
            line=number,
            scope=scope_of(values.get("scope")),
            audience=audience_of(values.get("audience")),
        )
        return with_bearer(event, bearer)

    def _name(self, field: str) -> str:
        return ".".join(self._members[field])

    def _operation(self, word: Any, data: dict[str, Any]) -> str | None:
        if not isinstance(word, str | int):
            raise _Wrong("operation", f"`{self._name('operation')}` is missing, or no word")
        choices = self._mapping.operations.get(str(word))
        if choices is None:
            if self._mapping.pass_over:
                return None
            shown = hidden(str(word))[:_WORD]
            raise _Wrong("operation", f"`{shown}` is no operation of the mapping file")
        for choice in choices:
            if _holds(choice, data):
                return choice.operation
        shown = hidden(str(word))[:_WORD]
        raise _Wrong("operation", f"no condition of the mapping file holds for `{shown}`")

    def _text(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _Wrong("type", f"`{self._name(name)}` is neither a text nor a number")
        text = str(value)
        if len(text) > LONGEST and name != "token_id":
            raise _Wrong("too-long", f"`{self._name(name)}` is longer than {LONGEST:,} characters")
        return text

    def _path(self, path: str) -> tuple[str, str]:
        """The path, and what of the text may hold a token."""
        long, inside = len(path) > HARMLESS, path
        if self._mapping.percent:
            path, inside = of_url(path)
        return stripped(guarded(path), self._strip), inside if long else ""

    def _allowed(self, status: Any) -> bool | None:
        if "allowed" in self._mapping.members:
            return status if isinstance(status, bool) else None
        if "status" not in self._members:
            return self._mapping.every_line
        return self._mapping.statuses.verdict(status)


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = _decode(line)
    except UnicodeDecodeError:
        raise _Wrong("encoding", "the line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise _Wrong("syntax", "the line is no JSON") from None
    if not isinstance(data, dict):
        raise _Wrong("syntax", "the line is no JSON object")
    return data


def _holds(choice: Choice, data: dict[str, Any]) -> bool:
    if not choice.member:
        return True
    value = value_at(data, choice.member)
    return any(type(value) is type(each) and value == each for each in choice.values)
