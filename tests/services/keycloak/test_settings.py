from tests.services.keycloak.realms import acceptance, client, mapper, realm, scope
from tokenlint.services.acceptance import Setting

_HARDCODED = "oidc-hardcoded-claim-mapper"


def _settings(content: str) -> dict[str, Setting]:
    return {each.name: each for each in acceptance(content).settings}


def test_what_holds_where_nothing_is_written() -> None:
    found = _settings(realm())
    assert {name: each.value for name, each in found.items()} == {
        "sslrequired": "external",
        "registrationallowed": "false",
        "bruteforceprotected": "false",
        "revokerefreshtoken": "false",
        "offlinesessionmaxlifespanenabled": "false",
        "accesstokenlifespan": "300",
        "accesstokenlifespanforimplicitflow": "900",
        "ssosessionidletimeout": "1800",
        "ssosessionmaxlifespan": "36000",
        "offlinesessionidletimeout": "2592000",
        "offlinesessionmaxlifespan": "5184000",
    }
    assert not any(each.written for each in found.values())


def test_what_is_written_stands_at_its_line() -> None:
    found = _settings(realm(sslRequired="NONE", accessTokenLifespan=600))
    assert (found["sslrequired"].value, found["sslrequired"].source.line) == ("none", 3)
    assert (found["accesstokenlifespan"].seconds, found["accesstokenlifespan"].written) == (
        600,
        True,
    )


def test_placeholders_are_unknown() -> None:
    found = _settings(realm(sslRequired="{{ ssl }}", accessTokenLifespan="${LIFESPAN}"))
    assert [(found[name].value, found[name].known) for name in ("sslrequired",)] == [("", False)]
    assert not found["accesstokenlifespan"].known


def test_a_template_leaves_defaults_open() -> None:
    found = _settings(realm().replace('"realm"', '{{- if x }}\n"realm"', 1) + "\n{{ end }}")
    assert not found["sslrequired"].known


def test_clients_tell_full_scope_and_any_origin() -> None:
    one = client(fullScopeAllowed=True, webOrigins=["*", "https://portal.example"])
    found = _settings(realm(clients=[one]))
    assert (found["fullscopeallowed"].value, found["weborigins"].value) == ("true", "*")


def test_core_claims_that_are_the_same_for_everybody() -> None:
    fixed = mapper(_HARDCODED, claim__name="wlcg\\.ver", claim__value="1.2")
    colour = mapper(_HARDCODED, claim__name="colour", claim__value="blue")
    own = client(protocolMappers=[mapper(_HARDCODED, claim__name="nbf", claim__value="17")])
    found = _settings(realm(clientScopes=[scope("wlcg", fixed, colour)], clients=[own]))
    hardcoded = {name: each.value for name, each in found.items() if name.startswith("hard")}
    assert hardcoded == {"hardcoded wlcg.ver": "1.2", "hardcoded nbf": "17"}


def test_a_claim_that_stays_out_of_access_tokens_is_not_told() -> None:
    fixed = mapper(_HARDCODED, claim__name="sub", claim__value="x", access__token__claim="false")
    assert "hardcoded sub" not in _settings(realm(clientScopes=[scope("a", fixed)]))
