import json

from hypothesis import given
from hypothesis import strategies as st

from tests.services.keycloak.realms import acceptance, audience, client, made, realm, scope, text
from tokenlint.services.keycloak.reader import assemble
from tokenlint.services.keycloak.recognise import CLIENT, REALM
from tokenlint.services.pieces import Piece

_BITS = [
    *realm(
        sslRequired="none",
        clients=[client(defaultClientScopes=["a"], attributes={"access.token.lifespan": "x"})],
        clientScopes=[scope("a", audience())],
        offlineSessionMaxLifespanEnabled=False,
    ).splitlines(keepends=True),
    '"realm": [1],',
    '"clients": {"a": null},',
    '"clientScopes": 3,',
    "{{ if x }}\n",
    "[",
    "]",
    "null,",
    "\r\n",
    "kind: KeycloakRealmImport\nspec:\n  realm:\n    realm: x\n",
]


def test_one_service_for_each_realm() -> None:
    services = made(f"[{realm()}, {realm()}]").services
    assert [each.acceptance.product for each in services] == ["keycloak", "keycloak"]
    assert services[0].acceptance.name == "keycloak/realm.json (vo)"
    assert acceptance(realm()).name == "keycloak/realm.json"


def test_for_whom_it_issues() -> None:
    content = realm(attributes={"frontendUrl": "https://sso.example/"})
    (url,) = acceptance(content).issues_for
    assert (url.text, url.source.line) == ("https://sso.example/realms/vo", 4)
    assert acceptance(realm()).issues_for == ()


def test_a_realm_that_kubernetes_imports() -> None:
    content = "kind: KeycloakRealmImport\nspec:\n  realm:\n    realm: vo\n    sslRequired: none\n"
    found = acceptance(content)
    assert [each.source.line for each in found.settings if each.name == "sslrequired"] == [5]


def test_what_is_broken_is_told_and_the_rest_is_read() -> None:
    content = realm(sslRequired="none", clients=[]).replace('"none",', '"none"')
    found = made(content)
    assert [(each.kind, each.source.line) for each in found.problems] == [("syntax", 4)]


def test_a_member_that_is_there_twice() -> None:
    found = made('{"realm": "vo", "sslRequired": "all",\n"sslRequired": "none"}')
    assert found.problems
    (setting,) = [x for x in found.services[0].acceptance.settings if x.name == "sslrequired"]
    assert setting.value == "none"


@given(st.lists(st.one_of(st.sampled_from(_BITS), st.text(max_size=8)), max_size=25))
def test_any_text_is_read_without_an_exception(bits: list[str]) -> None:
    for kind in (REALM, CLIENT):
        assemble([Piece(kind, text("".join(bits)))])


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(
                    "realm clients clientScopes name attributes protocolMappers config".split()
                ),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=12,
    )
)
def test_any_tree_is_read_without_an_exception(value: object) -> None:
    for kind in (REALM, CLIENT):
        assemble([Piece(kind, text(json.dumps({"realm": "x", "clients": value})))])
