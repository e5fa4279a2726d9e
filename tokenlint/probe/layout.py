"""Where things lie in the test folder, and what a path there is called in a scope."""

import secrets
from dataclasses import dataclass

from tokenlint.probe.settings import Settings

PREFIX = "tokenlint-probe-"
MARKER = ".tokenlint-probe"
SHARED = "readable"
_RANDOM_BYTES = 8


def random_name() -> str:
    """A name for a test folder that nobody has yet."""
    return f"{PREFIX}{secrets.token_hex(_RANDOM_BYTES)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Absolute paths in the namespace of the service, none with a slash at its end.

    `granted` is what most tokens are for; the name of `beside` begins with that of `granted`.
    `folder` is what is made and taken away, empty where nothing is written.
    `readable` is the file in `granted` that is read.
    """

    folder: str
    granted: str
    beside: str
    other: str
    readable: str
    base_path: str = ""

    @classmethod
    def of(cls, settings: Settings, name: str) -> "Layout":
        """The layout in a new folder of that name, or around the file that may be read."""
        if settings.allow_write:
            folder = f"{settings.root}/{name}"
            granted = f"{folder}/granted"
            readable = f"{granted}/{SHARED}"
        else:
            folder, readable = "", settings.existing
            granted = readable.rpartition("/")[0]
        parent = granted.rpartition("/")[0]
        other = f"{parent}/other" if folder else f"{parent}/{name}"
        return cls(folder, granted, f"{granted}beside", other, readable, settings.base_path)

    @property
    def areas(self) -> tuple[str, str, str]:
        """The folders in the test folder."""
        return self.granted, self.beside, self.other

    @property
    def marker(self) -> str:
        """The file that shows whose folder it is."""
        return f"{self.folder}/{MARKER}"

    def in_scope(self, path: str) -> str:
        """A path as scopes name it: without the issuer's base path (profile 1.3 section 2.2.3)."""
        return path.removeprefix(self.base_path) or "/"

    def shared(self, area: str) -> str:
        """The file of an area that is read and never changed."""
        return self.readable if area == self.granted else f"{area}/{SHARED}"
