"""What a report of an audit remarks beside what was noted: each thing once, with its number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tokenlint.audit.explained import Explained
from tokenlint.audit.outcome import Cause, Noted
from tokenlint.audit.tally import Tally
from tokenlint.capture.folders import PassedOver
from tokenlint.source import Problem

_ASSUMED: Final = frozenset({"time-zone", "year", "year-end"})
"""Kinds of problems that say what was taken for granted of a file."""
_MOST_NAMED: Final = 5
_LEFT: Final = {
    "against": "allowed operation/s not written for `tokenlint least`, as something is noted "
    "against them: a least token would grant it",
    "foreign": "operation/s not judged, by macaroons or proxies: they have no scope",
    "names": "allowed operation/s by tokens without capabilities: "
    "the service maps groups or persons, which scopes do not tell",
    "no-token": "access/es not judged: the log names no token there, and no subject of an issuer; "
    "`What access logs tell` in the documentation says which setting makes it tell more",
    "partial": "allowed operation/s by tokens of which a record leaves out scopes",
    "person": "operation/s joined with facts by issuer and subject: "
    "permitted where any token of that pair permits it that was valid then",
    "scope": "allowed operation/s by scopes whose meaning the profile leaves open",
    "unknown-token": "refused operation/s not judged, by tokens of which no facts are known",
    "unreadable": "operation/s not judged, by tokens that could not be read",
}
"""What was not judged, or not as usual; behind the slash stands the ending of the plural."""
_ISSUER: Final = (
    "line/s of an issuer's log, which tells of tokens and of no access: "
    "facts are taken from it where it is named with --tokens"
)


def _numbered(count: int, words: str) -> str:
    one, _, rest = words.partition("/")
    ending, _, after = rest.partition(" ")
    return f"{count:,} {one}{'' if count == 1 else ending} {after}"


def explained_by(noted: Iterable[Noted], explained: Explained) -> Iterator[str]:
    """Where the numbers come from that tokens were compared with."""
    if any(each.cause is Cause.MANY_CLIENTS for each in noted):
        number = explained.addresses
        words = "address of one token explains itself"
        words = words if number == 1 else "addresses of one token explain themselves"
        yield f"{number:,} {words}: {explained.because}"


def notes(tally: Tally) -> Iterator[str]:
    """What was not judged, or not as usual, and how often."""
    for word, count in sorted(tally.left.items()):
        yield _numbered(count, _LEFT[word])
    if tally.undecided:
        yield _numbered(tally.undecided, "access/es without a word on whether it was allowed")
    if events := tally.products.get("iam"):
        yield _numbered(events, _ISSUER)


def not_read(passed_over: Sequence[PassedOver]) -> Iterator[str]:
    """What below a folder was passed over, and why; the first ones by name."""
    if not passed_over:
        return
    named = ", ".join(f"{each.name} ({each.why})" for each in passed_over[:_MOST_NAMED])
    rest = len(passed_over) - _MOST_NAMED
    more = f" and {rest:,} more" if rest > 0 else ""
    yield f"{len(passed_over):,} below the folders not read, unless they are named: {named}{more}"


def once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What was assumed of many files alike, once; whatever else went wrong for each file."""
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for each in problems:
        own = "" if each.kind in _ASSUMED else str(each.source)
        alike.setdefault((each.kind, each.reason, each.advice, own), []).append(each)
    for first, *others in alike.values():
        files = f"{len(others):,} more file{'' if len(others) == 1 else 's'}"
        more = f"; the same holds for {files}" if others else ""
        yield replace(first, reason=first.reason + more)
