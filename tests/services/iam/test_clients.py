import json
from typing import Any

import pytest

from tests.services.iam.files import made
from tokenlint.services.offer import Grant, Holder, Offer, Public

_FILE = "clients.json"
_LONG = "urn:ietf:params:oauth:grant-type:"


def _snake(**members: Any) -> dict[str, Any]:
    return {"client_name": "fts", "grant_types": [], "reuse_refresh_token": True, **members}


def _camel(**members: Any) -> dict[str, Any]:
    return {"clientId": "fts", "grantTypes": [], "reuseRefreshToken": True, **members}


def _offers(content: Any) -> list[Offer]:
    services = made((_FILE, json.dumps(content, indent=1))).services
    return [offer for each in services for offer in each.acceptance.offers]


def _offer(client: dict[str, Any]) -> Offer:
    (found,) = _offers(client)
    return found


@pytest.mark.parametrize(
    "content",
    [
        _snake(),
        [_snake()],
        {"totalResults": 1, "Resources": [_snake()]},
        {"mitreid-connect-1.3": {"clients": [_camel()]}},
    ],
)
def test_the_shapes_of_a_file(content: Any) -> None:
    (found,) = _offers(content)
    assert (found.kind, found.name.text, found.holder) == ("client", "fts", Holder.CLIENT)
    assert found.audiences is None


def test_scopes_in_one_text_and_in_a_list() -> None:
    one = _offer(_snake(scope="openid storage.modify:/ {{ more }}"))
    assert [(x.text, x.known) for x in one.scopes][:2] == [
        ("openid", True),
        ("storage.modify:/", True),
    ]
    assert not one.scopes[-1].known
    content = json.dumps(_snake(scope="openid storage.modify:/"), indent=1)
    place = _offer(_snake(scope="openid storage.modify:/")).scopes[1].source
    line = content.splitlines()[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == "storage.modify:/"
    many = _offer(_camel(scope=["openid", "storage.read:/"]))
    assert [x.text for x in many.scopes] == ["openid", "storage.read:/"]


def test_grants() -> None:
    written = ["client_credentials", "password", f"{_LONG}device_code", "urn:x:redelegate"]
    found = _offer(_snake(grant_types=[*written, f"{_LONG}token-exchange"]))
    assert found.grants == {
        Grant.CLIENT_CREDENTIALS,
        Grant.PASSWORD,
        Grant.DEVICE_CODE,
        Grant.TOKEN_EXCHANGE,
        Grant.OTHER,
    }
    assert _offer(_snake(scope="offline_access")).grants == {Grant.REFRESH_TOKEN}


@pytest.mark.parametrize(
    ("method", "public"),
    [("none", Public.YES), ("client_secret_basic", Public.NO), (None, Public.UNKNOWN)],
)
def test_public_clients(method: str | None, public: Public) -> None:
    assert _offer(_snake(token_endpoint_auth_method=method)).public is public


def _lifetimes(client: dict[str, Any]) -> dict[str, tuple[int | None, bool, bool]]:
    refreshed = {"grant_types": ["refresh_token"], "grantTypes": ["refresh_token"]}
    own = {key: value for key, value in refreshed.items() if key in client}
    found = _offer({**client, **own}).lifetimes
    return {each.what: (each.seconds, each.unlimited, each.written) for each in found}


def test_lifetimes_that_are_written() -> None:
    found = _lifetimes(
        _snake(access_token_validity_seconds=86400, refresh_token_validity_seconds=9)
    )
    assert (found["access"], found["refresh"]) == ((86400, False, True), (9, False, True))


@pytest.mark.parametrize("value", [None, 0])
def test_camel_case_without_a_number_has_no_end(value: int | None) -> None:
    found = _lifetimes(_camel(accessTokenValiditySeconds=value, refreshTokenValiditySeconds=value))
    assert (found["access"], found["refresh"]) == ((None, True, True), (None, True, True))


def test_underscores_with_zero_have_no_end_for_refresh_tokens_only() -> None:
    found = _lifetimes(_snake(access_token_validity_seconds=0, refresh_token_validity_seconds=0))
    assert found["refresh"] == (None, True, True)
    assert "access" not in found


def test_underscores_with_null_leave_it_to_the_server() -> None:
    assert "refresh" not in _lifetimes(_snake(refresh_token_validity_seconds=None))


def test_a_request_gets_defaults_and_an_answer_tells_nothing() -> None:
    assert _lifetimes(_snake())["access"] == (3600, False, False)
    assert _lifetimes(_snake(created_at="2026-01-01")) == {}


def test_what_a_client_cannot_get_has_no_lifetime() -> None:
    found = {each.what for each in _offer(_camel(refreshTokenValiditySeconds=None)).lifetimes}
    assert found == {"access", "id"}


def test_a_broken_file() -> None:
    broken = json.dumps(_snake(scope="a"), indent=1).replace(",", "", 1)
    assert [each.kind for each in made((_FILE, broken)).problems] == ["syntax"]


def test_a_suspended_client_obtains_nothing() -> None:
    (found,) = _offers([_snake(active=False), _snake(client_name="other", active=True)])
    assert found.name.text == "other"
    assert _offers(_snake(active=False)) == []
