"""One cell of the matrix: an operation with a token, what is expected of it, what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from tokenlint.privilege.operation import Operation
from tokenlint.probe.token import Wish


class Expected(StrEnum):
    """What WLCG profile 1.3 wants; `OPEN` where it leaves the answer to the service."""

    ALLOW = "allow"
    REFUSE = "refuse"
    OPEN = "open"


class Reach(StrEnum):
    """Where the path of a request leads, seen from the path of the token's scope."""

    INSIDE = "inside"
    SIBLING = "sibling"  # a name that begins with the scope's last component
    OUTSIDE = "outside"
    TRAVERSAL = "traversal"  # written as if inside: /granted/../other
    ENCODED_DOT = "encoded-dot"  # /granted/%2e%2e/other
    ENCODED_SEPARATOR = "encoded-separator"  # /granted/..%2fother
    JOBS = "jobs"


class Effect(StrEnum):
    """What the stored data say."""

    DONE = "done"  # it is as after the operation; a read: the content came
    UNCHANGED = "unchanged"
    OTHERWISE = "otherwise"  # it changed, and not as the operation would have it
    UNSEEN = "unseen"  # it could not be looked at


class Verdict(StrEnum):
    """What a cell comes to; order of definition is order of gravity."""

    CHANGED_THOUGH_REFUSED = "changed-though-refused"
    EXCESS = "excess"
    UNTESTED = "untested"  # it was to be tested, and no clear result came
    SHORTFALL = "shortfall"
    HOLLOW = "hollow"  # the service said yes, and nothing happened
    OPEN_ALLOWED = "open-allowed"  # the profile leaves it open
    OPEN_REFUSED = "open-refused"
    PASS = "pass"
    LEFT_OUT = "left-out"  # by the plan, with a reason


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of token, a row of the matrix: `name` for machines, `title` for people.

    `group` orders the table: `rights`, `paths`, `audience`, `time`, `signature`, `claims`.
    `audience` is `right`, or what is unusual about it: `wrong`, `other-spelling`, `missing`, `any`,
    `listed`. `section` is that of the profile, or the RFC, that decides what to expect.
    """

    name: str
    title: str
    group: str
    wish: Wish
    section: str
    audience: str = "right"


@dataclass(frozen=True, slots=True)
class Case:
    """A column of the matrix: an operation and where it leads; `title` for people."""

    name: str
    title: str
    operation: Operation
    reach: Reach


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the plan; `id` is `protocol:kind:case`, the same in every run.

    `says` is what the profile says of it in a sentence, `section` where it stands.
    `left_out` tells why it is not tested, empty where it is.
    """

    id: str
    protocol: str
    kind: Kind
    case: Case
    expected: Expected
    says: str
    section: str
    left_out: str = ""


def verdict(expected: Expected, said_yes: bool, effect: Effect, *, changes: bool) -> Verdict:
    """What an answer and what is stored come to together.

    `changes`: whether the operation would change something; a read only shows.
    A service that says no and has changed something is the gravest of all,
    whatever was expected of it: nobody who trusts the answer will look.
    """
    if effect is Effect.UNSEEN:
        return Verdict.UNTESTED
    happened = effect is not Effect.UNCHANGED
    if changes and happened and not said_yes:
        return Verdict.CHANGED_THOUGH_REFUSED
    if expected is Expected.OPEN:
        return Verdict.OPEN_ALLOWED if happened else Verdict.OPEN_REFUSED
    hollow = said_yes and changes and not happened
    if hollow:
        return Verdict.HOLLOW
    if expected is Expected.REFUSE:
        return Verdict.EXCESS if happened else Verdict.PASS
    return Verdict.PASS if effect is Effect.DONE else Verdict.SHORTFALL
