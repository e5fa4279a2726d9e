from tests.workflows.declarations import workflow
from tokenlint.credentials.privilege_of import EVERYTHING
from tokenlint.privilege.privilege import NOTHING
from tokenlint.workflows.held import Held, held_of


def _held(token: str) -> Held:
    request = workflow(token=token).request
    assert request is not None
    return held_of(request)


def test_a_request_counts_as_granted_in_full() -> None:
    held = _held('{scope: "storage.read:/a openid", audience: https://a.example, lifetime: 6h}')
    assert [str(each) for each in held.privilege.capabilities] == ["storage.read:/a"]
    assert held.privilege.audience.endpoints == {"https://a.example"}
    assert held.privilege.validity.seconds == held.seconds == 21_600
    assert held.scope_known
    assert not held.group_based


def test_what_is_not_declared_counts_as_the_most_that_it_can_mean() -> None:
    held = _held("{}")
    assert held.privilege.capabilities == EVERYTHING
    assert held.audience.unlimited
    assert held.privilege.validity.seconds is None
    assert held.seconds is None
    assert held.group_based
    assert not held.scope_known


def test_a_scope_that_grants_nothing_leaves_it_to_groups() -> None:
    held = _held('{scope: "wlcg.groups:/atlas"}')
    assert held.group_based
    assert held.scope_known


def test_the_audience_of_a_credential_that_allows_nothing_is_still_known() -> None:
    held = Held((), ("https://a.example",), NOTHING, 60)
    assert held.audience.endpoints == {"https://a.example"}
