import pytest

from tokenlint.services.mytoken.recognise import (
    CAPABILITIES,
    CONFIG,
    PROFILES,
    RESTRICTIONS,
    ROTATION,
    kind_of,
)
from tokenlint.services.text import Text

SERVER = "issuer: https://a.example\nservice_operator:\n  name: a\nproviders:\n  - issuer: b\n"


def text(name: str, content: str, *, embedded: bool = False) -> Text:
    return Text(name, name.rpartition("/")[2], content, embedded=embedded)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("config.yaml", SERVER, CONFIG),
        ("config.yaml.j2", SERVER, CONFIG),
        ("server-profiles/profiles/agent", '{"capabilities": "@all"}', PROFILES),
        ("a/b/server-profiles/group/profiles/agent.json", "{}", PROFILES),
        ("server-profiles/capabilities/all", '["AT"]', CAPABILITIES),
        ("server-profiles/capabilities/all", "@default create_mytoken", CAPABILITIES),
        ("home/.mytoken/restrictions.d/day", '{"exp": "+1d"}', RESTRICTIONS),
        ("etc/mytoken/rotation.d/at", '{"on_AT": true}', ROTATION),
    ],
)
def test_ours(name: str, content: str, kind: str) -> None:
    assert kind_of(text(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("profiles/agent", '{"capabilities": "@all"}'),
        ("linux/capabilities/all", '["AT"]'),
        ("server-profiles/profiles/README.md", "{}"),
        ("server-profiles/profiles/agent", ""),
        ("server-profiles/profiles/agent", "a sentence.\nAnd one more."),
        ("mytoken/profiles/profiles.go", "{}"),
        ("config.yaml", "issuer: a\nproviders:\n  - issuer: b\n"),
        ("config.yaml", "service_operator:\n  name: a\n"),
        ("config.toml", SERVER),
        ("config.yaml", ""),
    ],
)
def test_not_ours(name: str, content: str) -> None:
    assert kind_of(text(name, content)) is None


def test_in_a_config_map() -> None:
    assert kind_of(text("config.yaml", SERVER, embedded=True)) == CONFIG
    assert kind_of(text("block", SERVER, embedded=True)) == CONFIG


def test_a_hostile_text_takes_no_time() -> None:
    assert kind_of(text("server-profiles/profiles/a", "@@ " * 100_000 + "!")) is None
