"""Tables of answers, path by path and operation by operation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tokenlint.permissions.answer import Answer
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.places import Place
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
from tokenlint.services.decision import Ask


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


def table_at(
    place: Place, bearer: Bearer, paths: Sequence[str], operations: Sequence[Operation]
) -> Table:
    """The table of a place; no paths or operations: those that fit."""
    if place.about is not None:
        bearer = replace(bearer, privilege=place.about)
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
