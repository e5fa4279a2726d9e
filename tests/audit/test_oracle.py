"""An audit of files says what a slow and plain one says, however the lines lie in files."""

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import event as reach
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit import oracle
from tests.audit.making import ISSUER, SERVICE, START, setup, text
from tests.effort import examples
from tokenlint.audit.explained import Explained
from tokenlint.audit.observed import observed_lines
from tokenlint.audit.outcome import Cause, Noted
from tokenlint.audit.run import Done, run_audit
from tokenlint.audit.tally import Tally
from tokenlint.audit.token_files import read_token_files
from tokenlint.capture.parts import split
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.scan.jobs import plan
from tokenlint.scan.lines import with_lines
from tokenlint.scan.local import read_locally

OTHER = "https://other.example"
SCOPES = (
    "storage.read:/",
    "storage.read:/vo/out",
    "storage.create:/vo/out",
    "storage.create:/vo",
    "storage.modify:/vo/out/sub",
    "storage.modify:/vo",
    "storage.stage:/tape",
    "compute.create",
    "compute.read",
)
PATHS = (
    "/vo/out/file",
    "/vo/out",
    "/vo/out/sub/file",
    "/vo/outside/file",
    "/vo/out/../file",
    "/vo/out/%2e%2e/%2e%2e/file",
    "/vo/out/a b",
    "/vo//out/file",
    "/tape/file",
    "/",
)
OPERATIONS = ("read", "create", "delete", "stat", "mkdir", "rename", "overwrite", "submit")
SERVICES = (SERVICE, "se.example:443", "https://third.example", OTHER, None)
TIMES = (None, START - 61, START - 60, START + 60, START + 61.5, START + 119, START + 120,
         START + 1_800, START + 3_659.5, START + 3_660, START + 9_000)  # fmt: skip


@st.composite
def tokens(draw: st.DrawFn) -> list[oracle.Claims]:
    """A few tokens; persons share subjects, and two issuers names."""
    found = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        start = START + draw(st.sampled_from((0, 0, 1_800, 7_200)))
        token = {
            "iss": draw(st.sampled_from((ISSUER, ISSUER, OTHER))),
            "sub": f"subject-{draw(st.integers(1, 2))}",
            "jti": f"token-{number}",
            "aud": draw(st.sampled_from((SERVICE, [SERVICE, OTHER], OTHER, None,
                                         "https://wlcg.cern.ch/jwt/v1/any"))),
            "scope": " ".join(draw(st.lists(st.sampled_from(SCOPES), max_size=3))),
            "nbf": start,
            "iat": start,
            "exp": start + draw(st.sampled_from((60, 3_600))),
            "client_id": draw(st.sampled_from(("production", "cleaner"))),
            "wlcg.ver": "1.0",
        }  # fmt: skip
        found.append({name: value for name, value in token.items() if value is not None})
    return found


@st.composite
def lines(draw: st.DrawFn) -> oracle.Line:
    """A line about one of these tokens, by its id or its person, about others, or nobody's."""
    number = draw(st.integers(1, 6))
    operation = draw(st.sampled_from(OPERATIONS))
    named = draw(st.sampled_from(("jti", "jti", "jti", "hash", "sub", "person", "nobody")))
    line: dict[str, Any] = {
        "op": operation,
        "path": None if operation == "submit" else draw(st.sampled_from(PATHS)),
        "to": draw(st.sampled_from(PATHS)) if operation == "rename" else None,
        "status": draw(st.sampled_from((200, 200, 200, 201, 403, 500))),
        "time": draw(st.sampled_from(TIMES)),
        "client": draw(st.sampled_from(("192.0.2.1", "192.0.2.2", "192.0.2.3", None))),
        "service": draw(st.sampled_from(SERVICES)),
        "jti": {"jti": f"token-{number}", "hash": oracle.short(f"token-{number}")}.get(named),
        "sub": f"subject-{number % 3}" if named in {"sub", "person"} else None,
        "iss": draw(st.sampled_from((ISSUER, OTHER))) if named == "person" else None,
    }
    return {name: value for name, value in line.items() if value is not None}


