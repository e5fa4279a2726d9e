"""One line of an access log, of whatever product: who did what, where, when, and was it allowed."""

from typing import Final

import msgspec

NO_TIME: Final = -1.0


class Event(msgspec.Struct, frozen=True, gc=False):
    """An operation as a log tells it; what a log does not tell is empty.

    `operation` is a word of the algebra (`privilege.operation.Operation`), empty for a line about
    something else (a login, a token that was issued: see `about`).
    `allowed` is None where the log does not say. `time` in seconds since the epoch, or NO_TIME.
    `client` is an address, `service` the endpoint as the log names it.
    The token: `token_id` is its `jti` or the way a log shortens it, `fingerprint` as in
    `tokenlint.record/1`; `subject`, `issuer`, `scope`, `audience` where the log itself has them.
    `user` is the local account, `session` joins lines of one login. `line` counts from 1.
    `count` stands for so many equal operations, where a log was summed up before.
    """

    operation: str = ""
    path: str = ""
    to: str = ""
    allowed: bool | None = None
    time: float = NO_TIME
    client: str = ""
    service: str = ""
    token_id: str = ""
    fingerprint: str = ""
    subject: str = ""
    issuer: str = ""
    scope: str | None = None
    audience: tuple[str, ...] | None = None
    groups: tuple[str, ...] = ()
    expiry: float = NO_TIME
    not_before: float = NO_TIME
    user: str = ""
    workflow: str = ""
    session: str = ""
    about: str = ""
    line: int = 0
    count: int = 1


class Unread(msgspec.Struct, frozen=True, gc=False):
    """A line that could not be used; `kind` is a stable word, under which such lines are counted.

    Lines that are no access at all (starts of a server, statistics) are not `Unread`:
    a reader passes over them, and counts them as such.
    """

    kind: str
    reason: str
    line: int = 0
