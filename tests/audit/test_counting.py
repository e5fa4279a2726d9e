"""Lines are judged right, and the short way comes to what the longer way comes to."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.audit.making import (
    ISSUER,
    SERVICE,
    START,
    InOrder,
    counted,
    counter,
    event,
    facts,
    known_tokens,
    logs,
    renumbered,
)
from tokenlint.audit.bounded import Table
from tokenlint.audit.entries import MOST_OBSERVED
from tokenlint.audit.event import Event
from tokenlint.audit.facts import Facts
from tokenlint.audit.outcome import Cause
from tokenlint.audit.tally import Tally
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.policy.release import release_of
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity

_CAUSES = tuple(Cause)


def causes(tally: Tally) -> dict[Cause, int]:
    found: dict[Cause, int] = {}
    for key, group in tally.groups.kept.items():
        cause = _CAUSES[key.gravity]
        found[cause] = found.get(cause, 0) + group.count
    return found


def noted(one: Event, *known: Facts, **more: object) -> dict[Cause, int]:
    return causes(counted([one], known or (facts(),), **more))


def without_observed(tally: Tally) -> Tally:
    left = {word: count for word, count in tally.left.items() if word != "against"}
    return replace(tally, observed=Table(MOST_OBSERVED), left=left)


@settings(max_examples=60)
@given(known_tokens(), logs())
def test_the_short_way_comes_to_what_the_longer_way_comes_to(
    known: list[Facts], lines: list[Event]
) -> None:
    short = counted(lines, known)
    longer = counted(lines, known, observing=True)
    assert short == without_observed(longer)


@settings(max_examples=60)
@given(known_tokens(), logs())
def test_every_line_is_counted_once(known: list[Facts], lines: list[Event]) -> None:
    tally = counted(lines, known)
    assert tally.events == sum(each.count for each in lines)
    assert tally.events == tally.allowed + tally.refused + tally.undecided
    assert tally.judged <= tally.events


@settings(max_examples=60)
@given(known_tokens(), logs(most=1))
def test_a_delete_is_noted_exactly_where_no_scope_allows_it(
    known: list[Facts], lines: list[Event]
) -> None:
    """Against the judge of the algebra, which shares no code with the short way."""
    one = lines[0]
    token = next((each for each in known if one.token_id in each.ids), None)
    if token is None or not token.judgeable or one.allowed is not True:
        return
    items = [
        item
        for item in read_scope(token.scope, Dialect.WLCG)
        if item.capabilities and item.text not in {"storage.create", "storage.read:/vo%2Fx"}
    ]
    if len(items) < len(token.scope.split()) or one.operation == "rename":
        return
    held = CapabilitySet.of(each for item in items for each in item.capabilities)
    privilege = Privilege(held, ANY, Validity(0, None))
    path = ScopePath.parse(one.path).resolved() if one.path else ROOT
    wanted = Request(Operation(one.operation), path, "https://anywhere.example", 0)
    found = causes(counted([one], known)).get(Cause.NOT_PERMITTED, 0)
    assert (found > 0) == (not allows(privilege, wanted))


def test_what_a_token_permits_is_not_noted() -> None:
    assert noted(event("read", "/anything")) == {}
    assert noted(event("create")) == {}


@pytest.mark.parametrize("operation", ["delete", "overwrite"])
def test_what_only_modify_allows_is_noted(operation: str) -> None:
    assert noted(event(operation)) == {Cause.NOT_PERMITTED: 1}


@pytest.mark.parametrize(
    "path",
    ["/vo/outside/f", "/vo/out/../f", "/vo/out/%2e%2e/f", "/vo/out/./../../vo/f", "/vo"],
)
def test_a_path_outside_is_noted_however_it_is_spelled(path: str) -> None:
    tally = counted([event("create", path)], [facts()])
    (key,) = tally.groups.kept
    assert (_CAUSES[key.gravity], key.outside) == (Cause.NOT_PERMITTED, True)
    (group,) = tally.groups.kept.values()
    assert group.seen[0].event.path == path  # shown as it was logged


def test_a_path_that_climbs_and_comes_back_is_permitted_also_after_others() -> None:
    plain, back = event("create", line=1), event("create", "/vo/out/x/../f", line=2)
    out = event("create", "/vo/out/../f", line=3)
    tally = counted([plain, back, out], [facts()])
    assert causes(tally) == {Cause.NOT_PERMITTED: 1}


def test_a_rename_is_judged_by_both_of_its_paths() -> None:
    assert noted(event("rename", "/vo/out/a", to="/vo/out/b")) == {}
    assert noted(event("rename", "/vo/out/a", to="/vo/b")) == {Cause.NOT_PERMITTED: 1}
    assert noted(event("rename", "/vo/a", to="/vo/out/b")) == {Cause.NOT_PERMITTED: 1}


@pytest.mark.parametrize(
    ("seconds", "cause"),
    [
        (-61, Cause.NOT_YET_VALID),
        (-60, None),
        (3_600 + 59.5, None),
        (3_600 + 60, Cause.EXPIRED),
    ],
)
def test_time_counts_with_the_skew_of_clocks(seconds: float, cause: Cause | None) -> None:
    found = noted(event(time=float(START + seconds)))
    assert found == ({cause: 1} if cause else {})


def test_a_token_that_was_never_valid_is_not_valid_before_its_end() -> None:
    never = facts(nbf=START + 3_600, exp=START + 1_800)
    for time in (START - 9_000.0, START + 60.0, START + 2_000.0, START + 9_000.0):
        assert noted(event(time=time), never) == {Cause.EXPIRED: 1}


def test_how_late_it_was_is_told() -> None:
    tally = counted([event(time=START + 3_600 + 100.0)], [facts()])
    (group,) = tally.groups.kept.values()
    assert group.seconds == Fraction(100)


def test_without_a_time_nothing_is_said_of_the_expiry() -> None:
    assert noted(event(time=-1.0)) == {}


@pytest.mark.parametrize("service", [SERVICE, "se.example", "se.example:443", "davs://se.example"])
def test_a_log_may_spell_the_service_of_the_audience_otherwise(service: str) -> None:
    assert noted(event(service=service)) == {}


def test_another_service_is_noted_and_an_unknown_one_is_not() -> None:
    assert noted(event(service="https://other.example")) == {Cause.ELSEWHERE: 1}
    assert noted(event(service="")) == {}
    assert noted(event(service=""), service="https://other.example") == {Cause.ELSEWHERE: 1}


def test_a_token_for_any_service_is_nowhere_elsewhere() -> None:
    wild = facts(aud="https://wlcg.cern.ch/jwt/v1/any")
    assert noted(event(service="https://other.example"), wild) == {}
    assert noted(event(service="https://other.example"), facts(aud=None)) == {}


def test_a_refusal_is_noted_where_nothing_explains_it() -> None:
    assert noted(event(allowed=False)) == {Cause.REFUSED: 1}
    assert noted(event("delete", allowed=False)) == {}
    assert noted(event(allowed=False, time=2e9)) == {}
    assert noted(event(allowed=False, service="")) == {}
    assert noted(event(allowed=False, time=-1.0)) == {}


def test_a_token_of_which_nothing_is_known_is_noted_where_it_was_allowed() -> None:
    assert noted(event(token_id="another")) == {Cause.UNKNOWN_TOKEN: 1}
    refused = counted([event(token_id="another", allowed=False)], [facts()])
    assert (causes(refused), refused.left) == ({}, {"unknown-token": 1})


def test_an_access_without_a_token_is_counted_only() -> None:
    tally = counted([event(token_id="")], [facts()])
    assert (causes(tally), tally.left, tally.judged) == ({}, {"no-token": 1}, 0)


def test_of_a_person_any_token_that_was_valid_may_permit_it() -> None:
    reader = facts(1, sub="somebody", scope="storage.read:/")
    writer = facts(2, sub="somebody", scope="storage.modify:/", exp=START + 600)
    deleted = event("delete", token_id="", subject="somebody", issuer=ISSUER)
    assert noted(deleted, reader, writer) == {}
    again = [deleted, renumbered(deleted, 2), renumbered(deleted, 3)]
    assert counted(again, [reader, writer]).left == {"person": 3}
    later = event("delete", token_id="", subject="somebody", issuer=ISSUER, time=START + 900.0)
    assert noted(later, reader, writer) == {Cause.NOT_PERMITTED: 1}


def test_of_a_person_whose_known_tokens_had_expired_another_token_is_meant() -> None:
    late = event("read", token_id="", subject="subject-1", issuer=ISSUER, time=START + 9_000.0)
    assert noted(late) == {Cause.UNKNOWN_TOKEN: 1}


def test_groups_are_left_to_the_service() -> None:
    grouped = facts(scope="openid", **{"wlcg.groups": ["/vo"]})
    tally = counted([event("delete")], [grouped])
    assert (causes(tally), tally.left) == ({}, {"names": 1})
    assert noted(event(time=2e9), grouped) == {Cause.EXPIRED: 1}


def test_a_name_alone_may_be_that_of_a_certificate() -> None:
    """Issuer and subject together are of a token; one of whom no facts are known is noted."""
    named = event(token_id="", subject="/DC=example/CN=someone")
    tally = counted([named], [facts()])
    assert (causes(tally), tally.left) == ({}, {"no-token": 1})
    assert noted(event(token_id="", subject="me", issuer=ISSUER)) == {Cause.UNKNOWN_TOKEN: 1}


@pytest.mark.parametrize(
    "wrong",
    [
        event("delete"),
        event(time=START + 9_000.0),
        event(time=START - 9_000.0),
        event(service="https://other.example"),
        event(token_id="", subject="subject-1", issuer=ISSUER, time=START + 9_000.0),
    ],
)
def test_what_something_speaks_against_is_not_observed(wrong: Event) -> None:
    """The least token of these operations would make right what was wrong."""
    tally = counted([event(), renumbered(wrong, 2)], [facts()], observing=True)
    assert [(key[2], often.count) for key, often in tally.observed.kept.items()] == [("read", 1)]
    assert tally.left["against"] == 1


def test_scopes_in_the_log_itself_are_enough() -> None:
    told = {"token_id": "", "issuer": ISSUER, "subject": "me", "scope": "storage.read:/vo"}
    assert noted(event("read", "/vo/f", **told)) == {}
    assert noted(event("delete", "/vo/f", **told)) == {Cause.NOT_PERMITTED: 1}
    assert noted(event("read", "/vo/f", **told, expiry=START + 0.0 - 60)) == {Cause.EXPIRED: 1}
    elsewhere = event("read", "/vo/f", **told, audience=("https://other.example",))
    assert noted(elsewhere) == {Cause.ELSEWHERE: 1}


def test_the_base_path_of_the_issuer_is_taken_off() -> None:
    bases = {ISSUER: "/storage/vo", "": "/other"}
    assert noted(event("create", "/storage/vo/vo/out/f"), bases=bases) == {}
    assert noted(event("create", "/vo/out/f"), bases=bases) == {Cause.NOT_PERMITTED: 1}
    assert noted(event("create", "/storage/vo/../vo/vo/out/f"), bases=bases) == {}
    assert noted(event("read", "/storage/vo-2/f"), bases=bases) == {Cause.NOT_PERMITTED: 1}


def test_a_product_that_documents_more_permits_more() -> None:
    lenient = release_of("xrootd@5.5.3")
    writer = facts(scope="storage.create:/vo/out")
    strict, there = (
        noted(event("overwrite"), writer),
        noted(event("overwrite"), writer, release=lenient),
    )
    assert strict == {Cause.NOT_PERMITTED: 1}
    assert there in ({}, strict)


def test_groups_and_examples_are_those_of_the_first_lines() -> None:
    many = [event("delete", f"/vo/out/{n}", line=n, time=START + 100.0 - n) for n in range(1, 20)]
    tally = counted(many, [facts()])
    (group,) = tally.groups.kept.values()
    assert [at.event.line for at in group.seen] == [19, 18, 17, 16, 15]
    assert (group.count, list(group.tokens)) == (19, [facts().ids[-1]])


def test_addresses_of_one_token_are_counted_over_all_its_names() -> None:
    hashed = facts().ids[-1]
    lines = [
        event(client=f"192.0.2.{n}", line=n, token_id="token-1" if n % 2 else hashed)
        for n in range(1, 9)
    ]
    (spread,) = counted(lines, [facts()]).spreads.kept.values()
    assert (len(spread.clients), spread.operations) == (8, 8)


def test_what_was_used_is_the_least_action_on_the_narrowest_path() -> None:
    known = facts(scope="storage.modify:/vo storage.read:/")
    lines = [event("create", "/vo/f", line=1), event("stat", "/vo/f", line=2)]
    (work,) = counted(lines, [known]).works.kept.values()
    assert {key: each.weight for key, each in work.used.kept.items()} == {
        "create:/vo": 1,
        "read:/": 1,
    }


def test_lines_of_the_next_file_do_not_hide_those_of_the_first() -> None:
    counting = counter([facts()])
    for origin in ("b.log", "a.log"):
        counting.take([renumbered(event(), 7)], InOrder(origin))
        counting.end_of_file()
    (spread,) = counting.finish().spreads.kept.values()
    assert [at.origin for at in spread.seen] == ["a.log"]
