"""The caveat languages of `rules/macaroons.yaml`, read and checked for contradictions."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any, TypeVar

from tokenlint import shipped
from tokenlint.credentials.macaroon.language import (
    Activity,
    CaveatKey,
    Language,
    Meaning,
    Repeated,
    Said,
)
from tokenlint.errors import PolicyError
from tokenlint.policy.implementations import Versions, version_key
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation, allowing
from tokenlint.source import Problem, Source

_FILE = Source("rules/macaroons.yaml")
_UNGRANTED = frozenset({Operation.STAT, Operation.LIST})  # no action is for these alone
_TOGETHER = {
    Meaning.EXPIRY: {Repeated.EARLIEST},
    Meaning.ACTIVITY: {Repeated.INTERSECT},
    Meaning.PATH: {Repeated.INTERSECT, Repeated.NESTED},
    Meaning.ROOT: {Repeated.NESTED},
    Meaning.HOME: {Repeated.NESTED},
    Meaning.NETWORK: {Repeated.INTERSECT},
    Meaning.IDENTITY: {Repeated.ONCE},
    Meaning.ISSUE: {Repeated.ONCE},
    Meaning.UPLOAD_SIZE: {Repeated.SMALLEST},
}
T = TypeVar("T", bound=Said)
_BEGINNING = (0,)  # earlier than every version


def read_languages(data: Any) -> tuple[Language, ...]:
    """The languages from their data; raises PolicyError that lists everything wrong in it."""
    import msgspec  # lazily, since `--version` must not pay for it

    try:
        languages = msgspec.convert(data, tuple[Language, ...])
    except msgspec.ValidationError as error:
        raise _broken([str(error)]) from error
    problems = [
        *_twice(languages),
        *(each for found in map(_problems, languages) for each in found),
    ]
    if problems:
        raise _broken(problems)
    return languages


def _problems(language: Language) -> Iterator[str]:
    rows = (*language.caveats, *language.activities, *language.paths)
    for row in (language.location, *rows):
        yield from (f"{_name(language, row)}: {reason}" for reason in _unsourced(row))
    for key in language.caveats:
        if key.repeated not in _TOGETHER[key.means]:
            yield f"{key.key} of {language.product}: {key.means} cannot be {key.repeated}"
    for activity in language.activities:
        yield from (f"row {activity.id}: {reason}" for reason in _unsound(activity, language))
    yield from _said_twice(language)
    complete = bool(language.caveats and language.activities)
    if (language.issues == "macaroon") != complete:
        yield f"{language.product}: a product that issues macaroons has caveats and activities"
    if complete and language.implied not in language.words:
        yield f"{language.product}: no activity is called {language.implied!r}"


def _name(language: Language, row: Said) -> str:
    match row:
        case CaveatKey(key=key):
            return f"{key} of {language.product}"
        case Activity(id=name):
            return f"row {name}"
    return f"a row of {language.product}"


def _unsourced(row: Said) -> Iterator[str]:
    versions = Versions(**row.versions)
    if reason := versions.problem():
        yield reason
    if not row.source.get("title"):
        yield "it names no source"
    if (row.status == "observed") != bool(row.observed_on):
        yield "observed_on goes with the status observed, and only with it"
    if any(version_key(text) not in versions for text in row.observed_on):
        yield "observed outside its range of versions"


def _unsound(row: Activity, language: Language) -> Iterator[str]:
    """What does not fit together in what an activity allows and what it grants."""
    if not (row.needs and row.grants):
        yield "names no activity or no action"
    if row.allows & row.refuses:
        yield f"both allows and refuses {', '.join(sorted(row.allows & row.refuses))}"
    held = {weaker for action in row.grants for weaker in action.implied()}
    bare = sorted(each for each in row.allows - _UNGRANTED if not held & allowing(each))
    if bare:
        yield f"allows {', '.join(bare)}, which no action that it grants does"
    if not all(action.on_storage for action in row.grants):
        yield "grants an action that is not for storage"
    exact = all(_is_asked_for(action, row.allows) for action in row.grants)
    if exact == bool(row.nearest):
        yield "nearest goes with an action that none of its operations needs, and only with one"
    if row.brings - language.words:
        yield f"brings {', '.join(sorted(row.brings - language.words))}, which is no activity"


def _is_asked_for(action: Action, operations: Iterable[Operation]) -> bool:
    """Whether one of the operations needs this action, and no weaker one allows it."""
    return any(
        action in allowing(each) and not allowing(each) & (action.implied() - {action})
        for each in operations
    )


def _said_twice(language: Language) -> Iterator[str]:
    """Rows about one thing must be about different versions."""
    for one, other in combinations(language.activities, 2):
        if one.needs == other.needs and _overlap(one, other):
            yield f"rows {one.id} and {other.id}: both are about one version"
    for key, again in combinations(language.caveats, 2):
        if (key.key == again.key or key.means == again.means) and _overlap(key, again):
            yield f"{key.key} and {again.key} of {language.product}: both are about one version"


def _overlap(one: Said, other: Said) -> bool:
    mine, theirs = Versions(**one.versions), Versions(**other.versions)
    return (version_key(mine.since) or _BEGINNING) in theirs or (
        version_key(theirs.since) or _BEGINNING
    ) in mine


def _twice(languages: Iterable[Language]) -> Iterator[str]:
    seen: set[str] = set()
    for language in languages:
        ids = [row.id for row in language.activities] + [row.id for row in language.paths]
        for name in (language.product, *ids):
            if name in seen:
                yield f"{name}: the name is used twice"
            seen.add(name)


def _broken(reasons: list[str]) -> PolicyError:
    problems = tuple(Problem("schema", _FILE, reason) for reason in reasons)
    return PolicyError(
        f"{len(reasons)} problem(s) in the languages of caveats: {reasons[0]}", problems
    )


def at_version(language: Language, version: str) -> Language:
    """The language as the releases of that version have it; all that is known where it is odd."""
    key = version_key(version)

    def held(row: Said) -> bool:
        return key is None or key in Versions(**row.versions)

    def timeless(row: T) -> T:
        return replace(row, versions={}) if key is not None else row

    return replace(
        language,
        caveats=tuple(timeless(row) for row in language.caveats if held(row)),
        activities=tuple(timeless(row) for row in language.activities if held(row)),
        paths=tuple(row for row in language.paths if held(row)),
    )


@cache
def shipped_languages() -> tuple[Language, ...]:
    """The languages that ship with tokenlint."""
    return read_languages(shipped.compiled().get("macaroons", []))
