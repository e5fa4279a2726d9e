"""Where an input is opened: by a path of this machine, or by a URL through fsspec.

A location may hold what nobody else is to see, such as the query of a URL that grants access.
So it is never shown: an input has a name for that.
"""

import re
from dataclasses import dataclass, field

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")  # with colons: chains, as fsspec has them


@dataclass(frozen=True, slots=True, order=True)
class RemotePath:
    """A path in the file system behind a URL; the URL is the one that the user named."""

    url: str = field(repr=False)
    path: str = field(repr=False)


Location = str | RemotePath


def is_url(name: str) -> bool:
    """Whether a path of the command line is a URL (RFC 3986 section 3, with an authority)."""
    return _URL.match(name) is not None


def shown_url(url: str) -> str:
    """A URL without query and fragment, which may be as good as a password."""
    return re.split(r"[?#]", url, maxsplit=1)[0]
