"""The record of a probe, `tokenlint.probe-record/1`: JSON lines, each safe on disk before the next.

The first line is a `Begun`. Before anything is made at the service its name is written down
(`Made`), so that whatever ends a run, the next one knows what to take away;
each result (`Result`) is written as soon as it is known. The last line is an `Ended`.
No line holds a token.
"""

import msgspec

from tokenlint.probe.cell import Effect, Expected, Reach, Verdict

SCHEMA = "tokenlint.probe-record/1"


class Begun(msgspec.Struct, frozen=True, tag="begun", tag_field="line"):
    """A run, or its continuation: what is probed, with which plan.

    `plan` is a digest of everything that decides the cells: a run is continued only with the same.
    `folder` is the test folder in the namespace of the service, empty where nothing is written.
    `cells` counts those to be tested, `left_out` those that the plan leaves out.
    `started` in seconds since the epoch.
    """

    schema: str
    tool: str
    endpoint: str
    name: str
    audience: str
    plan: str
    folder: str
    cells: int
    started: float
    left_out: int = 0


class Made(msgspec.Struct, frozen=True, tag="made", tag_field="line"):
    """A path that is about to be made (by us, or by a request under test), decoded."""

    path: str
    directory: bool = False


class Submitted(msgspec.Struct, frozen=True, tag="submitted", tag_field="line"):
    """A job that a request made; without a name, that a request is about to be sent."""

    job: str


class Gone(msgspec.Struct, frozen=True, tag="gone", tag_field="line"):
    """The test folder, or the jobs, of a run were taken away; `left` lists what was not."""

    left: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, tag="result", tag_field="line", omit_defaults=True):
    """What came of a cell.

    `kind` and `case` are names of the matrix, `title` that of the kind; `flaw` a word of
    `probe.token.Flaw`; `audience` as in `probe.cell.Kind`. `operation` a word of the algebra.
    `scope` is what the token had, `request` a line of curl (or of a client) without the token,
    `answer` what the service said, `before` and `after` what was stored, in words.
    `says` and `section` tell what the profile wants. `said` is what the answer claims, as in
    `probe.demand.Said`.
    """

    cell: str
    protocol: str
    kind: str
    title: str
    group: str
    case: str
    case_title: str
    operation: str
    reach: Reach
    expected: Expected
    verdict: Verdict
    flaw: str = "none"
    audience: str = "right"
    scope: str = ""
    effect: Effect = Effect.UNCHANGED
    status: str = ""
    answer: str = ""
    request: str = ""
    before: str = ""
    after: str = ""
    says: str = ""
    section: str = ""
    why: str = ""
    advice: str = ""
    server: str = ""
    said: str = ""
    token: str = ""  # its fingerprint


class Ended(msgspec.Struct, frozen=True, tag="ended", tag_field="line"):
    """The run came to its end; `requests` counts all that were sent, `seconds` the time taken."""

    requests: int
    seconds: float


Line = Begun | Made | Submitted | Gone | Result | Ended
