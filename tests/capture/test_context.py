"""How an occurrence was presented, and to which host."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.capture.context import Context, context_of
from tokenlint.capture.host_near import host_near

PRESENTED = [
    ("authorization-header", "> Authorization: Bearer @"),
    ("authorization-header", '"authorization": "Bearer @"'),
    ("authorization-header", '{"name": "Authorization", "value": "Bearer @"}'),
    ("authorization-header", "TransferHeaderAuthorization: Bearer @"),
    ("authorization-header", "2026-11-20 12:00:00 sent Bearer @ to storage"),
    ("authorization-header", '{\\"Authorization\\":\\"Bearer @'),
    ("query-string", "GET /data/f?authz=Bearer%20@ HTTP/1.1"),
    ("query-string", "https://s.example/f?a=b&access_token=@"),
    ("query-string", "/f?a=b&amp;authz=@"),
    ("query-string", "root://s.example//f?xrd.wantprot=unix&authz=@"),
    ("query-string", "/" + "d" * 300 + "&authz=@"),
    ("form-body", "grant_type=x&subject_token=@"),
    ("form-body", '"access_token=@"'),
    ("json-member", '{"access_token": "@"'),
    ("json-member", '{\\"access_token\\":\\"@'),
    ("environment", "BEARER_TOKEN=@"),
    ("environment", "export BEARER_TOKEN='@'"),
    ("environment", "env: _CONDOR_TOKEN=@"),
    ("environment", "      BEARER_TOKEN: @"),
    ("cookie", "Cookie: a=b; access_token=@"),
    ("cookie", "< Set-Cookie: session=@"),
    ("command-line", "$ tool --token @"),
    ("command-line", "$ tool --token=@"),
    ("command-line", '["tool", "--token", "@"]'),
    ("command-line", "+ curl -s -H 'Authorization: Bearer @' https://s.example/f"),
    ("command-line", 'curl -H "Authorization: Bearer @" https://s.example/f'),
    ("csv-cell", "2026,user,@,7"),
    ("csv-cell", '2026;user;"@"'),
    ("file", "@"),
    ("file", "first line\n@"),
    ("file", "first line\r\n  @"),
    ("unknown", "the token was @"),
]


@pytest.mark.parametrize(("context", "text"), PRESENTED)
def test_how_it_was_presented(context: str, text: str) -> None:
    data = text.encode()
    assert context_of(data, data.index(b"@")) == context


def test_every_context_has_an_example() -> None:
    assert {context for context, _ in PRESENTED} == set(Context)


def test_no_more_than_a_few_bytes_are_looked_at() -> None:
    near = b"x" * 300
    assert context_of(b"Cookie: " + near, 308) is Context.UNKNOWN
    assert context_of(b"BEARER_TOKEN=" + near, 13) is Context.ENVIRONMENT


HOSTS = [
    ("s.example", "> GET /f HTTP/1.1\n> Host: s.example\n> Authorization: Bearer @"),
    ("s.example:8443", "> GET /f HTTP/1.1\n> Authorization: Bearer @\n> Host: s.example:8443\n"),
    ("s.example", "Host: s.example\r\nAuthorization: Bearer @\r\n\r\nHost: other.example\r\n"),
    (None, "Host: other.example\r\n\r\nPUT /f HTTP/1.1\r\nAuthorization: Bearer @"),
    ("s.example", "Host: proxy.example\nx https://S.example/f?authz=@"),
    ("s.example", "curl -H 'Authorization: Bearer @' https://s.example/f"),
    ("s.example", "copy to davs://user@s.example/f with Bearer @"),
    ("s.example", 'x: 1\n\n"url": "https://s.example/f",\n\n"value": "Bearer @"'),
    ("s.example", "GET https://s.example/f HTTP/1.1\nAuthorization: Bearer @"),
    ("[2001:db8::1]:443", "https://[2001:db8::1]:443/f?authz=@"),
    ("s.example", '[{"name":"Host","value":"s.example"},{"name":"Authorization","value":"@"}]'),
    ("s.example", ":authority: s.example\nauthorization: Bearer @"),
    (None, "the host is unknown: @"),
    (None, "Host: s.example\n" + "x: y\n" * 1000 + "@"),
]


@pytest.mark.parametrize(("host", "text"), HOSTS)
def test_which_host_it_went_to(host: str | None, text: str) -> None:
    data = text.encode()
    assert host_near(data, data.rindex(b"@")) == host


@given(st.binary(max_size=400), st.integers(0, 400))
def test_any_bytes_have_a_context_and_perhaps_a_host(data: bytes, start: int) -> None:
    assert context_of(data, min(start, len(data))) in Context
    host = host_near(data, min(start, len(data)))
    assert host is None or re.fullmatch(r"[\[\]a-z0-9.:-]+", host)
