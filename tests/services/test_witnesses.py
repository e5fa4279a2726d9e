"""Witnesses are what the decision of the service itself lets pass."""

from dataclasses import replace

from tests.services.made_up import FILE, ISSUER, acceptance, decide, issuer, line, service
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Audience, Service, State
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.witnesses import witnesses
from tokenlint.source import Source


def always(verdict: Verdict, source: Source | None = None) -> Service:
    def answer(_presented: Presented, _ask: Ask) -> Decision:
        return Decision(verdict, (Step(source or line(1), "says so"),))

    return Service(acceptance(), answer)


def test_the_weakest_credential_for_each_deciding_line() -> None:
    (found,) = witnesses(service())
    assert (found.credential, found.ask.operation, found.sure) == ("group", Operation.DELETE, True)
    assert found.presented == Presented(ISSUER, ("https://storage.example",), groups=("/vo",))
    assert found.decision.by == line(9)
    assert found.words == f"a token of {ISSUER} with the group /vo and no scope"


def test_a_line_for_several_issuers_is_shown_once() -> None:
    def answer(presented: Presented, _ask: Ask) -> Decision:
        number = 1 if presented.issuer == ISSUER else 20
        verdict = Verdict.DENIED if presented.issuer is None else Verdict.ALLOWED
        return Decision(verdict, (Step(Source(FILE, 9, number, number + 5), "lets it pass"),))

    assert len(witnesses(Service(acceptance(), answer))) == 1


def test_each_witness_is_what_the_service_decides() -> None:
    for found in witnesses(service()):
        assert decide(found.presented, found.ask) == found.decision


def test_nobody_at_all_comes_first() -> None:
    (found,) = witnesses(always(Verdict.ALLOWED))
    assert (found.credential, found.presented.issuer) == ("none", None)


def test_nothing_passes_where_all_is_denied() -> None:
    assert witnesses(always(Verdict.DENIED)) == ()


def test_what_depends_is_a_witness_that_is_not_sure() -> None:
    (found,) = witnesses(always(Verdict.DEPENDS))
    assert not found.sure


def test_sure_ones_come_first() -> None:
    def answer(presented: Presented, _ask: Ask) -> Decision:
        if presented.issuer is None:
            return Decision(Verdict.DEPENDS, (Step(line(1), "perhaps"),))
        return Decision(Verdict.ALLOWED, (Step(line(2), "yes"),))

    assert [each.sure for each in witnesses(Service(acceptance(), answer))] == [True, False]


def test_a_token_that_may_create_must_not_destroy() -> None:
    def answer(presented: Presented, ask: Ask) -> Decision:
        passes = "storage.create:/" in presented.scopes and ask.path == "/data/some-file"
        verdict = Verdict.ALLOWED if passes else Verdict.DENIED
        return Decision(verdict, (Step(Source(FILE, 3), "takes create for all"),))

    (found,) = witnesses(Service(acceptance(), answer))
    assert (found.credential, found.presented.scopes) == ("create", ("storage.create:/",))


def test_compute_services_store_nothing() -> None:
    held = always(Verdict.ALLOWED)
    assert witnesses(replace(held, acceptance=replace(held.acceptance, service="compute"))) == ()


def test_an_issuer_that_nobody_knows_is_not_asked_about() -> None:
    asked: list[str | None] = []

    def answer(presented: Presented, _ask: Ask) -> Decision:
        asked.append(presented.issuer)
        return Decision(Verdict.DENIED)

    issuers = (issuer("https://{{ host }}"), issuer("https://hidden.example", shadowed=True))
    witnesses(Service(acceptance(issuers=issuers), answer))
    assert set(asked) == {None, "https://unlisted-issuer.example"}


def test_a_token_without_an_audience_where_only_that_passes() -> None:
    seen: list[tuple[str, ...] | None] = []

    def answer(presented: Presented, _ask: Ask) -> Decision:
        if presented.issuer == ISSUER:
            seen.append(presented.audiences)
        return Decision(Verdict.DENIED)

    nothing = Audience(State.YES, State.YES, (), line(1))
    witnesses(Service(acceptance(audience=nothing), answer))
    assert set(seen) == {None}
    seen.clear()
    unchecked = Audience(State.NO, State.YES, (), line(1))
    witnesses(Service(acceptance(audience=unchecked), answer))
    assert None not in seen
