"""What a probe of one endpoint is told: where, as whom, and how far it may go."""

import re
from dataclasses import dataclass

from tokenlint.errors import UsageError

_PLAIN = re.compile(r"(?:/[\w\-.~!$&'()*+,;=:@]+)*", re.ASCII)
_DOTS = re.compile(r"/\.\.?(?:/|$)")
DEFAULT_LIFETIME = 600
"""Seconds that a token of the probe is asked for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is probed and how.

    `endpoint` is the URL for reports, `root` its path, below which the test folder is made;
    `base_path` is the part of it that scopes leave out (the issuer's base path at the service).
    `audience` is the service's own. `existing` is a path that may be read where nothing is written.
    `group` fills `wlcg.groups` of the token that has groups beside a capability.
    `negative_audience` allows to send a token to this service that is meant for another.
    `lifetime` in seconds. Raises UsageError for paths that cannot be sent as they stand.
    """

    endpoint: str
    protocol: str
    audience: str
    root: str = ""
    base_path: str = ""
    allow_write: bool = False
    existing: str = ""
    group: str = ""
    negative_audience: bool = False
    lifetime: int = DEFAULT_LIFETIME
    name: str = ""

    def __post_init__(self) -> None:
        for member in ("root", "base_path", "existing"):
            object.__setattr__(self, member, _plain(member, getattr(self, member)))
        below = self.existing if self.existing and not self.allow_write else self.root
        if self.base_path and not f"{below}/".startswith(f"{self.base_path}/"):
            raise UsageError(
                f"the base path {self.base_path} does not lead to {below or '/'}",
                advice="name the part of the URL's path that scopes of the issuer leave out",
            )


_CALLED = {
    "root": "the path of the URL",
    "base_path": "the path of --base-path",
    "existing": "the path of --existing",
}


def _plain(member: str, path: str) -> str:
    trimmed = path.rstrip("/")
    if _PLAIN.fullmatch(trimmed) and not _DOTS.search(trimmed):
        return trimmed
    raise UsageError(
        f"{_CALLED[member]} cannot be probed: it is not absolute, or holds dot "
        "segments, percent signs or other characters that services read in different ways",
        advice="it begins with a slash, and has letters, digits and . _ - only",
    )
