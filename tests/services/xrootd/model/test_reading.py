from dataclasses import replace

from tests.services.xrootd.model.servers import AUDIENCE, ISSUER, OTHER, scitokens, server
from tokenlint.services.xrootd.config import SciTokens
from tokenlint.services.xrootd.model.plugin import bearer_of
from tokenlint.services.xrootd.model.reading import Reader
from tokenlint.services.xrootd.model.validity import Read, Token
from tokenlint.services.xrootd.model.versions import release_of

CLAIMS = {
    "iss": ISSUER,
    "sub": "me",
    "aud": AUDIENCE,
    "scope": "read:/",
    "wlcg.ver": "1.0",
    "iat": 0,
    "nbf": 0,
    "exp": 1,
}


def config(*lines: str, **changes: str) -> SciTokens:
    found = server(scitokens(*lines, **changes)).scitokens
    assert found is not None
    return found


def reader(*lines: str, version: str = "6.2.1", **changes: str) -> Reader:
    return Reader(config(*lines, **changes), release_of(version))


def test_one_reading_where_the_files_tell_everything() -> None:
    (reading,) = reader().readings(Token(CLAIMS))
    assert reading.bearer is not None
    assert reading.login
    (refused,) = reader().readings(Token({**CLAIMS, "iss": OTHER}))
    assert (refused.bearer, refused.login, refused.reason) == (None, False, "")


def test_a_reading_for_each_thing_that_is_hidden() -> None:
    audience = reader(audience="{{ .x }}").readings(Token(CLAIMS))
    assert [each.bearer is not None for each in audience] == [False, True]
    assert audience[1].reason == "the audience that the server accepts"
    issuer = reader(url="{{ .x }}").readings(Token(CLAIMS))
    assert [each.bearer is not None for each in issuer] == [False, True]
    assert issuer[1].bearer is not None
    assert issuer[1].bearer.section.url.text == ISSUER


def test_a_snippet_may_have_its_audience_elsewhere() -> None:
    partial = Reader(replace(config(audience=""), partial=True), release_of(""))
    assert [each.bearer is not None for each in partial.readings(Token(CLAIMS))] == [False, True]


def test_the_library_has_versions() -> None:
    without = Token({name: value for name, value in CLAIMS.items() if name != "nbf"})
    found = reader().readings(without)
    assert [each.bearer is not None for each in found] == [False, True]
    assert found[1].reason == "the version of libscitokens"


def test_the_username_claim_voids_tokens_without_it_since_5_6() -> None:
    token = Token({**CLAIMS, "login": "a/b"})
    assert reader("username_claim = other").readings(token)[0].bearer is None
    assert reader("username_claim = other", version="5.5.3").readings(token)[0].bearer
    assert reader("username_claim = login", version="5.9.2").readings(token)[0].bearer
    assert reader("username_claim = login").readings(token)[0].bearer is None


def test_the_account_of_scopes() -> None:
    def account(*lines: str) -> str:
        section = config(*lines).issuers[0]
        read = Read(ISSUER, "read:/", wlcg=True, claims={**CLAIMS, "login": "me2"})
        bearer = bearer_of(read, section, release_of("6.2.1"))
        return bearer.username if bearer else "void"

    assert account() == ""
    assert account("default_user = pilot") == "pilot"
    assert account("default_user = pilot", "map_subject = true") == "me"
    assert account("map_subject = true", "username_claim = login") == "me2"


def test_a_token_without_a_subject_is_void() -> None:
    section = config().issuers[0]
    read = Read(ISSUER, "read:/", wlcg=True, claims={})
    assert bearer_of(read, section, release_of("")) is None
