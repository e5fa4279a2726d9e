from tests.services.keycloak.realms import acceptance, client, mapper, realm, scope

_HARDCODED = "oidc-hardcoded-claim-mapper"


def _dead(content: str) -> list[tuple[str, str]]:
    return [(each.reason, each.what.text) for each in acceptance(content).dead]


def test_client_scopes_that_the_realm_does_not_have() -> None:
    one = client(defaultClientScopes=["wlcg", "openid", "profile", "{{ more }}"])
    content = realm(
        clientScopes=[scope("fts")],
        clients=[one],
        defaultOptionalClientScopes=["storage.read", "fts"],
    )
    assert _dead(content) == [("not-loaded", "storage.read"), ("not-loaded", "wlcg")]


def test_silent_where_the_client_scopes_stand_elsewhere() -> None:
    assert _dead(realm(clients=[client(defaultClientScopes=["wlcg"])])) == []


def test_a_dot_makes_an_object_of_the_claim() -> None:
    fixed = mapper(_HARDCODED, claim__name="wlcg.ver", claim__value="1.0")
    kept = mapper(_HARDCODED, claim__name="wlcg\\.ver", claim__value="1.0")
    nested = mapper("oidc-usermodel-attribute-mapper", claim__name="address.street")
    found = acceptance(realm(clientScopes=[scope("wlcg", fixed, kept, nested)])).dead
    assert [each.what.text for each in found] == ["wlcg.ver"]
    assert "object `wlcg` with a member `ver`" in found[0].says
