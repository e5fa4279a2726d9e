"""Included service inventories: found, bounded to the repository, read once, merged."""

import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tokenlint.source import Problem, Source
from tokenlint.workflows.build import build_service
from tokenlint.workflows.declaration import Service
from tokenlint.workflows.documents import Content, ReadLimits, read_content
from tokenlint.workflows.encoding import Decoded, decode

_SAME: Final = "name it differently, or remove one of the two"


@dataclass(slots=True)
class Inventory:
    """All services that a file may name, from itself and from what it includes.

    `root` is the folder that nothing may lead out of, symbolic links followed.
    """

    root: Path
    limits: ReadLimits
    services: dict[str, Service] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    _read: set[Path] = field(default_factory=set)

    def add(self, content: Content, file: str, path: Path, chain: tuple[Path, ...] = ()) -> None:
        """Take the services of a file at `path`, shown as `file`, and those that it includes."""
        self._read.add(path)
        if content.text is not None:
            self.texts[file] = content.text
        for part in content.services:
            self._declare(build_service(part.name, part.data, part.places))
        for name, source in content.includes:
            self._include(name, source, path, (*chain, path))

    def _declare(self, service: Service) -> None:
        known = self.services.setdefault(service.name, service)
        if known != service:
            for here, there in ((known, service), (service, known)):
                reason = f"the service `{here.name}` is declared differently in {there.source}"
                self.problems.append(Problem("schema", here.source, reason, _SAME))

    def _include(self, name: str, source: Source, path: Path, chain: tuple[Path, ...]) -> None:
        target = self._target(name, source, path)
        if target is None:
            return
        if target in chain:
            steps = " -> ".join(each.name for each in (*chain[chain.index(target) :], target))
            self._refuse(source, f"the inventory includes itself: {steps}", "remove this line")
        elif target in self._read:
            return
        elif len(self._read) > self.limits.included_files:
            reason = f"more than {self.limits.included_files} files are included"
            self._refuse(source, reason, "join some of them")
        else:
            self._take(name, source, target, chain)

    def _take(self, name: str, source: Source, target: Path, chain: tuple[Path, ...]) -> None:
        try:
            data = read_bounded(target, self.limits.file_bytes)
        except OSError as error:
            self._refuse(
                source, f"`{name}` cannot be read: {error.strerror}", "check name and rights"
            )
            return
        file = os.path.normpath(Path(source.file).parent / name)
        content = read_content(data, file, self.limits, included=True)
        self.problems += content.problems
        self.add(content, file, target, chain)

    def _target(self, name: str, source: Source, path: Path) -> Path | None:
        """The file behind an include, symbolic links followed; None after a complaint."""
        if "://" in name:
            self._refuse(
                source, "an include is a file, and nothing is fetched", "save it beside this file"
            )
            return None
        if "\0" in name or Path(name).is_absolute():
            self._refuse(source, "an include is relative to this file", "write the path from here")
            return None
        try:
            target = (path.parent / name).resolve(strict=True)
        except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before 3.13
            reason = getattr(error, "strerror", None) or "a loop of symbolic links"
            self._refuse(source, f"`{name}` cannot be read: {reason}", "check name and rights")
            return None
        if not target.is_relative_to(self.root):
            reason = f"`{name}` leads out of the repository"
            self._refuse(source, reason, "keep inventories in the repository")
            return None
        return target

    def _refuse(self, source: Source, reason: str, advice: str) -> None:
        self.problems.append(Problem("include", source, reason, advice))


def read_bounded(path: Path, limit: int) -> bytes:
    """A regular file's bytes, at most one more than `limit`; raises OSError for anything else."""
    # Without waiting: a pipe that nobody writes to can be opened at once, and refused.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return stream.read(limit + 1)


def bytes_in(path: Path, limit: int, shown: str = "") -> bytes | Problem:
    """The same, or what is wrong with the file; `shown` is its name in a message."""
    try:
        return read_bounded(path, limit)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
        return Problem("unreadable", Source(shown or str(path)), reason, "check name and rights")


def read_text(path: Path, data: bytes | None, limit: int) -> Decoded:
    """The text of a file, or of its bytes where they were read already; nothing raises."""
    content = bytes_in(path, limit) if data is None else data
    if isinstance(content, Problem):
        return Decoded(None, content)
    return decode(content, str(path), limit=limit)


def repository_of(path: Path) -> Path:
    """The folder around `path` that holds `.git`, else the folder of `path` itself."""
    folder = path.parent.resolve()
    for each in (folder, *folder.parents):
        if (each / ".git").exists():
            return each
    return folder
