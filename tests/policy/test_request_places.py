"""Where a request says what a finding is about."""

from dataclasses import replace

import pytest

from tests.policy.test_request_facts import request
from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.policy.request_places import written


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/credential", "/token/scope"),
        ("/credential/actions", "/token/scope"),
        ("/credential/audience", "/token/audience"),
        ("/credential/audience/entries/1/defects", "/token/audience/1"),
        ("/credential/lifetime/seconds", "/token/lifetime"),
        ("/credential/lifetime/refresh_seconds", "/token/refresh/lifetime"),
        ("/credential/dialect", "/token"),
        ("/credential/items/1", "/token/scope/1"),
    ],
)
def test_a_list_of_words(pointer: str, place: str) -> None:
    assert written(pointer, request()) == place


def test_a_string_and_a_list_of_strings() -> None:
    one = replace(request(), scope_items=read_scope("openid storage.read:/a", Dialect.WLCG))
    assert written("/credential/items/1/path", one) == "/token/scope/1"
    mixed = read_scope(["openid", "storage.read:/a storage.poll:/a"], Dialect.WLCG)
    both = replace(request(), scope_items=mixed)
    assert [written(f"/credential/items/{i}", both) for i in range(3)] == [
        "/token/scope/0",
        "/token/scope/1/0",
        "/token/scope/1/1",
    ]
