"""What XRootD asks its access control for, and which privileges of an authdb give it.

Follows `Access_Operation` (`XrdAccAuthorize.hh`), `XrdAccPrivs.hh` and `XrdAccAccess::Test`
of XRootD 6.2.1; 5.4.3 and 5.5.3 have the same values.
"""

from collections.abc import Iterable
from enum import StrEnum


class Right(StrEnum):
    """One operation of the access control."""

    CHMOD = "chmod"
    CREATE = "create"  # with leave to replace
    DELETE = "delete"
    INSERT = "insert"  # a name, with leave to replace
    MKDIR = "mkdir"
    READ = "read"
    READDIR = "readdir"
    RENAME = "rename"
    STAT = "stat"
    UPDATE = "update"
    EXCLUSIVE_CREATE = "excl-create"
    EXCLUSIVE_INSERT = "excl-insert"
    STAGE = "stage"
    POLL = "poll"


_VERBS = {
    Right.CHMOD: "change modes",
    Right.INSERT: "rename to a name, also a taken one,",
    Right.MKDIR: "make folders",
    Right.READDIR: "list",
    Right.STAT: "ask for attributes",
    Right.CREATE: "create and overwrite",
    Right.EXCLUSIVE_CREATE: "create",
    Right.EXCLUSIVE_INSERT: "rename to a free name",
}

_DELETE = 0x001
_INSERT = 0x002
_LOCK = 0x004
_LOOKUP = 0x008
_RENAME = 0x010
_READ = 0x020
_WRITE = 0x040
_ALL = 0x1FF

_LETTERS = {
    "a": _ALL,
    "d": _DELETE,
    "i": _INSERT,
    "k": _LOCK,
    "l": _LOOKUP,
    "n": _RENAME,
    "r": _READ,
    "w": _WRITE,
}

_NEVER = 0xFFFF
"""More than all privileges together: an authdb cannot give it."""

_NEEDS = {
    Right.CHMOD: _INSERT | _READ | _WRITE | _DELETE,
    Right.CREATE: _INSERT | _READ | _WRITE,
    Right.DELETE: _DELETE,
    Right.INSERT: _INSERT,
    Right.MKDIR: _INSERT,
    Right.READ: _READ,
    Right.READDIR: _READ,
    Right.RENAME: _RENAME,
    Right.STAT: _LOOKUP,
    Right.UPDATE: _READ | _WRITE,
    Right.EXCLUSIVE_CREATE: _NEVER,
    Right.EXCLUSIVE_INSERT: _NEVER,
    Right.STAGE: 0x180,
    Right.POLL: 0x100,
}


def verb(right: Right) -> str:
    """A right as the verb of a sentence: `delete`, `ask for attributes`."""
    return _VERBS.get(right, right.value)


def privileges(letters: Iterable[str]) -> int:
    """The privileges of an authdb's letters, as bits; letters that it does not know give none."""
    bits = 0
    for letter in letters:
        bits |= _LETTERS.get(letter, 0)
    return bits


def suffices(bits: int, right: Right) -> bool:
    """Whether privileges give a right."""
    return bits & _NEEDS[right] == _NEEDS[right]
