"""The facts of a service: plain, complete by the schema, and free of letters."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.credentials.schema import assert_valid
from tests.services.made_up import (
    ISSUER,
    OTHER,
    acceptance,
    group_way,
    issuer,
    service,
    value,
)
from tokenlint.policy.service_areas import shared_areas
from tokenlint.policy.service_facts import for_tests, privileged, service_facts
from tokenlint.services.acceptance import Pattern, Setting, State, UnknownKey
from tokenlint.services.value import Value
from tokenlint.services.witnesses import witnesses
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))


def facts(**changes: Any) -> dict[str, Any]:
    held = service(**changes)
    return service_facts(held.acceptance, witnesses(held), (0,), embedded=False)


def test_they_fit_the_schema() -> None:
    document = {"format": "tokenlint.input/1", "kind": "service", "limits": {}, "service": facts()}
    assert_valid(document["service"], "service")
    assert "service" in SCHEMA["properties"]["kind"]["enum"]


def test_issuers() -> None:
    one, other = facts()["issuers"]
    assert (one["https"], one["scopes"], one["falls_through"]) == ("yes", "yes", ["group"])
    assert one["areas"] == [{"known": True, "root": False, "depth": 1}]
    assert other["scopes"] == "no"


@pytest.mark.parametrize(
    ("url", "https", "known"),
    [
        ("http://issuer.example", "no", True),
        ("issuer.example", "no", True),
        ("https://{{ host }}", "yes", False),
        ("{{ issuer }}", "unknown", False),
    ],
)
def test_https(url: str, https: str, *, known: bool) -> None:
    (one,) = facts(issuers=(issuer(url),))["issuers"]
    assert (one["https"], one["known"]) == (https, known)
    if not known:
        assert (one["standing"], one["near"]) == ("unknown", False)


def test_an_area_inside_that_of_another_issuer() -> None:
    (row,) = facts()["shared"]
    assert row == {"one": 1, "other": 0, "area": 0, "relation": "inside", "together": False}


def test_equal_areas_are_told_once_and_by_component() -> None:
    assert shared_areas((issuer(), issuer(OTHER))) == [
        {"one": 1, "other": 0, "area": 0, "relation": "same", "together": True}
    ]
    assert shared_areas((issuer(), issuer(OTHER, "/data2"))) == []
    assert shared_areas((issuer(), issuer(ISSUER))) == []
    assert shared_areas((issuer(), issuer(OTHER, shadowed=True))) == []
    assert shared_areas((issuer(area="{{ x }}"), issuer(OTHER))) == []


def test_many_owners_of_one_area_are_each_told_beside_the_first() -> None:
    third = "https://third-issuer.example"
    rows = shared_areas((issuer(), issuer(OTHER), issuer(third)))
    assert [(row["one"], row["other"]) for row in rows] == [(1, 0), (2, 0)]


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("https://localhost", True),
        ("https://localhost:8443/realms/x", True),
        ("http://127.0.0.1:9000", True),
        ("https://localhost.example", False),
        ("https://issuer.example/localhost", False),
        ("https://{{ host }}", False),
    ],
)
def test_an_issuer_on_the_machine_itself(url: str, *, local: bool) -> None:
    assert facts(issuers=(issuer(url),))["issuers"][0]["local"] is local


def test_an_issuer_that_a_file_for_tests_lists() -> None:
    listed = replace(issuer(), url=Value.of(ISSUER, Source("etc/application-test.yml", 3)))
    plain = facts(issuers=(issuer(), listed))["issuers"]
    assert [each["testing"] for each in plain] == [False, True]


def test_a_way_whose_line_lets_a_deletion_pass() -> None:
    ways = (group_way(), group_way(20))
    assert [way["witnessed"] for way in facts(ways=ways)["ways"]] == [True, False]


def test_a_mapping_whose_pattern_is_open() -> None:
    tight, loose = (
        Pattern(value("x", 10), "issuer", ("any-sign",), "y"),
        Pattern(value("x", 11), "issuer", ("open-start",), "y"),
    )
    rows = facts(patterns=(tight, loose))["mappings"]
    assert [row["open_pattern"] for row in rows] == [False, True]
    unproven = replace(loose, also="")
    assert not any(row["open_pattern"] for row in facts(patterns=(unproven,))["mappings"])


def test_a_mapping_of_a_template() -> None:
    template = replace(acceptance().mappings[0], issuer="{{.Issuer}}")
    rows = facts(mappings=(acceptance().mappings[0], template))["mappings"]
    assert [row["issuer_known"] for row in rows] == [True, False]


def test_the_wildcard_among_the_audiences() -> None:
    accepted = facts()["audience"]["accepted"]
    assert accepted == [
        {"any": False, "known": True, "form": "uri"},
        {"any": True, "known": True, "form": "wildcard"},
    ]
    assert "audience" not in facts(audience=None)


def test_a_witness_names_the_kind_of_its_way() -> None:
    assert facts()["deletions"] == [
        {"credential": "group", "operation": "delete", "sure": True, "by": "group"}
    ]


def test_settings_hold_plain_words_only() -> None:
    long = Setting("x", "a" * 300, Source("f"))
    odd = Setting("x", "it's «odd»", Source("f"))
    unknown = Setting("x", "true", Source("f"), known=False)
    plain = Setting("x", "True", Source("f"), written=False)
    values = [row["value"] for row in facts(settings=(long, odd, unknown, plain))["settings"]]
    assert values == ["", "", "", "true"]
    assert facts()["settings"][0]["seconds"] == 86400


def test_unknown_keys_tell_whether_they_were_slips() -> None:
    keys = (UnknownKey(value("colour", 1), "Global"),)
    assert facts(unknown_keys=keys)["unknown_keys"] == [{"suggested": False, "default": False}]
    assert facts()["unknown_keys"] == [{"suggested": True, "default": True}]


@pytest.mark.parametrize("account", ["root", "uid:0", "gid:0,true", "role:admin", "condor@pool"])
def test_privileged_accounts(account: str) -> None:
    assert privileged(account)


@pytest.mark.parametrize(
    "account", ["usatlas1", "xrootd", "rooting", "uid:1000", "administrate", "nobody"]
)
def test_ordinary_accounts(account: str) -> None:
    assert not privileged(account)


def test_the_audience_of_an_issuer_is_its_own() -> None:
    own = acceptance().audience
    assert own is not None
    (one,) = facts(issuers=(issuer(audience=replace(own, checked=State.NO)),))["issuers"]
    assert one["audience"]["checked"] == "no"


@pytest.mark.parametrize(
    ("file", "tests"),
    [
        ("etc/test-scitokens.cfg", True),
        ("tests/XRootD/scitokens.cfg", True),
        ("a/test/b/c/scitokens.cfg", False),
        ("etc/xrootd/latest.cfg", False),
        ("contest/scitokens.cfg", False),
    ],
)
def test_a_name_that_says_test(file: str, *, tests: bool) -> None:
    assert for_tests(file) is tests


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("https://a.example:443/x", "uri"),
        ("a.example:1094", "host"),
        ("se:2880", "host"),
        ("rucio-client", "word"),
        ("{{ x }}", "unknown"),
        ("XRDHOST", "unknown"),
        ("ANY", "wildcard"),
        ("*", "wildcard"),
    ],
)
def test_how_an_audience_is_spelled(text: str, form: str) -> None:
    own = acceptance().audience
    assert own is not None
    found = facts(audience=replace(own, accepted=(value(text, 1),)))["audience"]["accepted"]
    assert found[0]["form"] == form


def test_thousands_of_issuers_take_no_quadratic_time() -> None:
    many = tuple(issuer(f"https://i{n}.example", f"/d{n}") for n in range(5_000))
    assert shared_areas((*many, issuer(OTHER, "/d7/x", 50))) == [
        {"one": 5_000, "other": 7, "area": 0, "relation": "inside", "together": False}
    ]
