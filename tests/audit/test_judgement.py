"""From what was noted to a report: the gravest first, nothing lost from the counts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import catalogue, settings
from tokenlint.audit.event import Event
from tokenlint.audit.judgement import (
    MOST_GROUPS,
    judge,
    line_words,
    noted_groups,
    party_words,
    unused_groups,
)
from tokenlint.audit.outcome import Audit, Cause, Noted, Party, Seen, Usage
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Persona, Report
from tokenlint.source import Problem, Source

MERGE = Party("merge", "https://issuer.example", "client-7")
EVENT = Event(
    operation="delete",
    path="/data/file",
    allowed=True,
    time=1_795_176_000.0,
    client="192.0.2.7",
    service="https://storage.example",
    token_id="5f2c0a9e-made-up-1234",
    line=17,
)


@pytest.fixture(scope="module")
def engine(shipped_engine: Engine) -> Engine:
    return shipped_engine


def noted(**changes: Any) -> Noted:
    usual: dict[str, Any] = {
        "cause": Cause.NOT_PERMITTED,
        "party": MERGE,
        "operation": "delete",
        "held": ("create",),
        "scope": "storage.create:/data",
        "count": 3,
        "tokens": 1,
        "seen": (Seen("access.log", EVENT),),
        "destructive": True,
    }
    return Noted(**usual | changes)


def usage(*unused: str, **changes: Any) -> Usage:
    usual: dict[str, Any] = {
        "party": MERGE,
        "granted": ("storage.read:/data", *unused),
        "used": {"storage.read:/data": 12},
        "unused": unused,
        "tokens": 4,
        "operations": 12,
        "first": 1_795_176_000.0,
        "last": 1_795_262_400.0,
    }
    return Usage(**usual | changes)


def audit(*some: Noted, **changes: Any) -> Audit:
    usual: dict[str, Any] = {
        "inputs": 1,
        "size": 1000,
        "lines": 100,
        "events": 90,
        "allowed": 80,
        "refused": 10,
        "undecided": 0,
        "judged": 90,
        "passed_over": 10,
        "unread": {},
        "products": {"xrootd": 100},
        "noted": some,
    }
    return Audit(**usual | changes)


def judged(engine: Engine, given: Audit, **changes: Any) -> Report:
    return judge(given, engine, catalogue(), settings(**changes))


def test_an_audit_without_anything_noted_has_a_document_and_nothing_else(engine: Engine) -> None:
    report = judged(engine, audit(notes=("some products log no token",)))
    (document,) = report.documents
    assert (report.findings, report.errors) == ((), ())
    assert (document.kind, document.facts["lines"]) == ("audit", "100")
    assert (document.facts["allowed"], document.facts["products"]) == ("80", "xrootd 100")
    assert report.notes == ("some products log no token",)


@pytest.mark.parametrize(
    ("tokens", "said"),
    [(0, "with tokens that the log does not tell apart, of which"), (1, "with 1 token of which")],
)
def test_tokens_that_are_not_told_apart_are_not_counted(
    engine: Engine, tokens: int, said: str
) -> None:
    one = noted(cause=Cause.UNKNOWN_TOKEN, tokens=tokens, destructive=False)
    report = judged(engine, audit(one))
    (finding,) = [each for each in report.findings if each.rule == "LOG010"]
    assert said in finding.message


def test_a_log_beside_which_nothing_is_known_is_not_clean(engine: Engine) -> None:
    (problem,) = judged(engine, audit(judged=0)).errors
    assert problem.kind == "not-judged"
    assert problem.reason.startswith("none of 90 accesses")
    assert "--tokens" in problem.advice
    assert judged(engine, audit(judged=1)).errors == ()
    assert judged(engine, audit(judged=0, events=0)).errors == ()


def test_a_deletion_without_modify_is_the_first_finding(engine: Engine) -> None:
    others = [
        noted(cause=cause, count=1_000_000, destructive=cause is Cause.EXPIRED, seconds=60.0)
        for cause in Cause
        if cause is not Cause.NOT_PERMITTED
    ]
    reading = noted(operation="read", destructive=False, count=5_000_000)
    unused = usage("storage.modify:/data")
    report = judged(engine, audit(*others, reading, noted(count=1), usages=(unused,)))
    first = report.findings[0]
    assert first.rule == "LOG001"
    assert first.message == (
        "delete, once, without storage.modify for the path:"
        " workflow merge, issuer https://issuer.example, client client-7; its tokens hold create"
    )
    assert [str(each.source) for each in first.locations] == ["access.log:17"]
    assert first.evidence["request"] == line_words(Seen("access.log", EVENT))
    assert {each.rule for each in report.findings} == {
        *(f"LOG{number:03}" for number in range(1, 8)),
        "LOG009",
        "LOG010",
        "LOG011",
    }


@pytest.mark.parametrize(
    ("unused", "rules"),
    [
        ((), set()),
        (("storage.create:/data",), {"LOG008"}),
        (("storage.create:/data", "storage.modify:/data"), {"LOG011"}),
        (("write:/data",), {"LOG008"}),
    ],
)
def test_what_was_never_used(engine: Engine, unused: tuple[str, ...], rules: set[str]) -> None:
    report = judged(engine, audit(usages=(usage(*unused),)))
    assert {each.rule for each in report.findings} == rules
    for finding in report.findings:
        assert finding.fix is not None
        assert "tokenlint least --observed" in finding.fix.text
        assert finding.evidence["unused"] == " ".join(unused)


def test_a_line_in_words_shortens_the_id_of_the_token() -> None:
    assert line_words(Seen("access.log", EVENT)) == (
        "2026-11-20 12:00 UTC, DELETE /data/file, allowed, from 192.0.2.7,"
        " at https://storage.example, token 5f2c0a9e…"
    )
    renamed = Event(operation="rename-over", path="/a", to="/b", allowed=False)
    assert line_words(Seen("x", renamed)) == "RENAME OVER /a to /b, refused"
    assert line_words(Seen("x", Event())) == ""


@pytest.mark.parametrize(
    ("party", "words"),
    [
        (Party(), "somebody unknown"),
        (Party("merge"), "workflow merge"),
        (Party("", "https://i.example", "c"), "issuer https://i.example, client c"),
    ],
)
def test_parties_in_words(party: Party, words: str) -> None:
    assert party_words(party) == words


def test_operations_of_one_party_are_one_finding_whatever_their_tokens_held() -> None:
    (group,) = noted_groups(
        [
            noted(count=3, tokens=2),
            noted(operation="overwrite", held=("read",), count=9, tokens=1, outside=True),
        ]
    )
    assert group.operations == ("overwrite", "delete")
    assert (group.count, group.held, group.outside) == (12, ("create", "read"), True)
    assert (group.tokens, group.more_tokens) == (2, True)


PARTIES = st.builds(Party, st.sampled_from([f"w{number}" for number in range(80)]))
NOTED = st.builds(
    noted,
    cause=st.sampled_from(Cause),
    party=PARTIES,
    operation=st.sampled_from(["delete", "read", "create"]),
    count=st.integers(1, 100),
    destructive=st.booleans(),
)


@given(st.lists(NOTED, max_size=200))
def test_grouping_loses_no_operation_of_any_reason(some: list[Noted]) -> None:
    groups = noted_groups(some)
    for cause in Cause:
        whole = sum(each.count for each in some if each.cause is cause)
        assert sum(each.count for each in groups if each.cause == cause.value) == whole
    order = [(list(Cause).index(Cause(each.cause)), not each.destructive) for each in groups]
    assert order == sorted(order)


def test_very_many_parties_are_told_together() -> None:
    some = [noted(party=Party(f"w{number}"), count=number) for number in range(1, 200)]
    groups = noted_groups(some)
    assert len(groups) == MOST_GROUPS
    assert groups[0].party == "workflow w199"
    assert groups[-1].party == "150 others"
    assert sum(each.count for each in groups) == sum(range(1, 200))
    unused = unused_groups(
        usage("storage.modify:/a", party=Party(f"w{number}")) for number in range(200)
    )
    assert len(unused) == MOST_GROUPS + 1
    assert unused[-1].party == "150 others"
    assert sum(each.count for each in unused) == 200


@pytest.mark.parametrize(
    ("name", "worst"),
    [("seconds", 7_200.0), ("addresses", 40), ("services", 7), ("tokens", 90), ("outside", True)],
)
def test_the_others_together_keep_the_worst_of_them(name: str, worst: object) -> None:
    """It stands with the fewest operations, or in the middle, and is not lost."""
    for at in (1, 5):
        some = [
            noted(
                party=Party(f"w{number}"), count=number, **({name: worst} if number == at else {})
            )
            for number in range(1, MOST_GROUPS + 10)
        ]
        others = noted_groups(some)[-1]
        assert others.party == "10 others"
        assert getattr(others, name) == worst


def test_one_party_keeps_the_worst_of_its_parts() -> None:
    often = noted(held=("read",), count=9)
    worst = noted(held=("create",), count=1, tokens=5, seconds=60.0, addresses=4, outside=True)
    (group,) = noted_groups([often, worst])
    assert (group.count, group.tokens, group.seconds, group.addresses) == (10, 5, 60, 4)
    assert (group.outside, group.more_tokens, group.held) == (True, True, ("create", "read"))


def test_who_used_everything_is_no_group() -> None:
    assert unused_groups([usage()]) == ()
    (group,) = unused_groups([usage(), usage("storage.modify:/a")])
    assert group.unused == ("storage.modify:/a",)


def test_without_times_no_span_is_told() -> None:
    (group,) = unused_groups([usage("storage.modify:/a", first=0.0, last=0.0)])
    assert group.span == ""


def test_lines_that_were_not_read_are_never_clean(engine: Engine) -> None:
    (problem,) = judged(engine, audit(lines=9_000, unread={"cut": 3, "no-time": 1_000})).errors
    assert problem.reason == "1,003 of 9,000 lines could not be used: 3 cut, 1,000 no-time"
    named = Problem("unread", Source("a.log", 3), "it is cut", "copy it again")
    assert judged(engine, audit(unread={"cut": 1}, problems=(named,))).errors == (named,)


def test_personas_and_selections_hold(engine: Engine) -> None:
    unknown = noted(cause=Cause.UNKNOWN_TOKEN, destructive=False)
    report = judged(engine, audit(unknown), persona=Persona.REGULAR)
    assert (report.findings, report.hidden) == ((), 1)
    assert judged(engine, audit(noted()), codes=frozenset({"LOG002"})).findings == ()
