"""The loop that ordinary JSON lines go through, written for one mapping.

Looking up a fixed attribute is several times faster than asking for one by its name, and most
mappings name only some members: the loop is put together once for each mapping, as source.
Nothing of a mapping or of a log enters that source but the places `f0`, `f1` that we gave.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tokenlint.audit.event import NO_TIME, Event

Loop = Callable[[list[bytes], int], tuple[list[Event], list[Any]]]
"""From lines and the number of the first one: events, and what else lines told."""

_SOURCE: Final = """
def loop(lines, first):
    events, others = [], []
    add = events.append
    for number, line in enumerate(lines, first):
        try:
            if len(line) > longest:
                raise LookupError
            row = decode(line)
            {rare}
            add(Event({operation}, {path}, "", {allowed}, {time}, {client}, {service},
                      {token_id}, {fingerprint}, {subject}, {issuer}, None, None, (), NO_TIME,
                      NO_TIME, {user}, {workflow}, {session}, "", number))
        except unfit:
            if line:
                told = careful(line, number)
                (events if told.__class__ is Event else others).append(told)
    return events, others
"""
_UNFIT: Final = (LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""Of a line that the narrow types do not fit, or that was sent to the careful way."""
_TEXTS: Final = ("path", "client", "token_id", "fingerprint", "subject", "issuer", "user")
_MORE_TEXTS: Final = ("workflow", "session")


def loop_for(
    places: Mapping[str, str], names: Mapping[str, Any], *, by_status: bool, zoned: bool
) -> Loop:
    """The loop for members at these places of a row.

    `names` gives `decode`, `careful`, `words`, `verdicts`, `seconds`, `unusual`, `service`,
    `longest` and `harmless` their values. `by_status` tells that some words mean operations by
    the status, `zoned` that times are moments with a zone.
    """
    source = _SOURCE.format_map(_expressions(places, by_status=by_status, zoned=zoned))
    scope: dict[str, Any] = {**names, "Event": Event, "NO_TIME": NO_TIME, "unfit": _UNFIT}
    exec(compile(source, "<loop of a log mapping>", "exec"), scope)  # noqa: S102  # see above
    made: Loop = scope["loop"]
    return made


def _expressions(places: Mapping[str, str], *, by_status: bool, zoned: bool) -> dict[str, str]:
    at = {name: f"row.{place}" for name, place in places.items()}
    found = {name: f'{at[name]} or ""' if name in at else '""' for name in (*_TEXTS, *_MORE_TEXTS)}
    found["service"] = f"{at['service']} or service" if "service" in at else "service"
    found["allowed"] = f"verdicts[{at['status']}]" if "status" in at else "verdicts[None]"
    found["time"] = _time(at.get("time"), zoned=zoned)
    word = f"words[{at['operation']}]"
    status = at.get("status", "None")
    found["operation"] = (
        f"word if (word := {word}).__class__ is str else word[{status}]" if by_status else word
    )
    found["rare"] = _rare(at)
    return found


def _time(place: str | None, *, zoned: bool) -> str:
    if place is None:
        return "NO_TIME"
    return f"{place}.timestamp()" if zoned else f"seconds({place})"


def _rare(at: Mapping[str, str]) -> str:
    """What sends a line to the careful way: a new name, and paths that are long."""
    tests = [at["to"]] if "to" in at else []
    if "path" in at:
        tests.append(f"((path := {at['path']}) and len(path) > harmless and unusual(path))")
    return f"if {' or '.join(tests)}: raise LookupError" if tests else "pass"
