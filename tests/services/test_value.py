"""What a placeholder leaves open is unknown."""

import pytest

from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Source


@pytest.mark.parametrize(
    "text",
    [
        "https://{{ .Values.host }}",
        "{{issuer}}",
        "{% if x %}",
        "<%= @issuer %>",
        "${XRD_HOST}",
        "$(COLLECTOR_HOST)",
        "$host/data",
        "@SYSCONFDIR@/x",
        "%HOST%",
        "<your host>",
        "https://<site>/vo",
        "{{ begins here",
    ],
)
def test_a_placeholder_is_unknown(text: str) -> None:
    assert has_placeholder(text)
    assert not Value.of(text, Source("f")).known


@pytest.mark.parametrize(
    "text",
    ["https://issuer.example/", "/data", "a $ b", "100%", "me@host.example", "x < y", "$1", ""],
)
def test_plain_text_is_known(text: str) -> None:
    value = Value.of(text, Source("f"))
    assert value.known
    assert str(value) == text
