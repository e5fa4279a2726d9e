"""The servers that are probed, and what must be found at each, as data in `expected.yaml`."""

from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("expected.yaml")


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One server.

    `configuration` is one of `tests/real/xrootd/configurations`. `root` is where the test folder
    is made, `base_path` what scopes leave out. `links` are symbolic links and where they lead.
    `excess` and `shortfall` name the cells (`kind:case`, `kind:*`) that must come to that, over
    each protocol; all others must not. `since` and `before` bound the versions of an entry.
    """

    name: str
    configuration: str
    says: str
    root: str = "/data"
    base_path: str = "/data"
    protocols: tuple[str, ...] = ("http", "roots")
    links: dict[str, str] = {}
    look: str = "disk"


def read_cases() -> tuple[Case, ...]:
    """All of them."""
    return msgspec.yaml.decode(FILE.read_bytes(), type=tuple[Case, ...])
