import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.privilege.endpoint import (
    WILDCARDS,
    Spelling,
    audience_defects,
    endpoint_key,
    same_endpoint,
    scheme,
    service_kind,
    spelling,
)

WLCG_ANY = "https://wlcg.cern.ch/jwt/v1/any"


def test_the_wildcards_are_those_of_the_two_profiles() -> None:
    assert {WLCG_ANY, "ANY"} == WILDCARDS


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://s.example", "uri"),
        ("https://s.example:8443/path", "uri"),
        ("condor://s.example", "uri"),
        ("x+y.z-1://s", "uri"),
        (" https://s.example", "uri"),
        ("https://a.example https://b.example", "name"),
        ("https://[2001:db8::1]:1094", "uri"),
        ("s.example:9619", "host-port"),
        ("s:9619", "host-port"),
        ("192.0.2.1:1", "host-port"),
        ("[2001:db8::1]:65535", "host-port"),
        (" s.example:1 ", "host-port"),
        ("s.example", "host"),
        ("s.example.", "host"),
        ("sub_domain.s-1.example", "host"),
        ("192.0.2.1", "host"),
        ("[2001:db8::1]", "host"),
        ("\ts.example", "host"),
        ("any", "name"),
        ("s", "name"),
        ("MY-SITE", "name"),
        ("https://", "name"),
        ("https:///path", "name"),
        ("https:s.example", "name"),
        ("://s.example", "name"),
        ("1https://s.example", "name"),
        ("s.example:123456", "name"),
        ("https://s .example", "name"),
        ("https://a b@s.example", "name"),
        ("s.example:", "name"),
        ("s.example:port", "name"),
        ("-s.example", "name"),
        ("s-.example", "name"),
        ("s..example", "name"),
        ("a.example b.example", "name"),
        ("urn:example:storage", "name"),
        (WLCG_ANY, "wildcard"),
        ("ANY", "wildcard"),
        (" ANY", "wildcard"),
        ("", "empty"),
        (" \t", "empty"),
        (None, "not-a-string"),
        (1, "not-a-string"),
        (["https://s.example"], "not-a-string"),
    ],
)
def test_spelling(value: object, expected: str) -> None:
    assert spelling(value) is Spelling(expected)


def test_spellings_are_those_of_the_policies() -> None:
    assert [str(form) for form in Spelling] == [
        "uri",
        "host-port",
        "host",
        "name",
        "wildcard",
        "empty",
        "not-a-string",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("HTTPS://s.example", "https"), ("root://s:1", "root"), ("s.example", None), ("", None)],
)
def test_scheme(text: str, expected: str | None) -> None:
    assert scheme(text) == expected


ONE_STORAGE = [
    "https://s.example",
    "https://s.example/",
    "https://s.example:443",
    "https://s.example:",
    "HTTPS://S.Example",
    "https://user@s.example",
    "https://s.example.",
    "http://s.example",
    "http://s.example:80",
    "dav://s.example",
    "davs://s.example",
    "davs://s.example:443",
    "root://s.example",
    "root://s.example:1094",
    "roots://s.example",
    "xroot://s.example",
    "xroots://s.example:1094",
    "s.example",
    "S.EXAMPLE",
    "s.example:443",
    "s.example:80",
    "s.example:1094",
    " s.example ",
    " s.example:443",
    " https://s.example",
]


@pytest.mark.parametrize("text", ONE_STORAGE)
def test_spellings_of_one_storage(text: str) -> None:
    assert endpoint_key(text) == ("s.example", "", "")
    assert same_endpoint(text, "https://s.example") is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://s.example:8443", "s.example:8443"),
        ("condor://s.example", "s.example:9619"),
        ("condor://s.example:9619", "https://s.example:9619"),
        ("gsiftp://s.example", "gsiftp://s.example:2811"),
        ("srm://s.example", "SRM://s.example/"),
        ("https://[2001:DB8::1]", "[2001:db8::1]"),
        ("https://s.example/a", "https://s.example:443/a/"),
        ("any", "any"),
        ("https://s.example?a#b", "https://s.example:443?a#b"),
    ],
)
def test_more_spellings_of_one_endpoint(one: str, other: str) -> None:
    assert same_endpoint(one, other) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://s.example", "https://t.example"),
        ("https://s.example", "https://s.example:8443"),
        ("https://s.example", "https://s.example/a"),
        ("https://s.example", "https://s.example?a"),
        ("https://s.example/a", "https://s.example/b"),
        ("https://s.example/a", "https://s.example/A"),
        ("https://s.example", "srm://s.example"),
        ("https://s.example", "condor://s.example"),
        ("https://s.example", "gsiftp://s.example"),
        ("s.example:1", "s.example:2"),
        ("site-a", "SITE-A"),
        ("site-a", " site-a"),
        ("ANY", WLCG_ANY),
        (WLCG_ANY, "https://wlcg.cern.ch:443/jwt/v1/any"),
    ],
)
def test_different_endpoints(one: str, other: str) -> None:
    assert same_endpoint(one, other) is False


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ANY", ("ANY",)),
        (f" {WLCG_ANY}", (f" {WLCG_ANY}",)),
        ("my-site", ("my-site",)),
        ("", ("",)),
        ("https://s.example:8443/a/", ("s.example", "8443", "/a")),
        ("fts://s.example", ("s.example", "fts", "")),
        ("s.example:1", ("s.example", "1", "")),
        ("https://BOX/X", ("box", "", "/X")),
    ],
)
def test_endpoint_key(text: str, key: tuple[str, ...]) -> None:
    assert endpoint_key(text) == key


