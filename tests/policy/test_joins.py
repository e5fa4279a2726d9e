"""What the files of one run say of each other."""

from dataclasses import replace
from typing import Any

import pytest

from tests.judging import reader
from tests.policy.test_offer_facts import OFFER
from tests.policy.test_storages import subject
from tests.services.made_up import AUDIENCE, ISSUER, OTHER, acceptance, line, service, value
from tokenlint.policy.joins import Issued, destroyed_by, joins_of, refusals, strangers
from tokenlint.policy.neighbours import Neighbours
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.services.acceptance import Audience, Service, State
from tokenlint.workflows.declaration import Workflow


def issuing(*urls: str) -> Service:
    """An issuer's own configuration."""
    issues = tuple(value(url, 40 + number) for number, url in enumerate(urls))
    return Service(acceptance(service="issuer", issuers=(), audience=None, issues_for=issues))


def trusting(*services: Service) -> tuple[Issued, ...]:
    return joins_of(acceptance(), Neighbours(services), None).issued


def test_an_issuer_that_issues_here() -> None:
    one, other = trusting(issuing(ISSUER))
    assert (one.index, one.state, one.by.source) == (0, "yes", line(40))
    assert (other.index, other.state, other.by.text) == (1, "no", ISSUER)


@pytest.mark.parametrize("spelling", [f"{ISSUER}/", ISSUER.replace("issuer", "Issuer")])
def test_an_issuer_that_is_spelled_otherwise(spelling: str) -> None:
    one, _ = trusting(issuing(OTHER, spelling))
    assert (one.state, one.by.text, one.by.source) == ("near", spelling, line(41))


def test_without_issuers_in_the_run_nothing_is_said() -> None:
    assert trusting(issuing()) == ()
    assert trusting(issuing("https://{{ issuer }}")) == ()
    assert trusting() == ()


def test_the_facts_and_both_places() -> None:
    joins = joins_of(acceptance(), Neighbours((issuing(f"{ISSUER}/"),)), None)
    judged = ServiceSubject(service(), reader().settings, joins=joins)
    states = [each["issued"] for each in judged.facts["service"]["issuers"]]
    assert states == ["near", "no"]
    assert judged.location("/service/issuers/0/issued").source == line(40)
    assert judged.text("/service/issuers/0/issued") == f"{ISSUER}/"
    alone = ServiceSubject(service(), reader().settings)
    assert alone.facts["service"]["issuers"][0]["issued"] == "unknown"


def workflow(operation: str = "create", **changes: Any) -> Workflow:
    return replace(subject((), operation=operation).workflow, **changes)


def unneeded(*workflows: Workflow) -> list[tuple[int, int]]:
    held = acceptance(offers=(OFFER,))
    return [
        (each.offer, each.scope)
        for each in joins_of(held, Neighbours(), destroyed_by(workflows)).unneeded
    ]


def test_a_scope_that_destroys_and_that_no_workflow_needs() -> None:
    assert unneeded(workflow()) == [(0, 0)]


def test_it_is_needed_where_a_workflow_deletes_there() -> None:
    assert unneeded(workflow(), workflow("delete")) == []


def test_a_workflow_that_deletes_elsewhere_does_not_need_it() -> None:
    narrow = replace(OFFER, scopes=(value("storage.modify:/results", 1),))
    held = acceptance(offers=(narrow,))
    assert (
        joins_of(held, Neighbours(), destroyed_by([workflow("delete")])).unneeded != ()
    )  # it deletes below /scratch


def test_a_scope_below_or_above_what_is_deleted_is_needed() -> None:
    for path in ("/", "/scratch/x/deep"):
        offer = replace(OFFER, scopes=(value(f"storage.modify:{path}", 1),))
        below_scratch = destroyed_by([workflow("delete")])
        assert joins_of(acceptance(offers=(offer,)), Neighbours(), below_scratch).unneeded == ()


def test_a_scitoken_has_no_narrower_word() -> None:
    offer = replace(OFFER, scopes=(value("write:/results", 1),))
    held = acceptance(offers=(offer,))
    assert joins_of(held, Neighbours(), destroyed_by([workflow()])).unneeded == ()


