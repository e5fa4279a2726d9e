"""Logs with tokens to scan, and how they are read."""

from collections.abc import Iterable
from functools import reduce
from pathlib import Path

from tests.judging import settings
from tests.minting import claims, mint
from tokenlint.capture.folders import Input
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job
from tokenlint.scan.worker import Setup
from tokenlint.trustspace.calibration import Calibration

HEADER = {"alg": "ES256", "kid": "key-1", "typ": "JWT"}


def setup() -> Setup:
    """Every rule, at the instant of the examples."""
    return Setup(settings(), Calibration.default())


def log(number: int, tokens: int = 6, padding: int = 0) -> bytes:
    """Lines of a log, each with a token; the subjects and some token ids are of this log alone."""
    lines = []
    for at in range(tokens):
        scope = f"storage.read:/data/set{at % 3} storage.create:/scratch"
        made = claims(sub=f"user-{number}", jti=f"id-{number}-{at // 2}", scope=scope, exp=None)
        lines.append(f"line {at} token={mint(made, HEADER)} end\n".encode())
    return b"".join([*lines, *[b"x" * 1023 + b"\n"] * (padding // 1024)])


def logs_in(folder: Path, count: int, padding: int = 0) -> list[Path]:
    """A folder with so many logs."""
    folder.mkdir()
    paths = [folder / f"{number:02}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(log(number, padding=padding))
    return paths


def jobs_of(paths: Iterable[Path]) -> list[Job]:
    """A job for each file."""
    return [(Input(str(path), path.stat().st_size),) for path in paths]


def whole(read: Iterable[tuple[Job, Summary]]) -> Summary:
    """The summary of all jobs."""
    return reduce(Summary.merged, (summary for _, summary in read), Summary())
