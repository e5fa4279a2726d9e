"""Logs and token facts for the tests of audits, and what random ones are drawn from."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tokenlint.audit.counting import Counter
from tokenlint.audit.event import Event
from tokenlint.audit.facts import Facts, of_claims
from tokenlint.audit.formats import Format
from tokenlint.audit.join import Ledger
from tokenlint.audit.packed_facts import packed_facts
from tokenlint.audit.readers.log_mapping import LogMapping, read_log_mapping
from tokenlint.audit.reading import Setup
from tokenlint.audit.rights import Book
from tokenlint.audit.tally import Tally
from tokenlint.audit.verdict import Terms

START = 1_795_176_000
ISSUER = "https://issuer.example"
SERVICE = "https://se.example"
MAPPING = """\
tokenlint: log-mapping/1
name: own-log
members:
  {operation: op, path: path, to: to, time: time, status: status, client: client,
   service: service, token_id: jti, subject: sub, issuer: iss}
time: {format: seconds}
allowed: [2xx]
operations:
  {read: read, create: create, delete: delete, stat: stat, mkdir: mkdir, rename: rename,
   overwrite: overwrite, submit: submit}
"""


def claims(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Decoded claims of a token that may read everything and create below /vo/out."""
    usual = {
        "iss": ISSUER,
        "sub": f"subject-{number}",
        "jti": f"token-{number}",
        "aud": SERVICE,
        "scope": "storage.read:/ storage.create:/vo/out",
        "nbf": START,
        "iat": START,
        "exp": START + 3_600,
        "client_id": "production",
        "wlcg.ver": "1.0",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def facts(number: int = 1, **changes: Any) -> Facts:
    """The facts of such a token."""
    return of_claims(claims(number, **changes))


def event(operation: str = "read", path: str = "/vo/out/file", **more: Any) -> Event:
    """An allowed operation with that token, a minute after it was issued."""
    usual: dict[str, Any] = {
        "allowed": True,
        "time": START + 60.0,
        "client": "192.0.2.1",
        "service": SERVICE,
        "token_id": "token-1",
        "line": 1,
    }
    return Event(operation, path, **(usual | more))


class InOrder:
    """A file whose lines are numbered by their events."""

    def __init__(self, origin: str = "a.log") -> None:
        self.origin = origin

    def place(self, line: int) -> tuple[int, int]:
        """As for a file that is read as a whole."""
        return line, line


def counter(
    known: Iterable[Facts] = (), *, bases: dict[str, str] | None = None, **terms: Any
) -> Counter:
    """What counts lines, with these facts."""
    observing = terms.pop("observing", False)
    release = terms.pop("release", None)
    book = Book(bases or {}, release)
    return Counter(Ledger(known), book, Terms(**terms), observing)


def counted(events: Sequence[Event], known: Iterable[Facts] = (), **more: Any) -> Tally:
    """What events of one file come to."""
    counting = counter(known, **more)
    counting.take(list(events), InOrder())
    return counting.finish()


def mapping() -> LogMapping:
    """The mapping of the log lines below."""
    found = read_log_mapping(Path("mapping.yaml"), MAPPING.encode()).mapping
    assert found is not None
    return found


def line(operation: str = "read", path: str = "/vo/out/file", **more: Any) -> dict[str, Any]:
    """A line of a log, as `MAPPING` reads it."""
    usual = {"time": START + 60, "op": operation, "path": path, "status": 200}
    usual |= {"client": "192.0.2.1", "service": SERVICE, "jti": "token-1"}
    return {name: value for name, value in (usual | more).items() if value is not None}


def text(lines: Iterable[dict[str, Any]]) -> bytes:
    """Lines of JSON."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in lines)


def setup(known: Iterable[Facts] = (), **more: Any) -> Setup:
    """What workers are told."""
    with packed_facts(known, far=True) as packed:
        said = more.pop("format", None) or Format(mapping=mapping())
        return Setup(packed, said, Terms(**more.pop("terms", {})), **more)


SCOPES = st.sampled_from(
    (
        "storage.read:/",
        "storage.read:/vo/out/",
        "storage.create:/vo/out",
        "storage.modify:/vo",
        "storage.stage:/tape",
        "compute.create",
        "storage.read:/vo%2Fx",
        "storage.create",
        "openid",
    )
)
PATHS = st.sampled_from(
    (
        "/vo/out/file",
        "/vo/out",
        "/vo/out/",
        "/vo/outside/file",
        "/vo/out/../file",
        "/vo/out/%2e%2e/%2e%2e/file",
        "/vo/out/a b",
        "/vo//out/file",
        "/tape/file",
        "/",
    )
)
OPERATIONS = st.sampled_from(
    ("read", "create", "delete", "stat", "mkdir", "rename", "overwrite", "submit")
)


@st.composite
def known_tokens(draw: st.DrawFn) -> list[Facts]:
    """Facts of a few tokens, some of them of one person."""
    found = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        scope = " ".join(draw(st.lists(SCOPES, max_size=3)))
        start = START + draw(st.sampled_from((0, 0, 1_800)))
        found.append(
            facts(
                number,
                sub=f"subject-{draw(st.integers(1, 2))}",
                scope=scope or None,
                aud=draw(st.sampled_from((SERVICE, "https://other.example", None))),
                nbf=start,
                exp=start + draw(st.sampled_from((60, 3_600))),
            )
        )
    return found


@st.composite
def events(draw: st.DrawFn, number: int) -> Event:
    """Any line about such tokens, unknown ones, and nobody's."""
    whose = draw(st.integers(0, 5))
    named = draw(st.sampled_from(("token", "token", "token", "person", "nobody")))
    operation = draw(OPERATIONS)
    return event(
        operation,
        "" if operation == "submit" else draw(PATHS),
        to=draw(PATHS) if operation == "rename" else "",
        allowed=draw(st.sampled_from((True, True, True, True, False, None))),
        time=draw(st.sampled_from((-1.0, START + 30.0, START + 60.0, START + 1_900.5, 2e9))),
        client=draw(st.sampled_from(("192.0.2.1", "192.0.2.2", "2001:db8::1", ""))),
        service=draw(st.sampled_from((SERVICE, "se.example:443", "https://third.example", ""))),
        token_id=f"token-{whose}" if named == "token" else "",
        subject=f"subject-{whose}" if named == "person" else "",
        issuer=ISSUER if named == "person" else "",
        line=number,
        count=draw(st.sampled_from((1, 1, 1, 3))),
    )


@st.composite
def logs(draw: st.DrawFn, most: int = 25) -> list[Event]:
    """The events of one file; some come many times, so that they take the short way."""
    found = [draw(events(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
    again = draw(st.integers(1, 3))
    return [
        renumbered(each, at)
        for at, each in enumerate([one for one in found for _ in range(again)], 1)
    ]


def renumbered(one: Event, number: int) -> Event:
    """The same on another line."""
    from msgspec.structs import replace

    return replace(one, line=number)
