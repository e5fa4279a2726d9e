"""Eyes on what is stored: a second, fully entitled token, or the folder on this machine's disk."""

import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.hands import Hands
from tokenlint.probe.stored import Stored, Thing
from tokenlint.probe.token import TokenFailed, Unobtainable

NOT_FOUND = frozenset({"404", "410", "207/404", "207/410", "3011"})
"""How a service says that a name does not exist: HTTP, a member of a multi-status, kXR_NotFound."""
_BLOCK = 1 << 16
_MORE = 3  # looks at a file that could not be read
_WHILE = 0.2  # seconds between them
_STRANGE = "neither a file nor a folder lies there"
_TICK = 50_000_000  # nanoseconds, several times what clocks of file systems tell apart


def of_content(content: bytes) -> Stored:
    """A file with this content."""
    return Stored(Thing.FILE, len(content), hashlib.sha256(content).hexdigest())


def described(stored: Stored) -> str:
    """What stands at a path, in words."""
    if stored.thing is Thing.FILE:
        return f"a file of {stored.size} bytes, SHA-256 {stored.checksum[:12]}"
    if stored.thing is Thing.DIRECTORY:
        return "a folder"
    if stored.thing is Thing.ABSENT:
        return "nothing"
    return f"not seen: {stored.why}"


def names_in(answer: Answer) -> frozenset[str]:
    """The names of a listing, one a line; of a line that is a path the last component."""
    lines = answer.content.decode(errors="replace").splitlines()
    return frozenset(filter(None, (line.rstrip("/").rpartition("/")[2] for line in lines)))


