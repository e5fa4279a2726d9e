"""The stored data of a server: what stands there, and how it is put back after each request."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

Snapshot = dict[str, bytes | None]
"""Each path of the export, `/` first, with a file's content; None for a directory."""

FILES = {
    f"{folder}/{name}": f"{name} of {folder}\n".encode()
    for folder in ("/data/foo", "/data/foobar", "/data/other", "/outside")
    for name in ("f.txt", "g.txt")
}


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder that a server exports; `owner` is the user id of the server, None for our own."""

    root: Path
    owner: int | None

    def make(self) -> Snapshot:
        """Fill the folder, and say with what."""
        content: Snapshot = dict(FILES)
        for path in FILES:
            for parent in Path(path).parents:
                if str(parent) != "/":
                    content[str(parent)] = None
        self.root.mkdir()
        self._own(self.root)
        self.restore({}, content)
        return content

    def snapshot(self) -> Snapshot:
        """What stands there now."""
        return dict(_walk(str(self.root), ""))

    def restore(self, now: Snapshot, then: Snapshot) -> None:
        """Turn what is there now into what was there then."""
        for path in sorted(now.keys() - then.keys(), reverse=True):
            where = self._at(path)
            where.rmdir() if now[path] is None else where.unlink()
        for path in sorted(then):
            if path in now and now[path] == then[path]:
                continue
            self._write(self._at(path), then[path])

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _at(self, path: str) -> Path:
        return self.root / path.removeprefix("/")

    def _write(self, where: Path, content: bytes | None) -> None:
        if content is None:
            where.mkdir()
        else:
            where.write_bytes(content)
        self._own(where)

    def _own(self, where: Path) -> None:
        if self.owner is not None:
            os.chown(where, self.owner, -1)


def _walk(folder: str, path: str) -> list[tuple[str, bytes | None]]:
    found: list[tuple[str, bytes | None]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            here = f"{path}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                found += [(here, None), *_walk(entry.path, here)]
            else:
                found.append((here, Path(entry.path).read_bytes()))
    return found
