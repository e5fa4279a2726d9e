"""What is remarked once, with its number, and in words that fit it."""

from dataclasses import replace

import pytest

from tests.audit.making import ISSUER, counted, event, facts
from tokenlint.audit.explained import Explained
from tokenlint.audit.finish import finished
from tokenlint.audit.notes import explained_by, not_read, notes, once
from tokenlint.audit.outcome import Cause
from tokenlint.audit.tally import Tally
from tokenlint.capture.folders import PassedOver
from tokenlint.source import Problem, Source


def assumed(name: str, kind: str = "time-zone", reason: str = "taken as UTC") -> Problem:
    return Problem(kind, Source(name), reason, "name the zone")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 access not judged: the log names no token"),
        (2_000, "2,000 accesses not judged: the log names no token"),
    ],
)
def test_numbers_and_words_fit(count: int, said: str) -> None:
    (note,) = notes(counted([event(token_id="", count=count)]))
    assert note.startswith(said)


def test_every_word_for_what_was_left_has_its_sentence() -> None:
    """Those that the sums use; a new one without a sentence would fail in the report."""
    known = [
        facts(1),
        facts(2, scope="openid", **{"wlcg.groups": ["/vo"]}),
        facts(3, scope="storage.read"),
    ]
    lines = [
        event(token_id=""),
        event(token_id="another", allowed=False),
        event(token_id="token-2"),
        event(token_id="", subject="subject-1", issuer=ISSUER),
        event("delete"),
        event(allowed=None),
    ]
    tally = counted(lines, known, observing=True)
    assert {"no-token", "unknown-token", "names", "person", "against"} <= tally.left.keys()
    told = list(notes(tally))
    assert len(told) == len(tally.left) + 1
    assert all(note.startswith("1 ") and "/" not in note.partition(":")[0] for note in told)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 address of one token explains itself"),
        (4, "4 addresses of one token explain themselves"),
    ],
)
def test_where_the_number_of_addresses_comes_from(number: int, said: str) -> None:
    lines = [event(client=f"192.0.2.{n}", line=n) for n in range(1, 9)]
    explained = Explained(addresses=number)
    audit = finished(counted(lines, [facts()]), inputs=1, tokens=1, explained=explained, lines={})
    assert [each.cause for each in audit.noted] == [Cause.MANY_CLIENTS]
    (note,) = explained_by(audit.noted, explained)
    assert note.startswith(said)


def test_lines_of_an_issuer_say_where_they_count() -> None:
    (note,) = notes(Tally(products={"iam": 7, "xrootd": 3}))
    assert note.startswith("7 lines of an issuer's log")
    assert "--tokens" in note


def test_what_is_assumed_of_many_files_is_said_once() -> None:
    many = [assumed(f"{n}.log") for n in range(30)]
    (one,) = once(many)
    assert one.source == Source("0.log")
    assert one.reason == "taken as UTC; the same holds for 29 more files"
    (two,) = once(many[:2])
    assert two.reason.endswith("1 more file")
    assert list(once(many[:1])) == many[:1]


def test_other_years_and_other_problems_are_told_apart() -> None:
    years = [assumed("a", "year", "2026 was taken"), assumed("b", "year", "2025 was taken")]
    broken = [assumed(name, "log-format", "no known format") for name in ("c", "d")]
    assert list(once([*years, *broken])) == [*years, *broken]


def test_an_audit_tells_assumptions_once() -> None:
    tally = replace(Tally(), problems=tuple(assumed(f"{n}.log") for n in range(3)))
    audit = finished(tally, inputs=3, tokens=0, explained=Explained(), lines={})
    (problem,) = audit.problems
    assert "2 more files" in problem.reason


def test_what_was_passed_over_is_named_as_far_as_there_is_room() -> None:
    many = [PassedOver(f"logs/{n}", "link to a folder") for n in range(7)]
    (note,) = not_read(many)
    assert note.startswith("7 below the folders not read, unless they are named: logs/0 (link to")
    assert note.endswith("logs/4 (link to a folder) and 2 more")
    (short,) = not_read(many[:5])
    assert "more" not in short
    assert list(not_read([])) == []
