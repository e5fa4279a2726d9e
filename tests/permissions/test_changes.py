"""The least change, and by what a request passes: with few scopes and with very many."""

from tests.permissions.asking import ask, at_north, bearer
from tests.services.made_up import acceptance
from tokenlint.credentials.token import Dialect
from tokenlint.permissions.answer import Cause
from tokenlint.permissions.changes import MANY, MOST, Change, least_change, relative_paths
from tokenlint.permissions.credit import credit
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Decision, Presented, Verdict

CROWD = tuple(f"storage.read:/n/{number}" for number in range(MANY + 6))


def needing(*scopes: str, never: str = "-", groups: tuple[str, ...] = ()) -> Service:
    """A service that wants these scopes and groups, and refuses who holds `never`."""

    def decide(presented: Presented, _ask: Ask) -> Decision:
        held = set(presented.scopes)
        fits = held >= set(scopes) and never not in held and set(presented.groups) >= set(groups)
        known = presented.issuer is not None
        return Decision(Verdict.ALLOWED if fits and known else Verdict.DENIED)

    return Service(acceptance(), decide)


def changed(service: Service, *scopes: str, request: str = "delete /data/x") -> Change | None:
    return least_change(service, Presented("i", ("a",), scopes), ask(request), Dialect.WLCG)


def test_nothing_is_changed_that_helps_nothing() -> None:
    assert changed(needing("never given")) is None


def test_a_scope_is_added_below_the_area() -> None:
    (presented,) = bearer(iss="https://issuer.example", aud="https://storage.example").presented
    found = least_change(
        needing("storage.modify:/x"), presented, ask("delete /data/x"), Dialect.WLCG
    )
    assert found == Change("/x", ("storage.modify:/x",))
    assert relative_paths(acceptance(), "https://issuer.example", "/data/x") == ["/x", "/data/x"]
    assert relative_paths(acceptance(), "https://issuer.example", "/database") == ["/database"]


def test_what_jobs_need_together_is_found_together() -> None:
    found = changed(needing("compute.create", "compute.modify"), request="submit")
    assert found is not None
    assert {"compute.create", "compute.modify"} <= set(found.scopes)


def test_reading_beside_it_may_be_what_is_missing() -> None:
    found = changed(needing("storage.modify:/data/x", "storage.read:/data/x"))
    assert found == Change("/data/x", ("storage.modify:/data/x", "storage.read:/data/x"))


def test_very_many_scopes_stay_where_they_do_no_harm() -> None:
    wanted = ("storage.modify:/data/x",)
    assert changed(needing(*wanted), *CROWD) == Change("/data/x", wanted)
    spoilt = changed(needing(*wanted, never=CROWD[3]), *CROWD)
    assert spoilt == Change("/data/x", wanted, instead=True)
    assert changed(needing(*wanted), *(f"storage.read:/n/{n}" for n in range(MOST + 1))) is None


def credited(service: Service, *scopes: str, groups: tuple[str, ...] = ()) -> tuple[Cause, str]:
    reason = credit(service, Presented("i", ("a",), scopes, groups=groups), ask("read /data/x"))
    return reason.cause, reason.says


def test_the_scopes_that_are_needed_get_the_credit() -> None:
    assert credited(needing("b"), "a", "b", "c") == (Cause.SCOPE, "by its scope b")
    assert credited(needing("b", "c"), "a", "b", "c") == (Cause.SCOPE, "by its scopes b and c")
    assert credited(needing(CROWD[9]), *CROWD) == (Cause.SCOPE, f"by its scope {CROWD[9]}")
    assert "one of" in credited(needing(*CROWD), *CROWD)[1]


def test_groups_get_the_credit_where_scopes_have_no_say() -> None:
    assert credited(needing(groups=("/vo",)), "a", groups=("/vo",))[0] is Cause.GROUPS
    assert credited(needing(groups=("/vo",)), groups=("/vo",))[0] is Cause.GROUPS
    assert credited(needing(), "a", groups=("/vo",))[0] is Cause.IDENTITY


def test_a_real_model_with_very_many_scopes() -> None:
    crowd = " ".join(CROWD)
    judge = at_north(scope=f"{crowd} storage.modify:/s")
    first = judge.answer(ask("delete /data/vo/s/x")).reasons[0]
    assert (first.cause, first.says) == (Cause.SCOPE, "by its scope storage.modify:/s")
    answer = judge.explain(ask("delete /data/vo/t/x"))
    assert answer.reasons[0].cause is Cause.PATH
    assert answer.remedies[0].scopes == ("storage.modify:/t/x",)
    assert not answer.remedies[0].alone