@dataclass(slots=True)
class ByToken:
    """Looks through the service itself with the entitled token.

    `known` are checksums of what the probe has uploaded: a reply with such a content is that file,
    and one question is enough. Any other reply may be a page about a folder.
    `folders` are paths at which a folder is expected: services answer in many ways to reading one.
    `unanswered` tells of the last look that an answer was missing, or a token to ask with.
    """

    hands: Hands
    known: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    unanswered: bool = False

    def at(self, path: str) -> Stored:
        """What stands there; never raises for what a service does."""
        self.unanswered = False
        if path in self.folders:
            return self._by_metadata(path, None)
        read = self._ask(Operation.READ, path)
        if read.said is Said.NO and read.status in NOT_FOUND:
            return Stored(Thing.ABSENT)
        seen = of_content(read.content)
        if read.said is Said.YES and seen.checksum in self.known:
            return seen
        if read.said is Said.NOTHING and read.status != "redirect":
            return _unseen(read, read.why or read.status)
        return self._by_metadata(path, read)

    def names(self, folder: str) -> frozenset[str] | None:
        """The names in a folder; None where the service does not tell them."""
        self.unanswered = False
        answer = self._ask(Operation.LIST, folder)
        return names_in(answer) if answer.said is Said.YES else None

    def _by_metadata(self, path: str, read: Answer | None) -> Stored:
        told = self._ask(Operation.STAT, path)
        if told.said is Said.NO and told.status in NOT_FOUND:
            return Stored(Thing.ABSENT)
        thing = told.facts.get("thing", "") if told.said is Said.YES else ""
        if thing == Thing.DIRECTORY:
            return Stored(Thing.DIRECTORY)
        read = read or self._ask(Operation.READ, path)
        if thing == Thing.FILE:
            read = self._again(path, read)
        if thing == Thing.FILE and read.said is Said.YES:
            return of_content(read.content)
        said = f"reading gives {read.status}, metadata {told.status}"
        return _unseen(told, told.why or said)

    def _again(self, path: str, read: Answer) -> Answer:
        """Read a file that is there and that the service failed to read, a few times more.

        XRootD 6.2.1 answers 500 for a moment after it refused to overwrite the file (our run).
        """
        for _ in range(_MORE):
            if read.said is Said.YES or not read.status.startswith("5"):
                break
            self.hands.door.pace.sleep(_WHILE)
            read = self._ask(Operation.READ, path)
        return read

    def _ask(self, operation: Operation, path: str) -> Answer:
        answer = self._answer(operation, path)
        self.unanswered |= answer.said is Said.NOTHING
        return answer

    def _answer(self, operation: Operation, path: str) -> Answer:
        try:
            return self.hands.ask(Demand(operation, path))
        except (Unobtainable, TokenFailed) as error:
            facts = {"advice": getattr(error, "advice", "")}
            return Answer(Said.NOTHING, "no-token", why=str(error), facts=facts)
        except Unsupported as error:
            return Answer(Said.NO, "unsupported", why=str(error))


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Looks at the disk: `place` is where `root`, a path of the service, lies on this machine.

    Symbolic links are not followed, not even on the way.
    """

    place: Path
    root: str = ""
    _read: dict[tuple[int, ...], Stored] = field(default_factory=dict, repr=False, compare=False)

    def at(self, path: str) -> Stored:
        """What lies there now."""
        try:
            found = self._found(path)
            kind = found.lstat().st_mode
            if stat.S_ISDIR(kind):
                return Stored(Thing.DIRECTORY)
            if not stat.S_ISREG(kind):
                return Stored(Thing.UNKNOWN, why=_STRANGE)
            return _file(found)
        except (FileNotFoundError, NotADirectoryError):
            return Stored(Thing.ABSENT)
        except (OSError, ValueError) as error:
            return Stored(Thing.UNKNOWN, why=_reason(error))

    def names(self, folder: str) -> frozenset[str] | None:
        """The names in a folder; None where they cannot be listed."""
        try:
            descriptor = os.open(self._found(folder), os.O_DIRECTORY | os.O_NOFOLLOW)
        except (OSError, ValueError):
            return None
        try:
            return frozenset(os.listdir(descriptor))  # noqa: PTH208  # an open folder
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def snapshot(self, folder: str) -> dict[str, Stored]:
        """All that lies below a folder, by path of the service.

        A file is not read again while its metadata are the same.
        """
        try:
            top = self._found(folder)
        except (OSError, ValueError):
            return {}
        return {
            f"{folder}{where.removeprefix(str(top))}/{name}": self._noticed(name, descriptor)
            for where, folders, files, descriptor in os.fwalk(top, follow_symlinks=False)
            for name in (*folders, *files)
        }

    def _noticed(self, name: str, folder: int) -> Stored:
        try:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISDIR(found.st_mode):
                return Stored(Thing.DIRECTORY)
            if not stat.S_ISREG(found.st_mode):
                return Stored(Thing.UNKNOWN, why=_STRANGE)
            signature = found.st_dev, found.st_ino, found.st_size, found.st_ctime_ns
            if signature not in self._read:
                seen = _file(name, folder)
                if time.time_ns() - found.st_ctime_ns < _TICK:
                    return seen  # it could change again with the same metadata
                self._read[signature] = seen
            return self._read[signature]
        except FileNotFoundError:
            return Stored(Thing.ABSENT)
        except OSError as error:
            return Stored(Thing.UNKNOWN, why=_reason(error))

    def _found(self, path: str) -> Path:
        if path != self.root and not path.startswith(f"{self.root}/"):
            raise ValueError(f"{path} is outside {self.root}")
        found = self.place
        for step in path.removeprefix(self.root).strip("/").split("/"):
            if step in {"..", "."}:
                raise ValueError(f"{path} is not resolved")
            if found.is_symlink() and found != self.place:
                raise ValueError("a symbolic link stands on the way, and is not followed")
            found /= step
        return found


def _unseen(answer: Answer, why: str) -> Stored:
    return Stored(Thing.UNKNOWN, why=why, advice=answer.facts.get("advice", ""))


def _file(path: Path | str, folder: int | None = None) -> Stored:
    digest, size = hashlib.sha256(), 0
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(path, flags, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Stored(Thing.FILE, size, digest.hexdigest())


def _reason(error: Exception) -> str:
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)
