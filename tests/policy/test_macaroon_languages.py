"""The caveat languages: what ships is sound, and contradictions are refused."""

import copy
import dataclasses
import json
from typing import Any

import pytest

from tokenlint import shipped
from tokenlint.credentials.macaroon.language import (
    STORAGE_ACTIONS,
    STORAGE_OPERATIONS,
    Activity,
    CaveatKey,
    Language,
    Location,
    Meaning,
    PathFact,
)
from tokenlint.errors import PolicyError
from tokenlint.policy.entries import read_data
from tokenlint.policy.implementations import Versions
from tokenlint.policy.macaroon_languages import at_version, read_languages, shipped_languages
from tokenlint.privilege.operation import Operation


@pytest.fixture(scope="module")
def data() -> Any:
    return read_data(shipped.rules_dir() / "macaroons.yaml")


def changed(data: Any, *steps: str | int, to: Any) -> Any:
    """The data with one value replaced; to None it is taken away."""
    whole = copy.deepcopy(data)
    at = whole
    for step in steps[:-1]:
        at = at[step]
    if to is None:
        del at[steps[-1]]
    else:
        at[steps[-1]] = to
    return whole


def row(data: Any, name: str) -> tuple[int, str, int]:
    for number, product in enumerate(data):
        for kind in ("activities", "paths"):
            for index, each in enumerate(product.get(kind, ())):
                if each["id"] == name:
                    return number, kind, index
    raise KeyError(name)


def test_the_shipped_ones_are_the_file(data: Any) -> None:
    assert shipped_languages() == read_languages(data)


def test_has_no_member_that_is_not_read(data: Any) -> None:
    def fields(kind: type) -> set[str]:
        return {field.name for field in dataclasses.fields(kind)}

    for product in data:
        assert set(product) <= fields(Language)
        assert set(product["location"]) <= fields(Location)
        for name, kind in (("caveats", CaveatKey), ("activities", Activity), ("paths", PathFact)):
            for each in product.get(name, ()):
                assert set(each) <= fields(kind)
                assert set(each.get("versions", {})) <= fields(Versions)


def test_every_row_has_an_address(data: Any) -> None:
    for product in data:
        rows = [product["location"], *product.get("caveats", ()), *product.get("activities", ())]
        assert all(each["source"]["url"].startswith("https://") for each in rows)


def test_uses_the_words_of_the_policy_input() -> None:
    text = (shipped.policies_dir() / "schema" / "policy-input.json").read_text()
    schema = json.loads(text)["$defs"]
    macaroon = schema["macaroon"]["properties"]
    assert schema["macaroon_caveat"]["properties"]["means"]["enum"] == [*Meaning]
    assert set(macaroon["bounds"]["items"]["enum"]) == {*Meaning}
    issuing = [each.product for each in shipped_languages() if each.issues == "macaroon"]
    assert macaroon["products"]["items"]["enum"] == issuing
    assert {each.value for each in STORAGE_OPERATIONS} <= set(schema["operation_name"]["enum"])


@pytest.mark.parametrize("product", ["dcache", "xrootd"])
def test_all_activities_together_are_less_than_no_bound(product: str) -> None:
    (language,) = (each for each in shipped_languages() if each.product == product)
    assert language.operations(language.words) <= language.operations(None) == STORAGE_OPERATIONS
    assert language.actions(language.words) <= language.actions(None) == STORAGE_ACTIONS


def test_old_rows_are_for_the_page_only() -> None:
    (xrootd,) = (each for each in shipped_languages() if each.product == "xrootd")
    upload = {each.value for each in xrootd.operations(frozenset({"UPLOAD"}))}
    assert "overwrite" not in upload
    assert any(each.id == "xrootd-upload-before-5.5.0" for each in xrootd.activities)


@pytest.mark.parametrize(
    ("name", "member", "value", "reason"),
    [
        ("dcache-list", "allows", ["lists"], "Invalid enum value 'lists'"),
        ("dcache-list", "needs", [], "names no activity or no action"),
        ("dcache-delete", "grants", ["read"], "allows delete, which no action that it grants does"),
        ("dcache-upload", "grants", ["modify"], "nearest goes with an action that none of its"),
        ("dcache-upload", "refuses", ["create"], "both allows and refuses create"),
        ("dcache-download", "grants", ["read", "submit"], "an action that is not for storage"),
        ("dcache-list", "nearest", None, "nearest goes with an action that none of its"),
        ("dcache-download", "nearest", "no reason", "nearest goes with an action that none"),
        ("xrootd-manage", "brings", ["UPLOADS"], "brings UPLOADS, which is no activity"),
        ("xrootd-upload", "versions", {"since": "5.4"}, "both are about one version"),
        ("xrootd-upload", "versions", {"since": "soon"}, "'soon' is no version"),
        ("xrootd-delete", "needs", ["MANAGE"], "both are about one version"),
        ("xrootd-delete", "id", "xrootd-list", "the name is used twice"),
        ("dcache-delete", "status", "observed", "observed_on goes with the status observed"),
        ("xrootd-manage", "observed_on", ["5.4.0"], "observed outside its range of versions"),
        ("xrootd-delete", "source", {"url": "https://a.example"}, "it names no source"),
        ("xrootd-path-compared-by-component", "versions", {"since": "x"}, "'x' is no version"),
    ],
)
def test_a_contradiction_is_refused(
    data: Any, name: str, member: str, value: Any, reason: str
) -> None:
    broken = changed(data, *row(data, name), member, to=value)
    with pytest.raises(PolicyError) as refused:
        read_languages(broken)
    assert any(reason in problem.reason for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("steps", "value", "reason"),
    [
        ((0, "caveats", 0, "repeated"), "nested", "expiry cannot be nested"),
        ((0, "caveats", 0, "key"), "activity", "both are about one version"),
        ((0, "caveats", 0, "means"), "issue", "issue cannot be earliest"),
        ((0, "implied"), "READ", "no activity is called 'READ'"),
        ((0, "issues"), "jwt", "a product that issues macaroons has caveats"),
        ((1, "product"), "dcache", "the name is used twice"),
        ((2, "issues"), "macaroon", "a product that issues macaroons has caveats"),
        ((0, "caveats"), [], "a product that issues macaroons has caveats"),
    ],
)
def test_a_broken_language_is_refused(
    data: Any, steps: tuple[str | int, ...], value: Any, reason: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        read_languages(changed(data, *steps, to=value))
    assert any(reason in problem.reason for problem in refused.value.problems)


def test_a_language_of_a_release_has_the_rows_of_that_release() -> None:
    (xrootd,) = [each for each in shipped_languages() if each.product == "xrootd"]
    old, new = at_version(xrootd, "5.4.3"), at_version(xrootd, "6.2.1")
    assert Operation.OVERWRITE in old.operations({"UPLOAD"})
    assert Operation.OVERWRITE not in new.operations({"UPLOAD"})
    assert new.operations({"UPLOAD"}) == xrootd.operations({"UPLOAD"})
    assert [each.id for each in old.paths] == ["xrootd-path-compared-by-letters-before-5.9.1"]
    assert at_version(xrootd, "of late") == xrootd
