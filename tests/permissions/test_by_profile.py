"""Answers by the profile: they agree with `allows`, and each has its reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import NOW
from tests.permissions.asking import ask, bearer, privileged
from tests.strategies import CLEAN_PATHS, ENDPOINTS, ODD_PATHS, privileges
from tokenlint.credentials.token import Dialect
from tokenlint.permissions.answer import Cause
from tokenlint.permissions.by_profile import ByProfile, least_scope
from tokenlint.permissions.scopes import path_of
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.services.decision import Ask, Verdict

_WORDS = ("storage.read", "storage.create", "storage.modify", "storage.stage", "storage.poll",
          "write", "compute.create", "openid")  # fmt: skip
_SCOPES = st.lists(
    st.builds(
        lambda word, path: word + (f":{path}" if path else ""),
        st.sampled_from(_WORDS),
        st.sampled_from(["", *map(str, CLEAN_PATHS), *map(str, ODD_PATHS[:200])]),
    ).filter(lambda text: " " not in text),
    max_size=4,
).map(" ".join)
_OPERATIONS = [each for each in Operation if each is not Operation.ADMINISTER]
_ASKS = st.builds(Ask, st.sampled_from(_OPERATIONS), st.sampled_from([*map(str, CLEAN_PATHS)]))


_SPENT = {"iat": NOW - 60, "nbf": NOW - 60, "exp": NOW}


@given(privileges, _ASKS, st.sampled_from(ENDPOINTS), st.integers(-1, 5))
def test_of_a_privilege_the_answers_are_those_of_allows(
    held: Privilege, asked: Ask, endpoint: str, at: int
) -> None:
    answer = ByProfile(privileged(held), at, endpoint).answer(asked)
    request = Request(asked.operation, path_of(asked), endpoint, at)
    assert answer.reasons
    assert all(each.says for each in answer.reasons)
    if answer.verdict is Verdict.DEPENDS:
        assert {each.cause for each in answer.reasons} <= {Cause.SPELLING}
    else:
        assert (answer.verdict is Verdict.ALLOWED) == allows(held, request)


@given(_SCOPES, _ASKS, st.sampled_from(["", *ENDPOINTS]))
def test_of_a_token_the_answers_are_those_of_allows(scope: str, asked: Ask, endpoint: str) -> None:
    shown = bearer(scope=scope, aud=ENDPOINTS[0])
    answer = ByProfile(shown, NOW, endpoint).answer(asked)
    request = Request(asked.operation, path_of(asked), endpoint or ENDPOINTS[0], NOW)
    assert answer.reasons
    if answer.verdict is Verdict.DEPENDS:
        open_ = {Cause.GROUPS, Cause.PATHLESS, Cause.SPELLING}
        assert {each.cause for each in answer.reasons} <= open_
    else:
        assert (answer.verdict is Verdict.ALLOWED) == allows(shown.privilege, request)


@given(_SCOPES, _ASKS, st.sampled_from(["", *ENDPOINTS]))
def test_with_its_remedy_a_no_is_a_yes(scope: str, asked: Ask, endpoint: str) -> None:
    judge = ByProfile(bearer(scope=scope, aud=ENDPOINTS[0]), NOW, endpoint)
    answer = judge.explain(asked)
    for remedy in answer.remedies:
        scopes = " ".join((scope, *remedy.scopes))
        better = bearer(scope=scopes, aud=remedy.audience or ENDPOINTS[0])
        assert replace(judge, bearer=better).answer(asked).verdict is Verdict.ALLOWED
    assert bool(answer.remedies) is (answer.verdict is not Verdict.ALLOWED)


@pytest.mark.parametrize(
    ("request_", "changes", "cause", "words"),
    [
        ("read /data/set1/x", {}, Cause.SCOPE, "its scope storage.read:/data/set1 allows it"),
        ("delete /data/set1", {}, Cause.ACTION, "no scope for this (storage.modify)"),
        ("create /x", {}, Cause.ACTION, "(storage.create or storage.modify)"),
        ("read /data", {}, Cause.PATH, "on another path: storage.read:/data/set1"),
        ("read /data/set10/x", {}, Cause.SIBLING, "does not cover a name that only begins like"),
        ("read /x", {"scope": "storage.read"}, Cause.PATHLESS, "for want of a path"),
        ("read /b", {"scope": "storage.read:/a/../b"}, Cause.SPELLING, "is read as /b"),
        ("read /a//b", {"scope": "storage.read:/a//b"}, Cause.SPELLING, "not normalised"),
        ("read /x", {"scope": None, "wlcg.groups": ["/vo"]}, Cause.GROUPS, "its groups"),
        ("read /data/set1", _SPENT, Cause.EXPIRED, "expired 2026-11-20 12:00 UTC, 0 s"),
        ("read /data/set1", {"nbf": NOW + 60}, Cause.NOT_YET_VALID, "not yet"),
        ("read /data/set1", {"aud": "https://a.example"}, Cause.AUDIENCE, "and not for"),
        ("read /data/set1", {"aud": "https://storage.example:443"}, Cause.AUDIENCE, "letter by"),
    ],
)
def test_the_nearest_reason(
    request_: str, changes: dict[str, object], cause: Cause, words: str
) -> None:
    judge = ByProfile(bearer(**changes), NOW, "https://storage.example")
    (reason,) = judge.answer(ask(request_)).reasons
    assert reason.cause is cause
    assert words in reason.says


def test_reasons_of_a_token_have_their_place_in_the_claims() -> None:
    shown = bearer(scope="openid storage.read:/a storage.modify:/b")
    (reason,) = ByProfile(shown, NOW).answer(ask("delete /b/x")).reasons
    assert reason.source is not None
    text = shown.texts[reason.source.file].splitlines()[reason.source.line - 1]
    marked = text[reason.source.column - 1 : reason.source.end_column - 1]
    assert marked == "storage.modify:/b"


@pytest.mark.parametrize(
    ("signature", "verdict"),
    [
        ("claimed", Verdict.ALLOWED),
        ("verified", Verdict.ALLOWED),
        ("invalid", Verdict.DENIED),
        ("unsigned", Verdict.DENIED),
        ("no-matching-key", Verdict.DEPENDS),
        ("unsupported", Verdict.DEPENDS),
    ],
)
def test_a_signature_counts_where_it_was_checked(signature: str, verdict: Verdict) -> None:
    judge = ByProfile(replace(bearer(), signature=signature), NOW)
    assert judge.answer(ask("read /data/set1/x")).verdict is verdict
    assert judge.answer(ask("delete /data/set1/x")).verdict is Verdict.DENIED


def test_no_change_of_scopes_mends_an_expired_token() -> None:
    assert ByProfile(bearer(), NOW + 86_400).explain(ask("delete /x")).remedies == ()


def test_the_profile_leaves_listing_open() -> None:
    first, second = ByProfile(bearer(), NOW).explain(ask("list /data/set1")).reasons
    assert "leaves listing open" in first.says
    assert "allows it" in second.says


def test_the_least_scope_in_both_languages() -> None:
    assert least_scope(ask("delete /a"), Dialect.WLCG) == "storage.modify:/a"
    assert least_scope(ask("create /a"), Dialect.SCITOKENS) == "write:/a"
    assert least_scope(ask("stage /a"), Dialect.SCITOKENS) == "storage.stage:/a"
    assert least_scope(ask("submit"), Dialect.WLCG) == "compute.create"
