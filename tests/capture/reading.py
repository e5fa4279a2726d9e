"""What an input of given bytes is read as, for tests."""

from dataclasses import dataclass
from pathlib import Path

from tokenlint.capture.chunks import read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import DEFAULT_LIMITS, CaptureLimits
from tokenlint.capture.opening import open_input
from tokenlint.source import Problem


@dataclass(frozen=True)
class Result:
    """The texts by what stands behind the path in their names, and kinds and places of problems."""

    texts: dict[str, bytes]
    problems: list[Problem]

    @property
    def kinds(self) -> list[str]:
        return [problem.kind for problem in self.problems]


def read(path: Path, data: bytes, limits: CaptureLimits = DEFAULT_LIMITS) -> Result:
    path.write_bytes(data)
    return read_file(path, limits)


def read_file(path: Path, limits: CaptureLimits = DEFAULT_LIMITS) -> Result:
    problems: list[Problem] = []
    texts = {
        opened.name.removeprefix(str(path)): b"".join(
            chunk.data[chunk.overlap :] for chunk in read_chunks(opened, problems, limits)
        )
        for opened in open_input(Input(str(path), named=True), problems, limits)
    }
    return Result(texts, problems)
