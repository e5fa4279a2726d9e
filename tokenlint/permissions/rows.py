"""Which paths a table is about: those of the scopes, what lies around them, what is named there.

Whoever asks about paths of their own gets only these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.changes import of_issuer
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.services.acceptance import Acceptance

STORAGE = tuple(Operation)[: tuple(Operation).index(Operation.SUBMIT)]
COMPUTE = (Operation.SUBMIT, Operation.QUERY, Operation.MODIFY_JOB, Operation.CANCEL)
_NEW = "some-file"
_MOST_SCOPES = 8
_MOST_AREAS = 4
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One path of a table, and why it is there; the empty path stands for jobs."""

    path: str
    about: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The paths, each once; `left_out` counts the scope paths that are not among them."""

    rows: tuple[Row, ...]
    left_out: int = 0


def asked_rows(paths: Iterable[str]) -> Rows:
    """The paths that somebody asks about."""
    return Rows(tuple(Row(path, "asked about") for path in dict.fromkeys(paths)))


def job_rows() -> Rows:
    """The one row of a service for jobs."""
    return Rows((Row("", "jobs"),))


def scope_paths(bearer: Bearer) -> list[ScopePath]:
    """The paths of the storage capabilities, in the order of the scopes; the root for groups."""
    held = [each for item in bearer.items for each in item.capabilities]
    held = held or list(bearer.privilege.capabilities)
    return list(dict.fromkeys(each.path for each in held if each.action.on_storage))


def profile_rows(bearer: Bearer) -> Rows:
    """Paths of the scopes and around them."""
    paths = scope_paths(bearer)
    shown = [path.text or "/" for path in paths[:_MOST_SCOPES]]
    rows = [row for path in shown for row in _around(path, _word(bearer))]
    return _once([*rows, Row("/", "the root")], len(paths) - len(shown))


def _word(bearer: Bearer) -> str:
    """What a path is that the credential names."""
    return "a scope's path" if bearer.presented else "a path of its rights"


def service_rows(bearer: Bearer, acceptance: Acceptance) -> Rows:
    """Scope paths below the areas of the token's issuer, and the paths that the files name."""
    paths = scope_paths(bearer)
    shown = [path.text or "/" for path in paths[:_MOST_SCOPES]]
    areas = _areas(bearer, acceptance)
    joined = [_joined(area, path) for area in areas or [""] for path in shown]
    rows = [row for path in joined for row in _around(path, _word(bearer))]
    rows += [Row(area, "an area of its issuer") for area in areas]
    rows += [Row(_below(path), "below a path that the files name") for path in _named(acceptance)]
    return _once([*rows, Row("/", "the root")], len(paths) - len(shown))


def _areas(bearer: Bearer, acceptance: Acceptance) -> list[str]:
    issuers = dict.fromkeys(each.issuer or "" for each in bearer.presented)
    entries = [entry for url in issuers for entry in of_issuer(acceptance, url)]
    areas = (area.text for entry in entries for area in entry.areas if area.known)
    return list(dict.fromkeys(area.rstrip("/") or "/" for area in areas))[:_MOST_AREAS]


def _named(acceptance: Acceptance) -> list[str]:
    named = (path for way in acceptance.ways for path in way.paths)
    plain = (path for path in named if path.startswith("/") and ScopePath.parse(path).conforming)
    return list(dict.fromkeys(plain))[:_MOST_NAMED]


def _joined(area: str, path: str) -> str:
    return (area.rstrip("/") + "/" + path.lstrip("/")).rstrip("/") or "/"


def _around(path: str, word: str) -> Iterator[Row]:
    """A path, a new file below it, a sibling that only begins alike, its parent."""
    plain = path.rstrip("/")
    yield Row(path, word)
    yield Row(_below(path), "below it")
    if plain:
        yield Row(f"{plain}-other/{_NEW}", "only begins like it")
        yield Row(plain.rpartition("/")[0] or "/", "its parent")


def _below(path: str) -> str:
    return f"{path.rstrip('/')}/{_NEW}"


def _once(rows: Iterable[Row], left_out: int) -> Rows:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.path, row)
    return Rows(tuple(first.values()), left_out)
