"""Taking away what a probe made: what its journal names, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said, Unsupported
from tokenlint.probe.ground import MOMENT, marker_content
from tokenlint.probe.hands import Hands
from tokenlint.probe.layout import MARKER
from tokenlint.probe.looks import ByToken, OnDisk, described, of_content
from tokenlint.probe.record import Made
from tokenlint.probe.stored import Look, Stored, Thing
from tokenlint.probe.token import TokenFailed, Unobtainable


@dataclass(slots=True)
class Cleared:
    """What is left, each with a reason; `unsure` where the service did not answer."""

    left: list[str] = field(default_factory=list)
    unsure: bool = False

    @property
    def clean(self) -> bool:
        """Whether nothing of ours is there any more."""
        return not self.left and not self.unsure


@dataclass(frozen=True, slots=True)
class Clearing:
    """One test folder that is taken away; children before folders, the marker near the end.

    The marker goes last of all but the folder, so that a run that is killed meanwhile
    leaves a folder that the next one knows.
    """

    folder: str
    hands: Hands
    look: Look

    def clear(self, made: Iterable[Made]) -> Cleared:
        """Take away all paths that are named, if the folder is ours."""
        ours = [each for each in made if self._inside(each.path)]
        done = Cleared()
        if not any(each.path == self.folder for each in ours):
            return done  # nothing was ever made
        if isinstance(self.look, OnDisk) and self.look.at(self.folder).thing is Thing.ABSENT:
            return self._by_token(ours)
        if isinstance(self.look, ByToken):
            self.look.known.add(of_content(marker_content(self.folder)).checksum)
            self.look.folders.update(each.path for each in ours if each.directory)
        if not self._is_ours(done):
            return done
        folders = {each.path for each in ours if each.directory}
        files = {each.path for each in ours} - folders
        for folder in sorted(folders - {self.folder}, key=_depth, reverse=True):
            self._empty(folder, files, done)
        self._finish(files, folders, done)
        return done

    def _by_token(self, made: Iterable[Made]) -> Cleared:
        """Where the disk shows nothing: it may be that of something else.

        The service is believed where it says that the folder is there.
        """
        eyes = ByToken(self.hands)
        if eyes.at(self.folder).thing in (Thing.FILE, Thing.DIRECTORY):
            return replace(self, look=eyes).clear(made)
        return Cleared(unsure=eyes.unanswered)

    @property
    def _unanswered(self) -> bool:
        """Whether the last look had no answer, or no token to ask with: it may succeed later."""
        asked = isinstance(self.look, ByToken) and self.look.unanswered
        return asked or self.hands.door.silent > 0

    def _inside(self, path: str) -> bool:
        steps = path.removeprefix(self.folder).split("/")
        return path == self.folder or (
            path.startswith(f"{self.folder}/") and not {"..", "."} & set(steps)
        )

    def _is_ours(self, done: Cleared) -> bool:
        """Whether there is something to take away, and by its marker it is ours."""
        found = self.look.at(self.folder)
        if found.thing is Thing.ABSENT:
            return False
        unanswered = self._unanswered
        marker = f"{self.folder}/{MARKER}"
        seen = self.look.at(marker)
        unanswered |= self._unanswered
        if seen == of_content(marker_content(self.folder)):
            return True
        names = self.look.names(self.folder)
        if seen.thing is Thing.ABSENT and names == frozenset():
            return True  # a run was killed before it made the marker, or after it took it away
        if names == frozenset({MARKER}) and _begun(self.folder, seen):
            return True  # a run was killed while it made the marker
        done.unsure = unanswered or self._unanswered
        done.left.append(f"{self.folder} (its marker: {described(seen)}, so it is not touched)")
        return False

    def _empty(self, folder: str, files: set[str], done: Cleared) -> None:
        """Take the files of a folder away, and the folder if nothing is in it then."""
        if self.hands.door.gone:
            done.unsure = True
            return
        seen = self.look.at(folder)
        if seen.thing is Thing.ABSENT:
            return
        if seen.thing is Thing.FILE:
            self._delete(folder, done)
            return
        self._take(folder, files, done)
        rest = self._rest(folder, files)
        if rest == frozenset():
            self._delete(folder, done)
        else:
            self._leave(folder, rest, files, done)

    def _take(self, folder: str, files: set[str], done: Cleared) -> None:
        names = self.look.names(folder)
        mine = sorted(path for path in files if path.rpartition("/")[0] == folder)
        for path in mine:
            if names is None or path.rpartition("/")[2] in names:
                self._delete(path, done, missing=names is None)

    def _rest(self, folder: str, gone: set[str]) -> frozenset[str] | None:
        """What a folder lists when its files are gone; if one is, once more: it may be behind."""
        rest = self.look.names(folder)
        if rest and any(f"{folder}/{name}" in gone for name in rest) and not self.hands.door.gone:
            self.hands.door.pace.sleep(MOMENT)
            rest = self.look.names(folder)
        return rest

    def _finish(self, files: set[str], folders: set[str], done: Cleared) -> None:
        """The folder itself: all but the marker first, then the marker, then the folder."""
        marker = f"{self.folder}/{MARKER}"
        self._take(self.folder, files - {marker}, done)
        rest = self._rest(self.folder, (files | folders) - {marker})
        if rest is not None and rest <= {MARKER}:
            if rest:
                self._delete(marker, done)
            if self._rest(self.folder, {marker}) == frozenset():
                self._delete(self.folder, done)
        else:
            self._leave(self.folder, rest, files, done)
        seen = self.look.at(self.folder)
        if seen.thing is not Thing.ABSENT and not done.left and not self.hands.door.gone:
            self.hands.door.pace.sleep(MOMENT)
            seen = self.look.at(self.folder)
        if seen.thing is Thing.ABSENT:
            done.left.clear()
            done.unsure = False
        elif not done.left:
            done.left.append(f"{self.folder} ({described(seen)})")
            done.unsure = done.unsure or self._unanswered

    def _leave(
        self, folder: str, rest: frozenset[str] | None, files: set[str], done: Cleared
    ) -> None:
        if rest is None:
            done.left.append(f"{folder} (what is in it cannot be listed)")
            done.unsure = done.unsure or self._unanswered
            return
        done.left += [f"{folder}/{name}{note}" for name, note in _notes(folder, rest, files)]

    def _delete(self, path: str, done: Cleared, *, missing: bool = False) -> None:
        """`missing`: whether it may not exist, so that a refusal tells nothing."""
        if self.hands.door.gone:  # no use in waiting for each of them
            done.unsure = True
            return
        try:
            answer = self.hands.ask(Demand(Operation.DELETE, path))
        except (Unobtainable, TokenFailed, Unsupported) as error:
            done.left.append(f"{path} ({error})")
            done.unsure = True
            return
        if answer.said is Said.NOTHING:
            done.unsure = True
        elif answer.said is Said.NO and not missing:
            done.left.append(f"{path} (to delete it gives {answer.status})")


def _begun(folder: str, seen: Stored) -> bool:
    """Whether this is the beginning of the marker of that folder."""
    content = marker_content(folder)
    return any(seen == of_content(content[:size]) for size in range(len(content)))


def _notes(folder: str, rest: frozenset[str], files: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(rest):
        if f"{folder}/{name}" not in files and name != MARKER:
            yield name, " (not made by a request of the probe under this name)"


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path
