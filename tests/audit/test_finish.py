"""From sums to a result: the gravest first, persons shortened, what did not fit named."""

from dataclasses import replace

import pytest

from tests.audit.making import ISSUER, START, counted, event, facts, renumbered
from tokenlint.audit.bounded import Few, Table
from tokenlint.audit.event import Event
from tokenlint.audit.explained import Explained
from tokenlint.audit.facts import Facts
from tokenlint.audit.finish import finished
from tokenlint.audit.outcome import Audit, Cause
from tokenlint.audit.tally import Broken, Spread, Tally
from tokenlint.scan.summary import Place

PERSON = "5f2c0a9e-1234-4321-abcd-0123456789ab"


def result(tally: Tally, **more: object) -> Audit:
    usual: dict[str, object] = {"inputs": 1, "tokens": 1, "explained": Explained(), "lines": {}}
    return finished(tally, **(usual | more))  # type: ignore[arg-type]


def of(*events: Event, known: tuple[Facts, ...] = (facts(),)) -> Audit:
    lines = [renumbered(each, number) for number, each in enumerate(events, 1)]
    return result(counted(lines, known))


def test_the_gravest_comes_first_then_what_loses_data_then_the_most() -> None:
    late = START + 9_000.0
    audit = of(
        event(time=late),
        event(time=late),
        event("create", "/elsewhere"),
        event("create", "/elsewhere"),
        event("delete"),
        event(service="https://other.example"),
        event(token_id="unknown"),
    )
    found = [(each.cause, each.operation) for each in audit.noted]
    assert found == [
        (Cause.NOT_PERMITTED, "delete"),
        (Cause.NOT_PERMITTED, "create"),
        (Cause.EXPIRED, "read"),
        (Cause.ELSEWHERE, "read"),
        (Cause.MANY_SERVICES, ""),
        (Cause.UNKNOWN_TOKEN, "read"),
    ]


def test_of_a_person_only_a_beginning_is_kept() -> None:
    named = {"token_id": "", "subject": PERSON, "issuer": ISSUER}
    for known in ((facts(sub=PERSON, client_id=None),), ()):
        audit = of(event("delete", **named), known=known)
        (noted,) = audit.noted
        assert PERSON not in repr(audit)
        assert noted.seen[0].event.subject
        assert PERSON.startswith(noted.seen[0].event.subject.rstrip("…"))


def test_lines_are_those_that_were_found_out() -> None:
    tally = counted([event("delete")], [facts()])
    ((_, group),) = tally.groups.kept.items()
    at = replace_line(tally)
    place = Place(group.seen[0].origin, group.seen[0].offset, 0)
    audit = result(at, lines={place: place._replace(line=701)})
    assert audit.noted[0].seen[0].event.line == 701


def replace_line(tally: Tally) -> Tally:
    """As from a part of a file, whose first line nobody has counted."""
    kept = {
        key: replace(group, seen=tuple(at._replace(line=0) for at in group.seen))
        for key, group in tally.groups.kept.items()
    }
    return replace(tally, groups=Table(tally.groups.most, kept))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("groups", "7 noted operations are of further groups"),
        ("works", "7 operations are of further parties"),
        ("spreads", "7 operations are of further tokens"),
        ("observed", "7 allowed operations are not among those that were observed"),
    ],
)
def test_what_did_not_fit_makes_the_picture_incomplete(name: str, says: str) -> None:
    full: Table[object, object] = Table(1, {}, left_out=7)
    (problem,) = result(replace(Tally(), **{name: full})).problems
    assert (problem.kind, problem.reason.startswith(says)) == ("oversize", True)
    assert problem.advice


def test_lines_that_were_not_read_are_named_by_file_and_kind() -> None:
    kept = {
        ("a.log", "time"): Broken(1, 4, 4, "no time"),
        ("a.log", "syntax"): Broken(2, 1, 1, "no JSON"),
        ("b.log", "syntax"): Broken(3, 9, 9, "no JSON"),
    }
    audit = result(replace(Tally(), unread=Table(1, kept, left_out=11)))
    assert audit.unread == {"syntax": 5, "time": 1, "others": 11}
    told = [(each.kind, each.source.file, each.source.line) for each in audit.problems]
    assert told == [
        ("syntax", "a.log", 1),
        ("time", "a.log", 4),
        ("syntax", "b.log", 9),
        ("unread", "<audit>", 0),
    ]
    assert audit.problems[0].reason == "2 lines could not be used, this is the first: no JSON"
    assert audit.problems[1].reason == "a line could not be used: no time"


def spread(services: int, named: int, clients: int = 1) -> Spread:
    places = Few.of([f"s{n}" for n in range(services)], 64)
    addresses = Few.of([f"c{n}" for n in range(clients)], 64)
    return Spread(5, ("", ISSUER, "x"), addresses, places, (), explained=named)


def test_services_are_compared_with_what_each_audience_names() -> None:
    """Told is the greatest number that explains itself, of those that did too much."""
    kept = {
        ("", "a"): spread(services=2, named=1),
        ("", "b"): spread(services=4, named=3),
        ("", "c"): spread(services=9, named=9),
    }
    (noted,) = result(replace(Tally(), spreads=Table(20, kept))).noted
    assert (noted.cause, noted.services, noted.explained) == (Cause.MANY_SERVICES, 4, 3)
    assert (noted.tokens, noted.count) == (2, 10)


def test_addresses_and_services_are_noted_apart() -> None:
    kept = {("", "a"): spread(services=3, named=1, clients=5)}
    found = result(replace(Tally(), spreads=Table(20, kept))).noted
    assert [(each.cause, each.addresses, each.services) for each in found] == [
        (Cause.MANY_CLIENTS, 5, 3),
        (Cause.MANY_SERVICES, 5, 3),
    ]


def test_without_times_there_is_no_period() -> None:
    assert (of(event(time=-1.0)).first, of(event(time=-1.0)).last) == (0.0, 0.0)
    timed = of(event(), event(time=START + 100.0))
    assert (timed.first, timed.last) == (START + 60.0, START + 100.0)
    assert timed.noted == ()
