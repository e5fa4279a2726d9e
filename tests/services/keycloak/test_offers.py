import json
from dataclasses import replace
from typing import Any

import pytest

from tests.services.keycloak.realms import (
    AUDIENCE,
    acceptance,
    audience,
    client,
    made,
    mapper,
    realm,
    scope,
)
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, Public

_SCOPES = [
    scope("storage.modify:/"),
    scope("storage.read:/"),
    scope("storage", audience(), named="false"),
    scope("other", audience("https://other.example")),
]


def _offer(*clients: object, **members: object) -> Offer:
    (found,) = acceptance(realm(clients=list(clients), **members)).offers
    return found


def _public(written: object) -> dict[str, Any]:
    return {} if written is None else {"publicClient": written}


def _words(values: object) -> list[str]:
    assert isinstance(values, tuple)
    return [str(value) for value in values]


def test_scopes_and_audiences_come_from_the_client_scopes() -> None:
    one = client(
        defaultClientScopes=["storage.modify:/", "storage"],
        optionalClientScopes=["storage.read:/", "other"],
        protocolMappers=[mapper("oidc-audience-mapper", included__client__audience="fts")],
    )
    found = _offer(one, clientScopes=_SCOPES)
    assert _words(found.default_scopes) == ["storage.modify:/"]
    assert _words(found.scopes) == ["storage.modify:/", "storage.read:/", "other"]
    assert _words(found.default_audiences) == [AUDIENCE, "fts"]
    assert _words(found.audiences) == [AUDIENCE, "fts", "https://other.example"]
    assert not found.all_scopes