@st.composite
def logs(draw: st.DrawFn) -> list[oracle.Line]:
    """Lines in any order, some many times, so that they take every short way."""
    some = draw(st.lists(lines(), min_size=1, max_size=12))
    return draw(st.permutations([each for each in some for _ in range(draw(st.integers(1, 3)))]))


def written(folder: Path, log: Sequence[oracle.Line], cuts: Sequence[int]) -> None:
    """The log in one file or several, every second one packed."""
    ends = sorted({min(cut, len(log)) for cut in cuts} | {len(log)})
    start = 0
    for number, end in enumerate(ends):
        data = text(log[start:end])
        packed = number % 2 == 1
        name = folder / f"{number}.log{'.gz' if packed else ''}"
        name.write_bytes(gzip.compress(data) if packed else data)
        start = end


def audited(
    folder: Path, known: Sequence[oracle.Claims], *, workers: int = 1, observing: bool = False
) -> Done:
    facts = folder.parent / "facts.jsonl"
    facts.write_bytes(text(known))
    read = read_token_files([str(facts)])
    assert read.problems == ()
    work = setup(read.facts, observing=observing)
    todo = plan([folder], workers)
    return run_audit(
        todo,
        read_locally(work, todo.jobs, workers),
        tokens=len(read.facts),
        explained=Explained(),
        lines=with_lines,
    )


def compared(done: Done, should: oracle.Expected) -> None:
    """Everything that the report is made of."""
    audit = done.audit
    counts = {"allowed": audit.allowed, "refused": audit.refused, "undecided": audit.undecided}
    counts |= {"judged": audit.judged}
    assert {name: count for name, count in counts.items() if count} == dict(should.counts)
    left = {name: count for name, count in done.tally.left.items() if name != "against"}
    assert left == {name: count for name, count in should.left.items() if count}
    assert (audit.first, audit.last) == (min(should.times, default=0), max(should.times, default=0))
    wide = {Cause.MANY_CLIENTS, Cause.MANY_SERVICES}
    assert {
        (each.cause.value, *_party(each), each.operation, frozenset(each.held), each.outside): (
            each.count, each.tokens, each.seconds,
        )
        for each in audit.noted if each.cause not in wide
    } == {
        (cause, *mine, operation, held, outside): (group.count, len(group.tokens), group.late)
        for (cause, mine, operation, held, outside), group in should.groups.items()  # type: ignore[misc]
    }  # fmt: skip
    assert {
        (each.cause.value, _party(each)): (
            each.count, each.tokens,
            each.addresses if each.cause is Cause.MANY_CLIENTS else each.services,
        )
        for each in audit.noted if each.cause in wide
    } == should.wide()  # fmt: skip
    _usage_compared(done, should)


def _party(each: Noted) -> tuple[str, str]:
    return each.party.issuer, each.party.client


def _usage_compared(done: Done, should: oracle.Expected) -> None:
    """What was granted; what was used is enough, counted once each; the rest was never needed."""
    found = {(each.party.issuer, each.party.client): each for each in done.audit.usages}
    assert found.keys() == should.work.keys()
    for party, usage in found.items():
        held = {each for _, token in should.work[party] for each in oracle.capabilities(token)}
        granted = CapabilitySet.of(held)
        assert usage.operations == len(should.work[party])
        assert set(usage.granted) == set(map(str, granted))
        mine = [line for whose, line in should.permitted if whose == party]
        assert sum(usage.used.values()) == len(mine)
        used = _capabilities(usage.used)
        for line in mine:
            enough = any(
                oracle.permits(oracle.capabilities(token), line) and oracle.permits(used, line)
                for _, token in should.work[party]
            )
            assert enough or line["op"] == "rename"  # a rename over two scopes counts the first
        assert granted.covers(used)
        unused = _capabilities(usage.unused)
        assert granted.covers(unused)
        for each in granted:
            is_used = CapabilitySet.of(used).covers(CapabilitySet.of((each,)))
            assert is_used == (str(each) not in usage.unused)


