import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.properties import properties
from tokenlint.services.dcache.providers import Reading, providers
from tokenlint.services.dcache.view import View


def _read(content: str) -> Reading:
    (reading,) = _all(content)
    return reading


def _all(content: str) -> list[Reading]:
    one = text(content)
    return list(providers(View((properties(one).sections[0].table,), one.at(0), open=False)))


def _oidc(options: str) -> Reading:
    return _read(f"gplazma.oidc.provider!VO = https://vo.example/ {options}\n")


def test_a_provider_of_the_wlcg_profile() -> None:
    reading = _oidc('-profile=wlcg -prefix=/data/vo -authz-id="uid:1 gid:2 username:a"')
    provider = reading.provider
    assert provider is not None
    assert (provider.alias, provider.url.text, provider.profile) == (
        "VO",
        "https://vo.example/",
        "wlcg",
    )
    assert provider.prefix is not None
    assert provider.prefix.text == "/data/vo"
    assert provider.url.source.column == 28
    assert [str(each) for each in provider.authz_id] == ["uid:1", "gid:2", "username:a"]
    assert provider.authz_id[1].primary
    assert provider.scoped
    assert (reading.problems, reading.unknown, reading.dead) == ((), (), ())


def test_without_a_profile_scopes_do_not_count() -> None:
    provider = _oidc("").provider
    assert provider is not None
    assert provider.profile == "oidc"
    assert not provider.scoped


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ("-profile=wlgc -prefix=/", "no profile wlgc"),
        ("-profile=wlcg", "needs -prefix"),
        ("-profile=scitokens -prefix=data", "absolute"),
        ("-profile=wlcg -prefix=/a -prefix=/b", "twice"),
        ("-accept=everything", "'everything'"),
    ],
)
def test_lines_with_which_the_plugin_does_not_load(options: str, word: str) -> None:
    reading = _oidc(options)
    assert reading.provider is not None
    assert reading.provider.refused
    (problem,) = reading.problems
    assert word in problem.reason
    assert problem.kind == "syntax"


def test_a_line_without_an_issuer() -> None:
    reading = _read("gplazma.oidc.provider!VO = -profile=wlcg -prefix=/\n")
    assert reading.provider is None
    assert "no issuer" in reading.problems[0].reason


def test_suppressions_may_be_repeated_and_listed() -> None:
    provider = _oidc("-suppress=audience -suppress=offline,x").provider
    assert provider is not None
    assert provider.suppress == {"audience", "offline", "x"}


@pytest.mark.parametrize(
    ("options", "key", "suggestion"),
    [
        ("-profle=wlcg", "profle", "profile"),
        ("-suppress=audiance", "audiance", "audience"),
        ("-prefx=/a", "prefx", "prefix"),
    ],
)
def test_unknown_options_with_what_was_meant(options: str, key: str, suggestion: str) -> None:
    (unknown,) = _oidc(options).unknown
    assert (unknown.key.text, unknown.suggestion) == (key, suggestion)
    assert unknown.key.source.line == 1


@pytest.mark.parametrize(
    "options", ["-prefix=/data", "-authz-id=uid:1", "-profile=scitokens -prefix=/ -accept=username"]
)
def test_options_that_the_profile_does_not_read(options: str) -> None:
    (dead,) = _oidc(options).dead
    assert dead.reason == "ignored-value"
    assert "does not read" in dead.says


def test_a_placeholder_for_the_issuer_leaves_the_options_known() -> None:
    provider = _read("gplazma.oidc.provider!VO = ${ISSUER} -suppress=audience\n").provider
    assert provider is not None
    assert not provider.url.known
    assert provider.profile == "oidc"


def test_a_placeholder_among_the_options_leaves_the_profile_open() -> None:
    reading = _read("gplazma.oidc.provider!VO = https://vo.example/ {{ .Values.options }}\n")
    assert reading.provider is not None
    assert reading.provider.profile == ""
    assert (reading.problems, reading.unknown, reading.dead) == ((), (), ())


def test_an_issuer_of_the_old_plugin() -> None:
    line = "gplazma.scitoken.issuer!VO = https://vo.example /data -tokenHistory=3 uid:1 gid:2\n"
    reading = _read(line)
    provider = reading.provider
    assert provider is not None
    assert (provider.plugin, provider.profile) == ("scitoken", "both")
    assert provider.prefix is not None
    assert provider.prefix.text == "/data"
    assert [str(each) for each in provider.authz_id] == ["uid:1", "gid:2"]
    assert not reading.unknown


def test_an_issuer_of_the_old_plugin_needs_a_prefix() -> None:
    reading = _read("gplazma.scitoken.issuer!VO = https://vo.example\n")
    assert reading.provider is None
    assert "prefix" in reading.problems[0].reason


def test_options_over_several_lines() -> None:
    content = (
        "gplazma.oidc.provider!VO = https://vo.example/ \\\n   -profile=wlcg \\\n   -prefix=/vo\n"
    )
    provider = _read(content).provider
    assert provider is not None
    assert provider.prefix is not None
    assert provider.prefix.source.line == 3


@given(st.text(alphabet='htps:/ -profile=wcgx"\\${}', max_size=80))
def test_any_value_is_read(value: str) -> None:
    content = f"gplazma.oidc.provider!A = {value}\ngplazma.scitoken.issuer!A = {value}\n"
    assert len(_all(content)) <= 2
