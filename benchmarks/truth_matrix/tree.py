"""The exported tree of the lab, and what a call of the file system meets in it."""

from dataclasses import dataclass, field

from tokenlint.services.xrootd.model.calls import Call

_FOLDERS = (
    "/data",
    "/data/foo",
    "/data/foo/sub",
    "/data/foo/empty",
    "/data/foo/full",
    "/data/foobar",
    "/data/other",
    "/outside",
)
_FILES = (
    "/data/f.txt",
    "/data/foo/f.txt",
    "/data/foo/g.txt",
    "/data/foo/sub/f.txt",
    "/data/foo/full/f.txt",
    "/data/foobar/f.txt",
    "/data/foo.bak",
    "/data/other/f.txt",
    "/outside/f.txt",
)
_LINKS = {"/data/foo/link": "/data/other/f.txt", "/data/foo/dlink": "/data/other"}
OK, NOTHING, FAILED = "allow", "noop", "error"


@dataclass
class Tree:
    """Files and folders by their path; every request of the lab met a fresh one."""

    files: set[str] = field(default_factory=lambda: set(_FILES))
    folders: set[str] = field(default_factory=lambda: {"/", *_FOLDERS})

    def place(self, path: str, *, follow: bool = True) -> str:
        """The real path of a path: links followed (the last only on request), `..` climbed."""
        parts: list[str] = []
        words = [word for word in path.split("/") if word not in {"", "."}]
        for number, word in enumerate(words, 1):
            if word == "..":
                del parts[-1:]
                continue
            parts.append(word)
            here = "/" + "/".join(parts)
            if here in _LINKS and (follow or number < len(words)):
                parts = _LINKS[here].strip("/").split("/")
        return "/" + "/".join(parts)

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder."""
        return self.place(path) in self.folders

    def exists(self, path: str) -> bool:
        """Whether something is there; a slash at the end asks for a folder."""
        real = self.place(path)
        return real in self.folders or (real in self.files and not path.endswith("/"))

    def _holds(self, folder: str) -> bool:
        start = folder.rstrip("/") + "/"
        return any(each.startswith(start) for each in self.files | self.folders - {"/"})

    def do(self, call: Call, path: str, new_name: str = "") -> str:
        """What an allowed call comes to, and its effect."""
        match call:
            case Call.REMOVE:
                found = self._remove(path)
            case Call.RENAME:
                found = self._rename(path, new_name)
            case Call.MKDIR | Call.OPEN_NEW | Call.OPEN_TO_REPLACE:
                found = self._make(call, path)
            case _ if not self.exists(path):
                found = FAILED
            case Call.LIST:
                found = OK if self._holds(self.place(path)) else NOTHING
            case _:
                found = OK
        return found

    def _make(self, call: Call, path: str) -> str:
        """A new folder or file; only a file may be replaced, and only where that is asked."""
        in_the_way = self.exists(path)
        if call is Call.OPEN_TO_REPLACE:
            in_the_way = self.is_folder(path)
        kind = self.folders if call is Call.MKDIR else self.files
        return FAILED if in_the_way else self._add(kind, path)

    def _add(self, kind: set[str], path: str) -> str:
        """A new name; folders on the way are made, a file on the way is in the way."""
        real = self.place(path)
        on_the_way = [real[:at] for at, sign in enumerate(real) if sign == "/" and at]
        if path.endswith("/") or any(each in self.files for each in on_the_way):
            return FAILED
        self.folders |= set(on_the_way)
        kind.add(real)
        return OK

    def _remove(self, path: str) -> str:
        real = self.place(path, follow=False)
        if path.endswith(("/.", "/..")) or (real in self.folders and self._holds(real)):
            return FAILED
        if path.endswith("/") and real not in self.folders:
            return FAILED
        if real not in self.folders | self.files | set(_LINKS):
            return FAILED
        self.folders.discard(real)
        self.files.discard(real)
        return OK

    def _rename(self, path: str, new_name: str) -> str:
        old, new = self.place(path, follow=False), self.place(new_name)
        folder = old in self.folders
        if not self.exists(path) or (folder and new.startswith(f"{old}/")):
            return FAILED
        if self.exists(new_name):
            if folder != (new in self.folders) or (folder and self._holds(new)):
                return FAILED
            self.files.discard(new)
        self.files = {_moved(each, old, new) for each in self.files}
        self.folders = {_moved(each, old, new) for each in self.folders}
        return OK


def _moved(path: str, old: str, new: str) -> str:
    return new + path[len(old) :] if path == old or path.startswith(f"{old}/") else path
