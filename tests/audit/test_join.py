"""Which facts a line is about, by whatever name the log has for the token."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.audit.making import ISSUER, START, event, facts
from tokenlint.audit.facts import EVER, Facts, Rights
from tokenlint.audit.join import Ledger, Shape
from tokenlint.audit.names import hashed, id_spellings


def test_a_token_is_found_by_its_id_its_hash_and_its_fingerprint() -> None:
    known = facts(1)
    ledger = Ledger([known, facts(2), Facts(fingerprint="0123456789ab", scope="storage.read:/")])
    for name in ("token-1", hashed("token-1")):
        match = ledger.match(event(token_id=name))
        assert match is not None
        assert (match.facts, match.single, match.token) == (known, True, hashed("token-1"))
    by_print = ledger.match(event(token_id="", fingerprint="0123456789ab"))
    assert by_print is not None
    assert by_print.facts.scope == "storage.read:/"


def test_equal_ids_of_two_issuers_are_told_apart_where_the_log_does() -> None:
    other = facts(1, iss="https://other.example", scope="storage.modify:/")
    ledger = Ledger([facts(1), other])
    told = ledger.match(event(issuer="https://other.example"))
    assert told is not None
    assert [shape.facts for shape in told.shapes] == [other]
    untold = ledger.match(event())
    assert untold is not None
    assert len(untold.shapes) == 2


def test_an_id_that_nobody_knows_is_not_that_of_a_person() -> None:
    ledger = Ledger([facts(1)])
    assert ledger.match(event(token_id="other", subject="subject-1", issuer=ISSUER)) is None


def test_a_person_is_found_without_an_issuer_where_there_is_one_of_that_name() -> None:
    one = Ledger([facts(1)])
    assert one.match(event(token_id="", subject="subject-1")) is not None
    two = Ledger([facts(1), facts(2, sub="subject-1", iss="https://other.example")])
    assert two.match(event(token_id="", subject="subject-1")) is None


def test_tokens_of_a_person_with_equal_rights_are_one_shape_with_all_their_times() -> None:
    first = facts(1, sub="me")
    again = facts(2, sub="me", nbf=START + 7_200, exp=START + 9_000)
    match = Ledger([again, first]).match(event(token_id="", subject="me", issuer=ISSUER))
    assert match is not None
    (shape,) = match.shapes
    assert shape.spans == ((START, START + 3_600), (START + 7_200, START + 9_000))
    assert not match.single


@pytest.mark.parametrize("name", [{"token_id": "token-1"}, {"token_id": "", "fingerprint": "f1"}])
@pytest.mark.parametrize("rights", [Rights.PARTIAL, Rights.UNREADABLE])
@pytest.mark.parametrize("first", [True, False])
def test_a_record_that_leaves_scopes_out_does_not_hide_the_whole_one(
    name: dict[str, str], rights: Rights, first: bool
) -> None:
    """Facts of one token may come from a scan and from its claims."""
    whole = replace(facts(1), fingerprint="f1")
    short = replace(whole, scope="", rights=rights, subject="")
    known = [short, whole] if first else [whole, short]
    match = Ledger(known).match(event(**name))
    assert match is not None
    assert [shape.facts for shape in match.shapes] == [whole]
    alone = Ledger([short]).match(event(**name))
    assert alone is not None
    assert alone.facts.rights is rights
    other = replace(short, issuer="https://other.example")
    both = Ledger([whole, other]).match(event(**name))
    assert both is not None
    assert len(both.shapes) == 2


@pytest.mark.parametrize(
    "known",
    [
        facts(1, scope="openid", **{"wlcg.groups": ["/vo"]}),
        replace(facts(1), rights=Rights.PARTIAL),
        facts(1, scope="read:/", **{"wlcg.ver": None, "ver": "scitoken:2.0"}),
    ],
)
def test_scopes_in_the_line_are_those_that_the_service_saw(known: Facts) -> None:
    match = Ledger([known]).match(event(scope="storage.read:/vo"))
    assert match is not None
    seen = match.facts
    assert (seen.scope, seen.rights, seen.profile) == ("storage.read:/vo", Rights.SCOPE, "wlcg")
    assert (seen.ids, seen.start, seen.end) == (known.ids, known.start, known.end)


def test_groups_that_a_log_tells_do_not_say_that_there_are_no_scopes() -> None:
    """XRootD names the groups of a token, also where its scopes decided."""
    told = {"token_id": "", "subject": "me", "issuer": ISSUER, "groups": ("/vo",)}
    assert Ledger([]).match(event(**told)) is None
    whole = Ledger([]).match(event(**told, fingerprint="0123456789ab"))
    assert whole is not None
    assert whole.facts.rights is Rights.NAMES
    scoped = Ledger([]).match(event(**told, scope="storage.read:/"))
    assert scoped is not None
    assert scoped.facts.rights is Rights.SCOPE


SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ab: (min(ab), max(ab))),
    min_size=1,
    max_size=5,
)


@given(SPANS, st.integers(-5, 60), st.sampled_from((0.0, 2.0)))
def test_a_time_is_in_a_span_exactly_where_a_token_was_valid(
    spans: list[tuple[int, int]], time: int, skew: float
) -> None:
    """Against each span alone; an empty one holds no instant, whatever the skew."""
    known = [
        Facts(subject="me", issuer=ISSUER, scope="openid", start=float(a), end=float(b))
        for a, b in spans
    ]
    match = Ledger(known).match(event(token_id="", subject="me", issuer=ISSUER))
    assert match is not None
    (shape,) = match.shapes
    expected = any(a < b and a - skew <= time < b + skew for a, b in spans)
    assert (shape.span_at(float(time), skew) is not None) == expected


def test_a_token_without_an_end_is_always_valid() -> None:
    assert Shape(Facts(), ((0.0, EVER),)).span_at(4e9, 60.0) == (0.0, EVER)


@pytest.mark.parametrize("text", ["", "a", "\ud800"])
def test_spellings_of_ids(text: str) -> None:
    assert len(id_spellings(text)) == (2 if text else 0)
