"""What the operations of a matrix stand for: requests with their paths.

The path of a cell is that of the request; the new names are those that the lab used,
as far as its notes tell. `None` is a name that the cell does not tell.
"""

from dataclasses import dataclass

from tokenlint.services.xrootd.model.calls import Call
from tokenlint.services.xrootd.model.requests import Protocol

_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "MKCOL", "MOVE", "PROPFIND"})
ANYWHERE = (
    "/data/foo/moved.txt",
    "/data/foo/g.txt",
    "/data/foobar/moved.txt",
    "/data/other/moved.txt",
    "/data/moved.txt",
    "/outside/moved.txt",
)
"""Names that stand for all that a destination may be."""

_NEW_NAMES = {
    "to new": "/data/foo/moved.txt",
    "over existing": "/data/foo/g.txt",
    "dir": "/data/foo/moved",
    "dir over empty dir": "/data/foo/empty",
    "scope dir to sibling name": "/data/foo2",
    "out of scope": "/data/other/moved.txt",
    "into scope": "/data/foo/moved.txt",
}
_ROOT: dict[str, tuple[Call, ...]] = {
    "cat": (Call.OPEN_TO_READ,),
    "stat": (Call.STAT,),
    # xrdfs asks where a folder is before it lists it.
    "ls": (Call.LOCATE, Call.LIST),
    "ls <scope>/..": (Call.LOCATE, Call.LIST),
    "truncate": (Call.TRUNCATE,),
    "chmod": (Call.CHMOD,),
    "rm": (Call.REMOVE,),
    "rm sibling": (Call.REMOVE,),
    "rmdir empty": (Call.REMOVE,),
    "mkdir": (Call.MKDIR,),
    "mkdir -p deep": (Call.MKDIR,),
    "py open update+write": (Call.OPEN_TO_UPDATE,),
    "py open NEW on existing": (Call.OPEN_NEW,),
    "py open DELETE (truncate) on existing": (Call.OPEN_TO_REPLACE,),
    "py set xattr": (Call.SET_ATTRIBUTES,),
    "py prepare stage": (Call.PREPARE,),
    "py locate": (Call.LOCATE,),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `word` is the method of HTTP, or what a client of root does.

    `must_be_free` tells that the client goes no further where something is already.
    """

    protocol: Protocol
    word: str
    path: str
    new_name: str | None = ""
    calls: tuple[Call, ...] = ()
    must_be_free: bool = False


def requests_of(operation: str, path: str) -> tuple[Request, ...]:
    """The requests of an operation, in their order; none for one that is not known."""
    word, _, rest = operation.partition(" ")
    if operation == "MOVE aside, then PUT same name":
        aside = Request(Protocol.HTTP, "MOVE", path, f"{path}.aside")
        return (aside, Request(Protocol.HTTP, "PUT", path))
    if word == "MOVE":
        return (Request(Protocol.HTTP, word, path, _NEW_NAMES.get(rest)),)
    if word in _METHODS:
        return (Request(Protocol.HTTP, word, path),)
    if word == "mv":
        return (Request(Protocol.ROOT, word, path, _NEW_NAMES.get(rest), (Call.RENAME,)),)
    if word == "xrdcp":
        # xrdcp looks for the target first; without -f it stops where there is one.
        forced = rest.startswith("-f")
        copy = (Call.STAT, Call.OPEN_TO_REPLACE if forced else Call.OPEN_NEW)
        return (Request(Protocol.ROOT, word, path, "", copy, must_be_free=not forced),)
    if operation == "ls <scope>/..":
        path = "/data/foo/.."
    calls = _ROOT.get(operation)
    return (Request(Protocol.ROOT, word, path, "", calls),) if calls else ()
