"""What a door lets somebody do who shows no credential."""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.privilege.operation import Operation
from tokenlint.services.dcache.config import Configuration, Door
from tokenlint.services.dcache.scopes import READING, STORAGE, inside
from tokenlint.source import Source

# Doors with the property KIND.authz.anonymous-operations, NONE by default
# (skel/share/defaults of webdav, frontend, xrootd and dcap).
KINDS = ("webdav", "frontend", "xrootd", "dcap")
# A door's own list of paths, with its default.
_READ_PATHS = {
    "webdav": ("webdav.authz.allowed-paths", "/"),
    "xrootd": ("xrootd.authz.read-paths", "/"),
}
_WRITE_PATHS = {
    "webdav": ("webdav.authz.allowed-paths", "/"),
    "xrootd": ("xrootd.authz.write-paths", ""),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """Operations that a door takes from everybody; `paths` is None where they are not known."""

    operations: frozenset[Operation]
    paths: tuple[str, ...] | None
    source: Source
    level: str

    def covers(self, operation: Operation, path: str) -> bool:
        """Whether the request gets through the door."""
        if operation not in self.operations:
            return False
        return self.paths is None or any(inside(path, area) for area in self.paths)


def openings(configuration: Configuration) -> Iterator[Opening]:
    """What the doors take from everybody; the permissions of the namespace come after that."""
    for door in configuration.doors:
        key = f"{door.kind}.authz.anonymous-operations"
        level = door.view.text(key, "NONE")
        entry = door.view.entry(key)
        if entry is None or level is None or level.upper() not in {"READONLY", "FULL"}:
            continue
        source = door.view.read(entry).source
        yield Opening(READING, _paths(door, _READ_PATHS), source, level.upper())
        if level.upper() == "FULL" and not _read_only(door):
            yield Opening(STORAGE - READING, _paths(door, _WRITE_PATHS), source, "FULL")


def unknown_doors(configuration: Configuration) -> bool:
    """Whether there may be doors, or settings of doors, that nobody saw."""
    if not configuration.doors_known:
        return True
    return any(
        door.view.text(f"{door.kind}.authz.anonymous-operations", "NONE") is None
        for door in configuration.doors
    )


def _read_only(door: Door) -> bool:
    return door.view.text(f"{door.kind}.authz.readonly", "false") == "true"


def _paths(door: Door, table: dict[str, tuple[str, str]]) -> tuple[str, ...] | None:
    if door.kind not in table:
        return ("/",)
    key, default = table[door.kind]
    written = door.view.text(key, default)
    return None if written is None else tuple(each for each in written.split(":") if each)
