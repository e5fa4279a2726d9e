"""What came of an audit: counts, what was noted with examples, what was granted and not used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tokenlint.audit.event import Event
from tokenlint.source import Problem


class Cause(StrEnum):
    """Why operations were noted; order of definition is order of gravity."""

    NOT_PERMITTED = "not-permitted"  # allowed, although the token at hand did not permit it
    EXPIRED = "expired"  # allowed after the token's expiry
    NOT_YET_VALID = "not-yet-valid"
    ELSEWHERE = "elsewhere"  # allowed at a service that is not in the token's audience
    MANY_CLIENTS = "many-clients"  # one token from more addresses than its workflow explains
    MANY_SERVICES = "many-services"
    REFUSED = "refused"  # refused, although the token permitted it
    UNKNOWN_TOKEN = "unknown-token"  # allowed with a token of which no facts are known


@dataclass(frozen=True, slots=True)
class Party:
    """Whose operations: a workflow, an issuer, a client; empty where that is not known.

    `client` is the subject or client id of the token, shortened as reports show it.
    """

    workflow: str = ""
    issuer: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of a log, as an example of others; `origin` is the file, or the file in an archive."""

    origin: str
    event: Event


@dataclass(frozen=True, slots=True)
class Noted:
    """Operations that have cause, party, operation and rights in common.

    `held` are the actions that the tokens hold anywhere (words of `privilege.Action`),
    `scope` is that of the first token, shortened. `count` counts operations, `tokens` tokens
    (at least this many where `more_tokens`). `addresses` and `services` count what one token of
    MANY_CLIENTS and MANY_SERVICES was used by, `explained` how many its workflow explains.
    `outside` tells that the actions would have been enough at another path.
    `seconds` is how long after the expiry (or before the start), at most.
    """

    cause: Cause
    party: Party
    operation: str
    held: tuple[str, ...]
    scope: str
    count: int
    tokens: int
    seen: tuple[Seen, ...]
    outside: bool = False
    destructive: bool = False
    addresses: int = 0
    services: int = 0
    explained: int = 0
    seconds: float = 0.0
    more_tokens: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """What a party was granted, and what it used.

    `granted` and `unused` are capabilities as scopes have them (`storage.modify:/data`);
    `used` counts allowed operations by capability. `tokens` counts the tokens that were seen at
    work, `operations` what they did; `first` and `last` are seconds since the epoch.
    """

    party: Party
    granted: tuple[str, ...]
    used: Mapping[str, int]
    unused: tuple[str, ...]
    tokens: int
    operations: int
    first: float
    last: float
    more: int = 0  # granted capabilities that are counted and not shown


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result.

    `lines` counts all lines, `events` accesses; `passed_over` lines about something else;
    `unread` counts lines that could not be used, by kind. `products` counts lines by format.
    `judged` counts operations whose token's facts were known.
    """

    inputs: int
    size: int
    lines: int
    events: int
    allowed: int
    refused: int
    undecided: int  # the log does not say whether it was allowed
    judged: int
    passed_over: int
    unread: Mapping[str, int]
    products: Mapping[str, int]
    noted: tuple[Noted, ...] = ()
    usages: tuple[Usage, ...] = ()
    problems: tuple[Problem, ...] = ()
    first: float = 0.0
    last: float = 0.0
    tokens: int = 0  # whose facts are known
    notes: tuple[str, ...] = field(default=())
