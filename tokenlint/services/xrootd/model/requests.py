"""Which calls a request makes, by protocol, in their order.

Follows `XrdHttpReq.cc` for HTTP, and `XrdXrootdXeq.cc` with the clients xrdfs and xrdcp for root.
"""

from enum import StrEnum

from tokenlint.privilege.operation import Operation
from tokenlint.services.xrootd.model.calls import Call


class Protocol(StrEnum):
    """How a client speaks to the server."""

    HTTP = "http"
    ROOT = "root"


_HTTP = {
    Operation.STAT: (Call.STAT,),
    Operation.LIST: (Call.STAT, Call.LIST),
    Operation.READ: (Call.OPEN_TO_READ,),
    Operation.CREATE: (Call.OPEN_TO_REPLACE,),
    Operation.OVERWRITE: (Call.OPEN_TO_REPLACE,),
    Operation.MKDIR: (Call.MKDIR,),
    Operation.RENAME: (Call.RENAME,),
    Operation.RENAME_OVER: (Call.RENAME,),
    Operation.DELETE: (Call.STAT, Call.REMOVE),
}
_ROOT = {
    Operation.STAT: (Call.STAT,),
    Operation.LIST: (Call.LIST,),
    Operation.READ: (Call.OPEN_TO_READ,),
    Operation.CREATE: (Call.OPEN_NEW,),
    Operation.OVERWRITE: (Call.OPEN_TO_REPLACE,),
    Operation.MKDIR: (Call.MKDIR,),
    Operation.RENAME: (Call.RENAME,),
    Operation.RENAME_OVER: (Call.RENAME,),
    Operation.DELETE: (Call.REMOVE,),
    Operation.STAGE: (Call.PREPARE,),
    Operation.POLL: (Call.PREPARE,),
    Operation.EVICT: (Call.PREPARE,),
}
REPLACING = frozenset({Operation.OVERWRITE, Operation.RENAME_OVER})
"""The operations that meet something at their path (or new name), which they replace."""


def calls_of(operation: Operation, protocol: Protocol) -> tuple[Call, ...]:
    """The calls of an operation; none where the protocol has no such request."""
    return (_ROOT if protocol is Protocol.ROOT else _HTTP).get(operation, ())
