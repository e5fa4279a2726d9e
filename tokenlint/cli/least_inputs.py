"""What `tokenlint least` reads: workflows of files, and observed operations."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tokenlint.cli.reading import refuse_token
from tokenlint.errors import NothingToCheck, UsageError
from tokenlint.least.answer import Answer, Found, with_curves
from tokenlint.least.observed import MOST_LINE, Observations
from tokenlint.least.of_workflow import Least, least_of
from tokenlint.policy.product import named_release
from tokenlint.policy.release import Release
from tokenlint.source import Problem, Source
from tokenlint.workflows.declaration import DeclaredOperation, Service, Workflow
from tokenlint.workflows.reader import read_workflows

_SELDOM = 200_000


@dataclass(frozen=True, slots=True)
class Wish:
    """How the tokens are to be; `bounds` are the points of the curve, none: the usual ones."""

    implementation: Release | None
    split: bool
    paths: int | None
    curve: bool
    bounds: tuple[int, ...]

    @classmethod
    def of(
        cls,
        implementation: str | None,
        *,
        split: bool,
        paths: int | None,
        curve: bool,
        bounds: tuple[int, ...],
    ) -> "Wish":
        """Raises UsageError for a product that no rows are known of."""
        release = named_release(implementation) if implementation else None
        return cls(release, split, paths, curve or bool(bounds), bounds)


def answer_for(
    files: Iterable[str], observed: Iterable[str], services: Path | None, wish: Wish
) -> Answer:
    """The least tokens of all inputs. Raises NothingToCheck where they hold no workflow."""
    with _collecting_seldom():
        return _answer(files, observed, services, wish)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Values of paths hold no cycles, and looking for some takes a quarter of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _answer(
    files: Iterable[str], observed: Iterable[str], services: Path | None, wish: Wish
) -> Answer:
    problems: dict[Problem, None] = {}
    found: list[Found] = []
    for text in files:
        workflows = _workflows(text, problems)
        found.extend(_found(each, (), None, wish, problems) for each in workflows)
    known = _services(services, problems)
    for name in observed:
        found += _observed(name, known, wish, problems)
    if not found and not problems:
        raise NothingToCheck(
            "no workflow and no operation in the input",
            advice="declare a workflow, or give JSON lines of operations with --observed",
        )
    return Answer(tuple(found), tuple(problems))


def _found(
    workflow: Workflow,
    notes: tuple[str, ...],
    latest: DeclaredOperation | None,
    wish: Wish,
    problems: dict[Problem, None],
) -> Found:
    least: Least = least_of(
        workflow,
        implementation=wish.implementation,
        split=wish.split,
        paths=wish.paths,
        latest=latest,
    )
    problems |= dict.fromkeys(least.problems)
    return with_curves(least, notes, wish.bounds) if wish.curve else Found(least, notes)


def _workflows(text: str, problems: dict[Problem, None]) -> Iterator[Workflow]:
    """The workflows of a file, or the one that FILE#NAME names."""
    refuse_token(text)
    file, _, name = text.partition("#")
    if name and _exists(text):
        file, name = text, ""
    read = read_workflows(Path(file))
    problems |= dict.fromkeys(read.problems)
    if not name:
        yield from read.workflows
        return
    workflow = read.workflow(name)
    if workflow is None and not read.problems:
        names = ", ".join(each.name for each in read.workflows[:20]) or "none"
        raise UsageError(
            f"{file}: no workflow is called {name[:128]!r}; there are {names}",
            advice="write FILE#NAME, or FILE for all of them",
        )
    if workflow is not None:
        yield workflow


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _services(path: Path | None, problems: dict[Problem, None]) -> Mapping[str, Service] | None:
    if path is None:
        return None
    read = read_workflows(path)
    problems |= dict.fromkeys(read.problems)
    return read.services


def _observed(
    name: str,
    services: Mapping[str, Service] | None,
    wish: Wish,
    problems: dict[Problem, None],
) -> Iterator[Found]:
    observations = Observations(name, services)
    try:
        _reading(name, observations.read)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
        problem = Problem("unreadable", Source(name), reason, "check name and rights")
        problems[problem] = None
    groups, absurd = observations.finish()
    problems |= dict.fromkeys((*observations.problems(), *absurd))
    for group in groups:
        yield _found(group.workflow, group.notes, group.latest, wish, problems)


def _reading(name: str, read: Callable[[Iterable[bytes]], None]) -> None:
    if name == "-":
        read(_lines(sys.stdin.buffer))
        return
    refuse_token(name)
    with Path(name).open("rb") as stream:
        read(_lines(stream))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of bounded length; of a longer one the beginning, which is then refused as a whole."""
    while line := stream.readline(MOST_LINE + 2):
        if not line.endswith(b"\n") and len(line) > MOST_LINE:
            while (rest := stream.readline(MOST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line
