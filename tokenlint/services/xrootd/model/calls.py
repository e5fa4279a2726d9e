"""The calls of the file system, and the rights that the server asks for each of them.

Follows `XrdOfs.cc`, `XrdOfsFSctl.cc` and `XrdOfsFAttr.cc` of XRootD 5.4.3, 5.5.3 and 6.2.1.
"""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.services.xrootd.model.rights import Right
from tokenlint.services.xrootd.model.versions import Change, Release


class Call(StrEnum):
    """One call of the file system."""

    STAT = "stat"
    LIST = "opendir"
    OPEN_TO_READ = "open-to-read"
    OPEN_TO_UPDATE = "open-to-update"
    OPEN_TO_REPLACE = "open-to-replace"  # creates what is not there
    OPEN_NEW = "open-new"
    MKDIR = "mkdir"
    REMOVE = "remove"
    RENAME = "rename"
    TRUNCATE = "truncate"
    CHMOD = "chmod"
    SET_ATTRIBUTES = "set-attributes"
    LOCATE = "locate"
    PREPARE = "prepare"


@dataclass(frozen=True, slots=True)
class Asked:
    """A right that is asked for at the path of a call, or at the new name of a rename."""

    right: Right
    at_new_name: bool = False


Way = tuple[Asked, ...]
"""Rights that are needed together."""

_PLAIN = {
    Call.STAT: Right.STAT,
    Call.LIST: Right.READDIR,
    Call.OPEN_TO_READ: Right.READ,
    Call.OPEN_TO_UPDATE: Right.UPDATE,
    Call.MKDIR: Right.MKDIR,
    Call.REMOVE: Right.DELETE,
    Call.TRUNCATE: Right.UPDATE,
    Call.CHMOD: Right.CHMOD,
    Call.SET_ATTRIBUTES: Right.UPDATE,
    Call.LOCATE: Right.STAT,
    # Staging, polling and evicting are all prepare, which asks for leave to read.
    Call.PREPARE: Right.READ,
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a call needs: one of the ways that replace what is there, or one that spares it."""

    replacing: tuple[Way, ...]
    sparing: tuple[Way, ...] = ()


def needs_of(call: Call, release: Release) -> Needs:
    """The rights that a server of that release asks for a call."""
    split = release.has(Change.CREATE_SPLIT)
    if call in {Call.OPEN_TO_REPLACE, Call.OPEN_NEW}:
        spared = ((Asked(Right.EXCLUSIVE_CREATE),),) if split else ()
        return Needs(((Asked(Right.CREATE),),), spared)
    if call is Call.RENAME:
        old = Asked(Right.RENAME)
        # Whether the new name is free is asked with the client's own rights.
        careful = (
            old,
            Asked(Right.EXCLUSIVE_INSERT, at_new_name=True),
            Asked(Right.STAT, at_new_name=True),
        )
        plain = (old, Asked(Right.INSERT, at_new_name=True))
        return Needs((plain,), (careful,) if split else ())
    return Needs(((Asked(_PLAIN[call]),),))


CHANGING = frozenset(
    {
        Call.OPEN_TO_UPDATE,
        Call.OPEN_TO_REPLACE,
        Call.OPEN_NEW,
        Call.MKDIR,
        Call.REMOVE,
        Call.RENAME,
        Call.TRUNCATE,
        Call.CHMOD,
        Call.SET_ATTRIBUTES,
    }
)
"""The calls that change what is stored; an export for reading refuses them."""


def carries_token(call: Call, release: Release) -> bool:
    """Whether the access control sees the token of the request; else only that of the login."""
    if call in {Call.SET_ATTRIBUTES, Call.PREPARE}:
        return False
    return call is not Call.LOCATE or release.has(Change.LOCATE_WITH_TOKEN)