@pytest.mark.parametrize(
    ("text", "defects"),
    [
        ("https://s.example", ()),
        ("https://s.example:8443", ()),
        ("root://s.example", ()),
        ("condor://s.example", ()),
        ("root://s.example:443", ()),
        ("https://s.example:1094", ()),
        ("https://s.example/", ("trailing-slash",)),
        ("https://s.example/a", ("path",)),
        ("https://s.example/a/", ("path",)),
        ("https://s.example:443", ("default-port",)),
        ("https://s.example:", ("default-port",)),
        ("root://s.example:1094", ("default-port",)),
        ("roots://s.example:1094", ("default-port",)),
        ("xroot://s.example:1094", ("default-port",)),
        ("xroots://s.example:1094", ("default-port",)),
        ("davs://s.example:443", ("default-port",)),
        ("dav://s.example:80", ("default-port",)),
        ("condor://s.example:9619", ("default-port",)),
        ("gsiftp://s.example:2811", ("default-port",)),
        ("fts://s.example", ()),
        ("fts://s.example:1", ()),
        ("http://s.example", ("http",)),
        ("http://s.example:80", ("default-port", "http")),
        ("HTTPS://s.example", ("upper-case",)),
        ("https://S.example", ("upper-case",)),
        ("https://s.example/A", ("path",)),
        ("https://s.example?a", ("query-or-fragment",)),
        ("https://s.example#a", ("query-or-fragment",)),
        ("https://s.example/?a", ("query-or-fragment", "trailing-slash")),
        ("https://u@s.example", ("userinfo",)),
        ("https://@s.example", ("userinfo",)),
        (" https://s.example", ("white-space",)),
        ("https://s.example\n", ("white-space",)),
        ("https://s.example/a b", ("path", "white-space")),
        ("https://a.example https://b.example", ()),
        ("https://s%2dexample", ("not-normalised",)),
        (WLCG_ANY, ()),
        ("s.example:443", ()),
        ("S.EXAMPLE ", ()),
        ("", ()),
    ],
)
def test_audience_defects(text: str, defects: tuple[str, ...]) -> None:
    assert audience_defects(text) == defects


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("root://s.example", "storage"),
        ("roots://s.example", "storage"),
        ("xroot://s.example", "storage"),
        ("xroots://s.example", "storage"),
        ("dav://s.example", "storage"),
        ("DAVS://s.example:8443", "storage"),
        ("gsiftp://s.example", "storage"),
        ("srm://s.example", "storage"),
        ("https://s.example:1094", "storage"),
        ("https://s.example:1095", "storage"),
        ("s.example:2811", "storage"),
        ("s.example:2880", "storage"),
        ("condor://s.example:1094", "compute"),
        ("s.example:9619", "compute"),
        (" s.example:9619", "compute"),
        ("https://s.example:9619", "compute"),
        ("https://s.example:8446", "transfer"),
        ("https://s.example", "unknown"),
        ("https://s.example:8443", "unknown"),
        ("s.example:8443", "unknown"),
        ("s.example", "unknown"),
        ("ANY", "unknown"),
        ("", "unknown"),
    ],
)
def test_service_kind(text: str, kind: str) -> None:
    assert service_kind(text) == kind


@given(st.text(alphabet="https:/@.[]?#%1 aANY-") | st.text())
def test_any_text_has_a_spelling_and_a_key(text: str) -> None:
    assert spelling(text) in Spelling
    assert endpoint_key(text)
    assert (scheme(text) is None) == (
        spelling(text) is not Spelling.URI
    ) or text.strip() in WILDCARDS
    assert audience_defects(text) == () or spelling(text) is Spelling.URI
    assert service_kind(text) in {"storage", "compute", "transfer", "unknown"}


@pytest.mark.parametrize(
    "part", ["@", "a@", ":", "a:", "a@a:1", ".", "a", "a.", "a:1", "1", "[", "%", " ", "-"]
)
def test_long_texts_are_read_in_time(part: str) -> None:
    text = part * 20_000
    assert endpoint_key(text)
    assert endpoint_key(f"https://{text}\n?")
