"""What a placeholder leaves open is unknown."""

import time

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
        "{# a remark #}",
        "${A:-{}}",
        "${A:-${B}}",
        "$(A:$(B))",
        "$(sed s/$1/x/)",
        "$[1 + 2]",
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


@pytest.mark.parametrize("sign", ["${", "$(", "$[", "{#", "<a", "@A", "%A", "$"])
def test_looking_for_a_placeholder_takes_linear_time(sign: str) -> None:
    begun = time.process_time()
    has_placeholder(sign * 200_000)
    assert time.process_time() - begun < 30  # a hang, not slowness
