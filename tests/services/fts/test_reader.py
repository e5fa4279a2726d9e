import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.acceptance import Acceptance, Assembled, Setting, State
from tokenlint.services.discover import recognised, texts_of
from tokenlint.services.fts.reader import assemble
from tokenlint.services.fts.recognise import REST, SERVER
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ANY = "https://wlcg.cern.ch/jwt/v1/any"
ISSUER = "https://issuer.example/"
BASE = f"""\
SiteName=ALPHA
OAuth2=True
AuthorizedVO=alpha;beta
AuthorizedAudiences=https://fts.example:8446
[providers]
alpha = {ISSUER}
alpha_ClientId = {{{{ client }}}}
alpha_ClientSecret = {{{{ secret }}}}
alpha_OauthScopeFts = fts
[roles]
Public = vo:transfer;all:datamanagement
production = all:config
[loggers]
keys = root
[logger_sqlalchemy]
level = WARN
"""
BITS = [
    *("[providers]\n", "[roles]\n", "[fts3]\n", "[fts3", "OAuth2=True\n", "OAuth2={{ x }}\n"),
    *("alpha = https://a.example\n", "beta=https://a.example/\n", "alpha_audience = x\n", "_=_\n"),
    *("alpha_OauthScopeFts = a b\n", "AuthorizedAudiences = a, b; c\n", "JWKCacheSeconds = 9\n"),
    *("Public = all:config;:\n", "AuthorizedVO=;;\n", "  more\n", "\r\n", "{% if x %}\n", "=\n"),
    *("LogTokenRequests=true\n", "VerifyAudience=\n", "\ufeff", "alpha_ClientID=x\n"),
]


def made(content: str, kind: str = REST, *, embedded: bool = False) -> Assembled:
    return assemble([Piece(kind, Text("etc/fts3x", "fts3x", content, embedded=embedded))])


def rest(content: str, *, embedded: bool = False) -> Acceptance:
    (service,) = made(content, embedded=embedded).services
    return service.acceptance


def setting(acceptance: Acceptance, name: str) -> Setting:
    (found,) = (each for each in acceptance.settings if each.name == name)
    return found


def dead(acceptance: Acceptance) -> list[tuple[int, str, str]]:
    return [(each.what.source.line, each.what.text, each.says) for each in acceptance.dead]


def test_who_is_trusted_and_for_what() -> None:
    found = made(BASE)
    assert found.problems == ()
    acceptance = found.services[0].acceptance
    assert (acceptance.product, acceptance.service) == ("fts", "transfer")
    (issuer,) = acceptance.issuers
    assert (issuer.name.text, issuer.url.text, issuer.scopes) == ("alpha", ISSUER, State.YES)
    assert (issuer.url.source.line, issuer.url.source.column) == (6, 9)
    audience = acceptance.audience
    assert audience is not None
    assert [each.text for each in audience.accepted] == ["https://fts.example:8446"]
    assert audience.accepted[0].source.line == 4
    assert audience.checked is State.YES
    assert acceptance.unknown_keys == ()
    assert acceptance.dead == ()
    assert setting(acceptance, "roles.public").value == "vo:transfer;all:datamanagement"


def test_no_secret_is_kept() -> None:
    content = BASE.replace("{{ secret }}", "hunter2")
    assert "hunter2" not in repr(made(content).services)


def test_without_a_scope_every_token_may_submit() -> None:
    content = BASE.replace("alpha_OauthScopeFts = fts\n", "")
    assert rest(content).issuers[0].scopes is State.NO
    assert rest(content, embedded=True).issuers[0].scopes is State.UNKNOWN


def test_commas_make_one_audience() -> None:
    audience = rest(BASE.replace("https://fts.example:8446", "fts, rucio;x")).audience
    assert audience is not None
    assert [each.text for each in audience.accepted] == ["fts, rucio", "x"]


def test_blanks_beside_an_entry_count() -> None:
    found = rest(BASE.replace("https://fts.example:8446", "fts; rucio"))
    assert [row[:2] for row in dead(found)] == [(4, "rucio")]


def test_without_audiences_tokens_for_any_service_are_taken() -> None:
    content = BASE.replace("AuthorizedAudiences=https://fts.example:8446\n", "")
    audience = rest(content).audience
    assert audience is not None
    assert [each.text for each in audience.accepted] == [ANY]
    assert audience.source.line == 0
    snippet = rest(content, embedded=True).audience
    assert snippet is not None
    assert snippet.accepted == ()


def test_without_oauth2_nothing_is_said_of_audiences() -> None:
    found = rest(BASE.replace("OAuth2=True", "OAuth2=no"))
    assert found.audience is None
    assert [row[:2] for row in dead(found)] == [(5, "providers")]
    assert found.dead[0].by is not None
    assert found.dead[0].by.line == 2
    unknown = rest(BASE.replace("OAuth2=True", "OAuth2={{ on }}"))
    assert unknown.audience is not None
    assert unknown.dead == ()