def test_what_a_configuration_makes_happen_needs_it_too() -> None:
    deleting = workflow("delete", derived=True)
    assert unneeded(workflow(), deleting) == []
    asking = subject((), scope="storage.modify:/").workflow
    assert unneeded(workflow(), replace(asking, derived=True, operations=())) == []


def test_nobody_knows_the_need_where_a_workflow_does_not_tell_it() -> None:
    assert unneeded() == []
    assert unneeded(workflow(operations=())) == []
    assert unneeded(workflow(request=None)) == []
    assert unneeded(workflow(derived=True)) == []


def asking(*audiences: str) -> Workflow:
    known = workflow()
    assert known.request is not None
    return replace(known, request=replace(known.request, audience=audiences))


def listing(*accepted: str, checked: State = State.YES, **changes: Any) -> Service:
    values = tuple(value(each, 20 + number) for number, each in enumerate(accepted))
    return service(audience=Audience(checked, State.NO, values, line(20)), **changes)


def beside(*services: Service) -> Neighbours:
    return Neighbours(services)


@pytest.mark.parametrize("asked", ["storage.example", f"{AUDIENCE}:8443", "davs://storage.example"])
def test_an_audience_in_another_spelling_is_refused(asked: str) -> None:
    (found,) = refusals(asking("x.example", asked), beside(listing("https://a.example", AUDIENCE)))
    assert (found.entry, found.listed.text, found.listed.source) == (1, AUDIENCE, line(21))


def test_another_service_at_that_host_may_take_it() -> None:
    both = (listing(AUDIENCE), listing("storage.example"))
    assert refusals(asking("storage.example"), Neighbours(both)) == ()


def test_no_refusal() -> None:
    assert refusals(asking(AUDIENCE), beside(listing(AUDIENCE))) == ()
    assert refusals(asking("ANY"), beside(listing(AUDIENCE))) == ()
    assert refusals(asking("other.example"), beside(listing(AUDIENCE))) == ()
    assert refusals(asking("storage.example"), beside(listing(AUDIENCE, "{{ more }}"))) == ()
    assert refusals(asking("storage.example"), beside(listing(AUDIENCE, checked=State.NO))) == ()
    assert refusals(asking("storage.example"), beside(listing(AUDIENCE, service="issuer"))) == ()
    assert refusals(replace(asking(AUDIENCE), request=None), beside(listing(AUDIENCE))) == ()


def test_an_audience_of_an_issuer_counts_too() -> None:
    held = acceptance().issuers[0]
    own = Audience(State.YES, State.NO, (value("storage.example", 30),), line(30))
    issuers = (replace(held, audience=own),)
    assert refusals(asking("storage.example"), beside(listing(AUDIENCE, issuers=issuers))) == ()


def test_hosts_that_nobody_knows() -> None:
    services = beside(listing(AUDIENCE))
    assert strangers(asking(AUDIENCE, "ce.example:9619", "ANY"), services) == (1,)
    assert strangers(asking("ce.example:9619"), Neighbours()) == ()
    assert strangers(asking("ce.example"), beside(listing(checked=State.YES))) == ()


def test_the_workflow_says_both() -> None:
    judged = replace(subject((listing(AUDIENCE),)), workflow=asking("storage.example", "x.example"))
    assert judged.facts["workflow"]["refusals"] == [{"entry": 0}]
    assert judged.facts["workflow"]["strangers"] == [1]
    assert judged.text("/workflow/refusals/0") == f"XRootD accepts {AUDIENCE}"
    place = judged.location("/workflow/refusals/0")
    assert (place.source, place.label) == (line(20), f"XRootD accepts {AUDIENCE}")


def test_a_workflow_alone_says_nothing() -> None:
    facts = subject(()).facts["workflow"]
    assert "refusals" not in facts
    assert "strangers" not in facts


def test_the_issuer_of_a_request_is_compared_as_well() -> None:
    judged = subject((issuing(f"{ISSUER}/"),))
    assert judged.facts["workflow"]["issuer"] == {"form": "https", "issued": "near"}
    assert judged.text("/workflow/issuer/issued") == f"{ISSUER}/"
    assert judged.location("/workflow/issuer/issued").source == line(40)
    assert "issued" not in subject((issuing(ISSUER),)).facts["workflow"]["issuer"]
    assert "issued" not in subject((issuing(OTHER),)).facts["workflow"]["issuer"]
