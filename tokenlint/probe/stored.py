"""What a service has stored, seen with eyes that are not those of the token under test."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Thing(StrEnum):
    """What stands under a name."""

    ABSENT = "absent"
    FILE = "file"
    DIRECTORY = "directory"
    UNKNOWN = "unknown"  # it could not be looked at


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands at a path: of a file its size in bytes and its SHA-256 in hexadecimal digits.

    `why` says why nothing could be seen, `advice` what can be done about it.
    """

    thing: Thing
    size: int = 0
    checksum: str = ""
    why: str = ""
    advice: str = field(default="", compare=False)


class Look(Protocol):
    """Eyes on the stored data: a second, fully entitled token, or the folder on the disk.

    Paths are decoded and absolute in the namespace of the service.
    """

    def at(self, path: str) -> Stored:
        """What stands there now; never raises for what a service does."""
        ...

    def names(self, folder: str) -> frozenset[str] | None:
        """The names in a folder, None where they cannot be listed."""
        ...
