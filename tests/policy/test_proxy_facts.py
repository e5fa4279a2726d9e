"""What policies see of a proxy."""

import json
from typing import Any

import pytest

from tests.credentials.proxy.made import NOW, attributes, proxy
from tests.credentials.schema import assert_valid, words
from tokenlint.credentials.proxy.attributes import Signed
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.proxy import Form, Policy, PrivateKey
from tokenlint.policy.proxy_facts import (
    UNREADABLE,
    judged_defects,
    proxy_facts,
    readable_by,
    short_seconds,
)

LIMITS = {"backdating_seconds": 300}


def facts(*held: Any, mode: int | None = 0o600, **more: Any) -> dict[str, Any]:
    made = proxy_facts(proxy(*held, **more), NOW, LIMITS, mode)
    assert_valid(made, "proxy")
    return made


def test_the_words_are_those_of_the_schema() -> None:
    assert words("proxy", "form") == {each.value for each in Form}
    assert words("proxy", "policy") == {each.value for each in Policy}
    assert words("proxy", "private_key") == {each.value for each in PrivateKey}
    assert words("proxy_attributes", "signature") == {each.value for each in Signed}
    told = {each.value for each in DefectKind} - {each.value for each in UNREADABLE}
    assert words("proxy_defect", "kind") == told - {"signature-unknown", "signer-missing"}


def test_a_usual_proxy() -> None:
    made = facts(attributes("/made-up/Role=x", "/made-up", targets=("a.example",)), starts="now-5m")
    assert made["certificates"] == [
        {
            "form": form,
            "key": "ec",
            "weak_key": False,
            "digest": "sha256",
            "digest_counts": True,
        }
        for form in ("rfc3820", "end-entity")
    ]
    assert made["attributes"] == [
        {
            "lifetime": {"state": "valid", "seconds": 43_200},
            "short_seconds": 0,
            "names": 2,
            "roles": 1,
            "role_first": True,
            "targets": 1,
            "generic": 0,
            "digest": "sha256",
            "signature": "fits",
        }
    ]
    del made["certificates"], made["attributes"]
    assert made == {
        "form": "rfc3820",
        "delegations": 1,
        "limited": False,
        "policy": "inherit-all",
        "private_key": "plain",
        "readable_by": "owner",
        "lifetime": {"state": "valid", "seconds": 43_500},
        "defects": [],
    }


def test_no_name_is_in_them() -> None:
    text = json.dumps(facts(attributes("/made-up/Role=x")))
    assert "made-up" not in text
    assert "Person" not in text


def test_equal_shapes_have_equal_facts() -> None:
    assert facts(attributes("/one/Role=a")) == facts(attributes("/two/Role=b"))


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        ("now-2h", "now+2h", "valid"),
        ("now-2h", "now-1s", "expired"),
        ("now-2h", "now", "valid"),  # the last second counts
        ("now+1s", "now+2h", "not-yet-valid"),
        ("now-10000h", "now-9999h", "never"),  # before its owner's certificate began
    ],
)
def test_states(starts: str, ends: str, state: str) -> None:
    assert facts(starts=starts, ends=ends)["lifetime"]["state"] == state


def test_no_mode_no_readers() -> None:
    assert "readable_by" not in facts(mode=None)


@pytest.mark.parametrize(
    ("mode", "who"),
    [(0o600, "owner"), (0o400, "owner"), (0o640, "group"), (0o604, "others"), (0o620, "group")],
)
def test_who_may_open_a_file(mode: int, who: str) -> None:
    assert readable_by(mode | 0o100000) == who


@pytest.mark.parametrize(("ends", "short"), [("now+12h", 0), ("now+715m", 0), ("now+11h", 3600)])
def test_how_much_earlier_attributes_end(ends: str, short: int) -> None:
    made = proxy(attributes(ends=ends))
    assert short_seconds(made.attributes[0], made, 300) == short


def test_defects_that_leave_something_unjudged_are_none_for_policies() -> None:
    made = proxy(attributes(holder="other", fault="signer"), fault="signature")
    assert {each.kind for each in judged_defects(made)} == {DefectKind.HOLDER, DefectKind.SIGNATURE}


def test_weak_ones() -> None:
    made = facts(attributes(digest="sha1"), key="rsa-1024", digest="sha1")
    assert [each["weak_key"] for each in made["certificates"]] == [True, False]
    assert made["certificates"][0]["digest"] == made["attributes"][0]["digest"] == "sha1"
