import pytest

from tests.services.pelican.servers import export, origin, params
from tokenlint.services.pelican.known import dead, problems, unknown_keys


@pytest.mark.parametrize(
    ("content", "suggestion"),
    [
        ("Origin:\n  EnableWritess: true\n", "Origin.EnableWrites"),
        ("Orgin:\n  Multiuser: true\n", "Origin.Multiuser"),
        ("Federation:\n  DiscoveryURI: x\n", "Federation.DiscoveryUrl"),
        ("Issuer:\n  AuthorisationTemplates: []\n", "Issuer.AuthorizationTemplates"),
        ("TLSSkipVerfy: true\n", "TLSSkipVerify"),
    ],
)
def test_misspelt_names(content: str, suggestion: str) -> None:
    (found,) = unknown_keys(params(content))
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    "content",
    [
        "origin:\n  s3accesskeyFile: /x\n",  # compared without case
        "Origin:\n  SomethingOfTheNextRelease: true\n",  # the list is never complete
        "Server:\n  SSRFProtection:\n    Disabled: true\n",
        "Registry:\n  Institutions:\n    - name: a\n      id: b\n",
        "Origin:\n  EnableReads: true\n  {{ .key }}: x\n",
        "MyOwn:\n  Thing: 1\n",
    ],
)
def test_what_may_be_right_is_quiet(content: str) -> None:
    assert not list(unknown_keys(params(content)))
    assert not list(dead(params(content)))


def test_keys_of_exports_and_templates() -> None:
    content = origin(export("[Reads]", more="      SentinelLocations: /x\n"))
    content += "Issuer:\n  AuthorizationTemplates:\n    - actions: [read]\n      prefx: /a\n"
    found = list(unknown_keys(params(content)))
    assert [(each.key.text, each.suggestion) for each in found] == [
        ("SentinelLocations", "SentinelLocation"),
        ("prefx", "prefix"),
    ]


def test_a_wrong_capability_keeps_the_origin_from_starting() -> None:
    (found,) = problems(params(origin(export('["Reads", "publicReads"]'))))
    assert (found.kind, found.source.line, found.advice) == ("syntax", 7, "write PublicReads")


def test_names_that_do_nothing() -> None:
    content = "Origin:\n  S3ServiceName: s\n  Mode: posix\n  StorageType: s3\n"
    gone, old = dead(params(content))
    assert (gone.what.text, gone.reason) == ("Origin.S3ServiceName", "ignored-value")
    assert (old.what.text, old.reason) == ("Origin.Mode", "shadowed")
    assert old.by is not None
    assert old.by.line == 4


def test_an_old_name_alone_still_counts() -> None:
    assert not list(dead(params("Origin:\n  Mode: posix\n")))
