"""Made-up probes: a matrix of the size of the real one, and what services make of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

import msgspec

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Effect, Expected, Reach, Verdict
from tokenlint.probe.outcome import Probe
from tokenlint.probe.record import SCHEMA, Begun, Ended, Result
from tokenlint.source import Problem, Source

STARTED = 1_795_176_000.0  # 2026-11-20 12:00 UTC
ENDPOINT = "https://dav.north.example:8443/experiment"

RIGHTS = {  # kind -> title, rights
    "read": ("storage.read", "r"),
    "create": ("storage.create", "c"),
    "modify": ("storage.modify", "cm"),
    "stage": ("storage.stage", "s"),
    "poll": ("storage.poll", "p"),
    "read-create": ("storage.read and storage.create", "rc"),
    "no-scope": ("no scope at all", ""),
}
CASES = {  # case -> title, operation, reach, the right that allows it
    "stat": ("look at a file", Operation.STAT, Reach.INSIDE, "rcms"),
    "list": ("list a folder", Operation.LIST, Reach.INSIDE, "r"),
    "read": ("read a file", Operation.READ, Reach.INSIDE, "r"),
    "create": ("create a file", Operation.CREATE, Reach.INSIDE, "c"),
    "create-over": ("create over a file that is there", Operation.OVERWRITE, Reach.INSIDE, "m"),
    "mkdir": ("make a folder", Operation.MKDIR, Reach.INSIDE, "c"),
    "rename": ("rename to a free name", Operation.RENAME, Reach.INSIDE, "c"),
    "rename-over": ("rename over another file", Operation.RENAME_OVER, Reach.INSIDE, "m"),
    "delete": ("delete a file", Operation.DELETE, Reach.INSIDE, "m"),
    "stage": ("bring a file from tape", Operation.STAGE, Reach.INSIDE, "s"),
    "read-sibling": ("read beside the scope's path", Operation.READ, Reach.SIBLING, ""),
    "create-sibling": ("create beside the scope's path", Operation.CREATE, Reach.SIBLING, ""),
    "delete-sibling": ("delete beside the scope's path", Operation.DELETE, Reach.SIBLING, ""),
    "read-outside": ("read outside of the scope's path", Operation.READ, Reach.OUTSIDE, ""),
    "create-outside": ("create outside of the scope's path", Operation.CREATE, Reach.OUTSIDE, ""),
    "read-traversal": ("read by /../", Operation.READ, Reach.TRAVERSAL, ""),
    "create-traversal": ("create by /../", Operation.CREATE, Reach.TRAVERSAL, ""),
    "read-encoded-dot": ("read by /%2e%2e/", Operation.READ, Reach.ENCODED_DOT, ""),
    "create-encoded-dot": ("create by /%2e%2e/", Operation.CREATE, Reach.ENCODED_DOT, ""),
    "read-separator": ("read by ..%2f", Operation.READ, Reach.ENCODED_SEPARATOR, ""),
    "create-separator": ("create by ..%2f", Operation.CREATE, Reach.ENCODED_SEPARATOR, ""),
    "delete-separator": ("delete by ..%2f", Operation.DELETE, Reach.ENCODED_SEPARATOR, ""),
}
REFUSED = {  # kind -> title, group
    "scope-traversal": ("scope with /../ in its path", "paths"),
    "scope-encoded": ("scope with %2e%2e in its path", "paths"),
    "scope-no-path": ("scope without a path", "paths"),
    "scope-relative": ("scope with a relative path", "paths"),
    "wrong-audience": ("audience of another service", "audience"),
    "no-audience": ("no audience", "audience"),
    "any-audience": ("audience of all services", "audience"),
    "listed-audience": ("this audience among others", "audience"),
    "other-spelling": ("audience with a slash behind it", "audience"),
    "expired": ("expired an hour ago", "time"),
    "not-yet-valid": ("valid in an hour", "time"),
    "no-expiry": ("never expires", "time"),
    "long-lived": ("lives for a year", "time"),
    "wrong-issuer": ("issuer that is not trusted", "signature"),
    "unknown-key": ("signed with a key of nobody", "signature"),
    "other-key": ("the same under a known name", "signature"),
    "key-in-header": ("brings its own key", "signature"),
    "tampered": ("claims changed after signing", "signature"),
    "unsigned": ("algorithm none", "signature"),
    "hmac-public-key": ("HMAC with the public key", "signature"),
    "duplicate-members": ("two scopes, the wider first", "claims"),
    "unknown-critical": ("unknown critical header", "claims"),
    "unknown-version": ("unknown profile version", "claims"),
    "groups": ("groups beside capabilities", "claims"),
    "wide-groups": ("groups of an administrator", "claims"),
    "no-token": ("no token", "claims"),
    "old-profile": ("profile 1.0", "claims"),
}
FEW = ("read", "create", "delete")
_CHANGING = {Operation.CREATE, Operation.OVERWRITE, Operation.MKDIR, Operation.RENAME,
             Operation.RENAME_OVER, Operation.DELETE}  # fmt: skip

Change = Callable[[Result], Result]


def matrix() -> Iterator[Result]:
    """34 kinds by 22 cases, as a perfect service answers; tokens to be refused have few cases."""
    for kind, (title, rights) in RIGHTS.items():
        for case, (_, operation, _, right) in CASES.items():
            allowed = bool(set(rights) & set(right))
            if operation is Operation.STAGE:
                yield left_out(kind, title, "rights", case, "no tape is behind this service")
            elif operation is Operation.LIST and not allowed:
                yield result(kind, title, "rights", case, Expected.OPEN, done=False)
            else:
                expected = Expected.ALLOW if allowed else Expected.REFUSE
                yield result(kind, title, "rights", case, expected, done=allowed)
    for (kind, (title, group)), case in product(REFUSED.items(), FEW):
        yield result(kind, title, group, case, Expected.REFUSE, done=False)


def result(
    kind: str, title: str, group: str, case: str, expected: Expected, *, done: bool
) -> Result:
    words, operation, reach, _ = CASES[case]
    open_ = Verdict.OPEN_ALLOWED if done else Verdict.OPEN_REFUSED
    right = Verdict.PASS if done == (expected is Expected.ALLOW) else Verdict.EXCESS
    right = Verdict.SHORTFALL if expected is Expected.ALLOW and not done else right
    return Result(
        cell=f"https:{kind}:{case}", protocol="https", kind=kind, title=title, group=group,
        case=case, case_title=words, operation=operation.value, reach=reach, expected=expected,
        verdict=open_ if expected is Expected.OPEN else right,
        effect=Effect.DONE if done else Effect.UNCHANGED,
        status="201" if done else "403", scope="storage.read:/t/granted",
        request=f"curl -X PUT {ENDPOINT}/t/granted/{case}", answer="Forbidden",
        before="absent", after="absent", says="create does not let its holder overwrite",
        section="2.2.1", server="made-up/1.0", token="0123456789ab",
    )  # fmt: skip


def left_out(kind: str, title: str, group: str, case: str, why: str) -> Result:
    made = result(kind, title, group, case, Expected.REFUSE, done=False)
    return msgspec.structs.replace(made, verdict=Verdict.LEFT_OUT, status="", why=why)


def excess(each: Result) -> Result:
    """It happened, and the service said so."""
    return msgspec.structs.replace(
        each, verdict=Verdict.EXCESS, effect=Effect.DONE, status="201", after="file, 12 bytes"
    )


def changed(each: Result) -> Result:
    """The service said no, and did it."""
    return msgspec.structs.replace(
        each, verdict=Verdict.CHANGED_THOUGH_REFUSED, effect=Effect.OTHERWISE, after="absent"
    )


def short(each: Result) -> Result:
    return msgspec.structs.replace(
        each, verdict=Verdict.SHORTFALL, effect=Effect.UNCHANGED, status="403"
    )


def hollow(each: Result) -> Result:
    return msgspec.structs.replace(
        each, verdict=Verdict.HOLLOW, effect=Effect.UNCHANGED, status="201"
    )


def untested(each: Result) -> Result:
    return msgspec.structs.replace(
        each, verdict=Verdict.UNTESTED, effect=Effect.UNSEEN, status="timeout",
        why="no answer within 10 s", advice="is the service overloaded? --timeout waits longer",
    )  # fmt: skip


def _same(each: Result) -> Result:
    return each


def flaws(results: Iterable[Result], changes: Mapping[str, Change]) -> tuple[Result, ...]:
    """The results, those of the named cells (`kind:case`) changed."""
    wanted = {f"https:{cell}": change for cell, change in changes.items()}
    made = tuple(wanted.pop(each.cell, _same)(each) for each in results)
    assert not wanted, f"no such cells: {sorted(wanted)}"
    return made


FLAWS: dict[str, Change] = {
    "create:create-over": changed,
    "create:rename-over": excess,
    "create:read": excess,
    "read:read-separator": excess,
    "modify:rename": short,
    "poll:stat": hollow,
    "stage:mkdir": untested,
    "read:create-outside": untested,
    "wrong-audience:read": excess,
    "any-audience:read": excess,
    "any-audience:create": excess,
    "any-audience:delete": untested,
}  # fmt: skip


def begun(
    name: str = "north", endpoint: str = ENDPOINT, cells: int = 0, left_out: int = 0
) -> Begun:
    tool = "tokenlint 0.1.0"
    return Begun(SCHEMA, tool, endpoint, name, endpoint, "plan-1", "/t", cells, STARTED, left_out)


def probe(
    changes: Mapping[str, Change] | None = None,
    name: str = "north",
    implementation: str = "made@1.0",
) -> Probe:
    """A probe of a service with these flaws."""
    results = flaws(matrix(), changes or {})
    planned = sum(each.verdict is not Verdict.LEFT_OUT for each in results)
    endpoint = ENDPOINT.replace("north", name)
    left_out = len(results) - planned
    return Probe(
        begun(name, endpoint, planned, left_out), results, requests=1_204, seconds=31.4,
        implementation=implementation, record=f"{name}.probe.jsonl",
    )  # fmt: skip


def flawed() -> Probe:
    """With one of everything, and something left behind."""
    problems = (
        Problem(
            "service", Source(ENDPOINT), "3 requests had no answer within 10 s", "--timeout waits"
        ),
    )
    return replace(probe(FLAWS), problems=problems, left=("/t/granted/victim-3",))


def lines(made: Probe, *, ended: bool = True) -> bytes:
    """The record of a probe."""
    rows: list[object] = [made.begun, *made.results]
    rows += [Ended(made.requests, made.seconds)] if ended else []
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
