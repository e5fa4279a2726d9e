"""What is handed out, in the words and at the places of a message."""

from dataclasses import replace

import pytest

from tests.judging import reader
from tests.policy.test_offer_facts import DEFECT, OFFER
from tests.services.made_up import acceptance, line, service, value
from tokenlint.policy.joins import Joins, Unneeded
from tokenlint.policy.offer_words import holder_words, offer_places, offer_summary
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.services.offer import Holder

WORDS = {
    "/service/offers/0": "the client portal",
    "/service/offers/0/holder": "the client",
    "/service/offers/0/scopes/0": "storage.modify:/",
    "/service/offers/0/scopes/1": "storage.read:",
    "/service/offers/0/redirects/0": "*",
    "/service/offers/0/audience": "https://wlcg.cern.ch/jwt/v1/any, b",
    "/service/offers/0/lifetimes/0": "an access token of 1 h",
    "/service/offers/0/lifetimes/1": "a refresh token without an end",
    "/service/offers/0/lifetimes/2": "an ID token without an end",
    "/service/scope_policies/0": "reading",
    "/service/scope_policies/0/says": "also lets /b through",
    "/service/scope_policies/0/witness": "x",
}
LINES = {
    "/service/offers/0": 1,
    "/service/offers/0/scopes/0": 2,
    "/service/offers/0/scopes/1": 4,
    "/service/offers/0/redirects/0": 10,
    "/service/offers/0/audience": 7,
    "/service/offers/0/lifetimes/1": 12,
    "/service/scope_policies/0": 1,
    "/service/scope_policies/0/by": 2,
}


def subject() -> ServiceSubject:
    held = service(offers=(OFFER,), scope_policies=(DEFECT,))
    return ServiceSubject(held, reader().settings)


@pytest.mark.parametrize(("pointer", "words"), WORDS.items())
def test_words(pointer: str, words: str) -> None:
    assert subject().text(pointer) == words


@pytest.mark.parametrize(("pointer", "number"), LINES.items())
def test_places(pointer: str, number: int) -> None:
    assert subject().location(pointer).source == line(number)


def test_a_scope_that_nobody_needs_has_the_place_of_the_workflows() -> None:
    joins = Joins(unneeded=(Unneeded(0, 1, line(77)),))
    places = offer_places(acceptance(offers=(OFFER,)), joins)
    assert places["/service/offers/*/scopes/*/unneeded"](0, 1) == line(77)


def test_without_audiences_the_offer_is_the_place() -> None:
    bare = replace(OFFER, audiences=None, default_audiences=())
    places = offer_places(acceptance(offers=(bare,)), Joins())
    assert places["/service/offers/*/audience"](0) == line(1)


def test_who_obtains() -> None:
    group = replace(OFFER, holder=Holder.GROUP, who="/vo/admins")
    assert holder_words(group) == "members of /vo/admins"
    account = replace(OFFER, holder=Holder.ACCOUNT, name=value("somebody", 1))
    assert holder_words(account) == "somebody"
    assert holder_words(replace(OFFER, holder=Holder.USER)) == "every user"


def test_an_offer_in_one_line() -> None:
    assert offer_summary(OFFER) == (
        "storage.modify:/ storage.read: scim:write and 1 more;"
        " for https://wlcg.cern.ch/jwt/v1/any, b; an access token of 1 h"
    )
    bare = replace(OFFER, scopes=(), all_scopes=True, audiences=None, default_audiences=())
    endless = replace(bare, lifetimes=())
    assert offer_summary(endless) == "any scope; for any audience that is asked for"
    silent = replace(endless, audiences=(), all_scopes=False)
    assert offer_summary(silent) == "nothing that the files tell"
    assert offer_summary(replace(silent, holder=Holder.USER)) == "every user"


def test_the_report_names_what_is_handed_out() -> None:
    facts = subject().document.facts
    assert facts["the client portal"].startswith("storage.modify:/")
    many = tuple(replace(OFFER, name=value(f"c{n}", 1)) for n in range(30))
    judged = ServiceSubject(service(offers=many), reader().settings)
    assert judged.document.facts["and"] == "10 more, which are not shown"


def test_a_grant_has_the_line_that_gives_it() -> None:
    placed = replace(OFFER, places=(("password", line(31)), ("all_scopes", line(32))))
    held = ServiceSubject(service(offers=(placed,)), reader().settings)
    assert held.location("/service/offers/0/grants/1").source == line(31)
    assert held.location("/service/offers/0/grants/0").source == line(1)  # client-credentials
    assert held.location("/service/offers/0/all_scopes").source == line(32)
