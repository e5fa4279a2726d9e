"""What was proved in memory goes to the disk, or is shown as a diff."""

import os
from dataclasses import dataclass
from pathlib import Path

from tokenlint.fix.diff import unified
from tokenlint.fix.edit import NotFixed
from tokenlint.fix.run import Result
from tokenlint.fix.write import write
from tokenlint.source import Problem, Source


@dataclass(frozen=True, slots=True)
class Kept:
    """The names of the files that were written, and why others were not."""

    written: frozenset[str]
    problems: tuple[Problem, ...]


def keep(result: Result) -> Kept:
    """Write every file that the repairs change, each whole or not at all."""
    written: list[str] = []
    problems: list[Problem] = []
    for name in result.edits:
        before, after = result.before.files[name].found, result.after.files[name].found
        problem = write(before.path, before.data, after.data)
        if problem is None:
            written.append(name)
        else:
            problems.append(problem)
    return Kept(frozenset(written), tuple(problems))


def diff_of(result: Result, folder: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """The diff of all files, named as seen from a folder, and which cannot be shown."""
    parts: list[bytes] = []
    problems: list[Problem] = []
    for name, edits in result.edits.items():
        held = result.before.files[name]
        try:
            parts.append(unified(_seen_from(folder, name), held, edits, result.before.veil))
        except NotFixed as refusal:
            advice = "without --diff the repair is written, and nothing of it is shown"
            problems.append(Problem("not-shown", Source(name), refusal.reason, advice))
    return b"".join(parts), tuple(problems)


def _seen_from(folder: Path, name: str) -> str:
    """A path below the folder as such; any other without the slash at its beginning."""
    path = os.path.normpath(folder / name)
    inside = path.startswith(f"{str(folder).rstrip('/')}/")
    return os.path.relpath(path, folder) if inside else path.lstrip("/")
