import pytest

from tokenlint.services.fts.recognise import REST, SERVER, kind_of
from tokenlint.services.text import Text


def kind(file: str, content: str, *, embedded: bool = False) -> str | None:
    return kind_of(Text(file, file.rpartition("/")[2], content, embedded=embedded))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("etc/fts3/fts3restconfig", REST),
        ("fts3restconfig.j2", REST),
        ("fts3restconfig-oidc", REST),
        ("fts-rest.conf", REST),
        ("fts3config", SERVER),
        ("fts3config.template", SERVER),
    ],
)
def test_a_known_name_with_a_key(file: str, expected: str) -> None:
    assert kind(file, "SiteName=ALPHA\n") == expected
    assert kind(file, "# nothing\n") == expected
    assert kind(file, "<VirtualHost *:8446>\n") is None


def test_keys_that_no_other_product_has_under_any_name() -> None:
    assert kind("values.txt", "AuthorizedAudiences=https://fts.example:8446\n") == REST
    assert kind("fts.md", "vo_OauthScopeFts = fts\n", embedded=True) == REST
    assert kind("x.conf", "SiteName=A\nLogTokenRequests=true\n") == SERVER
    assert kind("x.conf", "LogTokenRequests=true\n") is None


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("README.md", "AuthorizedAudiences=a\n"),
        ("values.yaml", "x: |\n  AuthorizedAudiences=a\n"),
        ("fts3config.md", "SiteName=A\n"),
        ("other.ini", "[roles]\nPublic = all:config\n"),
        ("other.ini", "Alias=x\nSiteName=y\n"),
    ],
)
def test_what_is_not_ours(file: str, content: str) -> None:
    assert kind(file, content) is None
