"""What a reply of a WebDAV server claims: yes, no, or nothing that can be read.

RFC 4918 section 13: a multi-status is no success by itself, its members tell.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Said
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Reply
from tokenlint.probe.doors.multistatus import Member, Unreadable, read_multistatus
from tokenlint.probe.doors.requests import METHODS

_MULTI_STATUS = 207
_LONGEST_REFUSAL = 2000
_SUCCESS = range(200, 300)
_REFUSAL = range(400, 600)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reply comes to; `content` and `facts` as in `probe.demand.Answer`."""

    said: Said
    status: str
    content: bytes = field(default=b"", repr=False)
    facts: dict[str, str] = field(default_factory=dict)


def claim_of(operation: Operation, reply: Reply) -> Claim:
    """Read the reply to an operation. Raises Failure where it cannot be read.

    Of `stat` the facts are `thing` (`file`, `directory`) and `size` in bytes;
    the content of `list` is the names, one a line.
    `cut` tells how many bytes of a longer body were kept.
    """
    if reply.status in _REFUSAL:
        return Claim(Said.NO, str(reply.status), reply.body[:_LONGEST_REFUSAL])
    if reply.status not in _SUCCESS:
        raise Failure("redirect", f"answers with status {reply.status}, and with no way further")
    if METHODS.get(operation) == "PROPFIND":
        return _looked(operation, _members(reply))
    if reply.status == _MULTI_STATUS:
        return _done(_members(reply))
    content = reply.body if operation is Operation.READ else reply.body[:_LONGEST_REFUSAL]
    facts = {"cut": str(len(reply.body))} if reply.cut else {}
    return Claim(Said.YES, str(reply.status), content, facts)


def _members(reply: Reply) -> list[Member]:
    if reply.cut:
        raise Failure("garbage", f"its multi-status is longer than {len(reply.body)} bytes")
    if reply.status != _MULTI_STATUS:
        raise Failure("garbage", f"answers status {reply.status} where a multi-status belongs")
    try:
        return read_multistatus(reply.body)
    except Unreadable as error:
        raise Failure("garbage", f"its multi-status cannot be read: {error}") from None


def _looked(operation: Operation, members: Sequence[Member]) -> Claim:
    """The resource itself is the member with the shortest path, however a path is spelled."""
    itself = min(members, key=_depth)
    if not itself.succeeded:
        return Claim(Said.NO, f"{_MULTI_STATUS}/{itself.worst}")
    facts = {"thing": "directory" if itself.directory else "file"}
    if itself.size is not None and not itself.directory:
        facts["size"] = str(itself.size)
    if operation is not Operation.LIST:
        return Claim(Said.YES, str(_MULTI_STATUS), facts=facts)
    names = [member.name for member in members if member is not itself]
    content = "\n".join(filter(None, names)).encode()
    return Claim(Said.YES, str(_MULTI_STATUS), content, facts)


def _depth(member: Member) -> int:
    with contextlib.suppress(ValueError):
        return urlsplit(member.href).path.rstrip("/").count("/")
    return 1_000_000


def _done(members: Sequence[Member]) -> Claim:
    failed = [member.worst for member in members if not member.succeeded]
    if failed:
        return Claim(Said.NO, f"{_MULTI_STATUS}/{max(failed)}")
    return Claim(Said.YES, str(_MULTI_STATUS))
