"""Answers of services: their model decides, and the reasons tell of credential and lines."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.effort import examples
from tests.judging import reader, token
from tests.minting import NOW
from tests.permissions.asking import VO, ask, at_north, bearer, north, privileged, services
from tests.services.made_up import ISSUER, acceptance, line
from tokenlint.permissions.answer import Cause
from tokenlint.permissions.bearer import bearer_of
from tokenlint.permissions.by_profile import ByProfile
from tokenlint.permissions.by_service import ByService
from tokenlint.permissions.places import service_place
from tokenlint.permissions.table import table_at
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.privilege import NOTHING
from tokenlint.read import read_paths
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict

CORPUS = ROOT.parent / "shared" / "config-corpus"
_PATHS = (
    "/data/vo/scratch/x",
    "/data/vo/out",
    "/data/vo/scratch-other/x",
    "/data/vo/public/x",
    "/",
)
_WORDS = ("storage.read:/scratch", "storage.create:/out", "storage.modify:/", "storage.stage:/",
          "openid", "write:/out", "storage.read")  # fmt: skip
_NORTH = north()


@settings(max_examples=examples(60))
@given(
    st.lists(st.sampled_from(_WORDS), max_size=3).map(" ".join),
    st.sampled_from([None, "https://disk.north.example", "https://a.example"]),
    st.sampled_from(["https://issuer.vo.example", "https://stranger.example"]),
    st.sampled_from(Operation),
    st.sampled_from(_PATHS),
)
def test_the_verdict_is_that_of_the_service(
    scope: str, audience: str | None, issuer: str, operation: Operation, path: str
) -> None:
    shown = bearer(scope=scope, aud=audience, iss=issuer)
    judge, asked = ByService(shown, _NORTH, NOW), Ask(operation, path)
    answer = judge.explain(asked)
    assert answer.verdict is _NORTH.decide(shown.presented[0], asked).verdict
    assert answer.reasons
    assert all(each.says for each in answer.reasons)
    for remedy in answer.remedies:
        if remedy.group:
            continue
        scopes = remedy.scopes if remedy.alone else (scope, *remedy.scopes)
        better = bearer(scope=" ".join(scopes), aud=remedy.audience or audience,
                        iss=remedy.issuer or issuer)  # fmt: skip
        assert replace(judge, bearer=better).answer(asked).verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("request_", "changes", "causes", "words"),
    [
        ("delete /data/vo/x", {}, [Cause.ACTION], "storage.modify"),
        ("read /data/vo/x", {}, [Cause.PATH], "storage.read:/scratch"),
        ("read /data/vo/outside/x", {"scope": "storage.read:/out"}, [Cause.SIBLING], "begins like"),
        ("read /data/vo/scratch/x", {"aud": "https://a.example"}, [Cause.AUDIENCE], "not take"),
        ("read /data/vo/scratch/x", {"iss": "https://a.example"}, [Cause.ISSUER], "not trust"),
        ("delete /data/vo/x", {"aud": "https://a.example"}, [Cause.AUDIENCE, Cause.ACTION], ""),
        ("delete /elsewhere", {}, [], ""),
    ],
)
def test_a_no_tells_what_the_service_missed(
    request_: str, changes: dict[str, str], causes: list[Cause], words: str
) -> None:
    answer = at_north(**{"scope": "storage.read:/scratch", **changes}).answer(ask(request_))
    assert answer.verdict is Verdict.DENIED
    own = [each for each in answer.reasons if each.cause is not Cause.CONFIGURATION]
    assert [each.cause for each in own] == causes
    assert words in " ".join(each.says for each in own)
    assert answer.reasons[-1].cause is Cause.CONFIGURATION


@pytest.mark.parametrize(
    ("request_", "scope", "cause", "words"),
    [
        ("create /data/vo/out/x", "storage.read:/ storage.create:/out", Cause.SCOPE, "create:/out"),
        ("read /data/vo/public/x", "storage.create:/out", Cause.ANYBODY, "without a credential"),
        ("delete /data/vo/scratch/x", "storage.read:/scratch", Cause.IDENTITY, "whatever"),
    ],
)
def test_a_yes_tells_by_what(request_: str, scope: str, cause: Cause, words: str) -> None:
    first, *lines = at_north(scope=scope).answer(ask(request_)).reasons
    assert first.cause is cause
    assert words in first.says
    assert all(each.source for each in lines)


def test_the_deciding_line_is_the_one_that_check_finds() -> None:
    """SVC001 of examples/storage: whoever may read deletes, by the fourth line of the authdb."""
    subjects = read_paths([ROOT / "examples" / "storage"], reader()).inputs.subjects
    (subject,) = (each for each in subjects if isinstance(each, ServiceSubject))
    deletes = {str(each.decision.by) for each in subject.witnesses if each.sure}
    answer = at_north(scope="storage.read:/scratch").answer(ask("delete /data/vo/scratch/x"))
    assert answer.verdict is Verdict.ALLOWED
    assert str(answer.reasons[-1].source) in deletes
    assert str(answer.reasons[-1].source).endswith("authdb:4:29")


def test_a_group_may_be_the_remedy() -> None:
    remedies = at_north(scope="storage.read:/scratch").explain(ask("delete /data/vo/x")).remedies
    assert [each.group for each in remedies] == ["", "/vo/operators"]
    assert remedies[0].scopes == ("storage.modify:/x",)
    held = at_north(**{"scope": "openid", "wlcg.groups": ["/vo/operators"]})
    first = held.answer(ask("delete /data/vo/x")).reasons[0]
    assert (first.cause, "/vo/operators" in first.says) == (Cause.GROUPS, True)


def test_a_scope_that_spoils_the_others_is_told() -> None:
    def decide(presented: Presented, _ask: Ask) -> Decision:
        spoilt = "storage.read:/a/../b" in presented.scopes
        return Decision(Verdict.DENIED if spoilt else Verdict.ALLOWED)

    shown = bearer(scope="storage.read:/data storage.read:/a/../b")
    answer = ByService(shown, Service(acceptance(), decide), NOW).explain(ask("read /data/x"))
    assert answer.verdict is Verdict.DENIED
    assert answer.reasons[0].cause is Cause.SPELLING
    assert answer.remedies[0].alone


def test_an_expired_token_is_refused_unless_nobody_needs_one() -> None:
    judge = at_north(NOW + 86_400, scope="storage.read:/scratch")
    refused = judge.explain(ask("read /data/vo/scratch/x"))
    assert (refused.verdict, refused.reasons[0].cause) == (Verdict.DENIED, Cause.EXPIRED)
    assert refused.remedies == ()
    public = judge.answer(ask("read /data/vo/public/x"))
    assert public.verdict is Verdict.DEPENDS
    assert "taken for no credential" in public.reasons[-1].says


def test_a_signature_that_nobody_could_check_leaves_it_open() -> None:
    judge = at_north(signature="no-matching-key", scope="storage.read:/scratch")
    assert judge.answer(ask("read /data/vo/scratch/x")).verdict is Verdict.DEPENDS
    assert judge.answer(ask("read /data/vo/out/x")).verdict is Verdict.DENIED


def test_a_credential_that_is_no_token_is_not_guessed_at() -> None:
    other = replace(privileged(NOTHING), audience=ANY, validity=bearer().validity)
    answer = ByService(other, _NORTH, NOW).explain(ask("read /data/vo/scratch/x"))
    assert answer.verdict is Verdict.DEPENDS
    assert "tokens only" in answer.reasons[-1].says
    assert answer.remedies == ()


def test_what_the_files_leave_open_is_no_yes_and_no_no() -> None:
    def decide(_presented: Presented, _ask: Ask) -> Decision:
        return Decision(Verdict.DEPENDS, (Step(line(9), "may let it pass"),), ("a library",))

    judge = ByService(bearer(), Service(acceptance(), decide), NOW)
    answer = judge.answer(ask("read /data/x"))
    assert answer.word == "depends"
    assert [each.says for each in answer.reasons] == ["may let it pass", "a library"]


def test_a_silent_verdict_has_its_reason_all_the_same() -> None:
    for verdict in Verdict:
        service = Service(acceptance(), lambda *_, verdict=verdict: Decision(verdict))
        answer = ByService(bearer(), service, NOW).answer(ask("read /data/x"))
        assert answer.verdict is verdict
        assert answer.reasons


def test_a_scope_claim_that_services_read_differently() -> None:
    shown = bearer(**VO, scope=None, scp=["storage.read:/scratch"])
    answer = ByService(shown, _NORTH, NOW).answer(ask("read /data/vo/scratch/x"))
    assert answer.verdict is Verdict.DEPENDS
    assert "scp" in answer.reasons[-1].says


_ODD = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text() | st.integers())


@settings(max_examples=examples(40))
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(
    ("iss", "aud", "scope", "scp", "sub", "wlcg.groups", "ver", "wlcg.ver", "exp", "nbf"), _ODD,
)))  # fmt: skip
def test_any_claims_get_an_answer(odd: dict[str, object]) -> None:
    shown = bearer_of(token(json.dumps(odd)))
    for each in _PATHS:
        assert ByService(shown, _NORTH, NOW).explain(Ask(Operation.DELETE, each)).reasons
        assert ByProfile(shown, NOW).explain(Ask(Operation.READ, each)).reasons


@pytest.mark.slow
def test_every_service_of_the_corpus_answers() -> None:
    folders = [CORPUS / name for name in ("xrootd", "dcache", "storm-webdav", "arc", "htcondor-ce")]
    if not CORPUS.is_dir():
        pytest.skip("the public configuration files are not beside the repository")
    asked = 0
    for folder in folders:
        for service in services(folder)[:12]:
            shown = bearer(iss=ISSUER, scope="storage.read:/data compute.create")
            for answer in table_at(service_place(shown, NOW, service), shown, (), ()):
                assert answer.reasons
                asked += 1
    assert asked
