"""All that one run answers: tables, single requests, and what could not be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tokenlint.credentials.secrets.veil import Veil
from tokenlint.permissions.answer import Answer
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.places import Place
from tokenlint.permissions.rows import STORAGE
from tokenlint.permissions.table import Table, table_at
from tokenlint.policy.finding import Document
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask
from tokenlint.source import Problem


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: single requests, or else a table of paths and operations.

    No paths or operations: those that fit.
    """

    requests: tuple[Ask, ...] = ()
    paths: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """What it is about: storage, compute, both; nothing where only the credential tells."""
        operations = {ask.operation for ask in self.requests} | set(self.operations)
        about = {"storage" if each in STORAGE else "compute" for each in operations}
        return frozenset(about | ({"storage"} if self.paths else set()))


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a single request at a place."""

    place: Place
    answer: Answer


@dataclass(frozen=True, slots=True)
class Result:
    """The answers of a run; `at` is the judged instant, `texts` are what frames are cut from."""

    document: Document
    at: int
    tables: tuple[Table, ...] = ()
    replies: tuple[Reply, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> Iterator[Answer]:
        """Every answer, of tables and of single requests."""
        for table in self.tables:
            yield from table
        yield from (reply.answer for reply in self.replies)

    def exit_code(self, expected: str = "") -> int:
        """4 where something could not be read, 1 where an answer is not the expected word, 0."""
        if self.problems:
            return 4
        return int(bool(expected) and any(each.word != expected for each in self.answers))


def ask_all(
    bearer: Bearer, at: int, places: Sequence[Place], question: Question, veil: Veil
) -> Result:
    """Ask every place; no secret of a file is quoted in an answer.

    A request on a path goes to places with files, one without to places with jobs.
    """
    if question.requests:
        replies = tuple(
            Reply(place, _veiled(place.judge.explain(ask), veil))
            for ask in question.requests
            for place in places
            if (place.kind == "storage") is bool(ask.path)
        )
        return Result(bearer.document, at, replies=replies, texts=bearer.texts)
    tables = (table_at(place, bearer, question.paths, question.operations) for place in places)
    kept = (table for table in tables if table.operations)
    return Result(
        bearer.document, at, tuple(_covered(each, veil) for each in kept), texts=bearer.texts
    )


def _covered(table: Table, veil: Veil) -> Table:
    rows = (tuple(_veiled(each, veil) for each in row) for row in table.answers)
    return replace(table, answers=tuple(rows))


def _veiled(answer: Answer, veil: Veil) -> Answer:
    """The answer with every part of a secret replaced in all its words."""
    if not veil.windows:
        return answer
    reasons = (replace(each, says=veil(each.says)) for each in answer.reasons)
    return replace(answer, reasons=tuple(reasons))


def unanswered(result: Result, question: Question) -> str:
    """What no place could be asked: `files`, `jobs`, empty where all is answered."""
    answered = {reply.answer.ask for reply in result.replies}
    left = [ask for ask in question.requests if ask not in answered]
    if left:
        return "files" if left[0].path else "jobs"
    empty = not (question.requests or any(len(table.rows) for table in result.tables))
    return ("jobs" if question.kinds == {"compute"} else "files") if empty else ""
