"""Tables of answers, path by path and operation by operation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tokenlint.permissions.answer import Answer
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.by_profile import ByProfile
from tokenlint.permissions.by_service import ByService
from tokenlint.permissions.products import Release
from tokenlint.permissions.rows import (
    COMPUTE,
    STORAGE,
    Row,
    Rows,
    asked_rows,
    job_rows,
    profile_rows,
    service_rows,
)
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, undecided


class Judge(Protocol):
    """Whoever answers: the profile, a release of a product, a service."""

    def answer(self, ask: Ask) -> Answer:
        """The answer to one request."""

    def explain(self, ask: Ask) -> Answer:
        """The same, with what would have to be different."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where is asked: its name for people, its judge, and the service if there is one."""

    title: str
    judge: Judge
    kind: str  # storage or compute
    service: Service | None = None
    release: Release | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The answers at one place: a row for each path, in it an answer for each operation."""

    place: Place
    operations: tuple[Operation, ...]
    rows: tuple[Row, ...]
    answers: tuple[tuple[Answer, ...], ...]
    left_out: int = 0

    def __iter__(self) -> Iterator[Answer]:
        return (answer for row in self.answers for answer in row)


def profile_places(
    bearer: Bearer, at: int, endpoint: str = "", release: Release | None = None
) -> tuple[Place, ...]:
    """A place for files and one for jobs, as far as the credential has to do with them."""
    judge = ByProfile(bearer, at, endpoint, release)
    title = str(release) if release else "WLCG profile 1.3"
    actions = {each.action for each in bearer.privilege.capabilities}
    storage = any(action.on_storage for action in actions)
    compute = any(not action.on_storage for action in actions)
    kinds = [kind for kind, held in (("storage", storage), ("compute", compute)) if held]
    return tuple(Place(title, judge, kind, release=release) for kind in kinds or ["storage"])


def service_place(bearer: Bearer, at: int, service: Service) -> Place:
    """A service as a place."""
    kind = "compute" if service.acceptance.service == "compute" else "storage"
    return Place(service.acceptance.title, ByService(bearer, service, at), kind, service)


def decides(service: Service) -> bool:
    """Whether it is a service that does something with files or jobs itself."""
    return service.decide is not undecided


def table_at(
    place: Place, bearer: Bearer, paths: Sequence[str], operations: Sequence[Operation]
) -> Table:
    """The table of a place; no paths or operations: those that fit."""
    chosen = tuple(each for each in _columns(place, bearer) if not operations or each in operations)
    rows = _rows(place, bearer, paths)
    answers = tuple(
        tuple(place.judge.answer(Ask(operation, row.path)) for operation in chosen)
        for row in rows.rows
    )
    return Table(place, chosen, rows.rows, answers, rows.left_out)


def _columns(place: Place, bearer: Bearer) -> tuple[Operation, ...]:
    if place.kind == "storage":
        return STORAGE
    held = {each.action for each in bearer.privilege.capabilities}
    administers = Action.ADMINISTER in held and place.service is None
    return (*COMPUTE, Operation.ADMINISTER) if administers else COMPUTE


def _rows(place: Place, bearer: Bearer, paths: Sequence[str]) -> Rows:
    if place.kind == "compute":
        return job_rows()
    if paths:
        return asked_rows(paths)
    if place.service is None:
        return profile_rows(bearer)
    return service_rows(bearer, place.service.acceptance)
