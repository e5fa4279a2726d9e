"""Operations of storage as commands of the XRootD client, `xrdfs` and `xrdcp`.

`xrdcp`, and `xrdfs cat`, ask for attributes first, which a request of the bare protocol does not:
where a token may not do that, an upload fails though to upload would be allowed.
A rename of the protocol has no word for "not over another": both renames are `mv`.
"""

import re
import shlex
from collections.abc import Mapping, Sequence

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Unsupported
from tokenlint.probe.doors.address import Origin

UPLOADS: Mapping[Operation, tuple[str, ...]] = {
    Operation.CREATE: (),
    Operation.OVERWRITE: ("--force",),
}
_VERBS: Mapping[Operation, tuple[str, ...]] = {
    Operation.STAT: ("stat",),
    Operation.LIST: ("ls",),
    Operation.READ: ("cat",),
    Operation.MKDIR: ("mkdir",),
    Operation.RENAME: ("mv",),
    Operation.RENAME_OVER: ("mv",),
    Operation.DELETE: ("rm",),
    Operation.STAGE: ("prepare", "-s"),
    Operation.EVICT: ("prepare", "-e"),
}
OPERATIONS = frozenset({*_VERBS, *UPLOADS, Operation.POLL})
# The client takes its commands apart at spaces and quotes, and what follows ? is no path.
_PATH = re.compile(r"/[\x21\x23-\x26\x28-\x3e\x40-\x5b\x5d-\x7e]*")
_JOB = re.compile(r"[A-Za-z0-9.:_@-]{1,200}")


def command_of(demand: Demand, origin: Origin, file: str = "content") -> tuple[str, ...]:
    """The command with its arguments, `file` holding what is uploaded. Raises Unsupported."""
    for path in filter(None, (demand.path, demand.target)):
        if not _PATH.fullmatch(path):
            raise Unsupported("the XRootD client cannot be given such a path as it is spelled")
    if not demand.path or demand.operation not in OPERATIONS:
        raise Unsupported(f"the root protocol has no request for {demand.operation}")
    if demand.operation in UPLOADS:
        force = UPLOADS[demand.operation]
        return ("xrdcp", "--nopbar", "--silent", *force, file, f"{origin}/{demand.path}")
    if demand.operation is Operation.POLL:
        if not _JOB.fullmatch(demand.job):
            raise Unsupported("the root protocol is polled with the name of a request to stage")
        return ("xrdfs", str(origin), "query", "prepare", demand.job, demand.path)
    verb = _VERBS[demand.operation]
    if demand.operation is Operation.DELETE and demand.path.endswith("/"):
        verb = ("rmdir",)
    target = (demand.target,) if demand.target else ()
    return ("xrdfs", str(origin), *verb, demand.path, *target)


def rmdir_of(path: str, origin: Origin) -> tuple[str, ...]:
    """The command that takes a folder away."""
    return ("xrdfs", str(origin), "rmdir", path)


def line_of(command: Sequence[str], *, token: bool, trust: Mapping[str, str]) -> str:
    """The command as a line for bash, with `$TOKEN` in the place of the token."""
    words = [f"{name}={shlex.quote(value)}" for name, value in sorted(trust.items())]
    words += ['BEARER_TOKEN="$TOKEN"', "XrdSecPROTOCOL=ztn"] if token else ["XrdSecPROTOCOL=host"]
    return " ".join([*words, shlex.join(command)])
