"""The servers that are probed, and what must be found at each, as data in `expected.yaml`."""

from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from tokenlint.policy.implementations import Versions, version_key

FILE = Path(__file__).with_name("expected.yaml")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cells (patterns of `kind:case`) of some versions and protocols, and why."""

    says: str
    cells: tuple[str, ...]
    since: str = ""
    before: str = ""
    protocols: tuple[str, ...] = ("http", "roots")

    def holds(self, version: str, protocol: str) -> bool:
        """Whether it is about a server of that version over that protocol."""
        within = version_key(version) in Versions(since=self.since, before=self.before)
        return within and protocol.replace("https", "http") in self.protocols

    def fits(self, cell: str) -> bool:
        """Whether it is about a cell."""
        return any(fnmatchcase(cell, pattern) for pattern in self.cells)


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One server.

    `configuration` is one of `tests/real/xrootd/configurations`. `root` is where the test folder
    is made, `base_path` what scopes leave out. `links` are symbolic links and where they lead.
    `look` is `disk`, or `token` where the folder cannot be looked at from outside.
    `refused`: the server refuses the best of tokens, so that nothing can be tested.
    `since` is the first release that it runs on, `more` are further lines for `xrootd.cfg`,
    and `stored` is where the stored data lie in the folder of the server.
    """

    name: str
    configuration: str
    says: str
    planted: tuple[Entry, ...]
    root: str = "/data"
    base_path: str = "/data"
    protocols: tuple[str, ...] = ("http",)
    links: dict[str, str] = {}
    look: str = "disk"
    refused: bool = False
    since: str = ""
    more: str = ""
    stored: str = "root"

    def runs_on(self, version: str) -> bool:
        """Whether a server of that version has what it takes."""
        return version_key(version) in Versions(since=self.since)


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that `expected.yaml` says."""

    cases: tuple[Case, ...]
    flawed: tuple[Entry, ...]
    explained: tuple[Entry, ...]

    def excused(self, entries: tuple[Entry, ...], version: str, protocol: str, cell: str) -> bool:
        """Whether one of the entries is about that cell."""
        return any(each.holds(version, protocol) and each.fits(cell) for each in entries)


def expected() -> Expected:
    """The content of the file."""
    return msgspec.yaml.decode(FILE.read_bytes(), type=Expected)
