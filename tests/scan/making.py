"""Logs on disk, and setups to read them with."""

import gzip
from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from tests.judging import Scripted, catalogue, settings
from tests.scan.sieving import regular
from tokenlint.policy.settings import Settings
from tokenlint.scan.jobs import Plan, plan
from tokenlint.scan.local import read_here
from tokenlint.scan.run import Judging, Scan, scan
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job
from tokenlint.scan.worker import Setup
from tokenlint.trustspace.calibration import Calibration


def setup() -> Setup:
    """As `tokenlint scan` makes it, for the instant of the tests."""
    return Setup(settings(), Calibration.default())


def log_lines(count: int, first: int = 0) -> bytes:
    """Lines of a log, of which every second one holds a token."""
    tokens = regular()
    return b"".join(
        b"%06d Authorization: Bearer %s\n%06d nothing\n" % (n, tokens[n % len(tokens)], n)
        for n in range(first, first + count)
    )


def folder(top: Path, files: int = 4, lines: int = 30) -> Path:
    """A folder with plain and packed logs."""
    for number in range(files):
        text = log_lines(lines + number, first=number)
        (top / f"log.{number}").write_bytes(text)
    (top / "old.gz").write_bytes(gzip.compress(log_lines(lines)))
    return top


def planned(paths: Iterable[Path], workers: int = 1) -> Plan:
    return plan(paths, workers)


def merged(read: Iterable[tuple[Job, Summary]]) -> Summary:
    """All that was read, in the order in which it came."""
    return reduce(Summary.merged, (summary for _, summary in read), Summary())


def names(jobs: Sequence[Job]) -> list[str]:
    return [
        getattr(piece, "name", "") or getattr(piece, "path", "") for job in jobs for piece in job
    ]


def of(answer: Any, *kinds: str) -> Any:
    """The answer for documents of some kinds; nothing is said of anything else."""
    return lambda document: answer(document) if document["kind"] in kinds else []


def scanned(
    paths: Iterable[Path],
    answer: Any = lambda _: [],
    with_settings: Settings | None = None,
    engine: Scripted | None = None,
    reading: Any = read_here,
    kinds: Sequence[str] = ("token",),
    **more: Any,
) -> Scan:
    made = setup() if with_settings is None else Setup(with_settings, Calibration.default())
    judging = Judging(engine or Scripted(of(answer, *kinds)), catalogue(), made, **more)
    todo = plan(paths, 1)
    return scan(todo, reading(made, todo.jobs), judging)
