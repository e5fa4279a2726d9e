"""The facts of a service: plain, complete by the schema, and free of letters."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT
from tests.services.made_up import ISSUER, OTHER, acceptance, issuer, service, value
from tokenlint.policy.service_facts import for_tests, privileged, service_facts, shared_areas
from tokenlint.services.acceptance import Setting, State, UnknownKey
from tokenlint.services.witnesses import witnesses
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))


def facts(**changes: Any) -> dict[str, Any]:
    held = service(**changes)
    return service_facts(held.acceptance, witnesses(held), (0,), embedded=False)


def test_they_fit_the_schema() -> None:
    document = {"format": "tokenlint.input/1", "kind": "service", "limits": {}, "service": facts()}
    schema = {"$ref": "#/$defs/service", "$defs": SCHEMA["$defs"]}
    jsonschema.validate(document["service"], schema)
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
        {"one": 0, "other": 1, "area": 0, "relation": "same", "together": True}
    ]
    assert shared_areas((issuer(), issuer(OTHER, "/data2"))) == []
    assert shared_areas((issuer(), issuer(ISSUER))) == []
    assert shared_areas((issuer(), issuer(OTHER, shadowed=True))) == []
    assert shared_areas((issuer(area="{{ x }}"), issuer(OTHER))) == []


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
