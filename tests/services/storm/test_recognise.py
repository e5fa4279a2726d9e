import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.storm.configs import application, area
from tokenlint.services.storm.recognise import (
    APPLICATION,
    PATH_AUTHZ,
    STORAGE_AREA,
    TEAPOT,
    USER_MAPPING,
    kind_of,
)
from tokenlint.services.text import Text

_PACKAGED = "spring:\n  main: {}\nstorm:\n  tls:\n    requireClientCert: false\n"
_POLICIES = (
    "storm:\n  authz:\n    policies:\n    - sa: x\n      principals:\n      - type: anyone\n"
)


def _kind(name: str, content: str, *, embedded: bool = False) -> str | None:
    return kind_of(Text("repo/" + name, name, content, embedded=embedded))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("data.properties", area(), STORAGE_AREA),
        ("sa.properties.erb", area("vos=<%= @vos %>\n"), STORAGE_AREA),
        ("application.yml", application(), APPLICATION),
        ("application.yaml", _PACKAGED, APPLICATION),
        ("application.yml.template", application(), APPLICATION),
        ("storm-application-policies.yml", _POLICIES, APPLICATION),
        ("policies.yml", _POLICIES, APPLICATION),
        ("issuers.yml", application(), APPLICATION),
        ("config.ini", "[Teapot]\nmapping = FILE\n", TEAPOT),
        ("user-mapping.csv", "alice 1-2-3\n\n# a comment\n", USER_MAPPING),
        ("path-authz.db", "algorithm=x.Best\n@ALL@ / RL permit\n", PATH_AUTHZ),
        ("path-authz.db", "# nothing yet\n", PATH_AUTHZ),
    ],
)
def test_files_by_name_and_content(name: str, content: str, kind: str) -> None:
    assert _kind(name, content) == kind
    assert _kind(name, content.replace("\n", "\r\n")) == kind


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("block.properties", "anonymousReadEnabled=true\n", STORAGE_AREA),
        ("block", area(), STORAGE_AREA),
        ("block", application(), APPLICATION),
        ("application", application(), APPLICATION),
        ("block.yaml", _POLICIES, APPLICATION),
    ],
)
def test_snippets(name: str, content: str, kind: str) -> None:
    assert _kind(name, content, embedded=True) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", area() + application()),
        ("gradle.properties", "org.gradle.jvmargs=-Xmx2g\n"),
        ("application.yml", "spring:\n  datasource:\n    url: x\n"),
        ("values.yaml", "storm:\n  image: x\n"),
        ("values.yaml", "oauth:\n  enabled: true\n"),
        ("config.ini", "[server]\nport = 1\n"),
        ("user-mapping.csv", "name,account\na,b\n"),
        ("path-authz.db", "binary\x00rubbish"),
        ("Area.java", "class Area { boolean anonymousReadEnabled = true; }"),
        ("data.properties", ""),
    ],
)
def test_files_of_others(name: str, content: str) -> None:
    assert _kind(name, content) is None


@given(st.text(max_size=200), st.sampled_from(["a.yml", "a.properties", "a", "user-mapping.csv"]))
def test_any_text_has_an_answer(content: str, name: str) -> None:
    _kind(name, content)
    _kind(name, content, embedded=True)