def test_the_check_may_be_off() -> None:
    found = rest(BASE.replace("OAuth2=True", "OAuth2=True\nVerifyAudience=False"))
    assert found.audience is not None
    assert found.audience.checked is State.UNKNOWN
    assert setting(found, "verifyaudience").value == "False"


def test_durations_and_defaults() -> None:
    found = setting(rest(BASE), "jwkcacheseconds")
    assert (found.value, found.seconds, found.written) == ("86400", 86400, False)
    written = setting(rest("JWKCacheSeconds = 3600\n" + BASE), "jwkcacheseconds")
    assert (written.seconds, written.written, written.source.line) == (3600, True, 1)
    assert setting(rest("JWKCacheSeconds = ${X}\n" + BASE), "jwkcacheseconds").known is False
    assert "jwkcacheseconds" not in {each.name for each in rest(BASE, embedded=True).settings}


def test_unknown_and_misspelt_keys() -> None:
    content = "AuthorizedAudience=x\nAllowedOAuth2IssuerURLs=y\noauth2=True\n" + BASE
    found = rest(content.replace("[roles]", "[role]").replace("_OauthScopeFts", "_OAuthScopeFTS"))
    assert [(each.key.text, each.suggestion) for each in found.unknown_keys] == [
        ("AuthorizedAudience", "AuthorizedAudiences"),
        ("AllowedOAuth2IssuerURLs", ""),
        ("oauth2", "OAuth2"),
        ("role", "roles"),
        ("alpha_OAuthScopeFTS", "alpha_OauthScopeFts"),
    ]
    assert found.issuers[0].scopes is State.NO


def test_keys_of_the_other_part_are_no_slips() -> None:
    assert rest("MaxUrlCopyProcesses=4\nAllowNonManagedTokens=True\n" + BASE).unknown_keys == ()


@pytest.mark.parametrize(
    ("name", "left"), [("audience", "udience"), ("token_type", "oken_type"), ("resource", None)]
)
def test_names_are_cut_by_letters(name: str, left: str | None) -> None:
    provider = f"[providers]\nat = {ISSUER}\nat_{name} = x\n"
    rows = dead(rest("OAuth2=True\n" + provider))
    assert rows == ([(4, f"at_{name}", f"FTS keeps it under the name `{left}`")] if left else [])


def test_a_provider_with_an_underscore_is_none() -> None:
    found = rest(f"OAuth2=True\n[providers]\nalpha_vo = {ISSUER}\n")
    assert found.issuers == ()
    assert [row[:2] for row in dead(found)] == [(3, "alpha_vo")]


def test_what_keeps_the_service_from_starting() -> None:
    content = BASE.replace("_OauthScopeFts = fts", "_OauthScopeFts = fts storage.read:/")
    content = content.replace("[roles]", "beta = https://issuer.example\n[roles]")
    problems = made("SiteName=B\n" + content + "nonsense\n").problems
    reasons = {each.source.line: each.reason for each in problems}
    assert reasons.keys() == {2, 10, 11, 19}
    assert "`SiteName` twice" in reasons[2]
    assert "single scope" in reasons[10]
    assert "`alpha` has the same address" in reasons[11]


def test_the_server() -> None:
    content = "SiteName=A\nLogTokenRequests=true\nAuthorizedVO=*\n[roles]\nPublic = all:config\n"
    (service,) = made(content, SERVER).services
    found = service.acceptance
    assert found.title == "FTS3"
    assert [row[:2] for row in dead(found)] == [(3, "AuthorizedVO"), (4, "roles")]
    assert found.audience is None
    assert setting(found, "logtokenrequests").value == "true"
    assert {each.name for each in found.settings} == {
        *("logtokenrequests", "tokenrefreshsafetyperiod", "tokenrefreshmarginperiod")
    }


def test_snippets_of_one_page_are_services_of_their_own() -> None:
    pieces = [Piece(REST, Text("a.md", "b", BASE, line=line, embedded=True)) for line in (3, 90)]
    found = assemble(pieces).services
    assert [service.acceptance.name for service in found] == ["a.md:3", "a.md:90"]
    assert found[1].acceptance.issuers[0].url.source.line == 95


def test_nothing_makes_no_service() -> None:
    assert made("# AuthorizedVO = *\n") == Assembled()


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=16).map("".join))
def test_any_text_is_read(content: str) -> None:
    for kind in (REST, SERVER):
        made(content, kind)
        made(content, kind, embedded=True)


def test_a_config_map_keeps_its_lines() -> None:
    content = "kind: ConfigMap\ndata:\n  fts3restconfig: |\n" + "".join(
        f"    {line}\n" for line in BASE.splitlines()
    )
    texts, _ = texts_of("etc/map.yaml", content.encode())
    pieces = [Piece(found[1], each) for each in texts if (found := recognised(each))]
    (service,) = assemble(pieces).services
    (issuer,) = service.acceptance.issuers
    assert (issuer.url.source.line, issuer.url.source.column) == (9, 13)