def test_each_scope_stands_at_its_line() -> None:
    content = realm(clientScopes=_SCOPES, clients=[client(defaultClientScopes=["storage.read:/"])])
    (found,) = acceptance(content).offers
    place = found.default_scopes[0].source
    line = content.splitlines()[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == "storage.read:/"
    assert content.splitlines()[found.source.line - 1].strip().startswith('"clientId"')


def test_a_client_without_scopes_has_those_of_the_realm() -> None:
    lists = {"defaultDefaultClientScopes": ["other"], "defaultOptionalClientScopes": ["storage"]}
    found = _offer(client(), clientScopes=_SCOPES, **lists)
    assert _words(found.default_scopes) == ["other"]
    assert _words(found.audiences) == ["https://other.example", AUDIENCE]


def test_a_realm_without_client_scopes_has_the_built_in_ones() -> None:
    found = _offer(client())
    assert _words(found.default_scopes) == ["profile", "email"]
    assert "offline_access" in _words(found.scopes)
    assert not _offer(client(), clientScopes=_SCOPES).scopes


def test_grants_are_those_that_are_switched_on() -> None:
    assert _offer(client()).grants == {Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN}
    device = {"oauth2.device.authorization.grant.enabled": "true", "use.refresh.tokens": "false"}
    all_of_them = client(
        directAccessGrantsEnabled=True,
        serviceAccountsEnabled=True,
        implicitFlowEnabled=True,
        standardFlowEnabled=False,
        attributes={**device, "standard.token.exchange.enabled": "true"},
    )
    assert _offer(all_of_them).grants == {
        Grant.PASSWORD,
        Grant.CLIENT_CREDENTIALS,
        Grant.IMPLICIT,
        Grant.DEVICE_CODE,
        Grant.TOKEN_EXCHANGE,
    }


@pytest.mark.parametrize(
    "members",
    [
        {"redirectUris": []},
        {"enabled": False},
        {"bearerOnly": True, "serviceAccountsEnabled": True},
        {"protocol": "saml"},
    ],
)
def test_what_obtains_no_tokens_is_no_offer(members: dict[str, Any]) -> None:
    assert acceptance(realm(clients=[client(**members)])).offers == ()


def test_a_realm_that_is_off_offers_nothing() -> None:
    assert acceptance(realm(enabled=False, clients=[client()])).offers == ()


@pytest.mark.parametrize(
    ("written", "answer"),
    [(True, Public.YES), (False, Public.NO), (None, Public.NO), ("${PUBLIC}", Public.UNKNOWN)],
)
def test_public_clients(written: object, answer: Public) -> None:
    assert _offer(client(**_public(written))).public is answer


def test_everybody_may_register_and_then_use_the_clients_for_users() -> None:
    machine = client("robot", redirectUris=[], serviceAccountsEnabled=True)
    content = realm(
        registrationAllowed=True,
        clientScopes=_SCOPES,
        clients=[
            client(defaultClientScopes=["other"]),
            {**machine, "defaultClientScopes": ["storage.modify:/"]},
        ],
    )
    registration, *_ = acceptance(content).offers
    assert (registration.kind, registration.holder) == ("self-registration", Holder.ANYONE)
    assert registration.source.line == 3
    assert _words(registration.scopes) == ["other"]
    assert _words(registration.audiences) == ["https://other.example"]


@pytest.mark.parametrize(("written", "answer"), [(True, True), (False, False), (None, False)])
def test_full_scope(written: bool | None, answer: bool) -> None:
    members: dict[str, Any] = {} if written is None else {"fullScopeAllowed": written}
    assert _offer(client(**members)).all_scopes is answer


def _lifetimes(offer: Offer) -> dict[str, tuple[int | None, bool, bool]]:
    return {each.what: (each.seconds, each.unlimited, each.written) for each in offer.lifetimes}


def test_lifetimes_left_at_their_defaults() -> None:
    found = _lifetimes(_offer(client()))
    assert found == {
        "access": (300, False, False),
        "session": (36000, False, False),
        "refresh": (None, True, False),
    }


def test_lifetimes_as_they_are_written() -> None:
    realm_wide = {"accessTokenLifespan": 7200, "offlineSessionMaxLifespanEnabled": True}
    found = _offer(client(), offlineSessionMaxLifespan=86400, **realm_wide)
    assert _lifetimes(found)["access"] == (7200, False, True)
    assert _lifetimes(found)["refresh"] == (86400, False, True)
    own = client(attributes={"access.token.lifespan": "600"})
    assert _lifetimes(_offer(own, **realm_wide))["access"] == (600, False, True)
    as_session = client(attributes={"access.token.lifespan": "-1"})
    assert _lifetimes(_offer(as_session, **realm_wide))["access"] == (36000, False, True)


def test_offline_tokens_that_are_written_without_an_end() -> None:
    content = realm(offlineSessionMaxLifespanEnabled=False, clients=[client()])
    (found,) = acceptance(content).offers
    assert found.lifetimes[-1] == Lifetime(
        "refresh", None, replace(found.lifetimes[-1].source), unlimited=True
    )
    assert found.lifetimes[-1].source.line == 3


def test_no_refresh_without_a_refresh_token() -> None:
    off = client(attributes={"use.refresh.tokens": "false"})
    assert _lifetimes(_offer(off)) == {"access": (300, False, False)}


def test_a_lifetime_that_a_template_fills_in_is_not_told() -> None:
    found = _offer(client(), accessTokenLifespan="{{ lifespan }}")
    assert "access" not in _lifetimes(found)


def test_a_scope_whose_name_is_a_pattern_is_unknown() -> None:
    pattern = {"name": "storage.read", "attributes": {"is.dynamic.scope": "true"}}
    found = _offer(client(defaultClientScopes=["storage.read"]), clientScopes=[pattern])
    assert [value.known for value in found.scopes] == [False]


def test_a_client_without_its_realm() -> None:
    one = client(publicClient=True, standardFlowEnabled=True, defaultClientScopes=["storage.read"])
    (service,) = made(json.dumps(one)).services
    (found,) = service.acceptance.offers
    assert [value.known for value in found.scopes] == [False]
    assert found.lifetimes == ()
    assert service.acceptance.settings == ()
