"""What a run looked at, and so which entries of a baseline it could have matched."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from tokenlint.baseline.entry import Baseline, Entry
from tokenlint.baseline.keys import relative
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.settings import Settings


@dataclass(frozen=True, slots=True)
class Reach:
    """`folder` is that of the baseline; `paths` are those of the run, as they were given.

    `complete` is false where something could not be read or judged.
    """

    folder: Path
    paths: tuple[Path, ...]
    settings: Settings
    catalogue: Catalogue
    complete: bool = True

    def covers(self, baseline: Baseline) -> bool:
        """Whether the run looked through all that the baseline was written for.

        Rules compare files with each other, so a run over a part of them finds less.
        """
        wanted = baseline.paths or tuple({each.key.file for each in baseline.entries})
        return all(self._below(path) for path in wanted)

    def judges(self, entry: Entry) -> bool:
        """Whether the rule of an entry spoke; one that no catalogue has any more never will."""
        rule = self.catalogue.rules.get(entry.key.rule)
        if rule is None:
            return True
        return rule.code in self.settings.codes and self.settings.persona.sees(rule.persona)

    def reads(self, entry: Entry) -> bool:
        """Whether the file of an entry is at or below a path of the run."""
        return self._below(entry.key.file)

    def joined(self, recorded: Sequence[str]) -> tuple[str, ...]:
        """The paths of a baseline and of the run together, without those below others."""
        own = {relative(str(path), self.folder) for path in self.paths}
        every = sorted({*own, *recorded})
        return tuple(
            path
            for path in every
            if not any(other != path and self._is_below(path, [other]) for other in every)
        )

    def _below(self, path: str) -> bool:
        return self._is_below(path, [relative(str(each), self.folder) for each in self.paths])

    def _is_below(self, path: str, others: Iterable[str]) -> bool:
        whole = self._absolute(path)
        return any(whole.is_relative_to(self._absolute(other)) for other in others)

    def _absolute(self, path: str) -> PurePath:
        return PurePath(os.path.normpath(self.folder.absolute() / path))
