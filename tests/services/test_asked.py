"""Tokens that a configuration asks for become workflows, each part at its line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.operation import Operation
from tokenlint.services.asked import Asked, Doing, workflow_of
from tokenlint.services.offer import Lifetime
from tokenlint.services.value import Value
from tokenlint.source import Source
from tokenlint.workflows.declaration import Workflow

FILE = "client.cfg"
STORAGE = "https://storage.example"
OTHER = "https://other-storage.example"


def line(number: int) -> Source:
    return Source(FILE, number, 1, 9)


def value(text: str, number: int) -> Value:
    return Value.of(text, line(number))


def asked(**changes: Any) -> Asked:
    parts: dict[str, Any] = {
        "name": "transfers",
        "source": line(1),
        "kind": "third-party-copy",
        "scopes": (value("storage.read:/data", 2), value("storage.modify:/data", 3)),
        "audiences": (value(STORAGE, 4),),
        "issuer": value("https://issuer.example", 5),
        "lifetime": Lifetime("access", 3600, line(6)),
        "grant": "client-credentials",
        "doings": (Doing(Operation.READ, value("/data/x", 7)),),
    }
    return Asked(**(parts | changes))


def made(**changes: Any) -> Workflow:
    workflow = workflow_of(asked(**changes))
    assert workflow is not None
    return workflow


def test_a_request() -> None:
    workflow = made()
    request = workflow.request
    assert request is not None
    assert (workflow.name, workflow.kind, workflow.derived) == (
        "transfers",
        "third-party-copy",
        True,
    )
    assert [item.text for item in request.scope_items] == [
        "storage.read:/data",
        "storage.modify:/data",
    ]
    assert request.audience == (STORAGE,)
    assert (request.issuer, request.lifetime) == ("https://issuer.example", 3600)
    assert (request.grant, request.refresh_requested) == ("client-credentials", False)
    assert request.unknown == frozenset()


def test_each_part_at_its_line() -> None:
    workflow = made(refresh=line(8), refresh_lifetime=Lifetime("refresh", 86400, line(9)))
    lines = {pointer: source.line for pointer, source in workflow.places.items()}
    assert lines == {
        "": 1,
        "/token": 1,
        "/token/scope": 2,
        "/token/scope/0": 2,
        "/token/scope/1": 3,
        "/token/audience": 4,
        "/token/audience/0": 4,
        "/token/issuer": 5,
        "/token/lifetime": 6,
        "/token/refresh": 8,
        "/token/refresh/lifetime": 9,
    }
    assert workflow.request is not None
    assert workflow.request.places["/scope/1"].line == 3
    assert workflow.request.refresh_lifetime == 86400


def test_what_is_done_where_the_audience_says() -> None:
    workflow = made(doings=(Doing(Operation.READ, value("/data/x", 7), by="fts"),))
    (operation,) = workflow.operations
    assert (operation.operation, str(operation.path), operation.by) == (
        Operation.READ,
        "/data/x",
        "fts",
    )
    service = workflow.services[operation.service]
    assert service.audiences == (STORAGE,)
    assert operation.source.line == 7


def test_what_is_done_elsewhere() -> None:
    workflow = made(at=(value("ce.example:9619", 8),), at_kind="compute", doings=(SUBMIT,))
    (operation,) = workflow.operations
    assert operation.path is None
    assert operation.source.line == 1
    assert workflow.services[operation.service].kind == "compute"


SUBMIT = Doing(Operation.SUBMIT, by="submit-host")


def test_a_place_that_is_named_twice_is_one() -> None:
    workflow = made(audiences=(value(STORAGE, 4), value(OTHER, 5), value(STORAGE, 6)))
    assert [operation.service for operation in workflow.operations] == [STORAGE, OTHER]


def test_no_audience_at_all() -> None:
    workflow = made(audiences=None)
    assert workflow.request is not None
    assert workflow.request.audience is None
    assert workflow.request.unknown == frozenset()
    assert workflow.operations == ()


def test_no_scope_at_all() -> None:
    workflow = made(scopes=None)
    assert workflow.request is not None
    assert not workflow.request.scope_declared
    assert workflow.operations == ()


def test_what_a_template_fills_in_is_unknown() -> None:
    gap = value("${GAP}", 8)
    workflow = made(audiences=(gap,), issuer=gap, lifetime=Lifetime("access", None, line(8)))
    assert workflow.request is not None
    assert workflow.request.unknown == {"audience", "lifetime"}
    assert (workflow.request.audience, workflow.request.issuer) == ((), None)
    assert workflow.operations == ()
    assert made(lifetime=None).request is not None


def test_a_scope_that_is_unknown_hides_the_need() -> None:
    workflow = made(scopes=(value("storage.read:/data", 2), value("{{ more }}", 3)))
    assert workflow.request is not None
    assert workflow.request.unknown == {"scope"}
    assert [item.text for item in workflow.request.scope_items] == ["storage.read:/data"]
    assert workflow.operations == ()


def test_nothing_known_of_the_scope_is_no_workflow() -> None:
    assert workflow_of(asked(scopes=(value("${SCOPE}", 2),))) is None
    assert workflow_of(asked(scopes=())) is not None


@pytest.mark.parametrize("scope", ["openid", "offline_access", "wlcg:1.0", "profile"])
def test_a_login_is_no_request(scope: str) -> None:
    assert workflow_of(asked(scopes=(value(scope, 1),))) is None
    assert workflow_of(asked(scopes=(value(scope, 1), value("wlcg.groups", 2)))) is not None


def test_a_path_that_is_unknown_hides_the_need() -> None:
    doings = (SUBMIT, Doing(Operation.READ, value("/data/${X}", 7)))
    assert made(doings=doings).operations == ()


WORDS = st.text("storage.read:/ab$ {}é%*\\", max_size=20) | st.text(max_size=6)
VALUES = st.builds(value, WORDS, st.integers(1, 9))
LISTS = st.none() | st.lists(VALUES, max_size=4).map(tuple)


@given(LISTS, LISTS, st.none() | VALUES, st.lists(VALUES, max_size=2))
def test_any_values_can_be_asked_for(
    scopes: tuple[Value, ...] | None,
    audiences: tuple[Value, ...] | None,
    issuer: Value | None,
    paths: list[Value],
) -> None:
    doings = tuple(Doing(Operation.READ, path) for path in paths)
    workflow = workflow_of(asked(scopes=scopes, audiences=audiences, issuer=issuer, doings=doings))
    if workflow is None:
        assert scopes
        words = [each.text for each in scopes if each.known]
        assert not any(item.capabilities for item in read_scope(words, Dialect.WLCG))
        return
    assert workflow.request is not None
    known = [each for each in audiences or () if each.known]
    assert [workflow.request.places[f"/audience/{i}"] for i in range(len(known))] == [
        each.source for each in known
    ]
    for operation in workflow.operations:
        assert operation.service in workflow.services