def _capabilities(names: Any) -> CapabilitySet:
    items = read_scope(" ".join(names), Dialect.WLCG)
    return CapabilitySet.of(each for item in items for each in item.capabilities)


@settings(max_examples=examples(150), deadline=None)
@given(tokens(), logs(), st.lists(st.integers(0, 30), max_size=3), st.booleans())
def test_an_audit_says_what_a_plain_one_says(
    known: list[oracle.Claims], log: list[oracle.Line], cuts: list[int], observing: bool
) -> None:
    should = oracle.expected(log, known)
    for cause, *_ in should.groups:
        reach(str(cause))
    with TemporaryDirectory() as name:
        folder = Path(name) / "logs"
        folder.mkdir()
        written(folder, log, cuts)
        done = audited(folder, known, observing=observing)
    compared(done, should)


@settings(max_examples=examples(40), deadline=None)
@given(tokens(), logs())
def test_what_is_observed_is_what_nothing_speaks_against(
    known: list[oracle.Claims], log: list[oracle.Line]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "logs"
        folder.mkdir()
        written(folder, log, ())
        done = audited(folder, known, observing=True)
    found: Counter[tuple[str, str, str, str]] = Counter()
    for each in map(json.loads, observed_lines(done.tally.observed)):
        key = each["operation"], each.get("path", ""), each.get("to", ""), each.get("token", "")
        found[key] += each.get("count", 1)
    assert found == oracle.expected(log, known).observed


@settings(max_examples=examples(40), deadline=None)
@given(tokens(), logs(), st.integers(40, 2_000), st.randoms(use_true_random=False))
def test_parts_of_one_file_come_to_the_same_in_any_order(
    known: list[oracle.Claims], log: list[oracle.Line], step: int, order: Any
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.log").write_bytes(text(log))
        (folder / "facts.jsonl").write_bytes(text(known))
        work = setup(read_token_files([str(folder / "facts.jsonl")]).facts)
        parts = list(split(str(folder / "a.log"), step))
        order.shuffle(parts)
        tally = Tally()
        for part in parts:
            tally = work.read((part,)).merged(tally)
        todo = plan([folder / "a.log"], 1)
        whole = [(todo.jobs[0], tally)]
        done = run_audit(todo, iter(whole), tokens=1, explained=Explained(), lines=with_lines)
    compared(done, oracle.expected(log, known))


@pytest.mark.slow
@settings(max_examples=examples(6), deadline=None)
@given(tokens(), st.lists(logs(), min_size=6, max_size=6))
def test_several_processes_say_it_too(
    known: list[oracle.Claims], many: list[list[oracle.Line]]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "logs"
        folder.mkdir()
        for number, log in enumerate(many):
            (folder / f"{number}.log").write_bytes(text(log))
        done = audited(folder, known, workers=2)
    compared(done, oracle.expected([line for log in many for line in log], known))


def test_the_plain_audit_knows_a_violation_when_it_sees_one() -> None:
    """The oracle itself, by hand."""
    token = {
        "iss": ISSUER, "sub": "s", "jti": "t", "aud": SERVICE, "scope": "storage.create:/vo",
        "nbf": START, "exp": START + 60, "client_id": "c",
    }  # fmt: skip
    line = {"op": "delete", "path": "/vo/f", "status": 200, "time": START, "service": SERVICE}
    late = line | {"op": "create", "time": START + 120}
    should = oracle.expected([line | {"jti": "t"}, late | {"jti": "t"}, line], [token])
    found = {key[0]: (group.count, group.late) for key, group in should.groups.items()}
    assert found == {"not-permitted": (1, 0.0), "expired": (1, 60)}
    assert should.left["no-token"] == 1
    assert msgspec.json.encode(found)
