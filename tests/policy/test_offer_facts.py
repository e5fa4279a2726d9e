"""What is handed out, as plain facts that fit the schema and hold no letters."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.credentials.schema import assert_valid
from tests.services.made_up import line, service, value
from tokenlint.policy.offer_facts import offer_facts, offered, policy_facts, redirect_form
from tokenlint.policy.service_facts import service_facts
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, PolicyDefect, Public
from tokenlint.services.value import Value
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
OFFER = Offer(
    kind="client",
    name=value("portal", 1),
    holder=Holder.CLIENT,
    source=line(1),
    scopes=(
        value("storage.modify:/", 2),
        value("storage.read:/{{ vo }}", 3),
        value("storage.read:", 4),
        value("scim:write", 5),
    ),
    default_scopes=(value("scim:write", 9),),
    audiences=(value("https://storage.example", 6),),
    default_audiences=(value("https://wlcg.cern.ch/jwt/v1/any", 7), value("b", 8)),
    grants=frozenset({Grant.PASSWORD, Grant.CLIENT_CREDENTIALS}),
    redirects=(value("*", 10),),
    public=Public.NO,
    lifetimes=(
        Lifetime("access", 3600, line(11)),
        Lifetime("refresh", None, line(12), unlimited=True),
        Lifetime("id", None, line(13), written=False),
    ),
    narrowed=frozenset({"uses", "host"}),
)
DEFECT = PolicyDefect("sibling", value("reading", 1), line(1), "also lets /b through", "x", line(2))


def test_they_fit_the_schema() -> None:
    held = service(offers=(OFFER,), scope_policies=(DEFECT,))
    facts = service_facts(held.acceptance, (), (), embedded=False)
    assert_valid(facts, "service")
    assert "portal" not in json.dumps(facts)
    assert "storage.example" not in json.dumps(facts)


def test_an_offer() -> None:
    facts = offer_facts(OFFER, {1})
    scopes = facts.pop("scopes")
    assert [each["word"] for each in scopes] == ["storage.modify", "storage.read", "scim:write"]
    assert [each["default"] for each in scopes] == [False, False, True]
    assert [each["unneeded"] for each in scopes] == [False, True, False]
    assert [each.get("path", {}).get("state") for each in scopes] == ["conforming", "empty", None]
    assert facts == {
        "kind": "client",
        "holder": "client",
        "scopes_known": False,
        "all_scopes": False,
        "audience": {"form": "listed", "any": False, "default_any": True, "default_count": 2},
        "grants": ["client-credentials", "password"],
        "redirects": [{"form": "any"}],
        "public": "no",
        "lifetimes": [
            {"what": "access", "unlimited": False, "written": True, "seconds": 3600},
            {"what": "refresh", "unlimited": True, "written": True},
            {"what": "id", "unlimited": False, "written": False},
        ],
        "narrowed": ["host", "uses"],
    }


def test_who_chooses_the_audience() -> None:
    assert offer_facts(replace(OFFER, audiences=None))["audience"]["form"] == "free"
    assert offer_facts(replace(OFFER, audiences=()))["audience"]["form"] == "unknown"


def test_only_single_known_words_are_offered() -> None:
    odd = replace(OFFER, scopes=(value("two words", 1), value("", 2), value("openid", 3)))
    assert [each.text for each in offered(odd)] == ["openid"]


def test_a_defect() -> None:
    silent = replace(DEFECT, witness="", grave=True)
    assert policy_facts((DEFECT, silent)) == [
        {"kind": "sibling", "grave": False, "witnessed": True},
        {"kind": "sibling", "grave": True, "witnessed": False},
    ]


@pytest.mark.parametrize(
    ("redirect", "form"),
    [
        ("*", "any"),
        ("https://*", "any"),
        ("/*", "any"),
        (".*", "any"),
        ("https://*.example/callback", "any-host"),
        ("https://portal.example/*", "any-path"),
        ("https://portal.example/callback", "https"),
        ("http://portal.example/callback", "http"),
        ("http://localhost:8080/*", "loopback"),
        ("http://127.0.0.1/", "loopback"),
        ("http://[::1]:80/", "loopback"),
        ("edu.example.app:/redirect", "app"),
        ("/here", "relative"),
        ("https://{{ host }}/", "unknown"),
        ("https://[broken", "unknown"),
    ],
)
def test_redirects(redirect: str, form: str) -> None:
    assert redirect_form(value(redirect, 1)) == form


@given(st.text(max_size=60))
def test_a_redirect_has_always_a_form(text: str) -> None:
    forms = SCHEMA["$defs"]["service_offer"]["properties"]["redirects"]["items"]["properties"]
    assert redirect_form(Value(text, Source("x"))) in forms["form"]["enum"]
