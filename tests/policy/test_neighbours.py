"""The services of a run are found by the audiences that they list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.made_up import acceptance, issuer, line, value
from tokenlint.policy.neighbours import Neighbours, host_of
from tokenlint.policy.storages import accepts
from tokenlint.services.acceptance import Audience, Service, State

SPELLINGS = ("https://a.example", "a.example", "davs://a.example:443", "b.example:9619", "ANY", "x")


def store(*accepted: str, checked: State = State.YES, kind: str = "storage") -> Service:
    values = tuple(value(each, 20 + number) for number, each in enumerate(accepted))
    audience = Audience(checked, State.NO, values, line(20))
    return Service(acceptance(audience=audience, service=kind, issuers=(issuer(),)))


@pytest.mark.parametrize(
    ("audience", "host"),
    [
        ("https://h.example:443/", "h.example"),
        ("h.example:9619", "h.example"),
        ("H.example", "h.example"),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_audience(audience: str, host: str) -> None:
    assert host_of(audience) == host


@given(st.lists(st.lists(st.sampled_from(SPELLINGS), max_size=3), max_size=4))
def test_an_index_says_what_each_service_says(lists: list[list[str]]) -> None:
    services = [store(*each) for each in lists]
    found = Neighbours(services)
    for audience in SPELLINGS:
        wanted = [i for i, each in enumerate(services) if accepts(each.acceptance, audience)]
        assert list(found.accepting(audience)) == wanted
        assert found.taking(audience) == any(audience in each for each in lists)


def test_the_first_audience_of_a_host_is_shown_for_each_service() -> None:
    one, two = store("https://a.example", "a.example:1"), store("davs://a.example")
    found = Neighbours((one, two)).at_host("a.example")
    assert [(service, listed.text) for service, listed in found] == [
        (one, "https://a.example"),
        (two, "davs://a.example"),
    ]


def test_whoever_may_take_it_refuses_nothing() -> None:
    odd = (
        store("a.example", "{{ more }}"),
        store("a.example", checked=State.NO),
        store("a.example", kind="issuer"),
        store(),
    )
    found = Neighbours(odd)
    assert found.at_host("a.example") == ()
    assert found.at_host("") == ()


def test_the_issuers_of_a_run() -> None:
    held = acceptance(issuers=(), issues_for=(value("https://i.example/", 3), value("{{ x }}", 4)))
    found = Neighbours((Service(held),))
    assert [each.text for each in found.issuers] == ["https://i.example/"]
    for near in ("https://i.example/", "https://i.example", "https://I.example/"):
        issuing = found.issuer(near)
        assert issuing is not None
        assert issuing.text == "https://i.example/"
    assert found.issuer("https://other.example/") is None
    assert not Neighbours()
