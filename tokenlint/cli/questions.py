"""What `tokenlint can` is asked, from the words of the command line."""

from collections.abc import Sequence
from difflib import get_close_matches

from tokenlint.errors import UsageError
from tokenlint.permissions.result import Question
from tokenlint.permissions.rows import STORAGE
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask


def question(requests: Sequence[str], paths: Sequence[str], operations: Sequence[str]) -> Question:
    """The question; raises UsageError for what is no operation or no path."""
    if requests and (paths or operations):
        raise UsageError("--request says operation and path", advice="leave out the other options")
    return Question(
        tuple(_request(text) for text in requests),
        tuple(_absolute(path) for path in paths),
        tuple(_operation(name) for name in operations),
    )


def _request(text: str) -> Ask:
    """`delete /data/x`; on jobs only the operation."""
    name, _, path = text.strip().partition(" ")
    operation = _operation(name)
    if operation in STORAGE:
        return Ask(operation, _absolute(path.strip()))
    if path.strip():
        raise UsageError(f"{name} is about jobs, which have no path", advice=f"write '{name}'")
    return Ask(operation)


def _operation(name: str) -> Operation:
    known = [each.value for each in Operation]
    if name in known:
        return Operation(name)
    close = get_close_matches(name, known, 1)
    advice = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    raise UsageError(f"{name[:32]!r} is no operation", advice=advice)


def _absolute(path: str) -> str:
    if not path.startswith("/"):
        raise UsageError(f"{path!r} is no path", advice="write it from the root: /data/file")
    return path
