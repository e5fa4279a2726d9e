import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.httpd.recognise import APACHE, AUTHORIZER, NGINX, kind_of
from tokenlint.services.text import Text

_AUTHORIZER = "[Global]\naudience = a\n\n[Issuer X]\nissuer = https://iss.example\nbase_path = /p\n"
_NGINX = "server {\n  location /p {\n    dav_methods PUT;\n    auth_request /auth;\n  }\n}\n"
_APACHE = '<Location /p>\n  Require Scitoken\n  issuers "https://iss.example;/p"\n</Location>\n'


def _kind(name: str, content: str, *, embedded: bool = False) -> str | None:
    return kind_of(Text("repo/" + name, name, content, embedded=embedded))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("authorizer.cfg", _AUTHORIZER, AUTHORIZER),
        ("authorizer.cfg.j2", _AUTHORIZER, AUTHORIZER),
        ("authorizer.cfg", "# empty\n", AUTHORIZER),
        ("nginx.conf", _NGINX, NGINX),
        ("default", _NGINX.replace("dav_methods PUT", "root /scitokens"), NGINX),
        ("apache2.conf", _APACHE, APACHE),
        ("site.conf", _APACHE.lower(), APACHE),
    ],
)
def test_files_by_name_and_content(name: str, content: str, kind: str) -> None:
    assert _kind(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scitokens.cfg", _AUTHORIZER),  # that of XRootD
        ("authorizer.cfg", "[server]\nport = 1\n"),
        ("nginx.conf", "server { location / { auth_request /oauth2/auth; } }"),
        ("nginx.conf", "server {\n location / {\n  auth_request off;\n  dav_methods PUT;\n }\n}\n"),
        ("README.md", _NGINX + _APACHE),
        ("apache2.conf", "Require all granted\n"),
    ],
)
def test_files_of_others(name: str, content: str) -> None:
    assert _kind(name, content) is None


def test_a_snippet_of_a_readme() -> None:
    assert _kind("block.md", _APACHE, embedded=True) == APACHE


@given(st.text(max_size=200), st.sampled_from(["nginx.conf", "authorizer.cfg", "x"]))
def test_any_text_has_an_answer(content: str, name: str) -> None:
    _kind(name, content)
