"""From paths to jobs: large plain files in parts, small ones together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenlint.capture.folders import Input, PassedOver, find_inputs
from tokenlint.capture.location import Location, is_url
from tokenlint.capture.parts import Part, split
from tokenlint.capture.remote_folders import find_remote
from tokenlint.scan.work import Job, piece_name
from tokenlint.source import Problem, Source

_LARGEST_PART, _SMALLEST_PART = 32 << 20, 1 << 20
_PARTS_A_WORKER = 4  # so that none waits long for the last one
_MOST_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs of a scan; `size` counts the bytes on disk, `unbounded` tells of a pipe."""

    jobs: tuple[Job, ...]
    inputs: int
    size: int
    unbounded: bool
    passed_over: tuple[PassedOver, ...]
    problems: tuple[Problem, ...]

    def locations(self) -> dict[str, Location]:
        """Where inputs are opened whose names do not tell."""
        pieces = (piece for job in self.jobs for piece in job)
        return {piece_name(piece): piece.location for piece in pieces if piece.location}


def _always(given: Input) -> bool:
    del given
    return True


def _alone(inputs: Iterable[Input]) -> Iterator[tuple[Input, ...]]:
    yield from ((each,) for each in inputs)


def plan(
    paths: Iterable[str | Path],
    workers: int,
    *,
    divisible: Callable[[Input], bool] = _always,
    in_line: Callable[[Iterable[Input]], Iterable[tuple[Input, ...]]] = _alone,
    largest: int | None = None,
) -> Plan:
    """What is to be read at or below the paths; those with `://` are URLs.

    `divisible` tells of a file whether it may come in parts, of `largest` bytes at most
    (as a scan has them where that is not said). `in_line` gives the inputs, those together that
    one worker has to read one after the other.
    Raises UsageError for a URL that is not to be used.
    """
    names = list(map(str, paths))
    found = [
        *find_inputs(name for name in names if not is_url(name)),
        *find_remote(name for name in names if is_url(name)),
    ]
    inputs = [each for each in found if isinstance(each, Input)]
    problems = [each for each in found if isinstance(each, Problem)]
    size = sum(each.size or 0 for each in inputs)
    step = max(_SMALLEST_PART, min(largest or _LARGEST_PART, size // (workers * _PARTS_A_WORKER)))
    units: list[Job] = []
    for line in in_line(inputs):
        together = len(line) > 1
        units += [line] if together else _pieces(line[0], step, problems, divisible)
    return Plan(
        jobs=tuple(_together(units, step)),
        inputs=len(inputs),
        size=size,
        unbounded=any(each.size is None for each in inputs),
        passed_over=tuple(each for each in found if isinstance(each, PassedOver)),
        problems=tuple(problems),
    )


def _pieces(
    given: Input, step: int, problems: list[Problem], divisible: Callable[[Input], bool]
) -> Iterable[Job]:
    if given.size is None or given.size <= step or not divisible(given):
        return ((given,),)
    try:
        return [(each,) for each in split(given.name, step, given.location) or (given,)]
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        problems.append(Problem("unreadable", Source(given.name), reason, "check name and rights"))
        return ()


def _together(units: Iterable[Job], step: int) -> Iterator[Job]:
    """Jobs of about `step` bytes; a pipe is a job of its own, and the first."""
    waiting: list[Part | Input] = []
    size = 0
    for unit in sorted(units, key=lambda unit: piece_size(unit[0]) >= 0):
        mine = sum(_cost(piece, step) for piece in unit)
        if waiting and (size + mine > step or len(waiting) >= _MOST_TOGETHER):
            yield tuple(waiting)
            waiting, size = [], 0
        waiting += unit
        size += mine
    if waiting:
        yield tuple(waiting)


def _cost(piece: Part | Input, step: int) -> int:
    """Bytes; for a pipe more than go together."""
    size = piece_size(piece)
    return step + 1 if size < 0 else size


def piece_size(piece: Part | Input) -> int:
    """Bytes on disk; -1 for a pipe."""
    if isinstance(piece, Part):
        return piece.end - piece.start
    return -1 if piece.size is None else piece.size
